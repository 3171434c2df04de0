//! Reads every byte once, over any cutting of the input, appends tokens to a tape and finds where a message ends.
//!
//! The dialect is the established agent's: strings may have single quotes, and a number ends where that agent ends it.
//! Brackets are counted, not paired; the byte 0xFF is in no message.

use std::ops::ControlFlow;

use super::blob::Blob;
use super::escape;
use super::scalar::{Follow, Scalar};
use super::tape::{MAX_TAPE_LENGTH, Tape, TokenKind};
use super::value::Strictness;
use crate::framing::{Limits, SENTINEL};

/// An event in the input that the decoder handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The end of a message. If it is kept, it is on the tape.
    Whole,
    /// The byte 0xFF, which drops a half-read message.
    Sentinel,
    /// A byte that is not allowed here; it was read.
    Stray(u8),
    /// The message is beyond this limit.
    Excess(Limit),
    /// A brace at the start of a line, before the message has ended, while `lines_begin_afresh`.
    BrokenOff,
}

/// The limit that a message is beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Bytes,
    Tokens,
    Nesting,
}

/// The result of one step: continue, or return what was found; `None` at the end of the input.
type Step = ControlFlow<Option<Found>>;

/// Whether tokens are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Retention {
    /// Kept.
    Keep,
    /// Dropped until the broken message's brackets close or its line ends.
    SkipBroken,
    /// Dropped until the brackets of the message beyond a limit close.
    SkipExcess,
}

/// The position within a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Between,
    String,
    Escape,
    Scalar(Scalar),
}

/// Whether the current string is decoded while it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spooling {
    /// Not yet: it is short so far.
    Undecided,
    /// Yes.
    Active,
    /// No longer, or never.
    Ended,
}

/// A string shorter than this is not decoded before its end.
const MIN_SPOOLED_BYTES: usize = 256 * 1024;

/// The lexer's state between two pieces of input.
pub(crate) struct Lexer {
    limits: Limits,
    /// [`Limits::nesting`], as a type that compares with `braces` and `squares`.
    nesting: i64,
    strictness: Strictness,
    state: State,
    /// The start of the current token's text on the tape.
    place: usize,
    /// The current string's quote, or zero.
    quote: u8,
    /// Whether the current string holds more than printable ASCII.
    special: bool,
    spooling: Spooling,
    /// Open brackets of both kinds.
    braces: i64,
    squares: i64,
    /// Tokens of the message so far, dropped ones included.
    tokens: usize,
    /// Only blanks since the last line feed.
    line_start: bool,
    /// Whether long base64 strings are decoded while they arrive.
    pub spools: bool,
    pub retention: Retention,
    /// Whether a brace at the start of a line begins a new message.
    pub lines_begin_afresh: bool,
    /// The input was broken, and no message has begun on a line of its own since.
    pub doubtful: bool,
}

impl Lexer {
    pub(crate) fn new(limits: Limits, strictness: Strictness) -> Self {
        Lexer {
            limits: Limits {
                bytes: limits.bytes.min(MAX_TAPE_LENGTH),
                tokens: limits.tokens.min(MAX_TAPE_LENGTH),
                ..limits
            },
            nesting: i64::try_from(limits.nesting).unwrap_or(i64::MAX),
            strictness,
            state: State::Between,
            place: 0,
            quote: 0,
            special: false,
            spooling: Spooling::Undecided,
            braces: 0,
            squares: 0,
            tokens: 0,
            line_start: true,
            spools: false,
            retention: Retention::Keep,
            lines_begin_afresh: false,
            doubtful: false,
        }
    }

    /// Starts a new message.
    pub(crate) fn begin_message(&mut self) {
        self.braces = 0;
        self.squares = 0;
        self.tokens = 0;
        self.retention = Retention::Keep;
    }

    /// Starts a new line.
    pub(crate) fn begin_line(&mut self) {
        self.line_start = true;
    }

    /// Whether a message, or a token of it, has begun but not ended.
    pub(crate) fn is_half_read(&self) -> bool {
        self.braces != 0 || self.squares != 0 || self.state != State::Between
    }

