//! Copies with tokio's client.

use std::io::Read;
use std::path::PathBuf;

use tokio::io::{AsyncRead, AsyncWrite};

use super::{Attributes, Copied, CopyError, CopyFile, Listing, Source, Way, run, tree};
use crate::asynchronous::AsyncClient;

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncClient<T> {
    /// A copy of a file of the host to the guest; [`CopyFile::run`] makes it. If the path is a folder, it goes into it.
    pub fn copy_to<'c>(
        &'c mut self,
        source: impl Into<PathBuf>,
        path: impl Into<String>,
    ) -> CopyFile<'c, AsyncClient<T>> {
        CopyFile::new(self, Way::ToGuest { source: Source::File(source.into()), path: path.into() })
    }

    /// A copy of a file of the guest to the host; [`CopyFile::run`] makes it. If the target is a folder, it goes into it.
    pub fn copy_from<'c>(
        &'c mut self,
        path: impl Into<String>,
        target: impl Into<PathBuf>,
    ) -> CopyFile<'c, AsyncClient<T>> {
        CopyFile::new(self, Way::FromGuest { path: path.into(), target: target.into() })
    }

    /// A file of the guest that is made of everything that can be read; [`CopyFile::run`] makes it.
    pub fn put<'c>(
        &'c mut self,
        source: impl Read + Send + 'static,
        path: impl Into<String>,
    ) -> CopyFile<'c, AsyncClient<T>> {
        CopyFile::new(self, Way::ToGuest { source: Source::Reader(Box::new(source)), path: path.into() })
    }

    /// Lists everything below a folder of the guest. This takes a shell and `find` there.
    ///
    /// # Errors
    /// There is no such folder, or it holds more than an agent keeps of a program's output, 16 MiB of names.
    pub async fn list_tree(&mut self, path: &str) -> Result<Listing, CopyError> {
        tree::list(self, path).await
    }

    /// Makes folders in the guest, with those above them, unless they are there. This takes a shell there.
    ///
    /// # Errors
    /// One cannot be made.
    pub async fn make_folders(&mut self, paths: &[String]) -> Result<(), CopyError> {
        tree::make_folders(self, paths).await
    }

    /// Gives folders of the guest these modes and times, after what is in them was copied. This takes a shell there.
    /// Returns whether all were given; a guest that cannot set them is no failure.
    ///
    /// # Errors
    /// Whatever kept the answer from coming.
    pub async fn keep_folders(&mut self, folders: &[(String, Attributes)]) -> Result<bool, CopyError> {
        tree::keep(self, folders).await
    }

    /// Whether a path is a folder of the guest, as far as its shell can say.
    ///
    /// # Errors
    /// Whatever kept the answer from coming.
    pub async fn is_folder(&mut self, path: &str) -> Result<bool, CopyError> {
        tree::is_folder(self, path).await
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> CopyFile<'_, AsyncClient<T>> {
    /// Copies the file.
    ///
    /// # Errors
    /// It cannot be read or written, or differs in the end.
    pub async fn run(self) -> Result<Copied, CopyError> {
        run(self.client, self.plan).await
    }
}
