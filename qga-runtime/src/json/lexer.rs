//! Looks at every byte once, over any cutting of the input, hands on tokens and finds where a message ends.
//!
//! The dialect is that of the established agent: strings may stand in single quotes, and a number ends where that agent
//! ends it. Brackets are counted, not paired; the byte 0xFF stands in no message.

use std::ops::ControlFlow;

use super::blob::Blob;
use super::dialect::{Syntax, Token};
use super::escape::{self, plain_run};
use super::scalar::{Follow, Scalar};
use super::tape::{Kind, LONGEST, Tape};
use super::value::Strictness;
use crate::framing::{Limits, SENTINEL};

/// What a caller has to act on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// The message's last token. If it was kept, it is on the tape.
    Whole,
    /// The byte 0xFF, which drops a half-read message.
    Sentinel,
    /// A byte that cannot stand where it stands; it is read.
    Stray(u8),
    /// The message is beyond this limit.
    Excess(Limit),
    /// A brace begins a line, though the message has not ended, and that is asked for.
    BrokenOff,
}

/// The limit that a message is beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Limit {
    Bytes,
    Tokens,
    Nesting,
}

/// What to do once a step is done: go on, or return what was found; nothing if the input is used up.
type Step = ControlFlow<Option<Found>>;

/// What is done with tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// They are kept.
    Keep,
    /// The rest of a broken message is dropped: until its brackets close or its line ends.
    SkipBroken,
    /// The rest of a message beyond a limit is dropped: until its brackets close.
    SkipExcess,
}

/// Where in a token the input ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Between,
    String,
    Escape,
    Scalar(Scalar),
}

/// Whether the string that has not ended is decoded while it arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spooling {
    /// Not yet: it may be short.
    Waiting,
    /// Yes.
    Open,
    /// Not any more, or not at all.
    Closed,
}

/// From this length on a string is worth decoding before all of it is there.
const LONG: usize = 256 * 1024;

/// An answer may take so much more memory than its length. Only brackets around brackets, again and again, take more than
/// their text at all.
const MAX_EXTRA_BYTES: usize = 256 * 1024;

/// What is kept between any two pieces of input.
pub(crate) struct Lexer {
    limits: Limits,
    /// [`Limits::nesting`], beside which brackets are counted.
    nesting: i64,
    strictness: Strictness,
    syntax: Syntax,
    state: State,
    /// Where the text of the current token begins on the tape.
    place: usize,
    /// The quote that the current token stands in, or zero.
    quote: u8,
    /// Whether the current string holds more than printable ASCII.
    special: bool,
    /// Up to where on the tape the current string is decoded.
    decoded: usize,
    /// The bytes that it lost by that.
    shrunk: usize,
    spooling: Spooling,
    /// Open brackets of both kinds.
    braces: i64,
    squares: i64,
    /// The tokens of the message so far, those that are not kept included.
    tokens: usize,
    /// The bytes of the message that were not kept, white space included.
    skipped: usize,
    /// Nothing but blanks came since the last line feed.
    line_start: bool,
    /// Whether long base64 strings are decoded while they arrive.
    pub spools: bool,
    pub mode: Mode,
    /// Whether a brace that begins a line begins a message.
    pub lines_begin_afresh: bool,
    /// The input was broken, and has not begun afresh since.
    pub doubtful: bool,
}

