//! A file of the guest as tokio's traits read and write it.

use std::future::Future;
use std::io::{self, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use qga_runtime::CallError;
use tokio::io::{AsyncRead, AsyncSeek, AsyncWrite, ReadBuf};

use super::{Buffered, OpenMode, io_error};
use crate::asynchronous::AsyncClient;
use crate::either::begin;

/// A file of the guest, for tokio.
///
/// It is buffered: flushing sends what waits, and [`AsyncGuestFile::close`] reports what could not be written. A
/// destructor cannot wait: dropping it sends the request to close it, without what waits, if the channel takes it at once.
pub struct AsyncGuestFile<'c, T: AsyncRead + AsyncWrite + Unpin + Send> {
    state: State<'c, T>,
    /// Where the last seek led to.
    position: u64,
}

type File<'c, T> = Buffered<'c, AsyncClient<T>>;
type Work<'c, T> = Pin<Box<dyn Future<Output = (File<'c, T>, Result<Done, CallError>)> + Send + 'c>>;

enum State<'c, T: AsyncRead + AsyncWrite + Unpin> {
    Idle(File<'c, T>),
    /// The file is in the future, and comes back with the result.
    Busy(Work<'c, T>),
    Closed,
}

/// What a piece of work did.
#[derive(PartialEq, Eq)]
enum Done {
    /// Read ahead.
    Filled,
    /// Made room in the buffer.
    Written,
    Flushed,
    Sought(u64),
    Closed,
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncClient<T> {
    /// Opens a file of the guest to read it.
    ///
    /// # Errors
    /// The agent cannot open it, or whatever kept the answer from coming.
    pub async fn open(&mut self, path: &str) -> Result<AsyncGuestFile<'_, T>, CallError> {
        self.open_with(path, OpenMode::Read).await
    }

    /// Opens a file of the guest.
    ///
    /// # Errors
    /// Those of [`AsyncClient::open`].
    pub async fn open_with(&mut self, path: &str, mode: OpenMode) -> Result<AsyncGuestFile<'_, T>, CallError> {
        let file = Buffered::open(self, path, mode).await?;
        Ok(AsyncGuestFile { state: State::Idle(file), position: 0 })
    }
}

impl<'c, T: AsyncRead + AsyncWrite + Unpin + Send> AsyncGuestFile<'c, T> {
    /// Writes what waits and closes the file.
    ///
    /// # Errors
    /// Something could not be written: now, or in an earlier write that the agent kept in a buffer.
    pub async fn close(mut self) -> Result<(), CallError> {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Idle(mut file) => file.close().await,
            State::Busy(work) => {
                let (mut file, result) = work.await;
                let closed = file.close().await;
                result.and(closed)
            }
            State::Closed => Ok(()),
        }
    }

    /// Goes on with work until there is none.
    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Option<Done>>> {
        let State::Busy(work) = &mut self.state else { return Poll::Ready(Ok(None)) };
        let (file, result) = ready!(work.as_mut().poll(cx));
        self.state = State::Idle(file);
        Poll::Ready(match result {
            Ok(Done::Closed) => {
                self.state = State::Closed;
                Ok(Some(Done::Closed))
            }
            Ok(Done::Sought(position)) => {
                self.position = position;
                Ok(Some(Done::Sought(position)))
            }
            Ok(done) => Ok(Some(done)),
            Err(error) => Err(io_error(error)),
        })
    }

    /// Hands the file to a piece of work.
    fn start<F>(&mut self, work: impl FnOnce(File<'c, T>) -> F) -> io::Result<()>
    where
        F: Future<Output = (File<'c, T>, Result<Done, CallError>)> + Send + 'c,
    {
        match std::mem::replace(&mut self.state, State::Closed) {
            State::Idle(file) => {
                self.state = State::Busy(Box::pin(work(file)));
                Ok(())
            }
            other => {
                self.state = other;
                Err(io::Error::new(io::ErrorKind::NotConnected, "the file is closed"))
            }
        }
    }

    /// Does one piece of work, of which this is the result, from the start.
    fn poll_done<F>(
        &mut self,
        cx: &mut Context<'_>,
        wanted: &Done,
        work: impl FnOnce(File<'c, T>) -> F,
    ) -> Poll<io::Result<()>>
    where
        F: Future<Output = (File<'c, T>, Result<Done, CallError>)> + Send + 'c,
    {
        if ready!(self.poll_idle(cx))?.as_ref() == Some(wanted) {
            return Poll::Ready(Ok(()));
        }
        self.start(work)?;
        self.poll_idle(cx).map(|result| result.map(drop))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncRead for AsyncGuestFile<'_, T> {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let mut done = ready!(this.poll_idle(cx))?;
        loop {
            if let State::Idle(file) = &mut this.state {
                if !file.ahead().is_empty() || done == Some(Done::Filled) {
                    let count = file.ahead().len().min(into.remaining());
                    into.put_slice(&file.ahead()[..count]);
                    file.consume(count);
                    return Poll::Ready(Ok(()));
                }
            }
            this.start(async |mut file| {
                let filled = file.fill().await;
                (file, filled.map(|()| Done::Filled))
            })?;
            done = ready!(this.poll_idle(cx))?;
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncWrite for AsyncGuestFile<'_, T> {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        loop {
            ready!(this.poll_idle(cx))?;
            if let State::Idle(file) = &mut this.state {
                if file.ahead().is_empty() {
                    let count = file.put(bytes);
                    if count > 0 || bytes.is_empty() {
                        return Poll::Ready(Ok(count));
                    }
                }
            }
            this.start(async |mut file| {
                let result = match file.forget_ahead().await {
                    Ok(()) => file.write_pending().await,
                    Err(error) => Err(error),
                };
                (file, result.map(|()| Done::Written))
            })?;
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().poll_done(cx, &Done::Flushed, async |mut file| {
            let flushed = file.flush().await;
            (file, flushed.map(|()| Done::Flushed))
        })
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if matches!(this.state, State::Closed) {
            return Poll::Ready(Ok(()));
        }
        this.poll_done(cx, &Done::Closed, async |mut file| {
            let closed = file.close().await;
            (file, closed.map(|()| Done::Closed))
        })
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncSeek for AsyncGuestFile<'_, T> {
    /// Callers complete what they did before, as the trait asks.
    fn start_seek(self: Pin<&mut Self>, to: SeekFrom) -> io::Result<()> {
        self.get_mut().start(async move |mut file| {
            let sought = file.seek(to).await;
            (file, sought.map(Done::Sought))
        })
    }

    fn poll_complete(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<u64>> {
        let this = self.get_mut();
        ready!(this.poll_idle(cx))?;
        Poll::Ready(Ok(this.position))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Drop for AsyncGuestFile<'_, T> {
    fn drop(&mut self) {
        if let State::Idle(mut file) = std::mem::replace(&mut self.state, State::Closed) {
            begin(async move { file.close_handle().await });
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> std::fmt::Debug for AsyncGuestFile<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncGuestFile").finish_non_exhaustive()
    }
}
