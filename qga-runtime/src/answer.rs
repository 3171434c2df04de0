//! An answer or a request: its text, and the large payloads that are encoded while it is sent.
//!
//! The next command runs while the client still reads 64 MiB. Neither a payload's text nor the file it comes from is held
//! in memory as a whole.

use std::collections::VecDeque;
use std::mem;

use crate::payload::{Encoder, Encoding, Payload};

/// An answer as the handler's result was written: text, and gaps for large payloads.
#[derive(Default)]
pub(crate) struct Answer {
    pub(crate) text: Vec<u8>,
    pub(crate) gaps: Vec<Gap>,
}

/// A place in the text that is filled while the answer is sent.
pub(crate) struct Gap {
    at: usize,
    filling: Filling,
}

enum Filling {
    Payload(Box<Encoder>),
    /// The number of bytes of the payload before it.
    Length,
}

impl Gap {
    pub(crate) fn payload(at: usize, payload: Payload) -> Self {
        Gap { at, filling: Filling::Payload(Box::new(Encoder::new(payload))) }
    }

    pub(crate) fn length(at: usize) -> Self {
        Gap { at, filling: Filling::Length }
    }
}

/// The answer that a connection is sending: whole, or in pieces if it has gaps.
#[derive(Default)]
pub(crate) struct Output {
    text: Vec<u8>,
    gaps: VecDeque<Gap>,
    /// The next bytes to send of an answer with gaps.
    piece: Vec<u8>,
    /// Bytes of `text` that were moved to pieces.
    cut: usize,
    /// Bytes sent of the piece, or of the text if there are no pieces.
    sent: usize,
    /// Bytes of the last payload.
    length: u64,
    state: SendState,
    begun: bool,
}

/// The source of the next bytes to send.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum SendState {
    /// The text.
    #[default]
    Whole,
    /// The piece, then those that follow.
    Piece,
    /// Nothing until more of a payload is encoded.
    NeedsRefill,
    /// Nothing until the [`Refill`] that was taken comes back.
    RefillTaken,
}

/// A payload whose next piece is to be encoded; that may wait for a disk.
pub(crate) struct Refill {
    encoder: Box<Encoder>,
    piece: Vec<u8>,
    state: Encoding,
}

/// An empty buffer larger than this is shrunk to it.
const MAX_KEPT_ANSWER_BYTES: usize = 256 * 1024;

impl Output {
    /// Whether there is nothing left to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether a part of the answer is sent, but not all.
    pub(crate) fn is_begun(&self) -> bool {
        self.begun
    }

    /// The buffer for the next answer; only while there is nothing left to send.
    pub(crate) fn take_buffer(&mut self) -> Answer {
        Answer { text: mem::take(&mut self.text), gaps: Vec::new() }
    }

    /// Starts sending an answer.
    pub(crate) fn begin(&mut self, answer: Answer) {
        self.text = answer.text;
        if !answer.gaps.is_empty() {
            self.gaps = answer.gaps.into();
            self.cut();
        }
    }

    /// The bytes to send next; none at the end, or while a [`Refill`] is needed.
    pub(crate) fn ready(&self) -> &[u8] {
        let bytes = match self.state {
            SendState::Whole => &self.text,
            SendState::Piece => &self.piece,
            SendState::NeedsRefill | SendState::RefillTaken => return &[],
        };
        bytes.get(self.sent..).unwrap_or_default()
    }

    /// Marks `count` of the ready bytes as sent.
    pub(crate) fn consume(&mut self, count: usize) {
        self.sent += count;
        self.begun = true;
        if !self.ready().is_empty() {
            return;
        }
        match self.state {
            SendState::Whole => {
                self.text.fill(0);
                self.text.clear();
                self.text.shrink_to(MAX_KEPT_ANSWER_BYTES);
                (self.sent, self.begun) = (0, false);
            }
            _ if self.gaps.is_empty() => self.clear(),
            _ => {
                self.piece.clear();
                self.cut();
            }
        }
    }

    /// Moves the text to the piece, up to the next payload.
    fn cut(&mut self) {
        self.sent = 0;
        while let Some(gap) = self.gaps.front() {
            self.piece.extend_from_slice(self.text.get(self.cut..gap.at).unwrap_or_default());
            self.cut = gap.at;
            if matches!(gap.filling, Filling::Payload(_)) {
                self.state = SendState::NeedsRefill;
                return;
            }
            self.piece.extend_from_slice(self.length.to_string().as_bytes());
            self.gaps.pop_front();
        }
        self.piece.extend_from_slice(self.text.get(self.cut..).unwrap_or_default());
        self.state = SendState::Piece;
    }

    /// Whether the next bytes must be encoded from a payload first.
    pub(crate) fn needs_refill(&self) -> bool {
        self.state == SendState::NeedsRefill
    }

