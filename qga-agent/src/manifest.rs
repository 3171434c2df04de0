//! Expands a text manifest into a folder that stands in for `/` in a test.
//!
//! One entry a line, parents made as needed; a blank line or one that starts with `#` means nothing:
//!
//! ```text
//! sys/block/vda -> ../devices/virtio0/vda      a symbolic link
//! sys/devices/virtio0/vda/size = 2048          a file; \n, \0 and \x7F in the content are escapes
//! sys/devices/virtio0/vda/slaves/              an empty folder
//! proc/self/mountinfo =                        a file of the lines that follow with a bar in front
//! | 21 1 254:0 / / rw - ext4 /dev/vda rw
//! ```

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use tempfile::TempDir;

/// The folder a manifest describes; it disappears with this value.
pub(crate) struct Tree {
    folder: TempDir,
}

impl Tree {
    pub(crate) fn new(manifest: &str) -> Self {
        let fixture = Self { folder: tempfile::tempdir().expect("a folder for the fixture") };
        let mut lines = manifest.lines().peekable();
        while let Some(line) = lines.next() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some((path, target)) = line.split_once(" -> ") {
                symlink(target, fixture.place(path)).expect(line);
            } else if let Some(path) = line.strip_suffix('/') {
                fs::create_dir_all(fixture.place(path)).expect(line);
            } else if let Some(path) = line.strip_suffix(" =") {
                let mut content = String::new();
                while let Some(more) = lines.next_if(|line| line.starts_with('|')) {
                    content.push_str(more.strip_prefix("| ").unwrap_or(&more[1..]));
                    content.push('\n');
                }
                fixture.write(path, content.as_bytes());
            } else {
                let (path, content) = line.split_once(" = ").expect(line);
                fixture.write(path, &unescape(content).expect(line));
            }
        }
        fixture
    }

    /// What takes the place of `/`; real, as if asked of the kernel.
    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().canonicalize().expect("the fixture's folder")
    }

    /// Adds a file that a manifest cannot spell.
    pub(crate) fn write(&self, path: &str, content: &[u8]) {
        fs::write(self.place(path), content).expect(path);
    }

    fn place(&self, path: &str) -> PathBuf {
        let place = self.folder.path().join(path);
        fs::create_dir_all(place.parent().expect("a place below the fixture's folder")).expect(path);
        place
    }
}

fn unescape(content: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = content;
    while let Some(at) = rest.find('\\') {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let (byte, length) = match rest.as_bytes().get(at + 1)? {
            b'n' => (b'\n', 2),
            b'0' => (0, 2),
            b'x' => (u8::from_str_radix(rest.get(at + 2..at + 4)?, 16).ok()?, 4),
            _ => return None,
        };
        bytes.push(byte);
        rest = &rest[at + length..];
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(bytes)
}
