//! A folder that stands in for `/` in tests.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

pub(crate) struct Root(TempDir);

impl Root {
    /// A root with these files (path and content); a path that ends in `/` is a folder.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let root = Self(tempfile::tempdir().unwrap());
        for (path, content) in files {
            let full = root.join(path);
            if path.ends_with('/') {
                fs::create_dir_all(full).unwrap();
            } else {
                fs::create_dir_all(full.parent().unwrap()).unwrap();
                fs::write(full, content).unwrap();
            }
        }
        root
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn join(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
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
        text.replace(&*self.path().to_string_lossy(), "")
    }
}
