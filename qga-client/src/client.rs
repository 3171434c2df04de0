//! The blocking client: a loop that moves bytes between a stream and a session.

use std::io;
use std::time::{Duration, Instant};

use qga_runtime::guest::commands::GuestFsfreezeStatus;
use qga_runtime::guest::types;
use qga_runtime::transport::{Address, Stream, Transport};
use qga_runtime::{
    Any, CallError, Caller, Command, CommandError, CommandInfo, JsonWriter, Marshal, Outcome, Returned, Session,
    SessionLimits, Unmarshal,
};

use crate::patience::{Patience, Unanswered};

/// Far enough away for any call, and near enough for the clock's arithmetic.
pub(crate) const FOR_EVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How long a client that goes waits for an answer that it is owed.
const PARTING: Duration = Duration::from_millis(100);

/// How much a client that goes still takes.
pub(crate) const MOST_UNREAD: usize = 1 << 20;

/// How a client treats its agent.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How long each step may take.
    pub patience: Patience,
    /// How much an agent, which is not trusted, may send.
    pub limits: SessionLimits,
    /// What the ids of requests follow from; random if there is none, as it should be. With a seed a run can be repeated
    /// byte by byte, but two clients with the same one take each other's late answers for their own.
    pub seed: Option<u64>,
}

impl Options {
    pub(crate) fn session(&self) -> Session {
        match self.seed {
            Some(seed) => Session::with_seed(self.limits, seed),
            None => Session::new(self.limits),
        }
    }
}

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
    patience: Patience,
    buffer: Vec<u8>,
}

impl Client {
    /// Connects to an agent with the default options.
    ///
    /// Nothing is sent yet; the first call tells whether somebody answers.
    ///
    /// # Errors
    /// [`CallError::Connect`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use qga_client::{Client, ClientExt};
    ///
    /// let mut vm = Client::connect(&"unix:/run/vm1.agent".parse()?)?;
    /// vm.guest_ping()?;
    /// println!("{:?}", vm.guest_get_osinfo()?.pretty_name);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn connect(address: &Address) -> Result<Self, CallError> {
        Client::connect_with(address, &Options::default())
    }

    /// Connects to an agent.
    ///
    /// # Errors
    /// [`CallError::Connect`].
    pub fn connect_with(address: &Address, options: &Options) -> Result<Self, CallError> {
        let deadline = Instant::now() + options.patience.connect;
        match Stream::connect(address, deadline) {
            Ok(stream) => Ok(Client::over(stream, options)),
            Err(source) => Err(CallError::Connect { address: address.to_string(), source }),
        }
    }
}

impl<T: Transport> Client<T> {
    /// Talks over a transport that is connected already.
    pub fn over(stream: T, options: &Options) -> Self {
        Client { stream, session: options.session(), patience: options.patience.clone(), buffer: Vec::new() }
    }

