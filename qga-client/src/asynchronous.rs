//! The asynchronous client: the same session as the blocking one's, moved by tokio.

use std::io;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::time::Duration;

use qga_runtime::guest::commands::GuestFsfreezeStatus;
use qga_runtime::transport::{Address, Stream};
use qga_runtime::{
    Any, AsyncCaller, CallError, Command, CommandError, JsonWriter, Marshal, Outcome, Returned, Session, Unmarshal,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::Instant;

use crate::client::{FOR_EVER, MOST_UNREAD, Options, may_be_frozen, says_frozen};
use crate::patience::{Patience, Unanswered};

/// A connection to one guest agent, for tokio.
///
/// A call may be dropped at any time: the next one puts both sides back in step before it asks anything.
///
/// The generated [`AsyncClientExt`](qga_runtime::guest::AsyncClientExt) adds a method for each command.
///
/// # Examples
///
/// ```no_run
/// use qga_client::{AsyncClient, AsyncClientExt};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let mut vm = AsyncClient::connect(&"unix:/run/vm1.agent".parse()?).await?;
/// println!("{}", vm.guest_get_host_name().await?.host_name);
/// # Ok(())
/// # }
/// ```
pub struct AsyncClient {
    stream: AsyncFd<Descriptor>,
    session: Session,
    patience: Patience,
    buffer: Vec<u8>,
}

impl AsyncClient {
    /// Connects to an agent with the default options.
    ///
    /// # Errors
    /// [`CallError::Connect`].
    pub async fn connect(address: &Address) -> Result<Self, CallError> {
        AsyncClient::connect_with(address, &Options::default()).await
    }

    /// Connects to an agent.
    ///
    /// # Errors
    /// [`CallError::Connect`].
    pub async fn connect_with(address: &Address, options: &Options) -> Result<Self, CallError> {
        let deadline = std::time::Instant::now() + options.patience.connect;
        let target = address.clone();
        // Looking a host name up blocks, and so may a connection to a full queue.
        let connected = tokio::task::spawn_blocking(move || Stream::connect(&target, deadline)).await;
        let connected = connected.map_err(io::Error::other).and_then(|connected| connected);
        connected
            .and_then(|stream| AsyncClient::over(stream, options))
            .map_err(|source| CallError::Connect { address: address.to_string(), source })
    }

    /// Talks over a stream that is connected already; to be called within a tokio runtime.
    ///
    /// # Errors
    /// The stream cannot be waited for.
    pub fn over(stream: Stream, options: &Options) -> io::Result<Self> {
        // SAFETY: the stream owns its descriptor, never replaces it, and is dropped by the `AsyncFd` alone.
        let stream = unsafe { AsyncFd::register(Descriptor(stream)) }.map_err(io::Error::from)?;
        Ok(AsyncClient { stream, session: options.session(), patience: options.patience.clone(), buffer: Vec::new() })
    }

    /// Runs a command by name, with arguments and result as plain JSON.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub async fn call_raw(&mut self, name: &str, arguments: Option<Any>) -> Result<Any, CallError> {
        let limit = self.patience.of(name);
        let returned = self.ask(name, arguments, limit).await?;
        Ok(Any::unmarshal(returned.value())?)
    }

    /// Starts a command that the agent answers only if it fails, such as `guest-shutdown`.
    ///
    /// Returns once the channel closes or nothing was heard for the time of [`Patience::silence`]. Either is success only
    /// if the agent was in step and all of the request was sent.
    ///
    /// # Errors
    /// The agent refused the command, it could not be sent, or nobody is known to have heard it.
    pub async fn fire<C: Command + Send>(&mut self, command: C) -> Result<(), CallError> {
        let deadline = Instant::now() + self.patience.silence.min(FOR_EVER);
        match self.exchange(C::NAME, Some(command), deadline).await {
            Ok(Ok(_)) | Err(Unanswered { taken: true, .. }) => Ok(()),
            Ok(Err(error)) => Err(self.explain(C::NAME, error, deadline).await),
            Err(unanswered) => Err(unanswered.error),
        }
    }

    async fn ask<M: Marshal + Send>(
        &mut self,
        name: &str,
        arguments: Option<M>,
        limit: Duration,
    ) -> Result<Returned, CallError> {
        let deadline = Instant::now() + limit.min(FOR_EVER);
        match self.exchange(name, arguments, deadline).await {
            Ok(Ok(returned)) => Ok(returned),
            Ok(Err(error)) => Err(self.explain(name, error, deadline).await),
            Err(unanswered) => Err(unanswered.error),
        }
    }

    /// Why a command failed; if the agent leaves it open whether this is for a freeze, it is asked.
    async fn explain(&mut self, name: &str, error: CommandError, deadline: Instant) -> CallError {
        if may_be_frozen(name, &error) {
            let limit = self.patience.of(GuestFsfreezeStatus::NAME).min(FOR_EVER);
            let deadline = deadline.min(Instant::now() + limit);
            let status = self.exchange::<Any>(GuestFsfreezeStatus::NAME, None, deadline).await;
            if matches!(status, Ok(Ok(status)) if says_frozen(&status)) {
                return CallError::Frozen(error);
            }
        }
        CallError::from_answer(error)
    }

    /// Sends a request and waits for its answer; whatever goes wrong, the session is in a known state afterwards.
    async fn exchange<M: Marshal + Send>(
        &mut self,
        name: &str,
        arguments: Option<M>,
        deadline: Instant,
    ) -> Result<Result<Returned, CommandError>, Unanswered> {
        let started = Instant::now();
        loop {
            self.write_request(name, arguments.as_ref());
            let sent = before(deadline, self.send()).await;
            let all = sent.is_ok();
            let outcome = match sent {
                Ok(()) => before(deadline, self.receive()).await,
                Err(error) => Err(error),
            };
            match outcome {
                Ok(Outcome::Returned(returned)) => return Ok(Ok(returned)),
                Ok(Outcome::Failed(error)) => return Ok(Err(error)),
                Ok(Outcome::SendAgain) => {}
                Err(error) => return Err(Unanswered::give_up(error, all, &mut self.session, started.elapsed())),
            }
        }
    }

    fn write_request<M: Marshal>(&mut self, name: &str, arguments: Option<&M>) {
        self.buffer.clear();
        let mut out = JsonWriter::new(&mut self.buffer);
        match arguments {
            Some(arguments) => self.session.request(&mut out, name, Some(&mut |out| arguments.marshal(out))),
            None => self.session.request(&mut out, name, None),
        }
    }

    async fn send(&mut self) -> Result<(), CallError> {
        let mut written = 0;
        while written < self.buffer.len() {
            let rest = &self.buffer[written..];
            written += self.stream.async_io_mut(Interest::WRITABLE, |stream| stream.0.try_write(rest)).await?;
        }
        Ok(())
    }

    async fn receive(&mut self) -> Result<Outcome, CallError> {
        loop {
            if let Some(outcome) = self.session.answer()? {
                return Ok(outcome);
            }
            if let Some(probe) = self.session.probe() {
                self.buffer = probe;
                self.send().await?;
            }
            let space = self.session.space();
            let mut ready = self.stream.readable_mut().await?;
            let room = space.capacity() - space.len();
            match ready.get_inner_mut().0.try_read(space) {
                Ok(0) => return Err(CallError::Closed),
                // What was read is all there was: without this the next call would ask the kernel in vain first.
                Ok(count) if count < room => ready.clear_ready(),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => ready.clear_ready(),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl AsyncCaller for AsyncClient {
    async fn call<C>(&mut self, command: C) -> Result<C::Returns, CallError>
    where
        C: Command + Send,
        C::Returns: Send,
    {
        let limit = self.patience.of(C::NAME);
        let returned = self.ask(C::NAME, Some(command), limit).await?;
        Ok(C::Returns::unmarshal(returned.value())?)
    }
}

impl Drop for AsyncClient {
    /// Takes what has arrived of an answer that the client is still owed: some agents die of it if it stays unread.
    fn drop(&mut self) {
        if !self.session.is_owed() {
            return;
        }
        let mut unread = Vec::with_capacity(16 << 10);
        for _ in 0..MOST_UNREAD / unread.capacity() {
            unread.clear();
            if !matches!(self.stream.get_mut().0.try_read(&mut unread), Ok(1..)) {
                return;
            }
        }
    }
}

impl std::fmt::Debug for AsyncClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncClient").field("in_step", &self.session.in_step()).finish_non_exhaustive()
    }
}

/// What the step gives, or a time-out.
async fn before<T>(deadline: Instant, step: impl Future<Output = Result<T, CallError>>) -> Result<T, CallError> {
    match tokio::time::timeout_at(deadline, step).await {
        Ok(done) => done,
        Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
    }
}

/// A stream as tokio wants it.
struct Descriptor(Stream);

impl AsRawFd for Descriptor {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_fd().as_raw_fd()
    }
}
