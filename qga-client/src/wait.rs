//! Waits until an agent answers, while its guest starts or the way to it is still missing.

use std::future::{Future, ready};
use std::io;
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CallError;
use qga_runtime::guest::commands::GuestPing;
use qga_runtime::transport::{Address, AddressError, Transport};

use crate::client::Client;
use crate::connect::address;
use crate::either::now;
use crate::options::{FOR_EVER, Options};
use crate::pace::Pace;

/// The timeout of one ping: long enough for a slow agent, short enough for one that started after it was sent.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Tries until one succeeds, its error will not change, or the time is over. A try is given the timeout of its ping.
async fn until_up<R, S: Future<Output = ()>>(
    timeout: Duration,
    mut attempt: impl AsyncFnMut(Duration) -> Result<R, CallError>,
    sleep: impl Fn(Duration) -> S,
    may_change: fn(&CallError) -> bool,
) -> Result<R, CallError> {
    let until = Instant::now() + timeout.min(FOR_EVER);
    let left = || until.saturating_duration_since(Instant::now());
    let mut pace = Pace::up_to(LONGEST_PAUSE);
    loop {
        match attempt(PING_TIMEOUT.min(left()).max(Duration::from_millis(1))).await {
            Err(error) if may_change(&error) && !left().is_zero() => sleep(pace.pause().min(left())).await,
            done => return done,
        }
    }
}

/// Whether a new connection may do better.
fn may_be_up_later(error: &CallError) -> bool {
    match error {
        CallError::Connect { source, .. } => matches!(
            source.kind(),
            io::ErrorKind::NotFound
                | io::ErrorKind::ConnectionRefused
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::HostUnreachable
                | io::ErrorKind::NetworkUnreachable
                | io::ErrorKind::TimedOut
                | io::ErrorKind::WouldBlock
        ),
        CallError::Closed => true,
        error => may_answer_later(error),
    }
}

/// Whether the same connection may do better.
fn may_answer_later(error: &CallError) -> bool {
    matches!(error, CallError::TimedOut { .. } | CallError::OutOfStep | CallError::Malformed { .. })
}

fn sleep(pause: Duration) -> impl Future<Output = ()> {
    thread::sleep(pause);
    ready(())
}

impl Client {
    /// Connects as soon as an agent answers. Until then its socket may be missing, refuse, close, or be silent.
    ///
    /// # Errors
    /// One that will not change, such as a missing right; or, when the time is over, that of the last try.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    /// use qga_client::{Client, Options};
    ///
    /// let mut vm = Client::connect_when_up("unix:/run/vm1.agent", &Options::default(), Duration::from_secs(120))?;
    /// # Ok::<(), qga_client::CallError>(())
    /// ```
    pub fn connect_when_up(
        to: impl TryInto<Address, Error: Into<AddressError>>,
        options: &Options,
        timeout: Duration,
    ) -> Result<Self, CallError> {
        let to = address(to)?;
        let attempt = async |ping| {
            let mut client = Client::connect_with(to.clone(), options)?;
            client.call_within(GuestPing::new(), ping).map(|()| client)
        };
        now(until_up(timeout, attempt, sleep, may_be_up_later))
    }
}

impl<T: Transport> Client<T> {
    /// Waits until the agent answers, as after a reset of the guest. The channel has to stay open, as QEMU's do.
    ///
    /// # Errors
    /// One that will not change; or, when the time is over, that of the last try.
    pub fn wait_until_up(&mut self, timeout: Duration) -> Result<(), CallError> {
        let attempt = async |ping| self.call_within(GuestPing::new(), ping);
        now(until_up(timeout, attempt, sleep, may_answer_later))
    }
}

#[cfg(feature = "tokio")]
mod asynchronous {
    //! The same for tokio.

    use std::time::Duration;

    use qga_runtime::CallError;
    use qga_runtime::guest::commands::GuestPing;
    use qga_runtime::transport::{Address, AddressError};
    use tokio::io::{AsyncRead, AsyncWrite};
    use tokio::time::sleep;

    use super::{may_answer_later, may_be_up_later, until_up};
    use crate::asynchronous::AsyncClient;
    use crate::connect::address;
    use crate::options::Options;

    impl AsyncClient {
        /// Connects as soon as an agent answers. Until then its socket may be missing, refuse, close, or be silent.
        ///
        /// # Errors
        /// One that will not change, such as a missing right; or, when the time is over, that of the last try.
        pub async fn connect_when_up(
            to: impl TryInto<Address, Error: Into<AddressError>>,
            options: &Options,
            timeout: Duration,
        ) -> Result<Self, CallError> {
            let to = address(to)?;
            let attempt = async |ping| {
                let mut client = AsyncClient::connect_with(to.clone(), options).await?;
                client.call_within(GuestPing::new(), ping).await.map(|()| client)
            };
            until_up(timeout, attempt, sleep, may_be_up_later).await
        }
    }

    impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncClient<T> {
        /// Waits until the agent answers, as after a reset of the guest. The channel has to stay open, as QEMU's do.
        ///
        /// # Errors
        /// One that will not change; or, when the time is over, that of the last try.
        pub async fn wait_until_up(&mut self, timeout: Duration) -> Result<(), CallError> {
            let attempt = async |ping| self.call_within(GuestPing::new(), ping).await;
            until_up(timeout, attempt, sleep, may_answer_later).await
        }
    }
}
