//! Bytes that travel as base64: owned, still encoded in the message they came with, or waiting in a file.

use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::base64;
use crate::json::blob::Blob;
use crate::json::tape::Tape;
use crate::marshal::JsonWriter;

/// Bytes that travel as base64.
///
/// A large one is never held twice: a request's is decoded while it arrives, or stays encoded in the request until it is
/// written; an answer's is read from its file, encoded and sent in steps.
#[derive(Clone)]
pub struct Payload(Repr);

#[derive(Clone)]
enum Repr {
    /// Shared with an answer that is being sent.
    Bytes(Arc<Vec<u8>>),
    /// The text of the string at this place of its message.
    Encoded {
        message: Arc<Tape>,
        token: usize,
        length: usize,
    },
    Spooled {
        spool: Arc<Blob>,
        tail: Box<Payload>,
    },
    Source {
        source: Arc<dyn ReadAt>,
        offset: u64,
        length: u64,
    },
}

/// Something with bytes at offsets, for instance a file.
pub trait ReadAt: Send + Sync {
    /// Reads at an offset, without moving anything; zero bytes mean the end.
    ///
    /// # Errors
    /// The source's errors.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}

#[cfg(unix)]
impl ReadAt for std::fs::File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(self, buffer, offset)
    }
}

#[cfg(windows)]
impl ReadAt for std::fs::File {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(self, buffer, offset)
    }
}

impl ReadAt for Vec<u8> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}

impl<T: ReadAt + ?Sized> ReadAt for Arc<T> {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        (**self).read_at(buffer, offset)
    }
}

/// Bytes read and encoded per step; a multiple of three, so that the pieces join without padding.
const STEP_BYTES: usize = 48 * 1024;

/// Longer base64 stays encoded in its message.
const MIN_KEPT_ENCODED_BYTES: usize = 256 * 1024;

impl Payload {
    /// Bytes that are read when they are needed: `length` of them from `offset` on, or fewer if the source ends.
    pub fn from_source(source: impl ReadAt + 'static, offset: u64, length: u64) -> Self {
        Payload(Repr::Source { source: Arc::new(source), offset, length })
    }

    /// The number of bytes; for a source, the number it was announced with.
    pub fn len(&self) -> usize {
        match &self.0 {
            Repr::Bytes(bytes) => bytes.len(),
            Repr::Encoded { length, .. } => *length,
            Repr::Spooled { spool, tail } => spool.len() + tail.len(),
            Repr::Source { length, .. } => usize::try_from(*length).unwrap_or(usize::MAX),
        }
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes. Those that a source cannot give are missing; [`Payload::write_to`] reports that.
    pub fn into_vec(self) -> Vec<u8> {
        if let Repr::Bytes(bytes) = self.0 {
            return Arc::unwrap_or_clone(bytes);
        }
        let mut bytes = Vec::new();
        if !matches!(self.0, Repr::Source { .. }) {
            bytes.reserve_exact(self.len());
        }
        // A vector takes everything; a source that fails ends early, as documented.
        let _ = self.write_to(&mut bytes);
        bytes
    }

    /// Writes the bytes in steps, and returns their number.
    ///
    /// # Errors
    /// The writer or the source failed.
    pub fn write_to(&self, out: &mut impl Write) -> io::Result<u64> {
        let mut written = 0;
        match &self.0 {
            Repr::Bytes(bytes) => {
                out.write_all(bytes)?;
                written = bytes.len() as u64;
            }
            Repr::Encoded { message, token, .. } => {
                base64::decode(message.text(*token), |bytes| {
                    written += bytes.len() as u64;
                    out.write_all(bytes)
                })?;
            }
            Repr::Spooled { spool, tail } => {
                for block in spool.blocks() {
                    out.write_all(block)?;
                    written += block.len() as u64;
                }
                written += tail.write_to(out)?;
            }
            Repr::Source { source, offset, length } => {
                let mut step = vec![0; STEP_BYTES];
                while written < *length {
                    let count = fill(&**source, &mut step, *offset, written, *length)?;
                    out.write_all(&step[..count])?;
                    written += count as u64;
                    if count == 0 {
                        break;
                    }
                }
            }
        }
        Ok(written)
    }

    /// Reads base64, the text of a string whose tape and place `share` returns. `None` if it holds anything else.
    pub(crate) fn from_base64(encoded: &[u8], share: impl FnOnce() -> (Arc<Tape>, usize)) -> Option<Self> {
        let length = base64::decoded_length(encoded)?;
        if encoded.len() >= MIN_KEPT_ENCODED_BYTES {
            let (message, token) = share();
            return Some(Payload(Repr::Encoded { message, token, length }));
        }
        let mut bytes = Vec::with_capacity(length);
        base64::decode(encoded, |step| {
            bytes.extend_from_slice(step);
            Ok(())
        })
        .ok()?;
        Some(Payload::from(bytes))
    }

    /// Bytes that were decoded while they arrived, and those behind them.
    pub(crate) fn spooled(spool: &Arc<Blob>, tail: Payload) -> Self {
        Payload(Repr::Spooled { spool: Arc::clone(spool), tail: Box::new(tail) })
    }

    /// Writes base64 in steps and returns the number of bytes. There is nothing to escape in it.
    pub(crate) fn encode(&self, out: &mut JsonWriter<'_>) -> u64 {
        match &self.0 {
            Repr::Bytes(_) | Repr::Source { .. } => {
                let mut encoder = Encoder::new(self.clone());
                while encoder.step(out.buffer()) == Encoding::GoesOn && !out.failed() {
                    out.drain_if_full();
                }
                encoder.length()
            }
            Repr::Encoded { message, token, length } => {
                let mut rest = Vec::new();
                // The steps of decoding are no multiples of three; the rest is encoded with the next step.
                let decoded = base64::decode(message.text(*token), |bytes| {
                    rest.extend_from_slice(bytes);
                    let whole = rest.len() / 3 * 3;
                    base64::encode(&rest[..whole], out.buffer());
                    rest.drain(..whole);
                    out.drain_if_full();
                    Ok(())
                });
                debug_assert!(decoded.is_ok(), "the text was checked when the payload was made");
                base64::encode(&rest, out.buffer());
                *length as u64
            }
            Repr::Spooled { spool, tail } => {
                for block in spool.blocks() {
                    for step in block.chunks(STEP_BYTES) {
                        base64::encode(step, out.buffer());
                        out.drain_if_full();
                    }
                }
                spool.len() as u64 + tail.encode(out)
            }
        }
    }

    /// Whether it is large, and can be encoded after the value that holds it is dropped.
    pub(crate) fn may_wait(&self) -> bool {
        !matches!(self.0, Repr::Encoded { .. }) && self.len() > STEP_BYTES
    }
}

/// Encodes a payload step by step. Between two steps it holds no more than one of them.
pub(crate) struct Encoder {
    payload: Payload,
    /// Bytes encoded so far.
    at: u64,
    /// Buffer for reading from a source.
    piece: Vec<u8>,
}

/// Whether there is more of a payload to encode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    GoesOn,
    Done,
}

