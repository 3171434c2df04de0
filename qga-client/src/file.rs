//! A file of the guest: opened, read, written, moved about in, closed.
//!
//! The protocol's files are streams of the agent's. What is read ahead and what waits to be written is kept here, so that
//! small reads and writes cost no round trip each.

use std::io::{self, SeekFrom};

use qga_runtime::guest::{commands, types};
use qga_runtime::{CallError, Payload};

use crate::either::EitherClient;

#[cfg(feature = "tokio")]
mod asynchronous;
mod blocking;

#[cfg(feature = "tokio")]
pub use asynchronous::AsyncGuestFile;
pub use blocking::GuestFile;

/// Read or written at a time. The protocol allows 48 MiB; beyond 1 MiB nothing is gained.
pub(crate) const CHUNK_BYTES: usize = 1 << 20;

/// The first read of a file: most are small.
const FIRST_READ_BYTES: usize = 64 << 10;

/// How a file is opened.
///
/// The established agent gives a file that it creates the mode 0666, whatever its umask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenMode {
    /// To read; it must exist.
    #[default]
    Read,
    /// To write: created, or emptied.
    Write,
    /// To write at its end: created if it does not exist.
    Append,
    /// To read and write; it must exist.
    ReadWrite,
    /// To read and write: created, or emptied.
    ReadWriteNew,
    /// To read, and to write at its end: created if it does not exist.
    ReadAppend,
}

impl OpenMode {
    /// The mode as `fopen` spells it.
    fn name(self) -> &'static str {
        match self {
            OpenMode::Read => "r",
            OpenMode::Write => "w",
            OpenMode::Append => "a",
            OpenMode::ReadWrite => "r+",
            OpenMode::ReadWriteNew => "w+",
            OpenMode::ReadAppend => "a+",
        }
    }
}

/// Opens a file and returns its handle.
pub(crate) async fn open<C: EitherClient>(client: &mut C, path: &str, mode: OpenMode) -> Result<i64, CallError> {
    let command = commands::GuestFileOpen::new(path).with_mode(mode.name());
    client.call(command).await
}

/// Reads at most so many bytes from the position of a handle; none at the end of the file.
pub(crate) async fn read<C: EitherClient>(client: &mut C, handle: i64, limit: usize) -> Result<Vec<u8>, CallError> {
    let mut command = commands::GuestFileRead::new(handle);
    command.count = i64::try_from(limit).ok();
    let answer = client.call(command).await?;
    let bytes = answer.buf_b64.into_vec();
    if bytes.len() > limit {
        return Err(CallError::Malformed { reason: "more bytes than were asked for".into() });
    }
    Ok(bytes)
}

/// Writes all of the bytes at the position of a handle. They may still be in a buffer of the agent's afterwards.
pub(crate) async fn write<C: EitherClient>(client: &mut C, handle: i64, bytes: Vec<u8>) -> Result<(), CallError> {
    let mut payload = Payload::from(bytes);
    loop {
        let length = payload.len();
        let answer = client.call(commands::GuestFileWrite::new(handle, payload.clone())).await?;
        match usize::try_from(answer.count) {
            Ok(count) if count == length => return Ok(()),
            Ok(0) => return Err(io::Error::from(io::ErrorKind::WriteZero).into()),
            Ok(count) if count < length => payload = Payload::from(payload.into_vec().split_off(count)),
            _ => return Err(CallError::Malformed { reason: "more was written than sent".into() }),
        }
    }
}

/// Moves the position of a handle and returns it.
pub(crate) async fn seek<C: EitherClient>(client: &mut C, handle: i64, to: SeekFrom) -> Result<u64, CallError> {
    let (offset, whence) = match to {
        SeekFrom::Start(at) => {
            let at = i64::try_from(at).map_err(|_| io::Error::from(io::ErrorKind::InvalidInput))?;
            (at, 0)
        }
        SeekFrom::Current(by) => (by, 1),
        SeekFrom::End(by) => (by, 2),
    };
    // Agents before 2.6 know the numbers only.
    let whence = types::GuestFileWhence::Value(whence);
    let answer = client.call(commands::GuestFileSeek::new(handle, offset, whence)).await?;
    u64::try_from(answer.position)
        .map_err(|_| CallError::Malformed { reason: "a position before the start of the file".into() })
}

