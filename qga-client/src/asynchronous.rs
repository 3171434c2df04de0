//! The asynchronous client: the same loop as the blocking one's, over tokio's streams.

use std::io;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use qga_runtime::guest::commands::GuestInfo;
use qga_runtime::transport::{Address, AddressError};
use qga_runtime::{Any, AsyncCaller, Call, CallError, Command, Marshal, Returned, Session, Step, Terms, Unmarshal};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf};

use crate::client::MAX_UNREAD_BYTES;
use crate::connect::connect_async;
use crate::options::{Asked, Options, supported};

mod stream;

pub use stream::AsyncStream;

/// Other tasks of the thread run after a read of so many bytes has been looked at.
pub(crate) const BYTES_PER_TURN: usize = 64 * 1024;

/// A connection to one guest agent, for tokio.
///
/// It has the methods of [`Client`](crate::Client). A call may be dropped at any time: the next one puts both sides back
/// in step before it asks anything. Large answers are read on a thread of tokio's for blocking work.
///
/// The generated [`AsyncClientExt`](qga_runtime::guest::AsyncClientExt) adds a method for each command.
///
/// # Examples
///
/// ```no_run
/// use qga_client::{AsyncClient, AsyncClientExt};
///
/// # async fn example() -> Result<(), qga_client::CallError> {
/// let mut vm = AsyncClient::connect("unix:/run/vm1.agent").await?;
/// println!("{}", vm.guest_get_host_name().await?.host_name);
/// # Ok(())
/// # }
/// ```
pub struct AsyncClient<T: AsyncRead + AsyncWrite + Unpin = AsyncStream> {
    stream: T,
    session: Session,
    options: Options,
}

impl AsyncClient {
    /// Connects to an agent with the default options. The address is an [`Address`], its text, or a socket's path.
    ///
    /// # Errors
    /// [`CallError::Address`] and [`CallError::Connect`].
    pub async fn connect(address: impl TryInto<Address, Error: Into<AddressError>>) -> Result<Self, CallError> {
        AsyncClient::connect_with(address, &Options::default()).await
    }

