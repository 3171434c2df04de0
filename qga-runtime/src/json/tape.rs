//! The tokens of one message, with skip links, and the text that they need.

use std::borrow::Cow;
use std::sync::Arc;

use super::blob::Blob;
use crate::marshal::JsonWriter;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    OpenObject,
    CloseObject,
    OpenArray,
    CloseArray,
    Comma,
    Colon,
    /// A string; its text is what it means.
    String,
    /// A string that begins with long base64, which is decoded; its text is what follows that.
    Blob,
    /// A string that the dialect refuses; its text is the complaint.
    BadString,
    /// A number, as it was spelt.
    Number,
    True,
    False,
    Null,
    /// A word that JSON does not have.
    BadWord,
    /// There are no more tokens.
    End,
}

#[derive(Clone, Copy)]
struct Token {
    /// Where its text begins.
    place: u32,
    /// Where its text ends. Of an opening bracket: the token that closes it; while that has not come, the bracket around.
    link: u32,
    kind: Kind,
}

/// No bracket is open.
const NONE: u32 = u32::MAX;

/// A tape holds no more bytes and no more tokens than this.
pub(crate) const LONGEST: usize = u32::MAX as usize - 1;

/// The lexer's limits see to it that nothing is cut.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(NONE)
}

/// The tokens of one message. White space is not kept.
pub(crate) struct Tape {
    tokens: Vec<Token>,
    /// That of all tokens, one behind the other, and of the one that has not ended.
    pub(super) text: Vec<u8>,
    /// The decoded beginnings of long strings, each with the token it belongs to.
    blobs: Vec<(usize, Arc<Blob>)>,
    /// The innermost bracket that is open.
    open: u32,
    /// The bytes of the message, white space not counted.
    pub size: usize,
    /// How often a token was looked at.
    #[cfg(test)]
    pub looks: std::sync::atomic::AtomicUsize,
}

impl Default for Tape {
    fn default() -> Self {
        Tape {
            tokens: Vec::new(),
            text: Vec::new(),
            blobs: Vec::new(),
            open: NONE,
            size: 0,
            #[cfg(test)]
            looks: 0.into(),
        }
    }
}

/// A tape that grew beyond this is given back once its message is done.
const KEPT_BYTES: usize = 512 * 1024;

/// What is on the tape.
impl Tape {
    fn token(&self, at: usize) -> Option<&Token> {
        #[cfg(test)]
        self.looks.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        self.tokens.get(at)
    }

    pub(crate) fn kind(&self, at: usize) -> Kind {
        self.token(at).map_or(Kind::End, |token| token.kind)
    }

    /// The token behind the value that begins at this one. Of an unchecked message nothing is known of the links.
    pub(crate) fn after(&self, at: usize) -> usize {
        match self.token(at) {
            Some(Token { kind: Kind::OpenObject | Kind::OpenArray, link, .. }) => *link as usize + 1,
            _ => at + 1,
        }
    }

    /// A token's text: nothing for brackets, commas and colons.
    pub(crate) fn text(&self, at: usize) -> &[u8] {
        match self.token(at) {
            Some(Token { kind: Kind::OpenObject | Kind::OpenArray, .. }) | None => &[],
            Some(token) => self.text.get(token.place as usize..token.link as usize).unwrap_or_default(),
        }
    }

    /// [`Tape::text`] as text, which it is: the lexer has checked it.
    pub(crate) fn str(&self, at: usize) -> &str {
        std::str::from_utf8(self.text(at)).unwrap_or_default()
    }

    /// The decoded beginning of a long string.
    pub(crate) fn blob(&self, at: usize) -> Option<&Arc<Blob>> {
        let blobs = if self.kind(at) == Kind::Blob { &self.blobs[..] } else { &[] };
        blobs.iter().find(|(token, _)| *token == at).map(|(_, blob)| blob)
    }

