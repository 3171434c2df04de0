//! The blocking client: a loop that moves bytes between a stream and a step of the conversation.

use std::time::{Duration, Instant};

use qga_runtime::qmp::{Greeting, QmpAsk, QmpCall, QmpEvent, QmpSession};
use qga_runtime::transport::{Address, AddressError, Stream, Transport};
use qga_runtime::{Any, CallError, Caller, Command, Marshal, Returned, Step};

use super::{QmpOptions, deadline};
use crate::connect::connect;

/// A connection to one QMP monitor.
///
/// Every call ends at its deadline and is bounded in memory. After an error the client stays usable: an answer that comes
/// late is known by its id and dropped. Only a closed channel is final. Events that arrive during a call are kept for
/// [`QmpClient::next_event`].
///
/// [`CallError::NotQmp`] says that something else than a monitor is behind the address.
pub struct QmpClient<T: Transport = Stream> {
    stream: T,
    session: QmpSession,
    options: QmpOptions,
}

impl QmpClient {
    /// Connects to a monitor and negotiates its capabilities. The address is an [`Address`], its text, or a socket's path.
    ///
    /// # Errors
    /// [`CallError::Address`], [`CallError::Connect`], or whatever kept the monitor from being ready.
    pub fn connect(address: impl TryInto<Address, Error: Into<AddressError>>) -> Result<Self, CallError> {
        QmpClient::connect_with(address, &QmpOptions::default())
    }

    /// [`QmpClient::connect`] with options.
    ///
    /// # Errors
    /// Those of [`QmpClient::connect`].
    pub fn connect_with(
        address: impl TryInto<Address, Error: Into<AddressError>>,
        options: &QmpOptions,
    ) -> Result<Self, CallError> {
        let deadline = deadline(options.connect);
        QmpClient::begin(connect(address, deadline)?, options, deadline)
    }
}

impl<T: Transport> QmpClient<T> {
    /// Talks over a transport that was connected just now: reads the greeting and negotiates capabilities.
    ///
    /// # Errors
    /// Whatever kept the monitor from being ready.
    pub fn over(stream: T, options: &QmpOptions) -> Result<Self, CallError> {
        QmpClient::begin(stream, options, deadline(options.connect))
    }

    fn begin(stream: T, options: &QmpOptions, deadline: Instant) -> Result<Self, CallError> {
        let mut client = QmpClient { stream, session: options.session(), options: options.clone() };
        client.run(QmpAsk::Ready, None::<Any>, deadline)?;
        Ok(client)
    }

    /// The monitor's greeting.
    pub fn greeting(&self) -> &Greeting {
        self.session.greeting()
    }

    /// Runs one command and waits at most `timeout` for its answer.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_within<C: Command>(&mut self, command: C, timeout: Duration) -> Result<C::Returns, CallError> {
        self.ask(QmpAsk::Command(C::NAME), Some(command), timeout)?.read()
    }

    /// Runs one command out of band: it overtakes those that the monitor runs or has queued. Few commands can.
    ///
    /// # Errors
    /// [`CallError::Unsupported`] if out-of-band execution is not enabled, or whatever kept the result from coming.
    pub fn call_oob<C: Command>(&mut self, command: C) -> Result<C::Returns, CallError> {
        self.ask(QmpAsk::OutOfBand(C::NAME), Some(command), self.options.answer)?.read()
    }

    /// Runs a command by name, with arguments and result as plain JSON.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<Any, CallError> {
        self.ask(QmpAsk::Command(name), arguments, self.options.answer)?.read()
    }

    /// The next event, in the order they came; `None` if there is none within `timeout`.
    ///
    /// Events are kept until they are taken, within [`QmpOptions::limits`]; see [`QmpClient::missed_events`].
    ///
    /// # Errors
    /// Whatever ended the waiting, but not its end.
    pub fn next_event(&mut self, timeout: Duration) -> Result<Option<QmpEvent>, CallError> {
        match self.run(QmpAsk::Event, None::<Any>, deadline(timeout)) {
            Err(CallError::TimedOut { .. }) if self.session.is_ready() => Ok(None),
            done => done.map(|_| self.session.take_event()),
        }
    }

    /// How many events were dropped because they were not taken in time.
    pub fn missed_events(&self) -> u64 {
        self.session.missed_events()
    }

    fn ask(
        &mut self,
        ask: QmpAsk<'_>,
        arguments: Option<impl Marshal>,
        timeout: Duration,
    ) -> Result<Returned, CallError> {
        // A command that is done has an answer.
        self.run(ask, arguments, deadline(timeout))?.ok_or(CallError::Closed)
    }

    /// Runs one step; whatever goes wrong, the session is in a known state afterwards.
    fn run(
        &mut self,
        ask: QmpAsk<'_>,
        arguments: Option<impl Marshal>,
        deadline: Instant,
    ) -> Result<Option<Returned>, CallError> {
        let mut call = QmpCall::new(&mut self.session, ask, arguments, deadline);
        loop {
            let moved = match call.step() {
                Step::Write { bytes, deadline } => self.stream.write_all_by(bytes, deadline).map(|()| bytes.len()),
                Step::Read { into, deadline } => self.stream.read_by(into, deadline),
                Step::Done(outcome) => return outcome,
            };
            call.moved(moved);
        }
    }
}

impl<T: Transport> Caller for QmpClient<T> {
    fn call<C: Command>(&mut self, command: C) -> Result<C::Returns, CallError> {
        self.call_within(command, self.options.answer)
    }

    /// QEMU answers every command.
    fn fire<C: Command>(&mut self, command: C) -> Result<(), CallError> {
        Caller::call(self, command).map(drop)
    }
}

impl<T: Transport> std::fmt::Debug for QmpClient<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QmpClient")
            .field("session", &self.session)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