    /// Encodes the next bytes here, if they must be encoded from a payload first.
    pub(crate) fn refill_now(&mut self) {
        while let Some(mut refill) = self.take_refill() {
            refill.run();
            self.refill(refill);
        }
    }

    /// Takes the payload out, to encode more of it.
    pub(crate) fn take_refill(&mut self) -> Option<Refill> {
        if self.state != SendState::NeedsRefill {
            return None;
        }
        let Some(Gap { filling: Filling::Payload(encoder), .. }) = self.gaps.pop_front() else { return None };
        self.state = SendState::RefillTaken;
        Some(Refill { encoder, piece: mem::take(&mut self.piece), state: Encoding::GoesOn })
    }

    /// Puts the payload back, with a piece to send.
    pub(crate) fn refill(&mut self, refill: Refill) {
        self.piece = refill.piece;
        if refill.state == Encoding::GoesOn {
            self.gaps.push_front(Gap { at: self.cut, filling: Filling::Payload(refill.encoder) });
            self.state = SendState::Piece;
        } else {
            self.length = refill.encoder.length();
            self.cut();
        }
    }

    /// Drops the rest of the answer.
    pub(crate) fn clear(&mut self) {
        let mut text = mem::take(&mut self.text);
        // There may be a password in it.
        text.fill(0);
        text.clear();
        text.shrink_to(MAX_KEPT_ANSWER_BYTES);
        *self = Output { text, ..Output::default() };
    }
}

impl Refill {
    /// Encodes the next piece; blocks while the payload's source does.
    pub(crate) fn run(&mut self) {
        self.state = self.encoder.step(&mut self.piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marshal::{JsonWriter, Marshal as _};
    use crate::payload::ReadAt;

    /// The text sent of a payload, `at_a_time` bytes per write, and the number of refills.
    fn sent(payload: Payload, at_a_time: usize) -> (String, usize) {
        let mut answer = Answer::default();
        let mut out = JsonWriter::answering(&mut answer);
        "before".marshal(&mut out);
        payload.marshal(&mut out);
        out.payload_written().marshal(&mut out);
        "behind".marshal(&mut out);
        let (mut output, mut sent, mut refills) = (Output::default(), Vec::new(), 0);
        output.begin(answer);
        while !output.is_empty() {
            while let Some(mut refill) = output.take_refill() {
                assert_eq!(output.ready(), b"");
                refill.run();
                output.refill(refill);
                refills += 1;
            }
            let count = output.ready().len().min(at_a_time);
            sent.extend_from_slice(&output.ready()[..count]);
            output.consume(count);
        }
        (String::from_utf8(sent).expect("ASCII"), refills)
    }

    fn text(bytes: &[u8]) -> String {
        let mut encoded = Vec::new();
        crate::base64::encode(bytes, &mut encoded);
        let encoded = String::from_utf8(encoded).expect("ASCII");
        format!("\"before\"\"{encoded}\"{}\"behind\"", bytes.len())
    }

    #[test]
    fn large_payloads_are_encoded_while_they_are_sent_and_small_ones_at_once() {
        let bytes: Vec<u8> = (0..200_000u32).map(|at| at.to_le_bytes()[0]).collect();
        for length in [0, 1, 100, 48 * 1024, 48 * 1024 + 1, 96 * 1024, 200_000] {
            let bytes = &bytes[..length];
            for at_a_time in [1000, usize::MAX] {
                let (owned, refills) = sent(Payload::from(bytes), at_a_time);
                assert!(owned == text(bytes), "{length}");
                assert_eq!(refills, if length > 48 * 1024 { length.div_ceil(48 * 1024) } else { 0 });
                let source = Payload::from_source(bytes.to_vec(), 0, length as u64);
                assert!(sent(source, at_a_time).0 == text(bytes), "{length}");
            }
        }
    }

    /// A source that gives this many bytes, then fails.
    struct Failing(u64);

    impl ReadAt for Failing {
        fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
            let rest = usize::try_from(self.0.saturating_sub(offset)).unwrap_or(0);
            if rest == 0 {
                return Err(std::io::ErrorKind::NotConnected.into());
            }
            let count = rest.min(buffer.len());
            buffer[..count].fill(7);
            Ok(count)
        }
    }

    #[test]
    fn a_source_that_ends_early_says_so_by_the_length_behind_it() {
        for length in [0, 1, 48 * 1024, 100_000] {
            let short = Payload::from_source(Failing(length), 0, 1 << 30);
            assert!(sent(short, usize::MAX).0 == text(&vec![7; usize::try_from(length).unwrap()]), "{length}");
        }
        let shrunk = Payload::from_source(vec![7; 60_000], 0, 150_000);
        assert!(sent(shrunk, 1000).0 == text(&vec![7; 60_000]));
    }
}