    /// Whether the message is incomplete; too many closing brackets end it, too.
    pub(crate) fn needs_more(&self) -> bool {
        self.state != State::Between || self.brackets_are_open()
    }

    fn brackets_are_open(&self) -> bool {
        self.braces | self.squares >= 0 && self.braces + self.squares > 0
    }

    pub(crate) fn is_keeping(&self) -> bool {
        self.retention == Retention::Keep
    }

    /// Whether the message so far is one token.
    pub(crate) fn is_one_token(&self) -> bool {
        self.tokens == 1
    }

    /// Reads input up to the next event; `None` at the end of the input.
    pub(crate) fn next(&mut self, input: &[u8], at: &mut usize, tape: &mut Tape) -> Option<Found> {
        let mut step = match self.state {
            State::Between => ControlFlow::Continue(()),
            State::String | State::Escape => {
                if self.spooling == Spooling::Active {
                    *at += self.spool(input.get(*at..).unwrap_or_default(), tape);
                }
                self.string(input, at, *at, tape)
            }
            State::Scalar(scalar) => self.scalar(scalar, input, at, *at, tape),
        };
        loop {
            if let ControlFlow::Break(found) = step {
                return found;
            }
            let &byte = input.get(*at)?;
            step = match byte {
                b' ' | b'\t' | b'\r' => {
                    *at += 1;
                    ControlFlow::Continue(())
                }
                b'\n' => {
                    *at += 1;
                    self.begin_line();
                    match self.retention {
                        Retention::SkipBroken => ControlFlow::Break(Some(Found::Whole)),
                        Retention::Keep | Retention::SkipExcess => ControlFlow::Continue(()),
                    }
                }
                b'{' if self.line_start && self.lines_begin_afresh && self.is_half_read() => {
                    ControlFlow::Break(Some(Found::BrokenOff))
                }
                _ => self.begin_token(byte, input, at, tape),
            };
        }
    }

    /// Reads the token that begins with this byte, or as much of it as there is.
    #[inline]
    fn begin_token(&mut self, byte: u8, input: &[u8], at: &mut usize, tape: &mut Tape) -> Step {
        let first_in_line = std::mem::replace(&mut self.line_start, false);
        self.quote = 0;
        self.place = tape.text.len();
        let from = *at;
        *at += 1;
        let kind = match byte {
            b',' => TokenKind::Comma,
            b':' => TokenKind::Colon,
            b'{' => {
                if self.tokens == 0 && self.is_keeping() && first_in_line {
                    self.doubtful = false;
                }
                self.braces += 1;
                TokenKind::OpenObject
            }
            b'}' => {
                self.braces -= 1;
                TokenKind::CloseObject
            }
            b'[' => {
                self.squares += 1;
                TokenKind::OpenArray
            }
            b']' => {
                self.squares -= 1;
                TokenKind::CloseArray
            }
            b'"' | b'\'' => return self.begin_string(byte, input, at, tape),
            _ => {
                return match Scalar::begin(byte) {
                    Some(scalar) => self.scalar(scalar, input, at, from, tape),
                    None => {
                        *at = from;
                        self.bad_byte(byte, at, tape)
                    }
                };
            }
        };
        self.token(kind, 1, tape)
    }

    fn begin_string(&mut self, quote: u8, input: &[u8], at: &mut usize, tape: &mut Tape) -> Step {
        let from = *at;
        *at += plain_run(input.get(from..).unwrap_or_default());
        // Fast path: the whole string is in the input and has no escapes; the general path gives the same result.
        if input.get(*at) == Some(&quote) {
            self.keep(&input[from..*at], tape);
            *at += 1;
            return self.token(TokenKind::String, *at - from + 1, tape);
        }
        self.quote = quote;
        self.special = false;
        self.spooling = Spooling::Undecided;
        self.state = State::String;
        self.string(input, at, from, tape)
    }

