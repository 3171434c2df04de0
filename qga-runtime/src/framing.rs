//! Finds where one JSON message ends and the next begins, without any I/O.
//!
//! A message ends where its value ends: brackets are counted outside strings, line ends mean nothing. The byte 0xFF
//! drops what is half read. Unlike the established agent, which answers every single byte that fits nowhere with an
//! error line of its own — 0xFF included — one broken message here is one error, and 0xFF none: no client asks for a
//! storm, and some count answers.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use zeroize::Zeroize;

mod lexer;
mod simple;

use crate::spool::{KEPT, Spool};
use lexer::{Bracket, Lexer, Token};
use simple::Simple;

/// The one command the wire itself knows: its answer follows a byte that no other answer contains.
pub(crate) const DELIMITED_SYNC: &str = "guest-sync-delimited";

/// The byte that no JSON text contains: it drops what is half read, and precedes the answer to a delimited sync.
pub const SENTINEL: u8 = 0xFF;

/// What one message may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Its length in bytes.
    pub bytes: usize,
    /// Its strings, numbers, words, brackets, commas and colons, counted together.
    pub tokens: usize,
    /// How deep its brackets may nest.
    pub nesting: usize,
}

impl Default for Limits {
    /// The established agent's limits, except for the length: its 64 MiB cannot hold a write as large as the largest
    /// read, 48 MiB of data, even without line breaks in its base64; this can, with them.
    fn default() -> Self {
        Limits { bytes: 72 << 20, tokens: 2 << 20, nesting: 1024 }
    }
}

/// What the decoder found.
#[derive(Debug)]
pub enum Frame {
    /// A whole message; whether it is good JSON is not known yet.
    Message(RawMessage),
    /// The byte 0xFF. What was half read is dropped.
    Sentinel,
    /// Bytes that are no message and were dropped; the text says why, as the agent answers it.
    Broken(String),
}

impl Frame {
    /// How many bytes of input it holds.
    pub(crate) fn size(&self) -> usize {
        match self {
            Frame::Message(raw) => raw.range.len() + raw.hole.as_ref().map_or(0, Hole::size),
            Frame::Sentinel => 0,
            Frame::Broken(complaint) => complaint.len(),
        }
    }
}

/// One whole message as it came, in a text that it shares with the decoder.
pub struct RawMessage {
    pub(crate) text: Arc<Vec<u8>>,
    pub(crate) range: Range<usize>,
    /// It holds no string that strict JSON would spell differently.
    pub(crate) plain: bool,
    /// It follows broken input and may be a part of that.
    pub(crate) doubtful: bool,
    /// What its text lacks.
    pub(crate) hole: Option<Hole>,
    /// Where its parts are, if it is a request of the simplest kind that came in one piece.
    pub(crate) simple: Option<Simple>,
}

/// A long base64 string, most of which was decoded and taken out of the text while it arrived.
pub(crate) struct Hole {
    /// Where the string's letters begin, counted from the message's first byte; the first [`KEPT`] of them are there.
    pub(crate) begin: usize,
    /// The bytes of these letters and of those that are missing behind them.
    pub(crate) spool: Arc<Spool>,
    /// Somebody took the bytes and needs no text.
    pub(crate) claimed: AtomicBool,
}

impl Hole {
    /// How much text is missing.
    fn size(&self) -> usize {
        self.spool.letters() - KEPT
    }
}

/// Shows how much there is, never what: a message may carry a secret.
impl fmt::Debug for RawMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawMessage({} bytes)", self.range.len())
    }
}

impl RawMessage {
    /// The message's bytes. A decoder that spools takes the middle out of a long base64 string.
    pub fn bytes(&self) -> &[u8] {
        self.text.get(self.range.clone()).unwrap_or_default()
    }

