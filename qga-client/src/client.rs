//! The blocking client: a loop that moves bytes between a stream and a call.

use std::time::{Duration, Instant};

use qga_runtime::guest::commands::GuestInfo;
use qga_runtime::transport::{Address, AddressError, Stream, Transport};
use qga_runtime::{Any, Call, CallError, Caller, Command, Marshal, Returned, Session, Step, Terms};

use crate::connect::connect;
use crate::options::{Asked, Options, supported};

/// How long a client that is dropped waits for an answer that it is owed.
const DROP_TIMEOUT: Duration = Duration::from_millis(100);

/// How many bytes a client that is dropped still takes.
pub(crate) const MAX_UNREAD_BYTES: usize = 1 << 20;

/// A connection to one guest agent.
///
/// Every call is in step with the agent, bounded in memory and ends at its deadline. After an error the client stays
/// usable: the next call first puts both sides back in step. Only a closed channel is final.
///
/// Some agents die of a client that closes the channel with an answer unread. So dropping a client that is still owed
/// one takes what has arrived, and waits 100 ms for the rest.
///
/// The generated [`ClientExt`](qga_runtime::guest::ClientExt) adds a method for each command.
pub struct Client<T: Transport = Stream> {
    stream: T,
    session: Session,
    options: Options,
}

impl Client {
    /// Connects to an agent with the default options. The address is an [`Address`], its text, or a socket's path.
    ///
    /// Nothing is sent yet; the first call shows whether an agent answers.
    ///
    /// # Errors
    /// [`CallError::Address`] and [`CallError::Connect`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use qga_client::{Client, ClientExt};
    ///
    /// let mut vm = Client::connect("unix:/run/vm1.agent")?;
    /// vm.guest_ping()?;
    /// println!("{:?}", vm.guest_get_osinfo()?.pretty_name);
    /// # Ok::<(), qga_client::CallError>(())
    /// ```
    pub fn connect(address: impl TryInto<Address, Error: Into<AddressError>>) -> Result<Self, CallError> {
        Client::connect_with(address, &Options::default())
    }

    /// Connects to an agent.
    ///
    /// # Errors
    /// [`CallError::Address`] and [`CallError::Connect`].
    pub fn connect_with(
        address: impl TryInto<Address, Error: Into<AddressError>>,
        options: &Options,
    ) -> Result<Self, CallError> {
        Ok(Client::over(connect(address, options.connect_by())?, options))
    }
}

impl<T: Transport> Client<T> {
    /// Talks over a transport that is connected already, such as a `UnixStream` of the standard library.
    pub fn over(stream: T, options: &Options) -> Self {
        Client { stream, session: options.session(), options: options.clone() }
    }

    /// Runs one command and waits at most `timeout` for its answer.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_within<C: Command>(&mut self, command: C, timeout: Duration) -> Result<C::Returns, CallError> {
        let terms = self.options.ask(Asked::typed::<C>(), Some(timeout));
        self.ask(terms, Some(command))?.read()
    }

    /// Runs a command by name, with arguments and result as plain JSON.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<Any, CallError> {
        self.call_text(name, arguments)?.read()
    }

    /// Runs a command by name and returns its result as it is.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_text(&mut self, name: &str, arguments: Option<&Any>) -> Result<Returned, CallError> {
        let terms = self.options.ask(Asked::by_name(name), None);
        self.ask(terms, arguments)
    }

    /// Starts a command that the agent answers only if it fails, such as `guest-shutdown`.
    ///
    /// Returns once the channel closes or nothing was received for the time of
    /// [`Timeouts::silence`](crate::Timeouts::silence). Either is success only if the agent was in step and all of the
    /// request was sent.
    ///
    /// # Errors
    /// The agent refused the command, it could not be sent, or no agent is known to have received it.
    pub fn fire<C: Command>(&mut self, command: C) -> Result<(), CallError> {
        let terms = self.options.fire(Asked::typed::<C>());
        self.run(terms, Some(command)).map(drop)
    }

    /// [`Client::fire`] for a command by name, with arguments as plain JSON.
    ///
    /// # Errors
    /// Those of [`Client::fire`].
    pub fn fire_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<(), CallError> {
        let terms = self.options.fire(Asked::by_name(name));
        self.run(terms, arguments).map(drop)
    }

    /// Whether the agent has the command and would run it now.
    ///
    /// # Errors
    /// [`CallError::Unsupported`] if the agent does not list it, as one before QEMU 1.1 lists nothing;
    /// [`CallError::Refused`] if it is disabled, by policy or because the file systems are frozen; or whatever kept
    /// `guest-info` from answering.
    pub fn supports<C: Command>(&mut self) -> Result<(), CallError> {
        supported::<C>(&self.call(GuestInfo::new())?)
    }

    fn ask(&mut self, terms: Terms<'_>, arguments: Option<impl Marshal>) -> Result<Returned, CallError> {
        // Only a command that is fired succeeds without an answer.
        self.run(terms, arguments)?.ok_or(CallError::Closed)
    }

    /// Runs a call; whatever goes wrong, the session is in a known state afterwards.
    fn run(&mut self, terms: Terms<'_>, arguments: Option<impl Marshal>) -> Result<Option<Returned>, CallError> {
        let mut call = Call::new(&mut self.session, terms, arguments);
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

impl<T: Transport> Caller for Client<T> {
    fn call<C: Command>(&mut self, command: C) -> Result<C::Returns, CallError> {
        let terms = self.options.ask(Asked::typed::<C>(), None);
        self.ask(terms, Some(command))?.read()
    }

    fn fire<C: Command>(&mut self, command: C) -> Result<(), CallError> {
        Client::fire(self, command)
    }
}

impl<T: Transport> Drop for Client<T> {
    fn drop(&mut self) {
        if !self.session.is_owed() {
            return;
        }
        let deadline = Instant::now() + DROP_TIMEOUT;
        let mut unread = Vec::with_capacity(16 << 10);
        for _ in 0..MAX_UNREAD_BYTES / unread.capacity() {
            unread.clear();
            if !matches!(self.stream.read_by(&mut unread, deadline), Ok(1..)) {
                return;
            }
        }
    }
}

impl<T: Transport> std::fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("in_step", &self.session.in_step()).field("options", &self.options).finish()
    }
}
