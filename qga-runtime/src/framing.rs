//! Finds where one JSON message ends and the next begins, without any I/O.
//!
//! A message ends where its value ends; line ends mean nothing. The byte 0xFF drops a half-read message. One broken
//! message is one error, and 0xFF is none, since some clients count answers. (The established agent answers every stray
//! byte, 0xFF included, with an error line of its own.)

use std::fmt;
use std::sync::Arc;

use crate::json::lexer::{Found, Lexer, Limit, Retention};
use crate::json::tape::Tape;
use crate::json::value::Strictness;

/// The one command that the framing treats specially: its answer follows the sentinel.
pub(crate) const DELIMITED_SYNC: &str = "guest-sync-delimited";

/// The sentinel, a byte in no JSON text: drops a half-read message, and precedes the answer to a delimited sync.
pub const SENTINEL: u8 = 0xFF;

/// The error about a message beyond [`Limits::bytes`].
pub(crate) const TOO_LONG: &str = "JSON token size limit exceeded";

/// The limits of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length in bytes, without white space between tokens; 4 GiB at most.
    pub bytes: usize,
    /// Strings, numbers, words, brackets, commas and colons, counted together. Each takes 12 bytes of memory.
    pub tokens: usize,
    /// Depth of nested brackets.
    pub nesting: usize,
}

impl Default for Limits {
    /// The established agent's limits, except for the length: 72 MiB hold a write of 48 MiB, the most that one read
    /// returns, with line breaks in its base64. The established agent's 64 MiB do not.
    fn default() -> Self {
        Limits { bytes: 72 << 20, tokens: 2 << 20, nesting: 1024 }
    }
}

/// One message, sentinel or error in the input.
#[derive(Debug)]
pub enum Frame {
    /// A whole message, not yet checked.
    Message(RawMessage),
    /// The byte 0xFF. A half-read message is dropped.
    Sentinel,
    /// Bytes that are no message and were dropped; the text is the error that the agent answers.
    Broken(String),
}

impl Frame {
    /// Bytes of memory that it holds: text and tokens.
    pub(crate) fn held(&self) -> usize {
        match self {
            Frame::Message(raw) => raw.size() + raw.tape.token_bytes(),
            Frame::Sentinel => 0,
            Frame::Broken(error_text) => error_text.len(),
        }
    }
}

/// One whole message as it was received.
#[derive(Clone)]
pub struct RawMessage {
    pub(crate) tape: Arc<Tape>,
    /// It follows broken input and may be a part of it.
    pub(crate) doubtful: bool,
}

/// Shows the length, not the content: a message may hold a secret.
impl fmt::Debug for RawMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawMessage({} bytes)", self.tape.size)
    }
}

impl RawMessage {
    /// The text of its tokens, concatenated: strings without quotes and escapes, numbers and words.
    pub fn bytes(&self) -> &[u8] {
        self.tape.all_text()
    }

    /// Its length in bytes, without white space between tokens.
    pub(crate) fn size(&self) -> usize {
        self.tape.size
    }

    /// Whether it follows broken input and may be a part of it; an error in it is not reported then.
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }
}

/// Splits bytes into messages, over any cutting of the input.
pub struct Decoder {
    limits: Limits,
    /// Strict for an agent's requests, lenient for a client's answers.
    strictness: Strictness,
    lexer: Lexer,
    /// Shared with the last message and its large payloads.
    tape: Arc<Tape>,
    /// The tape belongs to a whole message that was returned.
    is_done: bool,
    /// A piece of input, and the position up to which it is read.
    input: Vec<u8>,
    at: usize,
    /// Bytes of the input buffer that were used since it was last wiped.
    dirty: usize,
}

/// Bytes offered per read, at least.
const MIN_READ_BYTES: usize = 16 * 1024;

/// Bytes offered per read of a large message, at most.
const MAX_READ_BYTES: usize = 256 * 1024;

/// An input buffer larger than this is freed once it is read.
const MAX_KEPT_INPUT_BYTES: usize = 512 * 1024;

/// Shows how much is unread, not the content.
impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder").field("unread", &(self.input.len() - self.at)).finish_non_exhaustive()
    }
}