    /// Whether it follows broken input and may be a part of that: then it is worth no complaint.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// The same message once more, if nothing was taken out of its text.
    pub(crate) fn without_hole(&self) -> Option<Self> {
        let &RawMessage { ref text, ref range, plain, doubtful, hole: None, .. } = self else { return None };
        Some(RawMessage { text: Arc::clone(text), range: range.clone(), plain, doubtful, hole: None, simple: None })
    }

    /// The message with all its text, as it came.
    pub(crate) fn whole(mut self) -> Self {
        let Some(hole) = self.hole.take() else { return self };
        let (head, tail) = self.bytes().split_at((hole.begin + KEPT).min(self.range.len()));
        let mut text = Vec::with_capacity(self.range.len() + hole.size());
        text.extend_from_slice(&head[..hole.begin.min(head.len())]);
        hole.spool.write_letters(&mut text);
        text.extend_from_slice(tail);
        let range = 0..text.len();
        RawMessage { text: Arc::new(text), range, ..self }
    }
}

/// What is done with the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// It is gathered to messages.
    Gather,
    /// The rest of a broken message is dropped: until its brackets close or its line ends.
    SkipBroken,
    /// The rest of a message beyond a limit is dropped: until its brackets close.
    SkipExcess,
}

/// Bytes in, messages out. Keeps its state between any two pieces of input.
pub struct Decoder {
    limits: Limits,
    /// Shared with the messages cut from it; a large payload may outlive its message.
    buffer: Arc<Vec<u8>>,
    /// Where the current message begins.
    start: usize,
    /// Up to where the buffer was looked at.
    at: usize,
    lexer: Lexer,
    /// Found already, but told only after the complaint that comes before it.
    held_back: Option<Token>,
    mode: Mode,
    braces: i64,
    squares: i64,
    tokens: usize,
    /// The input was broken, and has not begun afresh since.
    doubtful: bool,
    /// Whether long base64 strings are decoded while they arrive.
    spools: bool,
    spooling: Spooling,
}

/// What becomes of a message's first long string.
enum Spooling {
    /// None was seen yet.
    Waiting,
    /// It is being decoded; there is more to come.
    Open(Hole),
    /// What is not there yet stays text.
    Closed(Hole),
    /// It is no base64.
    Unfit,
}

/// From this length on a string is worth decoding before all of it is there.
const LONG: usize = 256 * 1024;

/// The least room offered for reading, and the buffer kept when nothing is half read.
const ROOM: usize = 16 * 1024;

/// The most room offered when much is coming.
const MOST_ROOM: usize = 256 * 1024;

/// A buffer that grew beyond this is given back once it is empty.
const KEEP: usize = 512 * 1024;

/// Shows how much is half read, never what.
impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").field("unread", &(self.buffer.len() - self.start)).finish_non_exhaustive()
    }
}

impl Decoder {
    /// A decoder at the beginning of a stream.
    pub fn new(limits: Limits) -> Self {
        Decoder {
            limits,
            buffer: Arc::new(Vec::new()),
            start: 0,
            at: 0,
            lexer: Lexer::new(),
            held_back: None,
            mode: Mode::Gather,
            braces: 0,
            squares: 0,
            tokens: 0,
            doubtful: false,
            spools: false,
            spooling: Spooling::Waiting,
        }
    }

    /// A decoder that decodes a long base64 string while it arrives and does not keep its text; a large request takes
    /// less than its own size. [`Dispatcher::answer_frame`](crate::Dispatcher::answer_frame) knows what to do with it.
    pub fn spooling(limits: Limits) -> Self {
        Decoder { spools: true, ..Decoder::new(limits) }
    }

    /// Forgets everything half read: another connection begins.
    pub fn reset(&mut self) {
        let buffer = std::mem::take(&mut self.buffer);
        *self = Decoder { buffer, spools: self.spools, ..Decoder::new(self.limits) };
        self.room_for(0).clear();
    }

    /// Whether a message has begun and not ended.
    pub fn is_half_read(&self) -> bool {
        self.braces != 0 || self.squares != 0 || self.lexer.inside_token()
    }