impl Encoder {
    pub(crate) fn new(payload: Payload) -> Self {
        Encoder { payload, at: 0, piece: Vec::new() }
    }

    /// Bytes encoded so far.
    pub(crate) fn length(&self) -> u64 {
        self.at
    }

    /// Appends the next step in base64; blocks while a source does.
    pub(crate) fn step(&mut self, out: &mut Vec<u8>) -> Encoding {
        let (count, end) = match &self.payload.0 {
            Repr::Bytes(bytes) => {
                let rest = usize::try_from(self.at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                let piece = &rest[..rest.len().min(STEP_BYTES)];
                base64::encode(piece, out);
                (piece.len(), piece.len() == rest.len())
            }
            Repr::Source { source, offset, length } => {
                self.piece.resize(STEP_BYTES, 0);
                // A part of the answer is sent: an error of the source ends the payload, and its length shows that.
                let count = fill(&**source, &mut self.piece, *offset, self.at, *length).unwrap_or(0);
                base64::encode(&self.piece[..count], out);
                (count, count < STEP_BYTES || self.at + count as u64 >= *length)
            }
            Repr::Spooled { spool, tail } => {
                let piece = usize::try_from(self.at).map_or(&[][..], |at| spool.piece(at, STEP_BYTES));
                base64::encode(piece, out);
                match piece.len() {
                    // Mostly less than a group of letters.
                    0 => (usize::try_from(tail.encode(&mut JsonWriter::new(out))).unwrap_or(usize::MAX), true),
                    count => (count, false),
                }
            }
            // These are encoded at once.
            Repr::Encoded { .. } => (0, true),
        };
        self.at += count as u64;
        if end { Encoding::Done } else { Encoding::GoesOn }
    }
}

/// Fills a step from a source, up to the end of the payload; less only if the source ends.
fn fill(source: &dyn ReadAt, step: &mut [u8], offset: u64, written: u64, length: u64) -> io::Result<usize> {
    let wanted = usize::try_from(length - written).map_or(step.len(), |rest| rest.min(step.len()));
    let mut filled = 0;
    while filled < wanted {
        match source.read_at(&mut step[filled..wanted], offset + written + filled as u64) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if filled == 0 => return Err(error),
            Err(_) => break,
        }
    }
    Ok(filled)
}

impl Default for Payload {
    fn default() -> Self {
        Payload::from(Vec::new())
    }
}

impl From<Vec<u8>> for Payload {
    fn from(bytes: Vec<u8>) -> Self {
        Payload(Repr::Bytes(Arc::new(bytes)))
    }
}

impl From<&[u8]> for Payload {
    fn from(bytes: &[u8]) -> Self {
        Payload::from(bytes.to_vec())
    }
}

impl PartialEq for Payload {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Bytes(mine), Repr::Bytes(theirs)) => mine == theirs,
            _ => self.clone().into_vec() == other.clone().into_vec(),
        }
    }
}

/// Shows the length, never the content.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Payload({} bytes)", self.len())
    }
}

/// Secret bytes that travel as base64: wiped when dropped, never shown.
#[derive(Clone, PartialEq, Default)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The bytes.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no bytes.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads base64; the bytes decoded while it arrived come first.
    pub(crate) fn from_base64(spool: Option<&Blob>, encoded: &[u8]) -> Option<Self> {
        // Reserved at once: a vector that grows leaves copies behind.
        let length = spool.map_or(0, Blob::len) + base64::decoded_length(encoded)?;
        let mut bytes = Zeroizing::new(Vec::with_capacity(length));
        spool.into_iter().flat_map(Blob::blocks).for_each(|block| bytes.extend_from_slice(block));
        base64::decode(encoded, |step| {
            bytes.extend_from_slice(step);
            Ok(())
        })
        .ok()?;
        Some(Secret(bytes))
    }

    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        base64::encode(&self.0, out);
    }
}

impl From<Vec<u8>> for Secret {
    fn from(bytes: Vec<u8>) -> Self {
        Secret(Zeroizing::new(bytes))
    }
}

impl From<&[u8]> for Secret {
    fn from(bytes: &[u8]) -> Self {
        Secret::from(bytes.to_vec())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
