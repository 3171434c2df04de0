//! A long base64 string, decoded while it arrives.
//!
//! Kept as text, a large request would be read a second time to decode it, out of the processor's cache. Four letters are
//! three bytes, so the text can be restored exactly.

use base64_simd::{AsOut as _, STANDARD_NO_PAD};

use super::tape::truncate_wiped;
use crate::base64;
use pages::Pages;

#[cfg_attr(not(target_os = "linux"), path = "blob/pages_allocated.rs")]
mod pages;

/// Bytes per block; blocks are never moved. A multiple of three, and of a large page.
const BLOCK_BYTES: usize = 6 << 20;

/// Bytes of the first block: smaller than a large page, since most strings are.
const FIRST_BLOCK_BYTES: usize = 3 << 18;

/// Letters decoded per step; a multiple of four.
const DECODE_STEP_LETTERS: usize = 16 * 1024;

/// The decoded bytes so far.
#[derive(Default)]
pub(crate) struct Blob {
    blocks: Vec<Block>,
}

struct Block {
    pages: Pages,
    filled: usize,
}

impl Blob {
    /// Decodes the text from `place` on and leaves an incomplete last group; `None` if it is not all letters.
    pub(super) fn begin(text: &mut Vec<u8>, place: usize) -> Option<Self> {
        let mut blob = Blob::default();
        let taken = place + blob.take(&text[place..]);
        let rest = text.len() - taken;
        if rest >= 4 {
            return None;
        }
        text.copy_within(taken.., place);
        truncate_wiped(text, place + rest);
        Some(blob)
    }

    /// Decodes the letters at the start of `input` and returns their number; an incomplete group stays in the text from
    /// `place` on. `None` if that text holds anything else.
    pub(super) fn extend(&mut self, text: &mut Vec<u8>, place: usize, input: &[u8]) -> Option<usize> {
        let partial = text.len() - place;
        if partial >= 4 || base64::letters_in(&text[place..]) < partial {
            return None;
        }
        let mut used = 0;
        if partial > 0 {
            used = base64::letters_in(&input[..input.len().min(4 - partial)]);
            text.extend_from_slice(&input[..used]);
            if text.len() - place < 4 {
                return Some(used);
            }
            self.take(&text[place..]);
            truncate_wiped(text, place);
        }
        Some(used + self.take(&input[used..]))
    }

    /// Decodes groups of four letters, up to the first that is not all letters; returns the number of letters.
    fn take(&mut self, letters: &[u8]) -> usize {
        let mut taken = 0;
        while let Some(rest) = letters.get(taken..).filter(|rest| rest.len() >= 4) {
            let block = self.block();
            let step = rest.len().min(DECODE_STEP_LETTERS).min(block.room() / 3 * 4) / 4 * 4;
            if block.decode(&rest[..step]) {
                taken += step;
                continue;
            }
            let good = base64::letters_in(&rest[..step]) / 4 * 4;
            if block.decode(&rest[..good]) {
                taken += good;
            }
            break;
        }
        taken
    }

    /// A block with space for at least one group.
    fn block(&mut self) -> &mut Block {
        if self.blocks.last().is_none_or(|block| block.room() == 0) {
            let length = if self.blocks.is_empty() { FIRST_BLOCK_BYTES } else { BLOCK_BYTES };
            self.blocks.push(Block { pages: Pages::new(length), filled: 0 });
        }
        let last = self.blocks.len() - 1;
        &mut self.blocks[last]
    }

    /// The number of bytes.
    pub(crate) fn len(&self) -> usize {
        self.blocks().map(<[u8]>::len).sum()
    }

    /// The number of letters that they were decoded from.
    pub(crate) fn letters(&self) -> usize {
        self.len() / 3 * 4
    }

    /// The bytes, block by block.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &[u8]> {
        self.blocks.iter().map(|block| &block.pages[..block.filled])
    }

    /// Appends the letters as they were received.
    pub(super) fn write_letters(&self, text: &mut Vec<u8>) {
        self.blocks().for_each(|block| base64::encode(block, text));
    }

    /// Appends the first letters: `count`, rounded up to a group.
    pub(super) fn write_first_letters(&self, count: usize, text: &mut Vec<u8>) {
        let first = self.blocks().next().unwrap_or_default();
        base64::encode(&first[..first.len().min(count.div_ceil(4) * 3)], text);
    }
}

impl Block {
    fn room(&self) -> usize {
        self.pages.len() - self.filled
    }

    /// Decodes whole groups into the free space; false if they are not all letters.
    fn decode(&mut self, letters: &[u8]) -> bool {
        match STANDARD_NO_PAD.decode(letters, self.pages[self.filled..].as_out()) {
            Ok(decoded) => {
                self.filled += decoded.len();
                true
            }
            Err(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_come_back_as_they_were_up_to_the_first_that_is_none() {
        let long: Vec<u8> = (0..3 * BLOCK_BYTES).map(|at| b"abcdEFGH0189+/zZ"[at * 7 % 16]).collect();
        for (end, behind) in [
            (0, ""),
            (3, ""),
            (4, "\""),
            (DECODE_STEP_LETTERS + 2, "\""),
            (DECODE_STEP_LETTERS + 9, "\\n"),
            (2 * BLOCK_BYTES + 4 * DECODE_STEP_LETTERS + 6, "=\""),
        ] {
            let mut input = long[..end].to_vec();
            input.extend_from_slice(behind.as_bytes());
            for piece in [8, 4096, input.len().max(8)] {
                let mut blob = Blob::default();
                let mut at = 0;
                while at < input.len() {
                    let taken = blob.take(&input[at..input.len().min(at + piece)]);
                    at += taken;
                    if taken == 0 {
                        break;
                    }
                }
                assert_eq!(at, end / 4 * 4, "{end} letters in pieces of {piece}");
                assert_eq!(blob.letters(), at);
                let mut text = Vec::new();
                blob.write_letters(&mut text);
                assert!(text == long[..at], "{end} letters in pieces of {piece}");
            }
        }
    }
}
