//! The asynchronous client: the same loop as the blocking one's, over tokio's streams.

use std::time::{Duration, Instant};

use qga_runtime::qmp::{Greeting, QmpAsk, QmpCall, QmpEvent, QmpSession};
use qga_runtime::transport::{Address, AddressError};
use qga_runtime::{Any, AsyncCaller, CallError, Command, Marshal, Returned, Step};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite};

use super::{QmpOptions, deadline};
use crate::asynchronous::{AsyncStream, BYTES_PER_TURN, before, read, write};
use crate::connect::connect_async;

/// A connection to one QMP monitor, for tokio.
///
/// It has the methods of [`QmpClient`](super::QmpClient). A call, and waiting for an event, may be dropped at any time: an
/// event that was received stays, and an answer that comes late is dropped. Large answers are read on a thread of tokio's
/// for blocking work.
///
/// # Examples
///
/// ```no_run
/// use std::time::Duration;
///
/// use qga_client::qmp::AsyncQmpClient;
///
/// # async fn example() -> Result<(), qga_client::CallError> {
/// let mut monitor = AsyncQmpClient::connect("unix:/run/vm1.qmp").await?;
/// while let Some(event) = monitor.next_event(Duration::from_secs(60)).await? {
///     println!("{}", event.name());
/// }
/// # Ok(())
/// # }
/// ```
pub struct AsyncQmpClient<T: AsyncRead + AsyncWrite + Unpin = AsyncStream> {
    stream: T,
    session: QmpSession,
    options: QmpOptions,
}

impl AsyncQmpClient {
    /// Connects to a monitor and negotiates its capabilities. The address is an [`Address`], its text, or a socket's path.
    ///
    /// # Errors
    /// [`CallError::Address`], [`CallError::Connect`], or whatever kept the monitor from being ready.
    pub async fn connect(address: impl TryInto<Address, Error: Into<AddressError>>) -> Result<Self, CallError> {
        AsyncQmpClient::connect_with(address, &QmpOptions::default()).await
    }

    /// [`AsyncQmpClient::connect`] with options.
    ///
    /// # Errors
    /// Those of [`AsyncQmpClient::connect`].
    pub async fn connect_with(
        address: impl TryInto<Address, Error: Into<AddressError>>,
        options: &QmpOptions,
    ) -> Result<Self, CallError> {
        let deadline = deadline(options.connect);
        AsyncQmpClient::begin(connect_async(address, deadline).await?, options, deadline).await
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> AsyncQmpClient<T> {
    /// The monitor's greeting.
    pub fn greeting(&self) -> &Greeting {
        self.session.greeting()
    }

    /// How many events were dropped because they were not taken in time.
    pub fn missed_events(&self) -> u64 {
        self.session.missed_events()
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncQmpClient<T> {
    /// Talks over a stream that was connected just now: reads the greeting and negotiates capabilities.
    ///
    /// # Errors
    /// Whatever kept the monitor from being ready.
    pub async fn over(stream: T, options: &QmpOptions) -> Result<Self, CallError> {
        AsyncQmpClient::begin(stream, options, deadline(options.connect)).await
    }

    async fn begin(stream: T, options: &QmpOptions, deadline: Instant) -> Result<Self, CallError> {
        let mut client = AsyncQmpClient { stream, session: options.session(), options: options.clone() };
        client.run(QmpAsk::Ready, None::<Any>, deadline).await?;
        Ok(client)
    }

    /// Runs one command and waits at most `timeout` for its answer.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub async fn call_within<C>(&mut self, command: C, timeout: Duration) -> Result<C::Returns, CallError>
    where
        C: Command + Send,
        C::Returns: Send + 'static,
    {
        read(self.ask(QmpAsk::Command(C::NAME), Some(command), timeout).await?).await
    }

    /// Runs one command out of band: it overtakes those that the monitor runs or has queued. Few commands can.
    ///
    /// # Errors
    /// [`CallError::Unsupported`] if out-of-band execution is not enabled, or whatever kept the result from coming.
    pub async fn call_oob<C>(&mut self, command: C) -> Result<C::Returns, CallError>
    where
        C: Command + Send,
        C::Returns: Send + 'static,
    {
        read(self.ask(QmpAsk::OutOfBand(C::NAME), Some(command), self.options.answer).await?).await
    }

    /// Runs a command by name, with arguments and result as plain JSON.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub async fn call_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<Any, CallError> {
        read(self.ask(QmpAsk::Command(name), arguments, self.options.answer).await?).await
    }

    /// The next event, in the order they came; `None` if there is none within `timeout`.
    ///
    /// Events are kept until they are taken, within [`QmpOptions::limits`]; see [`AsyncQmpClient::missed_events`].
    ///
    /// # Errors
    /// Whatever ended the waiting, but not its end.
    pub async fn next_event(&mut self, timeout: Duration) -> Result<Option<QmpEvent>, CallError> {
        match self.run(QmpAsk::Event, None::<Any>, deadline(timeout)).await {
            Err(CallError::TimedOut { .. }) if self.session.is_ready() => Ok(None),
            done => done.map(|_| self.session.take_event()),
        }
    }

    async fn ask(
        &mut self,
        ask: QmpAsk<'_>,
        arguments: Option<impl Marshal + Send>,
        timeout: Duration,
    ) -> Result<Returned, CallError> {
        // A command that is done has an answer.
        self.run(ask, arguments, deadline(timeout)).await?.ok_or(CallError::Closed)
    }

    /// Runs one step; whatever goes wrong, the session is in a known state afterwards.
    async fn run(
        &mut self,
        ask: QmpAsk<'_>,
        arguments: Option<impl Marshal + Send>,
        deadline: Instant,
    ) -> Result<Option<Returned>, CallError> {
        let mut call = QmpCall::new(&mut self.session, ask, arguments, deadline);
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

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncCaller for AsyncQmpClient<T> {
    async fn call<C>(&mut self, command: C) -> Result<C::Returns, CallError>
    where
        C: Command + Send,
        C::Returns: Send + 'static,
    {
        self.call_within(command, self.options.answer).await
    }

    /// QEMU answers every command. The answer is dropped here, so its type need not be `Send`.
    async fn fire<C: Command + Send>(&mut self, command: C) -> Result<(), CallError> {
        self.ask(QmpAsk::Command(C::NAME), Some(command), self.options.answer).await.map(drop)
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin> std::fmt::Debug for AsyncQmpClient<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncQmpClient").field("session", &self.session).finish_non_exhaustive()
    }
}
