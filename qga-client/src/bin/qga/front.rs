//! An agent's face to several clients: keeps each in step, and hands everything else to one function.

use std::convert::Infallible;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use qga_client::commands::{GuestSync, GuestSyncDelimited};
use qga_client::{Address, Any, CommandError, Stream, Target, Way};
use qga_runtime::{
    Admission, Attendant, Command, CommandFacts, Dispatcher, Endpoint, Entry, Gate, Handler, Listener, LoopAnswers,
    Notice, Priority, ServeOptions, TcpReach, Value, serve,
};

use crate::context::note;
use crate::failure::Failure;

/// Clients at a time; the one idle longest makes room for another.
pub(crate) const MAX_CLIENTS: usize = 32;

/// How long a socket in the way may take to let this process in.
const PROBE: Duration = Duration::from_secs(1);

/// Runs a command from its name and arguments; nothing means that no answer is sent.
type Answer = dyn FnMut(&str, Value<'_>) -> Result<Option<Any>, CommandError>;

/// What answers: syncs by itself.
struct Front {
    syncs: Syncs,
    answer: Box<Answer>,
}

struct Syncs;

/// Never wakes the loop, which lasts as long as the process.
struct Unattended {
    descriptor: UnixStream,
    _other_end: UnixStream,
}

/// A socket that clients connect to, and nothing is answered yet.
pub(crate) struct Door(Listener);

/// Reads the value of `--listen`.
pub(crate) fn address(text: &str) -> Result<Address, String> {
    match Target::parse(text) {
        Ok(Target { way: Way::Address(address), .. }) => Ok(address),
        Ok(_) => Err("not an address of this host".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Whether a process has the socket that was connected to; a full one lets nobody in.
fn is_served(connected: std::io::Result<Stream>) -> bool {
    connected.map_or_else(|error| matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::WouldBlock), |_| true)
}

impl Door {
    /// Listens: a Unix socket for root, this user and `users`, TCP for this machine.
    pub(crate) fn open(address: &Address, users: Vec<u32>) -> Result<Self, Failure> {
        let cannot = |error: std::io::Error| Failure::host(format!("cannot listen at {address}: {error}"));
        if let Some(folder) = Listener::shared_folder(address).map_err(cannot)? {
            note(&format!("other users may replace the socket, in {}", folder.display()));
        }
        // A socket that was left behind is replaced; one that serves, perhaps a guest's own channel, is not.
        if matches!(address, Address::Unix(_)) && is_served(Stream::connect(address, Instant::now() + PROBE)) {
            return Err(cannot(std::io::Error::new(ErrorKind::AddrInUse, "another process listens there")));
        }
        let admission = Admission { users, tcp: TcpReach::Loopback, ..Admission::default() };
        Listener::bind(address, admission).map(Door).map_err(cannot)
    }

    /// The socket, for a caller that speaks for itself.
    pub(crate) fn listener(&self) -> &Listener {
        &self.0
    }

    /// Answers until the process is ended.
    pub(crate) fn serve(
        self,
        answer: impl FnMut(&str, Value<'_>) -> Result<Option<Any>, CommandError> + 'static,
    ) -> Result<Infallible, Failure> {
        let dispatcher = syncs().over(|front: &mut Front| &mut front.syncs);
        let dispatcher = dispatcher.with_others(priority, |front, name, arguments| (front.answer)(name, arguments));
        let failed = |error: std::io::Error| Failure::host(format!("cannot serve: {error}"));
        let (descriptor, other_end) = UnixStream::pair().map_err(failed)?;
        let mut attendant = Unattended { descriptor, _other_end: other_end };
        let options = ServeOptions { clients: MAX_CLIENTS, ..ServeOptions::default() };
        let mut front = Front { syncs: Syncs, answer: Box::new(answer) };
        serve(&dispatcher, &mut front, vec![Endpoint::listening(self.0)], &mut attendant, &options).map_err(failed)?;
        Err(Failure::host("nothing listens any more"))
    }
}

/// A thaw is not kept waiting by what others have asked before.
fn priority(command: &str) -> Priority {
    if command == "guest-fsfreeze-thaw" { Priority::First } else { Priority::InTurn }
}

fn syncs() -> Dispatcher<Syncs> {
    Dispatcher::new([Entry::of::<GuestSync>(), Entry::of::<GuestSyncDelimited>()])
        .with_priority(Priority::Resync, &[GuestSync::NAME, GuestSyncDelimited::NAME])
}

impl Handler<GuestSync> for Syncs {
    fn handle(&mut self, command: GuestSync) -> Result<i64, CommandError> {
        Ok(command.id)
    }
}

impl Handler<GuestSyncDelimited> for Syncs {
    fn handle(&mut self, command: GuestSyncDelimited) -> Result<i64, CommandError> {
        Ok(command.id)
    }
}

impl Gate for Syncs {
    fn check(&self, _info: &CommandFacts) -> Result<(), CommandError> {
        Ok(())
    }
}

impl Gate for Front {
    fn check(&self, _info: &CommandFacts) -> Result<(), CommandError> {
        Ok(())
    }
}

impl Attendant<Front> for Unattended {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.descriptor.as_fd()
    }

    fn woken(&mut self, _front: &mut Front) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn loop_answers(&mut self) -> Option<LoopAnswers> {
        Some(LoopAnswers::new(syncs(), Syncs))
    }

    fn notice(&mut self, notice: Notice) -> ControlFlow<()> {
        match notice {
            Notice::Refused(error) => note(&format!("refused: {error}")),
            Notice::CannotAccept(error) => note(&format!("cannot accept: {error}")),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}
