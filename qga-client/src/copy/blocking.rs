//! Copies with the blocking client.

use std::io::Read;
use std::path::PathBuf;

use qga_runtime::transport::Transport;

use super::{Attributes, Copied, CopyError, CopyFile, Listing, Source, Way, run, tree};
use crate::client::Client;
use crate::either::now;

impl<T: Transport> Client<T> {
    /// A copy of a file of the host to the guest; [`CopyFile::run`] makes it. If the path is a folder, it goes into it.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let mut vm = qga_client::Client::connect("unix:/run/vm1.agent")?;
    /// let copied = vm.copy_to("site.conf", "/etc/nginx/").progress(|at| println!("{}", at.done)).run()?;
    /// assert!(copied.is_checked);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn copy_to<'c>(&'c mut self, source: impl Into<PathBuf>, path: impl Into<String>) -> CopyFile<'c, Client<T>> {
        CopyFile::new(self, Way::ToGuest { source: Source::File(source.into()), path: path.into() })
    }

    /// A copy of a file of the guest to the host; [`CopyFile::run`] makes it. If the target is a folder, it goes into it.
    pub fn copy_from<'c>(&'c mut self, path: impl Into<String>, target: impl Into<PathBuf>) -> CopyFile<'c, Client<T>> {
        CopyFile::new(self, Way::FromGuest { path: path.into(), target: target.into() })
    }

    /// A file of the guest that is made of everything that can be read; [`CopyFile::run`] makes it.
    pub fn put<'c>(
        &'c mut self,
        source: impl Read + Send + 'static,
        path: impl Into<String>,
    ) -> CopyFile<'c, Client<T>> {
        CopyFile::new(self, Way::ToGuest { source: Source::Reader(Box::new(source)), path: path.into() })
    }

    /// Lists everything below a folder of the guest. This takes a shell and `find` there.
    ///
    /// # Errors
    /// There is no such folder, or it holds more than an agent keeps of a program's output, 16 MiB of names.
    pub fn list_tree(&mut self, path: &str) -> Result<Listing, CopyError> {
        now(tree::list(self, path))
    }

    /// Makes folders in the guest, with those above them, unless they are there. This takes a shell there.
    ///
    /// # Errors
    /// One cannot be made.
    pub fn make_folders(&mut self, paths: &[String]) -> Result<(), CopyError> {
        now(tree::make_folders(self, paths))
    }

    /// Gives folders of the guest these modes and times, after what is in them was copied. This takes a shell there.
    /// Returns whether all were given; a guest that cannot set them is no failure.
    ///
    /// # Errors
    /// Whatever kept the answer from coming.
    pub fn keep_folders(&mut self, folders: &[(String, Attributes)]) -> Result<bool, CopyError> {
        now(tree::keep(self, folders))
    }

    /// Whether a path is a folder of the guest, as far as its shell can say.
    ///
    /// # Errors
    /// Whatever kept the answer from coming.
    pub fn is_folder(&mut self, path: &str) -> Result<bool, CopyError> {
        now(tree::is_folder(self, path))
    }
}

impl<T: Transport> CopyFile<'_, Client<T>> {
    /// Copies the file.
    ///
    /// # Errors
    /// It cannot be read or written, or differs in the end.
    pub fn run(self) -> Result<Copied, CopyError> {
        now(run(self.client, self.plan))
    }
}
