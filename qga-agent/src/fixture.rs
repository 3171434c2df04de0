//! A folder in place of `/` for tests that change files or run programs in it.

pub(crate) mod left_out;
pub(crate) mod manifest;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use manifest::Tree;

pub(crate) struct Root {
    /// Keeps the folder alive.
    _tree: Tree,
    path: PathBuf,
}

impl Root {
    /// A root with these files (path and content); a path that ends in `/` is a folder.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let tree = Tree::new("");
        let path = tree.root();
        for (file, content) in files {
            if file.ends_with('/') {
                fs::create_dir_all(path.join(file)).unwrap();
            } else {
                tree.write(file, content.as_bytes());
            }
        }
        Self { _tree: tree, path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.path.join(path)
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.join(path)).unwrap()
    }

    /// A shell script that can be run. Another process writes it: a child that a test on another thread starts at this
    /// moment would inherit the open file, and a file open for writing cannot be run.
    pub(crate) fn program(&self, path: &str, script: &str) {
        let write = r#"mkdir -p "${0%/*}" && printf '#!/bin/sh\n%s\n' "$1" > "$0" && chmod +x "$0""#;
        let status = Command::new("sh").arg("-c").arg(write).arg(self.join(path)).arg(script).status();
        assert!(status.unwrap().success(), "{path}");
    }

    /// Error texts with this folder's name taken out, as they read on a real system.
    pub(crate) fn plain(&self, text: &str) -> String {
        text.replace(&*self.path.to_string_lossy(), "")
    }
}

/// The same text spoilt in many ways, always the same ones: as an attacker or a full disk may leave a file.
pub(crate) fn spoilt(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    const BYTES: &[u8] = b" \t\n\r:=,;[]'\"\\-+/.09\0\x7f\x80\xff";
    const WORDS: [&[u8]; 6] =
        [b"18446744073709551616", b"-9223372036854775808", b"99999999999999999999999", b"\xc3\xa9", b"", b"nan"];
    let mut state = 1u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % 1_000_003).unwrap_or_default() % below.max(1)
    };
    let cut = (0..=text.len().min(300)).map(|length| text[..length].to_vec());
    let changed = (0..600).map(move |_| {
        let mut bytes = text.to_vec();
        for _ in 0..=random(6) {
            let (place, end) = (random(bytes.len() + 1), random(bytes.len() + 1));
            match random(5) {
                0 => drop(bytes.splice(place..place, WORDS[random(WORDS.len())].iter().copied())),
                1 => drop(bytes.drain(place.min(end)..place.max(end))),
                2 => bytes.insert(place, BYTES[random(BYTES.len())]),
                _ if place < bytes.len() => bytes[place] = BYTES[random(BYTES.len())],
                _ => bytes.extend_from_within(place.min(end).min(bytes.len())..),
            }
        }
        bytes
    });
    cut.chain(changed)
}
