//! Waits until an agent answers, while its guest starts or the way to it is still missing.

use std::io;
use std::time::{Duration, Instant};

use qga_runtime::CallError;
use qga_runtime::guest::commands::GuestPing;
use qga_runtime::transport::{Address, AddressError, Transport};

use crate::client::Client;
use crate::options::Options;
use crate::pace::Pace;

/// The timeout of one ping: long enough for a slow agent, short enough for one that started after it was sent.
const PING_TIMEOUT: Duration = Duration::from_secs(2);

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Tries that go on until the time is over.
struct Tries {
    until: Instant,
    pace: Pace,
}

impl Tries {
    fn new(timeout: Duration) -> Self {
        // A year is for ever, and near enough for the clock's arithmetic.
        let timeout = timeout.min(Duration::from_secs(365 * 24 * 60 * 60));
        Tries { until: Instant::now() + timeout, pace: Pace::up_to(LONGEST_PAUSE) }
    }

    fn ping_timeout(&self) -> Duration {
        PING_TIMEOUT.min(self.until.saturating_duration_since(Instant::now())).max(Duration::from_millis(1))
    }

    /// How long to pause after a try that failed so; the error if that will not change, or the time is over.
    fn pause_after(&mut self, error: CallError) -> Result<Duration, CallError> {
        let may_change = match &error {
            CallError::TimedOut { .. } | CallError::OutOfStep | CallError::Malformed { .. } => true,
            CallError::Closed => true,
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
            _ => false,
        };
        let left = self.until.saturating_duration_since(Instant::now());
        if may_change && !left.is_zero() { Ok(self.pace.pause().min(left)) } else { Err(error) }
    }
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
        address: impl TryInto<Address, Error: Into<AddressError>>,
        options: &Options,
        timeout: Duration,
    ) -> Result<Self, CallError> {
        let address = address.try_into().map_err(|error| CallError::Address(error.into()))?;
        let mut tries = Tries::new(timeout);
        loop {
            let tried = Client::connect_with(address.clone(), options).and_then(|mut client| {
                client.call_within(GuestPing::new(), tries.ping_timeout())?;
                Ok(client)
            });
            match tried {
                Ok(client) => return Ok(client),
                Err(error) => std::thread::sleep(tries.pause_after(error)?),
            }
        }
    }
}

impl<T: Transport> Client<T> {
    /// Waits until the agent answers, as after a reset of the guest. The channel has to stay open, as QEMU's do.
    ///
    /// # Errors
    /// One that will not change; or, when the time is over, that of the last try.
    pub fn wait_until_up(&mut self, timeout: Duration) -> Result<(), CallError> {
        let mut tries = Tries::new(timeout);
        loop {
            match self.call_within(GuestPing::new(), tries.ping_timeout()) {
                Ok(()) => return Ok(()),
                Err(CallError::Closed) => return Err(CallError::Closed),
                Err(error) => std::thread::sleep(tries.pause_after(error)?),
            }
        }
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

    use super::Tries;
    use crate::asynchronous::AsyncClient;
    use crate::options::Options;

    impl AsyncClient {
        /// Connects as soon as an agent answers. Until then its socket may be missing, refuse, close, or be silent.
        ///
        /// # Errors
        /// One that will not change, such as a missing right; or, when the time is over, that of the last try.
        pub async fn connect_when_up(
            address: impl TryInto<Address, Error: Into<AddressError>>,
            options: &Options,
            timeout: Duration,
        ) -> Result<Self, CallError> {
            let address = address.try_into().map_err(|error| CallError::Address(error.into()))?;
            let mut tries = Tries::new(timeout);
            loop {
                let error = match AsyncClient::connect_with(address.clone(), options).await {
                    Ok(mut client) => match client.call_within(GuestPing::new(), tries.ping_timeout()).await {
                        Ok(()) => return Ok(client),
                        Err(error) => error,
                    },
                    Err(error) => error,
                };
                tokio::time::sleep(tries.pause_after(error)?).await;
            }
        }
    }

    impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncClient<T> {
        /// Waits until the agent answers, as after a reset of the guest. The channel has to stay open, as QEMU's do.
        ///
        /// # Errors
        /// One that will not change; or, when the time is over, that of the last try.
        pub async fn wait_until_up(&mut self, timeout: Duration) -> Result<(), CallError> {
            let mut tries = Tries::new(timeout);
            loop {
                match self.call_within(GuestPing::new(), tries.ping_timeout()).await {
                    Ok(()) => return Ok(()),
                    Err(CallError::Closed) => return Err(CallError::Closed),
                    Err(error) => tokio::time::sleep(tries.pause_after(error)?).await,
                }
            }
        }
    }
}
