//! A long base64 string, decoded while it arrives.
//!
//! Kept as text, a large request would take a third more memory, and would be decoded after it has left the processor's
//! cache. Four letters are three bytes and the reverse, so the text can be restored exactly.

use base64_simd::{AsOut as _, STANDARD_NO_PAD};

use super::tape::truncate_wiped;
use crate::base64;
use pages::Pages;

#[cfg_attr(not(target_os = "linux"), path = "blob/pages_allocated.rs")]
mod pages;

/// Memory is taken in blocks, so that nothing is moved: a multiple of three, and of the large pages that processors have.
const BLOCK_BYTES: usize = 6 << 20;

/// The first block is smaller than any large page, since most strings are.
const FIRST_BLOCK_BYTES: usize = 3 << 18;

/// Letters decoded per step; a multiple of four.
const STEP_LETTERS: usize = 16 * 1024;

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
    /// Decodes the text from `place` on and leaves an unfinished group of letters; `None` if there is anything but letters.
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

    /// Decodes more input and returns the bytes used; an unfinished group of letters stays in the text from `place` on.
    /// `None` if there is anything but letters in that.
    pub(super) fn go_on(&mut self, text: &mut Vec<u8>, place: usize, input: &[u8]) -> Option<usize> {
        let waiting = text.len() - place;
        if waiting >= 4 || base64::letters_in(&text[place..]) < waiting {
            return None;
        }
        let mut used = 0;
        if waiting > 0 {
            used = base64::letters_in(&input[..input.len().min(4 - waiting)]);
            text.extend_from_slice(&input[..used]);
            if text.len() - place < 4 {
                return Some(used);
            }
            self.take(&text[place..]);
            truncate_wiped(text, place);
        }
        Some(used + self.take(&input[used..]))
    }

    /// Decodes whole groups of letters, up to the first with anything else, and returns the number of letters.
    fn take(&mut self, letters: &[u8]) -> usize {
        let mut taken = 0;
        while let Some(rest) = letters.get(taken..).filter(|rest| rest.len() >= 4) {
            let block = self.block();
            let step = rest.len().min(STEP_LETTERS).min(block.room() / 3 * 4) / 4 * 4;
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

    /// A block with room for at least one group.
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

    /// At most `most` bytes from a place on; fewer at the end of a block.
    pub(crate) fn piece(&self, at: usize, most: usize) -> &[u8] {
        let mut before = 0;
        for block in self.blocks() {
            if let Some(rest) = block.get(at - before..).filter(|rest| !rest.is_empty()) {
                return &rest[..rest.len().min(most)];
            }
            before += block.len();
        }
        &[]
    }

    /// The number of letters they came from.
    pub(crate) fn letters(&self) -> usize {
        self.len() / 3 * 4
    }

    /// The bytes, block by block.
    pub(crate) fn blocks(&self) -> impl Iterator<Item = &[u8]> {
        self.blocks.iter().map(|block| &block.pages[..block.filled])
    }

    /// Appends the letters as they came.
    pub(super) fn write_letters(&self, text: &mut Vec<u8>) {
        self.blocks().for_each(|block| base64::encode(block, text));
    }

    /// Passes the letters to `take` as they came, a part at a time.
    pub(super) fn for_each_letters<E>(&self, mut take: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut letters = Vec::new();
        // Multiples of three join without padding, and so do blocks.
        for step in self.blocks().flat_map(|block| block.chunks(3 * STEP_LETTERS)) {
            letters.clear();
            base64::encode(step, &mut letters);
            take(&letters)?;
        }
        Ok(())
    }

    /// Appends the first letters, about `count`.
    pub(super) fn write_first_letters(&self, count: usize, text: &mut Vec<u8>) {
        let first = self.blocks().next().unwrap_or_default();
        base64::encode(&first[..first.len().min(count.div_ceil(4) * 3)], text);
    }
}

impl Block {
    fn room(&self) -> usize {
        self.pages.len() - self.filled
    }

    /// Decodes whole groups into the free room; false if there is anything but letters.
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
            (STEP_LETTERS + 2, "\""),
            (STEP_LETTERS + 9, "\\n"),
            (2 * BLOCK_BYTES + 4 * STEP_LETTERS + 6, "=\""),
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
