//! A folder that stands in for `/` in tests that change what is in it, or run programs in it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::manifest::Tree;

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