/// Closes a handle, and reports what could not be written before.
pub(crate) async fn close<C: EitherClient>(client: &mut C, handle: i64) -> Result<(), CallError> {
    client.call(commands::GuestFileClose::new(handle)).await
}

/// An open file with its buffers.
pub(crate) struct Buffered<'c, C> {
    client: &'c mut C,
    handle: i64,
    /// What was read ahead, and how much of it is used.
    ahead: Vec<u8>,
    used: usize,
    /// What the next read asks for.
    read_bytes: usize,
    /// What waits to be written.
    pending: Vec<u8>,
}

impl<'c, C: EitherClient> Buffered<'c, C> {
    pub(crate) async fn open(client: &'c mut C, path: &str, mode: OpenMode) -> Result<Self, CallError> {
        let handle = open(client, path, mode).await?;
        Ok(Buffered { client, handle, ahead: Vec::new(), used: 0, read_bytes: FIRST_READ_BYTES, pending: Vec::new() })
    }

    /// What was read ahead and is not used yet.
    pub(crate) fn ahead(&self) -> &[u8] {
        &self.ahead[self.used..]
    }

    /// Marks so many bytes of what was read ahead as used.
    pub(crate) fn consume(&mut self, count: usize) {
        self.used = self.ahead.len().min(self.used + count);
    }

    /// Copies what was read ahead.
    pub(crate) fn take(&mut self, into: &mut [u8]) -> usize {
        let count = self.ahead().len().min(into.len());
        into[..count].copy_from_slice(&self.ahead()[..count]);
        self.consume(count);
        count
    }

    /// Reads ahead unless there is something; at the end of the file there is nothing afterwards.
    pub(crate) async fn fill(&mut self) -> Result<(), CallError> {
        if self.ahead().is_empty() {
            self.write_pending().await?;
            self.used = 0;
            self.ahead = Vec::new();
            self.ahead = read(self.client, self.handle, self.read_bytes).await?;
            if self.ahead.len() == self.read_bytes {
                self.read_bytes = (self.read_bytes * 4).min(CHUNK_BYTES);
            }
        }
        Ok(())
    }

    /// Takes as many bytes as there is room for in the buffer; none if it has to be written first.
    pub(crate) fn put(&mut self, bytes: &[u8]) -> usize {
        let count = bytes.len().min(CHUNK_BYTES - self.pending.len());
        self.pending.extend_from_slice(&bytes[..count]);
        count
    }

    /// Puts the position of the guest where the caller thinks it is, so that it can write there.
    pub(crate) async fn forget_ahead(&mut self) -> Result<(), CallError> {
        let unused = self.ahead().len();
        if unused > 0 {
            let back = i64::try_from(unused).map_or(i64::MIN, |unused| -unused);
            seek(self.client, self.handle, SeekFrom::Current(back)).await?;
        }
        self.ahead = Vec::new();
        self.used = 0;
        Ok(())
    }

    pub(crate) async fn write_pending(&mut self) -> Result<(), CallError> {
        if self.pending.is_empty() {
            return Ok(());
        }
        // After an error it is unknown what was written; the same bytes must not be written twice.
        write(self.client, self.handle, std::mem::take(&mut self.pending)).await
    }

    pub(crate) async fn flush(&mut self) -> Result<(), CallError> {
        self.write_pending().await?;
        self.client.call(commands::GuestFileFlush::new(self.handle)).await
    }

    pub(crate) async fn seek(&mut self, to: SeekFrom) -> Result<u64, CallError> {
        self.write_pending().await?;
        self.forget_ahead().await?;
        seek(self.client, self.handle, to).await
    }

    /// Writes what waits, and closes the file even if that fails.
    pub(crate) async fn close(&mut self) -> Result<(), CallError> {
        let written = self.write_pending().await;
        written.and(self.close_handle().await)
    }

    /// Closes the file without what waits.
    pub(crate) async fn close_handle(&mut self) -> Result<(), CallError> {
        close(self.client, self.handle).await
    }
}

/// The error of a call, as the standard traits report it.
fn io_error(error: CallError) -> io::Error {
    match error {
        CallError::Io(error) => error,
        CallError::TimedOut { .. } => io::Error::new(io::ErrorKind::TimedOut, error),
        CallError::Refused(_) | CallError::Frozen(_) => io::Error::new(io::ErrorKind::PermissionDenied, error),
        other => io::Error::other(other),
    }
}