    /// What a string means, its long base64 encoded again.
    pub(crate) fn string(&self, at: usize) -> Cow<'_, str> {
        let Some(blob) = self.blob(at) else { return Cow::Borrowed(self.str(at)) };
        let mut text = Vec::with_capacity(blob.letters() + self.text(at).len());
        blob.write_letters(&mut text);
        text.extend_from_slice(self.text(at));
        Cow::Owned(String::from_utf8(text).unwrap_or_default())
    }

    /// Writes the value at a token as any answer is written: its separators and escapes; numbers as they were spelt.
    pub(crate) fn print(&self, at: usize, out: &mut JsonWriter<'_>) {
        for at in at..self.after(at) {
            match self.kind(at) {
                Kind::OpenObject => out.raw(b"{"),
                Kind::CloseObject => out.raw(b"}"),
                Kind::OpenArray => out.raw(b"["),
                Kind::CloseArray => out.raw(b"]"),
                Kind::Comma => out.raw(b", "),
                Kind::Colon => out.raw(b": "),
                Kind::String | Kind::Blob => out.string(&self.string(at)),
                _ => out.raw(self.text(at)),
            }
        }
    }

    /// All text that is kept.
    pub(crate) fn all_text(&self) -> &[u8] {
        &self.text
    }
}

/// How a tape is written.
impl Tape {
    /// Appends a token, whose text is all that was kept from `place` on.
    pub(super) fn push(&mut self, kind: Kind, place: usize) {
        let link = match kind {
            Kind::OpenObject | Kind::OpenArray => {
                let around = self.open;
                self.open = narrow(self.tokens.len());
                around
            }
            Kind::CloseObject | Kind::CloseArray => {
                let closing = narrow(self.tokens.len());
                if let Some(opening) = self.tokens.get_mut(self.open as usize) {
                    self.open = std::mem::replace(&mut opening.link, closing);
                }
                narrow(place)
            }
            _ => narrow(self.text.len()),
        };
        self.tokens.push(Token { place: narrow(place), link, kind });
    }

    /// Whether the next token follows a colon: then it is a member's value.
    pub(super) fn follows_colon(&self) -> bool {
        self.tokens.last().is_some_and(|token| token.kind == Kind::Colon)
    }

    /// The next token will begin with this.
    pub(super) fn add_blob(&mut self, blob: Blob) {
        self.blobs.push((self.tokens.len(), Arc::new(blob)));
    }

    /// The beginning of the token that has not ended, if it is a blob.
    pub(super) fn unfinished_blob(&self) -> Option<&Blob> {
        self.blobs.last().filter(|(token, _)| *token == self.tokens.len()).map(|(_, blob)| &**blob)
    }

    /// [`Tape::unfinished_blob`], and the text, to be changed together.
    pub(super) fn unfinished_parts(&mut self) -> Option<(&mut Blob, &mut Vec<u8>)> {
        let (token, blob) = self.blobs.last_mut()?;
        // It is shared only once the message is whole.
        if *token == self.tokens.len() { Some((Arc::get_mut(blob)?, &mut self.text)) } else { None }
    }

    /// Forgets the message. There may be a password in it.
    pub(crate) fn clear(&mut self) {
        self.text.fill(0);
        self.text.clear();
        self.tokens.clear();
        self.blobs.clear();
        self.open = NONE;
        self.size = 0;
    }

    /// The bytes that its tokens take.
    pub(crate) fn token_bytes(&self) -> usize {
        self.tokens.len() * size_of::<Token>()
    }

    /// Whether it takes more memory than should stay.
    pub(crate) fn is_large(&self) -> bool {
        self.memory() > KEPT_BYTES
    }

    /// The bytes that it takes, those of blobs not counted.
    pub(crate) fn memory(&self) -> usize {
        self.text.capacity() + self.tokens.capacity() * size_of::<Token>()
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Takes text off the end so that nothing of it stays in memory.
pub(super) fn truncate_wiped(text: &mut Vec<u8>, length: usize) {
    text[length..].fill(0);
    text.truncate(length);
}