impl Decoder {
    /// A decoder at the beginning of a stream of requests.
    pub fn new(limits: Limits) -> Self {
        Decoder::reading(limits, Strictness::Strict)
    }

    /// A decoder that decodes a long base64 string while it arrives and does not keep its text: a large request takes
    /// less memory than its length.
    pub fn spooling(limits: Limits) -> Self {
        let mut decoder = Decoder::new(limits);
        decoder.lexer.spools = true;
        decoder
    }

    /// A decoder of answers; it spools.
    pub(crate) fn of_answers(limits: Limits) -> Self {
        let mut decoder = Decoder::reading(limits, Strictness::Lenient);
        decoder.lexer.spools = true;
        decoder
    }

    pub(crate) fn reading(limits: Limits, strictness: Strictness) -> Self {
        Decoder {
            limits,
            strictness,
            lexer: Lexer::new(limits, strictness),
            tape: Arc::default(),
            is_done: false,
            input: Vec::new(),
            at: 0,
            dirty: 0,
        }
    }

    /// Drops all input, for a new connection.
    pub fn reset(&mut self) {
        let spools = self.lexer.spools;
        self.lexer = Lexer::new(self.limits, self.strictness);
        self.lexer.spools = spools;
        self.at = self.input.len();
        self.is_done = true;
        self.give_back();
    }

    /// Whether a message has begun but not ended.
    pub fn is_half_read(&self) -> bool {
        self.lexer.is_half_read()
    }

    /// Whether there is unread input.
    pub(crate) fn has_more(&self) -> bool {
        self.at < self.input.len()
    }

    /// Whether anything but blanks follows the input read so far, for instance a line end. Drops the blanks.
    pub(crate) fn is_followed(&mut self) -> bool {
        let rest = self.input.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        self.has_more()
    }

    /// Sets whether a brace at the start of a line begins a new message inside an unfinished one.
    pub(crate) fn lines_begin_afresh(&mut self, afresh: bool) {
        self.lexer.lines_begin_afresh = afresh;
    }

    /// Bytes of memory held for input that was not returned yet: text and tokens.
    pub(crate) fn held(&self) -> usize {
        let unread = self.input.len() - self.at;
        if self.is_done { unread } else { unread + self.lexer.size_so_far(&self.tape) + self.tape.token_bytes() }
    }

    /// Appends a piece of input.
    pub fn push(&mut self, bytes: &[u8]) {
        self.room_for(bytes.len()).extend_from_slice(bytes);
    }

    /// A vector with spare capacity to read into; only to be appended to.
    pub fn room(&mut self) -> &mut Vec<u8> {
        // Read more at a time while a large message arrives.
        let half_read = if self.is_done { 0 } else { self.lexer.size_so_far(&self.tape) };
        self.room_for((half_read / 2).clamp(MIN_READ_BYTES, MAX_READ_BYTES))
    }

    fn room_for(&mut self, room: usize) -> &mut Vec<u8> {
        self.dirty = self.dirty.max(self.input.len());
        if self.at == self.input.len() {
            self.input.clear();
            self.at = 0;
        }
        self.input.reserve(room);
        &mut self.input
    }

    /// Wipes the messages once all input is read, and frees the memory of large ones. Call it when they are done with.
    pub fn give_back(&mut self) {
        if self.has_more() || self.is_half_read() {
            return;
        }
        self.room_for(0);
        // It may hold a password.
        self.input.resize(std::mem::take(&mut self.dirty).min(self.input.capacity()), 0);
        self.input.clear();
        if self.input.capacity() > MAX_KEPT_INPUT_BYTES {
            self.input = Vec::new();
        }
        self.fresh_tape();
        if self.tape.is_large() {
            self.tape = Arc::default();
        }
    }

    /// Bytes of memory that it takes, without blobs.
    #[cfg(test)]
    pub(crate) fn memory(&self) -> usize {
        self.input.capacity() + self.tape.memory()
    }