    /// Reads the rest of a string, or as much of it as there is; its unread beginning is in the input from `from` on.
    fn string(&mut self, input: &[u8], at: &mut usize, from: usize, tape: &mut Tape) -> Step {
        let bad = loop {
            if self.state == State::String {
                *at += plain_run(input.get(*at..).unwrap_or_default());
            }
            let Some(&byte) = input.get(*at) else {
                self.keep(&input[from..], tape);
                self.begin_spooling(tape);
                return self.half_read(tape);
            };
            match (self.state, byte) {
                (State::String, _) if byte == self.quote => break None,
                (State::String, b'\\') => {
                    self.special = true;
                    self.state = State::Escape;
                }
                (_, 0..0x20 | 0xFE | SENTINEL) => break Some(byte),
                (_, 0x80..) => {
                    self.special = true;
                    self.state = State::String;
                    *at += input[*at + 1..].iter().take_while(|byte| (0x80..0xFE).contains(*byte)).count();
                }
                _ => self.state = State::String,
            }
            *at += 1;
        };
        self.keep(&input[from..*at], tape);
        match bad {
            Some(byte) => self.bad_byte(byte, at, tape),
            None => {
                *at += 1;
                self.end_string(tape)
            }
        }
    }

    fn end_string(&mut self, tape: &mut Tape) -> Step {
        self.state = State::Between;
        let size = self.unfinished_size(tape) + 1;
        let kind = if !self.is_keeping() {
            TokenKind::String
        } else if self.special && escape::decode(&mut tape.text, self.place, self.quote, self.strictness).is_err() {
            TokenKind::BadString
        } else if self.spooling != Spooling::Undecided && tape.unfinished_blob().is_some() {
            TokenKind::Blob
        } else {
            TokenKind::String
        };
        self.token(kind, size, tape)
    }

    /// Reads the rest of a number or a word, or as much of it as there is; its beginning is in the input from `from` on.
    fn scalar(&mut self, mut scalar: Scalar, input: &[u8], at: &mut usize, from: usize, tape: &mut Tape) -> Step {
        let follow = loop {
            let Some(&byte) = input.get(*at) else { break None };
            match scalar.follow(byte, self.strictness) {
                Follow::In(next) => scalar = next,
                // The sentinel drops an unfinished number or word.
                Follow::Ends if byte != SENTINEL => break Some(None),
                Follow::Ends | Follow::Stray => break Some(Some(byte)),
            }
            *at += 1;
        };
        self.keep(&input[from..*at], tape);
        self.state = State::Scalar(scalar);
        match follow {
            None => self.half_read(tape),
            Some(Some(byte)) => self.bad_byte(byte, at, tape),
            Some(None) => {
                self.state = State::Between;
                let size = self.unfinished_size(tape);
                let kind = scalar.kind(tape.text.get(self.place..).unwrap_or_default());
                self.token(kind, size, tape)
            }
        }
    }

    /// Appends a whole token; it may end the message.
    #[inline]
    fn token(&mut self, kind: TokenKind, size: usize, tape: &mut Tape) -> Step {
        self.tokens += 1;
        if self.is_keeping() {
            tape.push(kind, self.place);
            tape.size += size;
            if let Some(excess) = self.excess(tape.size) {
                return ControlFlow::Break(Some(excess));
            }
        }
        if self.brackets_are_open() { ControlFlow::Continue(()) } else { ControlFlow::Break(Some(Found::Whole)) }
    }

    /// Ends the step: the input ended within a token.
    fn half_read(&self, tape: &Tape) -> Step {
        ControlFlow::Break(self.excess_with_unfinished(tape))
    }

    /// Handles a byte that is not allowed here, or 0xFF. If the message is too long without it, that is reported first.
    fn bad_byte(&mut self, byte: u8, at: &mut usize, tape: &mut Tape) -> Step {
        if let Some(excess) = self.excess_with_unfinished(tape) {
            return ControlFlow::Break(Some(excess));
        }
        *at += 1;
        if byte == SENTINEL {
            self.state = State::Between;
            return ControlFlow::Break(Some(Found::Sentinel));
        }
        self.keep(&[byte], tape);
        // A string continues after a stray tab, so that skipping finds its end.
        self.state = if (self.state, byte) == (State::String, b'\t') { State::String } else { State::Between };
        match byte {
            b'{' => self.braces += 1,
            b'[' => self.squares += 1,
            b'}' => self.braces -= 1,
            b']' => self.squares -= 1,
            b'\n' => self.begin_line(),
            _ => {}
        }
        ControlFlow::Break(Some(Found::Stray(byte)))
    }

