//! Finds where one JSON message ends and the next begins, without any I/O.
//!
//! A message ends where its value ends; line ends mean nothing. The byte 0xFF drops what is half read. Unlike the
//! established agent, which answers every single byte that fits nowhere with an error line of its own — 0xFF included —
//! one broken message here is one error, and 0xFF none: no client asks for a storm, and some count answers.

use std::fmt;
use std::sync::Arc;

use crate::json::dialect::complaint;
use crate::json::lexer::{Found, Lexer, Limit, Mode};
use crate::json::tape::Tape;
use crate::json::value::Strictness;
use crate::message::Message;

/// The one command the wire itself knows: its answer follows a byte that no other answer contains.
pub(crate) const DELIMITED_SYNC: &str = "guest-sync-delimited";

/// The byte that no JSON text contains: it drops what is half read, and precedes the answer to a delimited sync.
pub const SENTINEL: u8 = 0xFF;

/// What is said of a message beyond [`Limits::bytes`].
pub(crate) const TOO_LONG: &str = "JSON token size limit exceeded";

/// What one message may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Its length in bytes, white space between its tokens not counted; 1 GiB at most.
    pub bytes: usize,
    /// Its strings, numbers, words, brackets, commas and colons, counted together: they cost time. No message takes more
    /// than about its own length in memory, however many there are.
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
    /// A whole message, which is JSON.
    Message(Message),
    /// The byte 0xFF. What was half read is dropped.
    Sentinel,
    /// Bytes that are no message and were dropped; the text says why, as the agent answers it.
    Broken(String),
}

impl Frame {
    /// How many bytes it holds.
    pub(crate) fn held(&self) -> usize {
        match self {
            Frame::Message(message) => message.size(),
            Frame::Sentinel => 0,
            Frame::Broken(complaint) => complaint.len(),
        }
    }
}

/// Bytes in, messages out. Keeps its state between any two pieces of input.
pub struct Decoder {
    limits: Limits,
    /// Whose messages these are: an agent reads requests, a client answers.
    strictness: Strictness,
    lexer: Lexer,
    /// Shared with the last message; a large payload may outlive that.
    tape: Arc<Tape>,
    /// The tape is that of a whole message, which was returned.
    is_done: bool,
    /// A piece of input, and up to where it is read.
    input: Vec<u8>,
    at: usize,
    /// How much of the input's memory was used since it was last wiped.
    dirty: usize,
}

/// The least room offered for reading.
const MIN_READ_BYTES: usize = 16 * 1024;

/// The most room offered when much is coming.
const MAX_READ_BYTES: usize = 256 * 1024;

/// An input buffer that grew beyond this is given back once it is read.
const MAX_KEPT_INPUT_BYTES: usize = 512 * 1024;

