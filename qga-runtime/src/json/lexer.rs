//! Splits input into tokens, reading each byte once over any cutting, and finds where a message ends.
//!
//! The dialect is that of the established agent: single quotes may enclose a string, and a number ends where that agent
//! ends it. Brackets are counted, not paired; the byte 0xFF occurs in no message.

use std::ops::ControlFlow;

use super::dialect::{Syntax, Token};
use super::escape::plain_run;
use super::tape::{Kind, MAX_MESSAGE_BYTES, Tape};
use super::value::Strictness;
use crate::framing::{Limits, SENTINEL};

mod limit;
mod scalar;
mod string;

pub(crate) use limit::Limit;

use scalar::Scalar;
use string::Spooling;

/// The event that ends a call of [`Lexer::next`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The message's last token. If it was kept, it is on the tape.
    Whole,
    /// The byte 0xFF, which drops a half-read message.
    Sentinel,
    /// A byte that is not allowed at its place; it is read.
    Stray(u8),
    /// The message is beyond this limit.
    Excess(Limit),
    /// A brace that begins a line inside a message, with [`Lexer::lines_begin_afresh`] set.
    BrokenOff,
}

/// The result of a step: continue, or return a find; `None` if the input is used up.
type Step = ControlFlow<Option<Found>>;

/// Whether tokens are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are kept.
    Keep,
    /// The rest of a broken message is dropped: until its brackets close or its line ends.
    SkipBroken,
    /// The rest of a message beyond a limit is dropped: until its brackets close.
    SkipExcess,
}

/// The token that has begun and not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Between,
    String,
    Escape,
    Scalar(Scalar),
}

/// Longer names of commands are read like any string.
const MAX_BARE_NAME_BYTES: usize = 64;

/// Memory that an answer may take beyond its length. Only nested brackets take more than their text.
const MAX_EXTRA_BYTES: usize = 256 * 1024;

/// The state between two pieces of input.
pub(crate) struct Lexer {
    limits: Limits,
    /// [`Limits::nesting`], in the type of the bracket counts.
    nesting: i64,
    strictness: Strictness,
    syntax: Syntax,
    state: State,
    /// The place on the tape where the current token's text begins.
    place: usize,
    /// The quote that the current token begins with, or zero.
    quote: u8,
    /// Whether the current string holds more than printable ASCII.
    special: bool,
    /// The place on the tape up to which the current string is decoded.
    decoded: usize,
    /// Bytes by which decoding has shortened it.
    shrunk: usize,
    spooling: Spooling,
    /// Open brackets of both kinds.
    braces: i64,
    squares: i64,
    /// Tokens of the message so far, kept or not.
    tokens: usize,
    /// Bytes of the message that were not kept, white space included.
    skipped: usize,
    /// Only blanks were read since the last line feed.
    line_start: bool,
    /// Whether long base64 strings are decoded while they arrive.
    pub spools: bool,
    pub mode: Mode,
    /// Whether a brace that begins a line begins a message.
    pub lines_begin_afresh: bool,
    /// The input was broken, and no message at the start of a line has begun since.
    pub doubtful: bool,
}

impl Lexer {
    pub(crate) fn new(limits: Limits, strictness: Strictness) -> Self {
        Lexer {
            limits: Limits {
                bytes: limits.bytes.min(MAX_MESSAGE_BYTES),
                tokens: limits.tokens.min(MAX_MESSAGE_BYTES),
                ..limits
            },
            nesting: i64::try_from(limits.nesting).unwrap_or(i64::MAX),
            strictness,
            syntax: Syntax::new(strictness),
            state: State::Between,
            place: 0,
            quote: 0,
            special: false,
            decoded: 0,
            shrunk: 0,
            spooling: Spooling::Waiting,
            braces: 0,
            squares: 0,
            tokens: 0,
            skipped: 0,
            line_start: true,
            spools: false,
            mode: Mode::Keep,
            lines_begin_afresh: false,
            doubtful: false,
        }
    }

    /// Begins the next message.
    pub(crate) fn begin_message(&mut self) {
        self.braces = 0;
        self.squares = 0;
        self.tokens = 0;
        self.skipped = 0;
        self.mode = Mode::Keep;
        self.syntax.begin();
    }

    /// Begins the next line.
    pub(crate) fn begin_line(&mut self) {
        self.line_start = true;
    }

    /// Whether a message, or one token of it, has begun and not ended.
    pub(crate) fn is_half_read(&self) -> bool {
        self.braces != 0 || self.squares != 0 || self.state != State::Between
    }

    /// Whether the message has not ended. An excess of closing brackets ends it, too.
    pub(crate) fn goes_on(&self) -> bool {
        self.state != State::Between || self.brackets_are_open()
    }

    fn brackets_are_open(&self) -> bool {
        self.braces | self.squares >= 0 && self.braces + self.squares > 0
    }

    pub(crate) fn is_keeping(&self) -> bool {
        self.mode == Mode::Keep
    }

    /// Whether the message so far is one token.
    pub(crate) fn is_one_token(&self) -> bool {
        self.tokens == 1
    }

