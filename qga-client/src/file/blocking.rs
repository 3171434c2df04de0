//! A file of the guest as the standard library's traits read and write it.

use std::io::{self, BufRead, Read, Seek, SeekFrom, Write};

use qga_runtime::CallError;
use qga_runtime::transport::Transport;

use super::{Buffered, OpenMode, io_error};
use crate::client::Client;
use crate::either::now;

/// A file of the guest, open until it is closed or dropped.
///
/// It is buffered: [`Write::flush`] sends what waits, and [`GuestFile::close`] reports what could not be written. Dropping
/// it closes it, too, and reports nothing.
pub struct GuestFile<'c, T: Transport> {
    /// None once it is closed.
    file: Option<Buffered<'c, Client<T>>>,
}

impl<T: Transport> Client<T> {
    /// Opens a file of the guest to read it.
    ///
    /// # Errors
    /// The agent cannot open it, or whatever kept the answer from coming.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::io::Read;
    ///
    /// let mut vm = qga_client::Client::connect("unix:/run/vm1.agent")?;
    /// let mut text = String::new();
    /// vm.open("/etc/motd")?.read_to_string(&mut text)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(&mut self, path: &str) -> Result<GuestFile<'_, T>, CallError> {
        self.open_with(path, OpenMode::Read)
    }

    /// Opens a file of the guest.
    ///
    /// # Errors
    /// Those of [`Client::open`].
    pub fn open_with(&mut self, path: &str, mode: OpenMode) -> Result<GuestFile<'_, T>, CallError> {
        Ok(GuestFile { file: Some(now(Buffered::open(self, path, mode))?) })
    }
}

impl<'c, T: Transport> GuestFile<'c, T> {
    /// Writes what waits and closes the file.
    ///
    /// # Errors
    /// Something could not be written: now, or in an earlier write that the agent kept in a buffer.
    pub fn close(mut self) -> Result<(), CallError> {
        self.file.take().map_or(Ok(()), |mut file| now(file.close()))
    }

    fn file(&mut self) -> &mut Buffered<'c, Client<T>> {
        self.file.as_mut().expect("only `close` and `drop` take it, and nothing is called after them")
    }
}

impl<T: Transport> Read for GuestFile<'_, T> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        now(self.file().fill()).map_err(io_error)?;
        Ok(self.file().take(into))
    }
}

impl<T: Transport> BufRead for GuestFile<'_, T> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        now(self.file().fill()).map_err(io_error)?;
        Ok(self.file().ahead())
    }

    fn consume(&mut self, count: usize) {
        self.file().consume(count);
    }
}

impl<T: Transport> Write for GuestFile<'_, T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let file = self.file();
        now(file.forget_ahead()).map_err(io_error)?;
        let count = file.put(bytes);
        if count > 0 || bytes.is_empty() {
            return Ok(count);
        }
        now(file.write_pending()).map_err(io_error)?;
        Ok(file.put(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        now(self.file().flush()).map_err(io_error)
    }
}

impl<T: Transport> Seek for GuestFile<'_, T> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        now(self.file().seek(to)).map_err(io_error)
    }
}

impl<T: Transport> Drop for GuestFile<'_, T> {
    fn drop(&mut self) {
        if let Some(mut file) = self.file.take() {
            // A destructor has no way to report it; `close` does.
            let _ = now(file.close());
        }
    }
}

impl<T: Transport> std::fmt::Debug for GuestFile<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GuestFile").finish_non_exhaustive()
    }
}