/// Shows how much is half read, never what.
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

    /// Changes the limits of messages that have not ended; nothing of them counts as dropped.
    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
        self.lexer.set_limits(limits);
    }

    /// How many bytes were dropped of a message that is beyond a limit, or broken, and has not ended.
    pub(crate) fn skipped(&self) -> usize {
        self.lexer.skipped()
    }

    /// Forgets everything half read: another connection begins.
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

    /// Whether there is anything that was not read yet.
    pub(crate) fn has_more(&self) -> bool {
        self.at < self.input.len()
    }

    /// Whether anything but blanks follows on what was read, if only the end of the line. The blanks are dropped.
    pub(crate) fn is_followed(&mut self) -> bool {
        let rest = self.input.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        self.has_more()
    }

    /// Whether a brace that begins a line begins a message though the last has not ended.
    pub(crate) fn lines_begin_afresh(&mut self, afresh: bool) {
        self.lexer.lines_begin_afresh = afresh;
    }

    /// How many bytes are held of what was received and not returned.
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
        // What is half read says how much may follow: read much at a time when it is much.
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

    /// Wipes messages once everything is read, and gives the memory of a large one back; to be called when nothing of them
    /// is needed.
    pub fn give_back(&mut self) {
        if self.has_more() || self.is_half_read() {
            return;
        }
        self.room_for(0);
        // There may be a password in what was read.
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

    /// The bytes that it takes, those of blobs not counted.
    #[cfg(test)]
    pub(crate) fn memory(&self) -> usize {
        self.input.capacity() + self.tape.memory()
    }

    /// The next message or mishap in the input so far.
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
                    let complaint = self.complain(|_| "JSON parse error, premature EOI".into());
                    self.end_message();
                    complaint
                }
            };
            if frame.is_some() {
                return frame;
            }
        }
        None
    }

    /// What came out of broken input was a message after all: the stream is in step.
    pub fn trust(&mut self) {
        self.lexer.doubtful = false;
    }

    /// Makes sure that the tape is this decoder's alone, and holds nothing of a message that was returned.
    fn fresh_tape(&mut self) {
        if std::mem::take(&mut self.is_done) {
            match Arc::get_mut(&mut self.tape) {
                Some(tape) => tape.clear(),
                None => self.tape = Arc::default(),
            }
        }
    }

    /// Forgets the tape and what is known of the message; the next one begins.
    fn end_message(&mut self) {
        self.is_done = true;
        self.lexer.begin_message();
    }

    fn whole(&mut self) -> Option<Frame> {
        let message = match complaint(&self.tape) {
            Err(complaint) => self.complain(|_| complaint),
            Ok(()) => self.lexer.is_keeping().then(|| {
                let tape = Arc::clone(&self.tape);
                Frame::Message(Message::new(tape, self.strictness, self.lexer.doubtful))
            }),
        };
        // A word or a comma alone is noise, and noise comes in quantities.
        self.lexer.doubtful |= self.lexer.is_one_token();
        self.end_message();
        // A client waits for the end of an answer's line.
        if self.strictness == Strictness::Strict {
            self.lexer.skip_blanks(&self.input, &mut self.at);
        }
        message
    }

    /// A byte that fits nowhere: one complaint for the whole of what it spoils.
    fn stray(&mut self, byte: u8) -> Option<Frame> {
        let complaint = self.complain(|decoder| stray_text(&decoder.lexer.spoilt(&decoder.tape)));
        self.lexer.doubtful = true;
        // No message contains such a byte, not even in a string: what follows is another one.
        let ends_message = byte == 0xFE || (byte < 0x20 && byte != b'\t');
        if ends_message || !self.lexer.goes_on() {
            self.end_message();
        } else if self.lexer.is_keeping() {
            self.skip(Mode::SkipBroken);
        }
        complaint
    }

    fn refuse(&mut self, limit: Limit) -> Option<Frame> {
        let text = match limit {
            Limit::Bytes => TOO_LONG,
            Limit::Tokens => "JSON token count limit exceeded",
            Limit::Nesting => "JSON nesting depth limit exceeded",
        };
        let complaint = self.complain(|_| text.to_owned());
        if self.lexer.goes_on() {
            self.skip(Mode::SkipExcess);
        } else {
            self.lexer.doubtful |= self.lexer.is_one_token();
            self.end_message();
        }
        complaint
    }

    /// One complaint is enough for a message, and for all that follows it on its line; a client wants to know each.
    fn complain(&self, complaint: impl FnOnce(&Self) -> String) -> Option<Frame> {
        let silent = !self.lexer.is_keeping() || (self.lexer.doubtful && self.strictness == Strictness::Strict);
        (!silent).then(|| Frame::Broken(complaint(self)))
    }

    /// Drops the message, and the rest of it once that arrives.
    fn skip(&mut self, mode: Mode) {
        self.is_done = true;
        self.lexer.mode = mode;
    }
}

/// The complaint about a byte that fits nowhere, with the token it stands in; cut like the established agent's.
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