    /// Whether there is anything that no frame has told of.
    pub(crate) fn has_more(&self) -> bool {
        self.start < self.buffer.len() || self.held_back.is_some()
    }

    /// How many bytes are held of a message that is not all there.
    pub(crate) fn held(&self) -> usize {
        self.buffer.len() - self.start + self.missing()
    }

    /// Takes a piece of input.
    pub fn push(&mut self, bytes: &[u8]) {
        self.room_for(bytes.len()).extend_from_slice(bytes);
    }

    /// A vector with spare capacity to read into; only to be appended to.
    pub fn room(&mut self) -> &mut Vec<u8> {
        // What is half read says how much may follow: read much at a time when it is much.
        let half_read = self.buffer.len() - self.start + self.missing();
        self.room_for((half_read / 2).clamp(ROOM, MOST_ROOM))
    }

    /// Wipes messages once everything is read, and gives the memory of a large one back; to be called when nothing of them
    /// is needed.
    pub fn give_back(&mut self) {
        if self.start == self.buffer.len() && self.start > 0 {
            self.room_for(0);
        }
    }

    /// The next message or mishap in the input so far.
    pub fn next_frame(&mut self) -> Option<Frame> {
        if !self.has_more() {
            return None;
        }
        if let Some(message) = self.simple_message() {
            return Some(Frame::Message(message));
        }
        if self.spools {
            self.spool();
        }
        loop {
            let token = match self.held_back.take() {
                Some(token) => Some(token),
                None => {
                    let token = self.lexer.next(&self.buffer, &mut self.at);
                    if let Some(excess) = self.excess_before(token) {
                        self.held_back = token;
                        return Some(excess);
                    }
                    token
                }
            };
            let frame = match token {
                Some(Token::Sentinel) => {
                    self.begin_afresh();
                    Some(Frame::Sentinel)
                }
                Some(Token::Stray(byte)) => self.stray(byte),
                Some(Token::LineEnd) => {
                    self.end_message();
                    None
                }
                Some(token) => self.token(token),
                None => {
                    let excess = if self.is_half_read() { self.refuse_excess(self.at) } else { None };
                    if self.mode != Mode::Gather || !self.is_half_read() {
                        self.start = self.at;
                    }
                    return excess;
                }
            };
            if frame.is_some() {
                return frame;
            }
        }
    }