    /// The next frame in the input so far.
    pub fn next_frame(&mut self) -> Option<Frame> {
        while self.has_more() {
            self.fresh_tape();
            let tape = Arc::get_mut(&mut self.tape)?;
            let frame = match self.lexer.next(&self.input, &mut self.at, tape)? {
                Found::Whole => self.whole(),
                Found::Sentinel => {
                    self.end_message();
                    self.lexer.doubtful = false;
                    self.lexer.begin_line();
                    Some(Frame::Sentinel)
                }
                Found::Stray(byte) => self.stray(byte),
                Found::Excess(limit) => self.refuse(limit),
                Found::BrokenOff => {
                    let error_text = self.broken_frame(|_| "JSON parse error, premature EOI".into());
                    self.end_message();
                    error_text
                }
            };
            if frame.is_some() {
                return frame;
            }
        }
        None
    }

    /// Ends doubt after broken input: a message behind it was valid, so the stream is in step.
    pub fn trust(&mut self) {
        self.lexer.doubtful = false;
    }

    /// Replaces or clears the tape of a message that was returned.
    fn fresh_tape(&mut self) {
        if std::mem::take(&mut self.is_done) {
            match Arc::get_mut(&mut self.tape) {
                Some(tape) => tape.clear(),
                None => self.tape = Arc::default(),
            }
        }
    }

    /// Ends the message and its tape; the next one begins.
    fn end_message(&mut self) {
        self.is_done = true;
        self.lexer.begin_message();
    }

    fn whole(&mut self) -> Option<Frame> {
        let message = (self.lexer.is_keeping())
            .then(|| Frame::Message(RawMessage { tape: Arc::clone(&self.tape), doubtful: self.lexer.doubtful }));
        // A word or a comma alone is noise; more noise may follow.
        self.lexer.doubtful |= self.lexer.is_one_token();
        self.end_message();
        message
    }

    /// Handles a stray byte: one error for the whole message.
    fn stray(&mut self, byte: u8) -> Option<Frame> {
        let error_text = self.broken_frame(|decoder| stray_text(&decoder.lexer.stray_token(&decoder.tape)));
        self.lexer.doubtful = true;
        // No message contains such a byte, not even in a string: the next byte begins another one.
        let ends_message = byte == 0xFE || (byte < 0x20 && byte != b'\t');
        if ends_message || !self.lexer.needs_more() {
            self.end_message();
        } else if self.lexer.is_keeping() {
            self.skip(Retention::SkipBroken);
        }
        error_text
    }

    fn refuse(&mut self, limit: Limit) -> Option<Frame> {
        let text = match limit {
            Limit::Bytes => TOO_LONG,
            Limit::Tokens => "JSON token count limit exceeded",
            Limit::Nesting => "JSON nesting depth limit exceeded",
        };
        let error_text = self.broken_frame(|_| text.to_owned());
        if self.lexer.needs_more() {
            self.skip(Retention::SkipExcess);
        } else {
            self.lexer.doubtful |= self.lexer.is_one_token();
            self.end_message();
        }
        error_text
    }

    /// The frame for an error. An agent reports one error per message, and none for the rest of its line; a client all.
    fn broken_frame(&self, error_text: impl FnOnce(&Self) -> String) -> Option<Frame> {
        let silent = !self.lexer.is_keeping() || (self.lexer.doubtful && self.strictness == Strictness::Strict);
        (!silent).then(|| Frame::Broken(error_text(self)))
    }

    /// Drops the message so far, and the rest when it arrives.
    fn skip(&mut self, retention: Retention) {
        self.is_done = true;
        self.lexer.retention = retention;
    }
}

/// The error about a stray byte, with its token; truncated like the established agent's.
fn stray_text(token: &[u8]) -> String {
    const MAX_STRAY_TEXT_BYTES: usize = 1023;
    let visible = token.split(|byte| *byte == 0).next().unwrap_or_default();
    let mut text = b"stray '".to_vec();
    text.extend(visible.iter().take(MAX_STRAY_TEXT_BYTES));
    text.push(b'\'');
    text.truncate(MAX_STRAY_TEXT_BYTES);
    format!("JSON parse error, {}", String::from_utf8_lossy(&text))
}

#[cfg(test)]
mod tests;