    /// The token that ends with the stray byte, as it was received; truncated if it is long.
    pub(crate) fn stray_token(&self, tape: &Tape) -> Vec<u8> {
        const MAX_SHOWN_BYTES: usize = 1024;
        let mut token = Vec::new();
        if self.quote != 0 {
            token.push(self.quote);
        }
        if let Some(blob) = tape.unfinished_blob().filter(|_| self.quote != 0) {
            blob.write_first_letters(MAX_SHOWN_BYTES, &mut token);
        }
        let rest = tape.text.get(self.place..).unwrap_or_default();
        token.extend_from_slice(&rest[..rest.len().min(MAX_SHOWN_BYTES)]);
        token
    }

    fn keep(&self, text: &[u8], tape: &mut Tape) {
        if self.is_keeping() {
            tape.text.extend_from_slice(text);
        }
    }

    /// Bytes of the current token so far.
    fn unfinished_size(&self, tape: &Tape) -> usize {
        let kept = tape.text.len().saturating_sub(self.place);
        match (self.quote, self.spooling) {
            (0, _) => kept,
            (_, Spooling::Undecided) => kept + 1,
            _ => kept + 1 + tape.unfinished_blob().map_or(0, Blob::letters),
        }
    }

    /// Bytes of the message so far.
    pub(crate) fn size_so_far(&self, tape: &Tape) -> usize {
        tape.size + if self.state == State::Between { 0 } else { self.unfinished_size(tape) }
    }

    fn excess_with_unfinished(&self, tape: &Tape) -> Option<Found> {
        if !self.is_keeping() { None } else { self.excess(self.size_so_far(tape)) }
    }

    #[inline]
    fn excess(&self, size: usize) -> Option<Found> {
        if size > self.limits.bytes {
            Some(Found::Excess(Limit::Bytes))
        } else if self.tokens > self.limits.tokens {
            Some(Found::Excess(Limit::Tokens))
        } else if self.braces + self.squares > self.nesting {
            Some(Found::Excess(Limit::Nesting))
        } else {
            None
        }
    }

    /// Starts decoding a member's value, if it is long and all base64 so far.
    fn begin_spooling(&mut self, tape: &mut Tape) {
        let fits =
            self.spools && self.is_keeping() && !self.special && self.quote == b'"' && self.state == State::String;
        if !fits
            || self.spooling != Spooling::Undecided
            || tape.text.len() - self.place < MIN_SPOOLED_BYTES
            || !tape.follows_colon()
        {
            return;
        }
        self.spooling = Spooling::Ended;
        if let Some(blob) = Blob::begin(&mut tape.text, self.place) {
            tape.add_blob(blob);
            self.spooling = Spooling::Active;
        }
    }

    /// Decodes more of a long string, and returns the number of input bytes used.
    fn spool(&mut self, input: &[u8], tape: &mut Tape) -> usize {
        let Some((blob, text)) = tape.unfinished_parts() else { return 0 };
        let used = blob.extend(text, self.place, input);
        if used.is_none() {
            self.spooling = Spooling::Ended;
        }
        used.unwrap_or(0)
    }
}

/// Length of the leading run of bytes that need no attention inside a string.
///
/// Whole blocks are tested without branches, so that the compiler vectorises it.
fn plain_run(bytes: &[u8]) -> usize {
    const SCAN_BLOCK_BYTES: usize = 64;
    const fn is_special(byte: u8) -> bool {
        byte < 0x20 || byte >= 0x80 || matches!(byte, b'"' | b'\'' | b'\\')
    }
    const SPECIAL: [bool; 256] = {
        let mut special = [true; 256];
        let mut byte = 0;
        while byte < 0x80 {
            special[byte as usize] = is_special(byte);
            byte += 1;
        }
        special
    };
    let whole = bytes
        .chunks_exact(SCAN_BLOCK_BYTES)
        .take_while(|block| !block.iter().fold(false, |any, &byte| any | is_special(byte)))
        .count()
        * SCAN_BLOCK_BYTES;
    let rest = &bytes[whole..];
    whole + rest.iter().position(|&byte| SPECIAL[usize::from(byte)]).unwrap_or(rest.len())
}