    /// Connects to an agent.
    ///
    /// # Errors
    /// [`CallError::Address`] and [`CallError::Connect`].
    pub async fn connect_with(
        address: impl TryInto<Address, Error: Into<AddressError>>,
        options: &Options,
    ) -> Result<Self, CallError> {
        Ok(AsyncClient::over(connect_async(address, options.connect_by()).await?, options))
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncClient<T> {
    /// Talks over a stream that is connected already, such as a `UnixStream` of tokio.
    pub fn over(stream: T, options: &Options) -> Self {
        AsyncClient { stream, session: options.session(), options: options.clone() }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncClient<T> {
    /// Runs one command and waits at most `timeout` for its answer.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub async fn call_within<C>(&mut self, command: C, timeout: Duration) -> Result<C::Returns, CallError>
    where
        C: Command + Send,
        C::Returns: Send + 'static,
    {
        let terms = self.options.ask(Asked::typed::<C>(), Some(timeout));
        read(self.ask(terms, Some(command)).await?).await
    }

    /// Runs a command by name, with arguments and result as plain JSON.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub async fn call_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<Any, CallError> {
        read(self.call_text(name, arguments).await?).await
    }

    /// Runs a command by name and returns its result as it is.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub async fn call_text(&mut self, name: &str, arguments: Option<&Any>) -> Result<Returned, CallError> {
        let terms = self.options.ask(Asked::by_name(name), None);
        self.ask(terms, arguments).await
    }

    /// Starts a command that the agent answers only if it fails, such as `guest-shutdown`.
    ///
    /// Returns once the channel closes or nothing was received for the time of
    /// [`Timeouts::silence`](crate::Timeouts::silence). Either is success only if the agent was in step and all of the
    /// request was sent.
    ///
    /// # Errors
    /// The agent refused the command, it could not be sent, or no agent is known to have received it.
    pub async fn fire<C: Command + Send>(&mut self, command: C) -> Result<(), CallError> {
        let terms = self.options.fire(Asked::typed::<C>());
        self.run(terms, Some(command)).await.map(drop)
    }

    /// [`AsyncClient::fire`] for a command by name, with arguments as plain JSON.
    ///
    /// # Errors
    /// Those of [`AsyncClient::fire`].
    pub async fn fire_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<(), CallError> {
        let terms = self.options.fire(Asked::by_name(name));
        self.run(terms, arguments).await.map(drop)
    }

    /// Whether the agent has the command and would run it now.
    ///
    /// # Errors
    /// Those of [`Client::supports`](crate::Client::supports).
    pub async fn supports<C: Command>(&mut self) -> Result<(), CallError> {
        supported::<C>(&self.call(GuestInfo::new()).await?)
    }

    async fn ask(&mut self, terms: Terms<'_>, arguments: Option<impl Marshal + Send>) -> Result<Returned, CallError> {
        // Only a command that is fired succeeds without an answer.
        self.run(terms, arguments).await?.ok_or(CallError::Closed)
    }

    /// Runs a call; whatever goes wrong, the session is in a known state afterwards.
    async fn run(
        &mut self,
        terms: Terms<'_>,
        arguments: Option<impl Marshal + Send>,
    ) -> Result<Option<Returned>, CallError> {
        let mut call = Call::new(&mut self.session, terms, arguments);
        loop {
            let moved = match call.step() {
                Step::Write { bytes, deadline } => before(deadline, write(&mut self.stream, bytes)).await,
                Step::Read { into, deadline } => before(deadline, self.stream.read_buf(into)).await,
                Step::Done(outcome) => return outcome,
            };
            if matches!(moved, Ok(BYTES_PER_TURN..)) {
                tokio::task::yield_now().await;
            }
            call.moved(moved);
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncCaller for AsyncClient<T> {
    async fn call<C>(&mut self, command: C) -> Result<C::Returns, CallError>
    where
        C: Command + Send,
        C::Returns: Send + 'static,
    {
        let terms = self.options.ask(Asked::typed::<C>(), None);
        read(self.ask(terms, Some(command)).await?).await
    }

    async fn fire<C: Command + Send>(&mut self, command: C) -> Result<(), CallError> {
        AsyncClient::fire(self, command).await
    }
}

/// Writes some of these bytes, and all that the stream itself holds.
pub(crate) async fn write(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8]) -> io::Result<usize> {
    let count = stream.write(bytes).await?;
    stream.flush().await?;
    Ok(count)
}

/// Reads an answer, a large one on another thread.
pub(crate) async fn read<R: Unmarshal + Send + 'static>(returned: Returned) -> Result<R, CallError> {
    if !returned.is_large() {
        return returned.read();
    }
    tokio::task::spawn_blocking(move || returned.read()).await.map_err(io::Error::other)?
}

/// What the step gives, or a time-out.
pub(crate) async fn before(deadline: Instant, step: impl Future<Output = io::Result<usize>>) -> io::Result<usize> {
    tokio::time::timeout_at(deadline.into(), step).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}

impl<T: AsyncRead + AsyncWrite + Unpin> Drop for AsyncClient<T> {
    /// Takes what has arrived of an answer that the client is still owed: some agents die of it if it stays unread.
    fn drop(&mut self) {
        if !self.session.is_owed() {
            return;
        }
        let mut unread = [0; 16 << 10];
        for _ in 0..MAX_UNREAD_BYTES / unread.len() {
            let mut unread = ReadBuf::new(&mut unread);
            let read = pin!(&mut self.stream).poll_read(&mut Context::from_waker(Waker::noop()), &mut unread);
            if !matches!(read, Poll::Ready(Ok(()))) || unread.filled().is_empty() {
                return;
            }
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> std::fmt::Debug for AsyncClient<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncClient").field("in_step", &self.session.in_step()).finish_non_exhaustive()
    }
}