    /// Reads white space between two messages.
    pub(crate) fn skip_blanks(&mut self, input: &[u8], at: &mut usize) {
        while let Some(&byte @ (b' ' | b'\t' | b'\r' | b'\n')) = input.get(*at) {
            self.line_start |= byte == b'\n';
            *at += 1;
        }
    }

    /// Reads up to the next find; `None` if the input is used up.
    pub(crate) fn next(&mut self, input: &[u8], at: &mut usize, tape: &mut Tape) -> Option<Found> {
        let (begin, skips) = (*at, !self.is_keeping());
        let found = self.find(input, at, tape);
        if skips {
            self.skipped += *at - begin;
        }
        found
    }

    fn find(&mut self, input: &[u8], at: &mut usize, tape: &mut Tape) -> Option<Found> {
        let mut step = match self.state {
            State::Between => match self.bare_request(input, at, tape) {
                Some(found) => return Some(found),
                None => ControlFlow::Continue(()),
            },
            State::String | State::Escape => {
                if self.spooling == Spooling::Open {
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
                    match self.mode {
                        Mode::SkipBroken => ControlFlow::Break(Some(Found::Whole)),
                        Mode::Keep | Mode::SkipExcess => ControlFlow::Continue(()),
                    }
                }
                b'{' if self.line_start && self.lines_begin_afresh && self.is_half_read() => {
                    ControlFlow::Break(Some(Found::BrokenOff))
                }
                _ => self.begin_token(byte, input, at, tape),
            };
        }
    }

    /// A request with nothing but a short command name, in one step: [`Lexer::begin_token`] gives the same result.
    fn bare_request(&mut self, input: &[u8], at: &mut usize, tape: &mut Tape) -> Option<Found> {
        const TOKENS: usize = 5;
        let begins = self.tokens == 0 && self.is_keeping();
        let name = input.get(*at..).filter(|_| begins)?.strip_prefix(b"{\"execute\":\"")?;
        let (name, end) = name.split_at(plain_run(&name[..name.len().min(MAX_BARE_NAME_BYTES)]));
        let size = b"{\"execute\":\"\"}".len() + name.len();
        let is_allowed = size <= self.limits.bytes && TOKENS <= self.limits.tokens && self.nesting > 0;
        if !is_allowed || !end.starts_with(b"\"}") {
            return None;
        }
        self.doubtful &= !std::mem::replace(&mut self.line_start, false);
        tape.open(Kind::Object);
        tape.push_text(Kind::String, b"execute");
        tape.push_text(Kind::String, name);
        tape.close(0);
        tape.size = size;
        *at += size;
        Some(Found::Whole)
    }

    /// Reads a token that begins with this byte, as far as the input has it.
    #[inline]
    fn begin_token(&mut self, byte: u8, input: &[u8], at: &mut usize, tape: &mut Tape) -> Step {
        let first_in_line = std::mem::replace(&mut self.line_start, false);
        self.quote = 0;
        self.shrunk = 0;
        self.place = tape.bytes.len();
        let from = *at;
        *at += 1;
        let token = match byte {
            b',' => Token::Comma,
            b':' => Token::Colon,
            b'{' => {
                if self.tokens == 0 && self.is_keeping() && first_in_line {
                    self.doubtful = false;
                }
                self.braces += 1;
                Token::Open(Kind::Object)
            }
            b'}' => {
                self.braces -= 1;
                Token::Close(Kind::Object)
            }
            b'[' => {
                self.squares += 1;
                Token::Open(Kind::Array)
            }
            b']' => {
                self.squares -= 1;
                Token::Close(Kind::Array)
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
        self.token(token, 1, tape)
    }

    /// Ends a token whose text is on the tape, and perhaps the message with it.
    #[inline]
    fn token(&mut self, token: Token, size: usize, tape: &mut Tape) -> Step {
        if self.is_keeping() {
            self.syntax.take(token, self.place, tape);
        }
        self.end_token(size, tape)
    }

    /// Counts a token that the dialect has taken, and ends the message if this was its last.
    #[inline]
    fn end_token(&mut self, size: usize, tape: &mut Tape) -> Step {
        self.tokens += 1;
        if self.is_keeping() {
            tape.size += size;
            if self.strictness == Strictness::Lenient && tape.bytes.len() > tape.size + MAX_EXTRA_BYTES {
                return ControlFlow::Break(Some(Found::Excess(Limit::Nesting)));
            }
            if let Some(excess) = self.excess(tape.size) {
                return ControlFlow::Break(Some(excess));
            }
        }
        if self.brackets_are_open() { ControlFlow::Continue(()) } else { ControlFlow::Break(Some(Found::Whole)) }
    }

    /// Ends the step within a token: the input is used up.
    fn half_read(&self, tape: &Tape) -> Step {
        ControlFlow::Break(self.excess_with_unfinished(tape))
    }

    /// Handles a byte that is not allowed here, or 0xFF. A message beyond a limit is refused first, as if the byte had
    /// come alone.
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
        // A tab does not end a string; the rest is skipped as a string.
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

    fn keep(&self, text: &[u8], tape: &mut Tape) {
        if self.is_keeping() {
            tape.append(text);
        }
    }
}