    /// Runs one command and waits at most `limit` for its answer.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_within<C: Command>(&mut self, command: C, limit: Duration) -> Result<C::Returns, CallError> {
        let returned = self.ask(C::NAME, Some(&command), limit)?;
        Ok(C::Returns::unmarshal(returned.value())?)
    }

    /// Runs a command by name, with arguments and result as plain JSON.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<Any, CallError> {
        let returned = self.call_text(name, arguments)?;
        Ok(Any::unmarshal(returned.value())?)
    }

    /// Runs a command by name and returns its result as it is.
    ///
    /// # Errors
    /// Whatever kept the result from coming.
    pub fn call_text(&mut self, name: &str, arguments: Option<&Any>) -> Result<Returned, CallError> {
        let limit = self.patience.of(name);
        match arguments {
            Some(arguments) => self.ask(name, Some(arguments), limit),
            None => self.ask::<Any>(name, None, limit),
        }
    }

    /// Starts a command that the agent answers only if it fails, such as `guest-shutdown`.
    ///
    /// Returns once the channel closes or nothing was heard for the time of [`Patience::silence`]. Either is success only
    /// if the agent was in step and all of the request was sent.
    ///
    /// # Errors
    /// The agent refused the command, it could not be sent, or nobody is known to have heard it.
    pub fn fire<C: Command>(&mut self, command: C) -> Result<(), CallError> {
        self.fire_by_name(C::NAME, Some(&command))
    }

    /// [`Client::fire`] for a command by name, with arguments as plain JSON.
    ///
    /// # Errors
    /// Those of [`Client::fire`].
    pub fn fire_raw(&mut self, name: &str, arguments: Option<&Any>) -> Result<(), CallError> {
        self.fire_by_name(name, arguments)
    }

    /// Whether the agent has the command and would run it now.
    ///
    /// # Errors
    /// [`CallError::Unsupported`] if the agent does not list it, as one before QEMU 1.1 lists nothing;
    /// [`CallError::Refused`] if it is disabled, by policy or because the file systems are frozen; or whatever kept
    /// `guest-info` from answering.
    pub fn supports<C: Command>(&mut self) -> Result<(), CallError> {
        let info = self.call(qga_runtime::guest::commands::GuestInfo::new())?;
        match info.supported_commands.iter().flatten().find(|command| command.name == C::NAME) {
            None => Err(CallError::Unsupported(CommandError::not_found(C::NAME))),
            Some(command) if !command.enabled => Err(CallError::Refused(CommandError::disabled(C::NAME))),
            Some(_) => Ok(()),
        }
    }

    fn fire_by_name<M: Marshal>(&mut self, name: &str, arguments: Option<&M>) -> Result<(), CallError> {
        let deadline = Instant::now() + self.patience.silence.min(FOR_EVER);
        match self.exchange(name, arguments, deadline) {
            Ok(Ok(_)) | Err(Unanswered { taken: true, .. }) => Ok(()),
            Ok(Err(error)) => Err(self.explain(name, error, deadline)),
            Err(unanswered) => Err(unanswered.error),
        }
    }

    fn ask<M: Marshal>(&mut self, name: &str, arguments: Option<&M>, limit: Duration) -> Result<Returned, CallError> {
        let deadline = Instant::now() + limit.min(FOR_EVER);
        match self.exchange(name, arguments, deadline) {
            Ok(Ok(returned)) => Ok(returned),
            Ok(Err(error)) => Err(self.explain(name, error, deadline)),
            Err(unanswered) => Err(unanswered.error),
        }
    }

    /// Why a command failed; if the agent leaves it open whether this is for a freeze, it is asked.
    fn explain(&mut self, name: &str, error: CommandError, deadline: Instant) -> CallError {
        if may_be_frozen(name, &error) {
            let limit = self.patience.of(GuestFsfreezeStatus::NAME).min(FOR_EVER);
            let deadline = deadline.min(Instant::now() + limit);
            let status = self.exchange::<Any>(GuestFsfreezeStatus::NAME, None, deadline);
            if matches!(status, Ok(Ok(status)) if says_frozen(&status)) {
                return CallError::Frozen(error);
            }
        }
        CallError::from_answer(error)
    }

    /// Sends a request and waits for its answer; whatever goes wrong, the session is in a known state afterwards.
    fn exchange<M: Marshal>(
        &mut self,
        name: &str,
        arguments: Option<&M>,
        deadline: Instant,
    ) -> Result<Result<Returned, CommandError>, Unanswered> {
        let started = Instant::now();
        loop {
            let sent = self.send(name, arguments, deadline);
            let all = sent.is_ok();
            match sent.and_then(|()| self.receive(deadline)) {
                Ok(Outcome::Returned(returned)) => return Ok(Ok(returned)),
                Ok(Outcome::Failed(error)) => return Ok(Err(error)),
                Ok(Outcome::SendAgain) => {}
                Err(error) => return Err(Unanswered::give_up(error, all, &mut self.session, started.elapsed())),
            }
        }
    }

    fn send<M: Marshal>(&mut self, name: &str, arguments: Option<&M>, deadline: Instant) -> Result<(), CallError> {
        self.buffer.clear();
        let mut channel = Outgoing { stream: &mut self.stream, deadline };
        let mut out = JsonWriter::streaming(&mut self.buffer, &mut channel);
        match arguments {
            Some(arguments) => self.session.request(&mut out, name, Some(&mut |out| arguments.marshal(out))),
            None => self.session.request(&mut out, name, None),
        }
        Ok(out.flush()?)
    }

    fn receive(&mut self, deadline: Instant) -> Result<Outcome, CallError> {
        loop {
            if let Some(outcome) = self.session.answer()? {
                return Ok(outcome);
            }
            if let Some(probe) = self.session.probe() {
                self.stream.write_all_by(&probe, deadline)?;
            }
            if self.stream.read_by(self.session.space(), deadline)? == 0 {
                return Err(CallError::Closed);
            }
        }
    }
}

impl<T: Transport> Caller for Client<T> {
    fn call<C: Command>(&mut self, command: C) -> Result<C::Returns, CallError> {
        let limit = self.patience.of(C::NAME);
        self.call_within(command, limit)
    }
}

impl<T: Transport> Drop for Client<T> {
    fn drop(&mut self) {
        if !self.session.is_owed() {
            return;
        }
        let deadline = Instant::now() + PARTING;
        let mut unread = Vec::with_capacity(16 << 10);
        for _ in 0..MOST_UNREAD / unread.capacity() {
            unread.clear();
            if !matches!(self.stream.read_by(&mut unread, deadline), Ok(1..)) {
                return;
            }
        }
    }
}

impl<T: Transport> std::fmt::Debug for Client<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("in_step", &self.session.in_step()).field("patience", &self.patience).finish()
    }
}

/// A stream with a deadline, as a writer.
struct Outgoing<'a, T> {
    stream: &'a mut T,
    deadline: Instant,
}

impl<T: Transport> io::Write for Outgoing<'_, T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.write_all_by(bytes, self.deadline)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether the agent may have meant that the command has to wait for a thaw: most agents report that in the same words
/// as that their policy forbids it.
pub(crate) fn may_be_frozen(name: &str, error: &CommandError) -> bool {
    name != GuestFsfreezeStatus::NAME && matches!(CallError::from_answer(error.clone()), CallError::Refused(_))
}

/// Whether this answer to `guest-fsfreeze-status` says that file systems are frozen.
pub(crate) fn says_frozen(status: &Returned) -> bool {
    types::GuestFsfreezeStatus::unmarshal(status.value())
        .is_ok_and(|status| status == types::GuestFsfreezeStatus::Frozen)
}

/// What the table of commands says of a command, if it is one of the guest agent's.
pub fn command_info(name: &str) -> Option<&'static CommandInfo> {
    qga_runtime::guest::commands::COMMANDS.iter().copied().find(|info| info.name == name)
}
