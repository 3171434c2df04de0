//! Finds where one JSON message ends and the next begins, without any I/O.
//!
//! A message ends where its value ends; line ends mean nothing. The byte 0xFF drops a half-read message. The established
//! agent answers every stray byte with an error line, 0xFF included. Here one broken message is one error, and 0xFF none:
//! some clients count answers.

use std::fmt;
use std::sync::Arc;

use crate::json::dialect::check;
use crate::json::lexer::{Found, Lexer, Limit, Mode};
use crate::json::tape::Tape;
use crate::json::value::Strictness;
use crate::message::Message;

/// The command whose answer follows the byte 0xFF.
pub(crate) const DELIMITED_SYNC: &str = "guest-sync-delimited";

/// The byte 0xFF, which no JSON text contains: it drops a half-read message, and precedes the answer to a delimited sync.
pub const SENTINEL: u8 = 0xFF;

/// The error text for a message beyond [`Limits::bytes`].
pub(crate) const TOO_LONG: &str = "JSON token size limit exceeded";

/// The limits of one message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Its length in bytes, white space between its tokens not counted; 1 GiB at most.
    pub bytes: usize,
    /// Its strings, numbers, words, brackets, commas and colons, counted together: they cost time. A message takes about
    /// its own length in memory, however many tokens it has.
    pub tokens: usize,
    /// The depth of its brackets.
    pub nesting: usize,
}

impl Default for Limits {
    /// The established agent's limits, except for the length: its 64 MiB cannot hold a write as large as the largest
    /// read, 48 MiB of data, even without line breaks in its base64; this can, with them.
    fn default() -> Self {
        Limits { bytes: 72 << 20, tokens: 2 << 20, nesting: 1024 }
    }
}

/// A message or an event in the input.
#[derive(Debug)]
pub enum Frame {
    /// A whole message, which is JSON.
    Message(Message),
    /// The byte 0xFF. A half-read message was dropped.
    Sentinel,
    /// Dropped bytes that are no message, with the error text that the agent answers.
    Broken(String),
}

impl Frame {
    /// Bytes of memory that it takes.
    pub(crate) fn held(&self) -> usize {
        match self {
            Frame::Message(message) => message.size(),
            Frame::Sentinel => 0,
            Frame::Broken(error_text) => error_text.len(),
        }
    }
}

/// Splits bytes into messages, over any cutting of the input.
pub struct Decoder {
    limits: Limits,
    /// An agent reads requests strictly, a client reads answers leniently.
    strictness: Strictness,
    lexer: Lexer,
    /// Shared with the last message; a large payload may outlive that.
    tape: Arc<Tape>,
    /// The tape is that of a message that was returned or dropped.
    is_done: bool,
    /// Input, and the place up to which it is read.
    input: Vec<u8>,
    at: usize,
    /// Bytes of the input buffer used since it was last wiped.
    dirty: usize,
}

/// The least room offered for reading.
const MIN_READ_BYTES: usize = 16 * 1024;

/// The most room offered for reading, in the middle of a long message.
const MAX_READ_BYTES: usize = 256 * 1024;

/// A larger input buffer is freed after it is read.
const MAX_KEPT_INPUT_BYTES: usize = 512 * 1024;

