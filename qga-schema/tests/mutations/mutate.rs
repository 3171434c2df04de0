//! Changes the example schemas at random places.

use std::fs;
use std::path::Path;

/// Pieces that are likely to lead somewhere.
const PIECES: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "'",
    "##\n",
    "# ",
    "#",
    "\n",
    "\r",
    "\\",
    "true",
    "false",
    "null",
    "'data'",
    "'base'",
    "'if'",
    "'features'",
    "'type'",
    "'include'",
    "'pragma'",
    "'discriminator'",
    "'Axle'",
    "*",
    "@a:",
    "Since: ",
    "\u{e9}",
    " ",
];

/// A generator of numbers that gives the same ones each time.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % u64::try_from(limit.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Reads all schemas below a folder.
pub(crate) fn examples(folder: &Path, found: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            examples(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(fs::read(path).expect("a file"));
        }
    }
}

/// Inserts, removes, doubles or replaces something, or takes a part of another example.
pub(crate) fn mutate(text: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    let at = numbers.below(text.len() + 1);
    let end = (at + numbers.below(20)).min(text.len());
    match numbers.below(6) {
        0 => drop(text.drain(at..end)),
        1 => {
            let piece = PIECES[numbers.below(PIECES.len())].bytes();
            text.splice(at..at, piece);
        }
        2 => {
            let piece = PIECES[numbers.below(PIECES.len())].bytes();
            text.splice(at..end, piece);
        }
        3 => {
            let copy = text[at..end].to_vec();
            text.splice(at..at, copy);
        }
        4 => {
            let start = numbers.below(other.len() + 1);
            let stop = (start + numbers.below(60)).min(other.len());
            text.splice(at..end, other[start..stop].iter().copied());
        }
        _ => {
            if let Some(byte) = text.get_mut(at) {
                *byte ^= 1 << numbers.below(8);
            }
        }
    }
}