    /// The next message, if it is all there, a request of the simplest kind, and follows nothing that is in doubt.
    fn simple_message(&mut self) -> Option<RawMessage> {
        let between = self.tokens == 0 && self.mode == Mode::Gather && !self.lexer.inside_token();
        if !between || self.doubtful || self.held_back.is_some() {
            return None;
        }
        let input = self.buffer.get(self.at..)?;
        let begin = self.at + input.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))?;
        let simple = simple::first(self.buffer.get(begin..)?, &self.limits)?;
        let end = begin + simple.end;
        self.at = end;
        self.lexer.pass(end);
        if self.buffer.get(end) == Some(&b'\n') {
            self.at += 1;
            self.lexer.begin_line();
        }
        self.end_message();
        let (text, range) = (Arc::clone(&self.buffer), begin..end);
        Some(RawMessage { text, range, plain: true, doubtful: false, hole: None, simple: Some(simple) })
    }

    /// Decodes what has arrived of a message's first long string, as far as that is base64, and takes it out of the text.
    fn spool(&mut self) {
        if self.mode != Mode::Gather || self.tokens == 0 || !self.lexer.inside_string() {
            return;
        }
        let letters = self.lexer.token_start + 1;
        let (mut hole, from) = match std::mem::replace(&mut self.spooling, Spooling::Unfit) {
            Spooling::Waiting if self.buffer.len() < letters + LONG => {
                self.spooling = Spooling::Waiting;
                return;
            }
            Spooling::Waiting => {
                (Hole { begin: letters - self.start, spool: Arc::default(), claimed: AtomicBool::new(false) }, letters)
            }
            Spooling::Open(hole) if self.start + hole.begin == letters => (hole, letters + KEPT),
            // The string with the hole has ended, and this is the next one.
            Spooling::Open(hole) | Spooling::Closed(hole) => {
                self.spooling = Spooling::Closed(hole);
                return;
            }
            Spooling::Unfit => return,
        };
        // Nobody shares it before the message is whole.
        let Some(spool) = Arc::get_mut(&mut hole.spool) else { return };
        let taken = spool.take(self.buffer.get(from..).unwrap_or_default());
        if hole.spool.letters() <= KEPT {
            return;
        }
        let (cut, end) = (letters + KEPT, from + taken);
        Arc::make_mut(&mut self.buffer).drain(cut..end);
        if self.at >= end {
            self.at -= end - cut;
        } else if self.at > cut {
            // What was looked at and what was not are both gone, and were letters both.
            self.at = cut;
        }
        let stopped = self.buffer.len() >= cut + 4;
        self.spooling = if stopped { Spooling::Closed(hole) } else { Spooling::Open(hole) };
    }

    /// How much of the current message is not in its text.
    fn missing(&self) -> usize {
        match &self.spooling {
            Spooling::Open(hole) | Spooling::Closed(hole) => hole.size(),
            Spooling::Waiting | Spooling::Unfit => 0,
        }
    }

    /// What came out of broken input was a message after all: the stream is in step.
    pub fn trust(&mut self) {
        self.doubtful = false;
    }

    fn token(&mut self, token: Token) -> Option<Frame> {
        if self.tokens == 0 && self.mode == Mode::Gather {
            self.start = self.lexer.token_start;
            if token == Token::Open(Bracket::Brace) && self.lexer.first_in_line {
                self.doubtful = false;
            }
        }
        self.tokens += 1;
        match token {
            Token::Open(Bracket::Brace) => self.braces += 1,
            Token::Open(Bracket::Square) => self.squares += 1,
            Token::Close(Bracket::Brace) => self.braces -= 1,
            Token::Close(Bracket::Square) => self.squares -= 1,
            _ => {}
        }
        let open = (self.braces > 0 || self.squares > 0) && self.braces >= 0 && self.squares >= 0;
        if open {
            return self.refuse_excess(self.at);
        }
        let frame = match self.mode {
            Mode::Gather => self.refuse_excess(self.at).or_else(|| {
                Some(Frame::Message(RawMessage {
                    text: Arc::clone(&self.buffer),
                    range: self.start..self.at,
                    plain: self.lexer.plain,
                    doubtful: self.doubtful,
                    hole: match std::mem::replace(&mut self.spooling, Spooling::Waiting) {
                        Spooling::Open(hole) | Spooling::Closed(hole) => Some(hole),
                        Spooling::Waiting | Spooling::Unfit => None,
                    },
                    simple: None,
                }))
            }),
            Mode::SkipBroken | Mode::SkipExcess => None,
        };
        // A word or a comma alone is noise, and noise comes in quantities.
        self.doubtful |= self.tokens == 1;
        self.end_message();
        frame
    }

    /// A byte that fits nowhere: one complaint for the whole of what it spoils.
    fn stray(&mut self, byte: u8) -> Option<Frame> {
        let spoilt = match self.mode {
            Mode::Gather => self.buffer.get(self.lexer.token_start..self.at).unwrap_or_default(),
            Mode::SkipBroken | Mode::SkipExcess => &[],
        };
        let complaint = if self.mode == Mode::Gather && !self.doubtful { Some(stray_text(spoilt)) } else { None };
        self.spooling = Spooling::Waiting;
        self.doubtful = true;
        match byte {
            b'{' => self.braces += 1,
            b'[' => self.squares += 1,
            b'}' => self.braces -= 1,
            b']' => self.squares -= 1,
            _ => {}
        }
        // No message contains such a byte, not even in a string: what follows is another one.
        let ends_message = byte == 0xFE || (byte < 0x20 && byte != b'\t');
        let open = self.braces > 0 || self.squares > 0 || self.lexer.inside_token();
        if ends_message || !open {
            self.end_message();
            if byte == b'\n' {
                self.lexer.begin_line();
            }
        } else if self.mode == Mode::Gather {
            self.mode = Mode::SkipBroken;
            self.lexer.tell_line_ends = true;
        }
        complaint.map(Frame::Broken)
    }

    /// The complaint about a message that was too long already before the byte that ends it, as it would have been made
    /// had that byte come alone.
    fn excess_before(&mut self, token: Option<Token>) -> Option<Frame> {
        match token {
            Some(Token::Sentinel | Token::Stray(_)) => self.refuse_excess(self.at.saturating_sub(1)),
            _ => None,
        }
    }

    #[inline]
    fn refuse_excess(&mut self, end: usize) -> Option<Frame> {
        if self.mode != Mode::Gather {
            return None;
        }
        let begin = if self.tokens == 0 { self.lexer.token_start } else { self.start };
        let nesting = usize::try_from(self.braces.saturating_add(self.squares)).unwrap_or(0);
        let exceeded = if end.saturating_sub(begin) + self.missing() > self.limits.bytes {
            "token size"
        } else if self.tokens > self.limits.tokens {
            "token count"
        } else if nesting > self.limits.nesting {
            "nesting depth"
        } else {
            return None;
        };
        self.refuse(exceeded)
    }

    #[cold]
    fn refuse(&mut self, exceeded: &str) -> Option<Frame> {
        self.mode = Mode::SkipExcess;
        self.spooling = Spooling::Waiting;
        self.start = self.at;
        if self.doubtful { None } else { Some(Frame::Broken(format!("JSON {exceeded} limit exceeded"))) }
    }

    /// Nothing is half read from here on.
    fn end_message(&mut self) {
        self.start = self.at;
        self.mode = Mode::Gather;
        self.spooling = Spooling::Waiting;
        self.braces = 0;
        self.squares = 0;
        self.tokens = 0;
        self.lexer.tell_line_ends = false;
        self.lexer.plain = true;
    }

    fn begin_afresh(&mut self) {
        self.end_message();
        self.doubtful = false;
        self.lexer.begin_line();
    }

    /// Moves what is half read to the front and makes room behind it.
    fn room_for(&mut self, room: usize) -> &mut Vec<u8> {
        let mut done = std::mem::replace(&mut self.start, 0);
        self.at -= done;
        self.lexer.token_start = self.lexer.token_start.saturating_sub(done);
        if Arc::strong_count(&self.buffer) > 1 {
            // A payload still needs the old text.
            self.buffer = Arc::new(self.buffer.get(done..).unwrap_or_default().to_vec());
            done = 0;
        }
        let buffer = Arc::make_mut(&mut self.buffer);
        if done > 0 {
            // There may be a password in what is done.
            if done == buffer.len() && buffer.capacity() > KEEP {
                buffer.zeroize();
                *buffer = Vec::new();
            } else {
                buffer[..done].fill(0);
                buffer.drain(..done);
            }
        }
        buffer.reserve(room);
        buffer
    }
}

/// The complaint about a byte that fits nowhere, with the token it stands in; cut like the established agent's.
fn stray_text(token: &[u8]) -> String {
    const LONGEST: usize = 1023;
    let visible = token.split(|byte| *byte == 0).next().unwrap_or_default();
    let mut text = b"stray '".to_vec();
    text.extend(visible.iter().take(LONGEST));
    text.push(b'\'');
    text.truncate(LONGEST);
    format!("JSON parse error, {}", String::from_utf8_lossy(&text))
}

#[cfg(test)]
mod tests;