/// Shows the number of unread bytes, never their content.
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

    /// A decoder that decodes a long base64 string while it arrives and does not keep its text; a large request takes
    /// less than its own size.
    pub fn spooling(limits: Limits) -> Self {
        let mut decoder = Decoder::new(limits);
        decoder.lexer.spools = true;
        decoder
    }

    /// A decoder of answers, which spools.
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

    /// Changes the limits, also of a message that has not ended; its dropped bytes count from zero.
    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        self.lexer.set_limits(limits);
    }

    /// Bytes dropped of a message that is beyond a limit, or broken, and has not ended.
    pub(crate) fn skipped(&self) -> usize {
        self.lexer.skipped()
    }

    /// Drops all input, for another connection.
    pub fn reset(&mut self) {
        let spools = self.lexer.spools;
        self.lexer = Lexer::new(self.limits, self.strictness);
        self.lexer.spools = spools;
        self.at = self.input.len();
        self.is_done = true;
        self.give_back();
    }

    /// Whether a message has begun and not ended.
    pub fn is_half_read(&self) -> bool {
        self.lexer.is_half_read()
    }

    /// Whether there is unread input.
    pub(crate) fn has_more(&self) -> bool {
        self.at < self.input.len()
    }

    /// The unread input.
    pub(crate) fn unread(&self) -> &[u8] {
        self.input.get(self.at..).unwrap_or_default()
    }

    /// Whether unread input follows, if only the end of the line; blanks before it are dropped.
    pub(crate) fn is_followed(&mut self) -> bool {
        let rest = self.input.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        self.has_more()
    }

    /// Sets whether a brace that begins a line begins a message although the last has not ended.
    pub(crate) fn lines_begin_afresh(&mut self, afresh: bool) {
        self.lexer.lines_begin_afresh = afresh;
    }

    /// Bytes held that were received and not returned.
    pub(crate) fn held(&self) -> usize {
        let unread = self.input.len() - self.at;
        if self.is_done { unread } else { unread + self.lexer.size_so_far(&self.tape) }
    }

    /// Takes a piece of input.
    pub fn push(&mut self, bytes: &[u8]) {
        self.room_for(bytes.len()).extend_from_slice(bytes);
    }

    /// A vector with spare capacity to read into; only to be appended to.
    pub fn room(&mut self) -> &mut Vec<u8> {
        // The longer the half-read message, the more is read at a time.
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

    /// Wipes returned messages if all input is read, and frees the memory of large ones; to be called when their values
    /// are no longer needed.
    pub fn give_back(&mut self) {
        if self.has_more() || self.is_half_read() {
            return;
        }
        self.room_for(0);
        // The input may hold a password.
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

    /// Bytes of memory that it takes, blobs not counted.
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
                    let error = self.error_frame(|_| "JSON parse error, premature EOI".into());
                    self.end_message();
                    error
                }
            };
            if frame.is_some() {
                return frame;
            }
        }
        None
    }

    /// Ends the doubt after broken input: the stream is in step.
    pub fn trust(&mut self) {
        self.lexer.doubtful = false;
    }

    /// Empties the tape of a returned message, or takes a new one if it is shared.
    fn fresh_tape(&mut self) {
        if std::mem::take(&mut self.is_done) {
            match Arc::get_mut(&mut self.tape) {
                Some(tape) => tape.clear(),
                None => self.tape = Arc::default(),
            }
        }
    }

    /// Ends the message; the next one begins.
    fn end_message(&mut self) {
        self.is_done = true;
        self.lexer.begin_message();
    }

    fn whole(&mut self) -> Option<Frame> {
        let message = match check(&self.tape) {
            Err(error_text) => self.error_frame(|_| error_text),
            Ok(()) => self.lexer.is_keeping().then(|| {
                let tape = Arc::clone(&self.tape);
                Frame::Message(Message::new(tape, self.strictness, self.lexer.doubtful))
            }),
        };
        // A word or a comma alone is noise, and more of it is likely to follow.
        self.lexer.doubtful |= self.lexer.is_one_token();
        self.end_message();
        // A client waits for the end of an answer's line.
        if self.strictness == Strictness::Strict {
            self.lexer.skip_blanks(&self.input, &mut self.at);
        }
        message
    }

    /// Handles a stray byte: one error for the whole message that it breaks.
    fn stray(&mut self, byte: u8) -> Option<Frame> {
        let error = self.error_frame(|decoder| stray_text(&decoder.lexer.spoilt(&decoder.tape)));
        self.lexer.doubtful = true;
        // No message contains such a byte, not even in a string: what follows is another one.
        let ends_message = byte == 0xFE || (byte < 0x20 && byte != b'\t');
        if ends_message || !self.lexer.goes_on() {
            self.end_message();
        } else if self.lexer.is_keeping() {
            self.skip(Mode::SkipBroken);
        }
        error
    }

    fn refuse(&mut self, limit: Limit) -> Option<Frame> {
        let text = match limit {
            Limit::Bytes => TOO_LONG,
            Limit::Tokens => "JSON token count limit exceeded",
            Limit::Nesting => "JSON nesting depth limit exceeded",
        };
        let error = self.error_frame(|_| text.to_owned());
        if self.lexer.goes_on() {
            self.skip(Mode::SkipExcess);
        } else {
            self.lexer.doubtful |= self.lexer.is_one_token();
            self.end_message();
        }
        error
    }

    /// An error frame; none if one was returned for this message or, to an agent, for this line.
    fn error_frame(&self, error_text: impl FnOnce(&Self) -> String) -> Option<Frame> {
        let silent = !self.lexer.is_keeping() || (self.lexer.doubtful && self.strictness == Strictness::Strict);
        (!silent).then(|| Frame::Broken(error_text(self)))
    }

    /// Drops the message, and the rest of it once that arrives.
    fn skip(&mut self, mode: Mode) {
        self.is_done = true;
        self.lexer.mode = mode;
    }
}

/// The error text about a stray byte, with its token; cut like the established agent's.
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
