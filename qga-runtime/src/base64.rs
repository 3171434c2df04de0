//! Base64 in steps, with its line breaks.

use std::io;

use base64_simd::{AsOut as _, STANDARD, STANDARD_NO_PAD};
use memchr::memchr3;
use zeroize::Zeroizing;

/// Letters decoded per step; a multiple of four.
const DECODE_STEP_LETTERS: usize = 64 * 1024;

/// Appends the base64 of `bytes`.
pub(crate) fn encode(bytes: &[u8], out: &mut Vec<u8>) {
    STANDARD.encode_append(bytes, out);
}

/// How many bytes the text decodes to; `None` if it holds anything that is not base64.
///
/// Accepts the alphabet, `=`, and line ends (LF and CR LF). Padding ends a group, so joined texts decode to the joined
/// bytes; an unpadded last group counts in full.
pub(crate) fn decoded_length(encoded: &[u8]) -> Option<usize> {
    let body = encoded.len() - encoded.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    if encoded[..body].chunks(64).all(all_in_alphabet) {
        return Some(body / 4 * 3 + [0, 0, 1, 2][body % 4]);
    }
    let mut length = 0;
    decode(encoded, |bytes| {
        length += bytes.len();
        Ok(())
    })
    .ok()
    .map(|()| length)
}

/// Decodes text and passes the bytes to `take` in steps.
pub(crate) fn decode(encoded: &[u8], mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut decoded = Zeroizing::new(vec![0; DECODE_STEP_LETTERS.min(encoded.len() + 4)]);
    let mut group = Group::default();
    let mut rest = encoded;
    while !rest.is_empty() {
        let run = memchr3(b'=', b'\r', b'\n', rest).unwrap_or(rest.len());
        let (mut letters, behind) = rest.split_at(run);
        while group.filled > 0 && !letters.is_empty() {
            if let Some(whole) = group.push(letters[0]) {
                decode_letters(&whole, &mut decoded, &mut take)?;
            }
            letters = &letters[1..];
        }
        let (whole, left) = letters.split_at(letters.len() / 4 * 4);
        for step in whole.chunks(DECODE_STEP_LETTERS) {
            decode_letters(step, &mut decoded, &mut take)?;
        }
        for letter in left {
            group.push(*letter);
        }
        rest = match behind {
            [] => behind,
            [b'=', behind @ ..] => {
                group.end(&mut decoded, &mut take)?;
                behind
            }
            [_, behind @ ..] => behind,
        };
    }
    group.end(&mut decoded, &mut take)
}

fn decode_letters(
    letters: &[u8],
    decoded: &mut [u8],
    take: &mut impl FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<()> {
    match STANDARD_NO_PAD.decode(letters, decoded.as_out()) {
        Ok(decoded) => take(decoded),
        Err(_) => Err(io::ErrorKind::InvalidData.into()),
    }
}

/// The letters so far of a group of four that a line break or the end of a step splits.
#[derive(Default)]
struct Group {
    letters: [u8; 4],
    filled: usize,
}

impl Group {
    fn push(&mut self, letter: u8) -> Option<[u8; 4]> {
        self.letters[self.filled] = letter;
        self.filled += 1;
        if self.filled < 4 {
            return None;
        }
        self.filled = 0;
        Some(self.letters)
    }

    /// Decodes an unfinished group; bits that make no whole byte are dropped, and so is a single letter.
    fn end(&mut self, decoded: &mut [u8], take: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let filled = std::mem::take(&mut self.filled);
        if filled == 0 {
            return Ok(());
        }
        self.letters[filled..].fill(b'A');
        decode_letters(&self.letters, decoded, &mut |whole: &[u8]| match filled {
            1 => Ok(()),
            _ => take(&whole[..filled - 1]),
        })
    }
}

/// Length of the leading run of letters.
pub(crate) fn letters_in(bytes: &[u8]) -> usize {
    const SCAN_BLOCK_BYTES: usize = 64;
    let whole =
        bytes.chunks_exact(SCAN_BLOCK_BYTES).take_while(|block| all_in_alphabet(block)).count() * SCAN_BLOCK_BYTES;
    whole + bytes[whole..].iter().take_while(|byte| all_in_alphabet(&[**byte])).count()
}

/// Free of branches, so that the compiler vectorises it.
fn all_in_alphabet(bytes: &[u8]) -> bool {
    bytes.iter().fold(true, |all, &byte| {
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        all & (letter | digit | (byte == b'+') | (byte == b'/'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str) -> Option<Vec<u8>> {
        let length = decoded_length(text.as_bytes())?;
        let mut bytes = Vec::new();
        decode(text.as_bytes(), |step| {
            bytes.extend_from_slice(step);
            Ok(())
        })
        .ok()?;
        assert_eq!(bytes.len(), length, "{text}");
        Some(bytes)
    }

    #[test]
    fn base64_is_read_with_its_line_breaks() {
        for (text, expected) in [
            ("", Some(&b""[..])),
            ("aGVsbG8=", Some(b"hello")),
            ("aGVsbG8", Some(b"hello")),
            ("aGVs\nbG8=\n", Some(b"hello")),
            ("aG\r\nVsbG8=", Some(b"hello")),
            ("YQ==YQ==", Some(b"aa")),
            ("YQ", Some(b"a")),
            ("Y", Some(b"")),
            ("//8=", Some(b"\xff\xff")),
            ("a*b=", None),
            ("!", None),
            ("aGVs!", None),
            ("YQ==!", None),
            ("aGVs bG8=", None),
            ("aGVs\tbG8=", None),
        ] {
            assert_eq!(decoded(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn every_length_survives_a_round_trip_with_and_without_line_breaks() {
        for length in (0..70).chain([
            DECODE_STEP_LETTERS - 1,
            DECODE_STEP_LETTERS,
            DECODE_STEP_LETTERS + 1,
            3 * DECODE_STEP_LETTERS + 5,
        ]) {
            let bytes: Vec<u8> = (0..length).map(|at| at.to_le_bytes()[0].wrapping_mul(7)).collect();
            let mut text = Vec::new();
            encode(&bytes, &mut text);
            let text = String::from_utf8(text).expect("ASCII");
            assert_eq!(decoded(&text).as_deref(), Some(&bytes[..]));
            let wrapped: Vec<&str> = (0..text.len()).step_by(76).map(|at| &text[at..text.len().min(at + 76)]).collect();
            assert_eq!(decoded(&wrapped.join("\n")).as_deref(), Some(&bytes[..]));
        }
    }
}
