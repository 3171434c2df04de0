//! Streams of the runtime as tokio reads and writes them.

use std::io;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Instant;

use qga_runtime::transport::{Address, Stream};
use tokio::io::unix::AsyncFd;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Read at a time.
const READ_BYTES: usize = 64 * 1024;

/// A connected [`Stream`] for tokio: a socket of any kind, or a device.
#[derive(Debug)]
pub struct AsyncStream(AsyncFd<Descriptor>);

impl AsyncStream {
    /// A stream within the current tokio runtime.
    ///
    /// # Errors
    /// The stream cannot be waited for.
    ///
    /// # Panics
    /// Outside of a tokio runtime.
    pub fn new(stream: Stream) -> io::Result<Self> {
        // SAFETY: the stream owns its descriptor, never replaces it, and is dropped by the `AsyncFd` alone.
        unsafe { AsyncFd::register(Descriptor(stream)) }.map(AsyncStream).map_err(io::Error::from)
    }
}

impl AsyncStream {
    /// Connects to a socket, or opens a device, before the deadline; within a tokio runtime.
    pub(crate) async fn connect(address: &Address, deadline: Instant) -> io::Result<Self> {
        let address = address.clone();
        // Looking a host name up blocks, and so may a connection to a full queue.
        let connected = tokio::task::spawn_blocking(move || Stream::connect(&address, deadline)).await;
        AsyncStream::new(connected.map_err(io::Error::other)??)
    }
}

impl AsyncRead for AsyncStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            let mut ready = ready!(self.0.poll_read_ready_mut(cx))?;
            let room = buf.remaining().min(READ_BYTES);
            match ready.get_inner_mut().0.try_read_slice(buf.initialize_unfilled_to(room)) {
                Ok(count) => {
                    // What was read is all there was: without this the next call would ask the kernel in vain first.
                    if count > 0 && count < room {
                        ready.clear_ready();
                    }
                    buf.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for AsyncStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            let mut ready = ready!(self.0.poll_write_ready_mut(cx))?;
            match ready.get_inner_mut().0.try_write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
                done => return Poll::Ready(done),
            }
        }
    }

    fn poll_flush(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    /// The channel closes when the stream is dropped.
    fn poll_shutdown(self: Pin<&mut Self>, _cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

/// A stream as tokio waits for it.
#[derive(Debug)]
struct Descriptor(Stream);

impl AsRawFd for Descriptor {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}