impl Lexer {
    pub(crate) fn new(limits: Limits, strictness: Strictness) -> Self {
        Lexer {
            limits: Limits { bytes: limits.bytes.min(LONGEST), tokens: limits.tokens.min(LONGEST), ..limits },
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

    /// A message begins here, whatever came before.
    pub(crate) fn begin_message(&mut self) {
        self.braces = 0;
        self.squares = 0;
        self.tokens = 0;
        self.skipped = 0;
        self.mode = Mode::Keep;
        self.syntax.begin();
    }

    /// A line begins here, whatever came before.
    pub(crate) fn begin_line(&mut self) {
        self.line_start = true;
    }

    /// Whether a message, or one token of it, has begun and not ended.
    pub(crate) fn is_half_read(&self) -> bool {
        self.braces != 0 || self.squares != 0 || self.state != State::Between
    }

    /// Whether the message needs more than came of it; too many closing brackets end it, too.
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

    /// Takes white space between two messages.
    pub(crate) fn skip_blanks(&mut self, input: &[u8], at: &mut usize) {
        while let Some(&byte @ (b' ' | b'\t' | b'\r' | b'\n')) = input.get(*at) {
            self.line_start |= byte == b'\n';
            *at += 1;
        }
    }

    /// Takes input up to the next find; `None` if all of it is used up.
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
            State::Between => ControlFlow::Continue(()),
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

    /// A token that begins with this byte, or as much as there is of it.
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

    fn begin_string(&mut self, quote: u8, input: &[u8], at: &mut usize, tape: &mut Tape) -> Step {
        let from = *at;
        *at += plain_run(input.get(from..).unwrap_or_default());
        // Most strings are all there, and hold nothing special.
        if input.get(*at) == Some(&quote) {
            if self.is_keeping() {
                self.syntax.take_text(Kind::String, &input[from..*at], tape);
            }
            *at += 1;
            return self.end_token(*at - from + 1, tape);
        }
        self.quote = quote;
        self.special = false;
        self.decoded = self.place;
        self.spooling = Spooling::Waiting;
        self.state = State::String;
        self.string(input, at, from, tape)
    }

    /// The rest of a string, or as much as there is of it; what it begins with is in the input from `from` on.
    fn string(&mut self, input: &[u8], at: &mut usize, from: usize, tape: &mut Tape) -> Step {
        let bad = loop {
            if self.state == State::String {
                *at += plain_run(input.get(*at..).unwrap_or_default());
            }
            let Some(&byte) = input.get(*at) else {
                self.keep(&input[from..], tape);
                self.decode_part(tape);
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
        let token = if !self.is_keeping() {
            Token::Scalar(Kind::String)
        } else if self.special
            && escape::decode(&mut tape.bytes, self.place, self.decoded, self.quote, self.strictness).is_err()
        {
            Token::BadString
        } else if self.spooling != Spooling::Waiting && tape.unfinished_blob(self.place).is_some() {
            Token::Scalar(Kind::Blob)
        } else {
            Token::Scalar(Kind::String)
        };
        self.token(token, size, tape)
    }

    /// The rest of a number or a word, or as much as there is of it; what it begins with is in the input from `from` on.
    fn scalar(&mut self, mut scalar: Scalar, input: &[u8], at: &mut usize, from: usize, tape: &mut Tape) -> Step {
        let follow = loop {
            let Some(&byte) = input.get(*at) else { break None };
            match scalar.follow(byte, self.strictness) {
                Follow::In(next) => scalar = next,
                // It drops a number or a word that nothing else has ended yet, like anything half read.
                Follow::Ends if byte != SENTINEL => break Some(None),
                Follow::Ends | Follow::Stray => break Some(Some(byte)),
            }
            *at += 1;
        };
        let text = &input[from..*at];
        self.state = State::Scalar(scalar);
        let Some(ended_by) = follow else {
            self.keep(text, tape);
            return self.half_read(tape);
        };
        if let Some(byte) = ended_by {
            self.keep(text, tape);
            return self.bad_byte(byte, at, tape);
        }
        self.state = State::Between;
        // Most are all there.
        if tape.bytes.len() == self.place && self.is_keeping() {
            match scalar.token(text) {
                Token::Scalar(kind) => self.syntax.take_text(kind, text, tape),
                token => {
                    self.keep(text, tape);
                    self.syntax.take(token, self.place, tape);
                }
            }
            return self.end_token(text.len(), tape);
        }
        self.keep(text, tape);
        let size = self.unfinished_size(tape);
        let token = scalar.token(tape.bytes.get(self.place..).unwrap_or_default());
        self.token(token, size, tape)
    }

    /// A token has ended, and with it perhaps the message.
    #[inline]
    fn token(&mut self, token: Token, size: usize, tape: &mut Tape) -> Step {
        if self.is_keeping() {
            self.syntax.take(token, self.place, tape);
        }
        self.end_token(size, tape)
    }

    /// A token has been taken.
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

    /// The input is used up within a token.
    fn half_read(&self, tape: &Tape) -> Step {
        ControlFlow::Break(self.excess_with_unfinished(tape))
    }

    /// A byte that cannot stand here, or 0xFF. A message that was too long before is refused first, as if that byte had
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
        // A string goes on behind a tab; a caller who skips must know.
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

    /// The token that a stray byte stands in, that byte included, as it came; of a long one only the beginning.
    pub(crate) fn spoilt(&self, tape: &Tape) -> Vec<u8> {
        const SHOWN: usize = 1024;
        let mut token = Vec::new();
        if self.quote != 0 {
            token.push(self.quote);
        }
        if let Some(blob) = tape.unfinished_blob(self.place).filter(|_| self.quote != 0) {
            blob.write_first_letters(SHOWN, &mut token);
        }
        let rest = tape.bytes.get(self.place..).unwrap_or_default();
        token.extend_from_slice(&rest[..rest.len().min(SHOWN)]);
        token
    }

    fn keep(&self, text: &[u8], tape: &mut Tape) {
        if self.is_keeping() {
            tape.append(text);
        }
    }

    /// The size of what has come of the current token.
    fn unfinished_size(&self, tape: &Tape) -> usize {
        let kept = tape.bytes.len().saturating_sub(self.place) + self.shrunk;
        match (self.quote, self.spooling) {
            (0, _) => kept,
            (_, Spooling::Waiting) => kept + 1,
            _ => kept + 1 + tape.unfinished_blob(self.place).map_or(0, Blob::letters),
        }
    }

    /// How many bytes of the message that has not ended were not kept, because it is broken or beyond a limit.
    pub(crate) fn skipped(&self) -> usize {
        self.skipped
    }

    /// Changes the limits of messages that have not ended; nothing of them counts as skipped.
    pub(crate) fn set_limits(&mut self, limits: Limits) {
        self.skipped = 0;
        self.limits = Limits { bytes: limits.bytes.min(LONGEST), tokens: limits.tokens.min(LONGEST), ..limits };
        self.nesting = i64::try_from(limits.nesting).unwrap_or(i64::MAX);
    }

    /// The size of what has come of the message.
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

    /// Decodes what has come of an answer's string, so that no long one is decoded in one go. A request's is shown as it
    /// came if it is broken.
    fn decode_part(&mut self, tape: &mut Tape) {
        if self.special && self.strictness == Strictness::Lenient && self.is_keeping() {
            let before = tape.bytes.len();
            self.decoded = escape::decode_part(&mut tape.bytes, self.decoded, self.strictness);
            self.shrunk += before - tape.bytes.len();
        }
    }

    /// Decodes what has come of a member's value, if that is long and all base64.
    fn begin_spooling(&mut self, tape: &mut Tape) {
        let fits =
            self.spools && self.is_keeping() && !self.special && self.quote == b'"' && self.state == State::String;
        let is_long = || tape.bytes.len().saturating_sub(self.place) >= LONG;
        if !fits || self.spooling != Spooling::Waiting || !is_long() || !self.syntax.expects_member(tape) {
            return;
        }
        self.spooling = Spooling::Closed;
        if let Some(blob) = Blob::begin(&mut tape.bytes, self.place) {
            tape.add_blob(self.place, blob);
            self.spooling = Spooling::Open;
        }
    }

    /// Decodes what follows the beginning of a long string, and returns how much of the input that was.
    fn spool(&mut self, input: &[u8], tape: &mut Tape) -> usize {
        let Some((blob, text)) = tape.unfinished_parts(self.place) else { return 0 };
        let used = blob.go_on(text, self.place, input);
        if used.is_none() {
            self.spooling = Spooling::Closed;
        }
        used.unwrap_or(0)
    }
}
