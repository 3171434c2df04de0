//! An agent with a handful of commands of the protocol, enough to show every rule of the wire.

use std::fs::File;
use std::hint;
use std::io;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use qga_runtime::{
    Answered, Attendant, Command, CommandError, CommandFacts, CommandInfo, Decoder, Dispatcher, Entry, Gate, Handler,
    JsonKind, JsonWriter, Limits, Marshal, Object, ObjectReader, Payload, Priority, QapiEnum, ReadAt, Unmarshal,
    UnmarshalError, Value,
};

/// Implements an object: its members, each with its name and how it is read.
macro_rules! object {
    ($object:ident { $($member:ident $spelt:literal $take:ident),* }) => {
        impl Object for $object {
            fn marshal_members(&self, _out: &mut JsonWriter<'_>) {
                $(object!(@write $take _out $spelt self.$member);)*
            }

            fn unmarshal_members(_from: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError> {
                Ok($object { $($member: _from.$take($spelt)?),* })
            }
        }

        qga_runtime::wire_object!($object);
    };
    (@write required $out:ident $spelt:literal $value:expr) => { $out.member($spelt, &$value) };
    (@write optional $out:ident $spelt:literal $value:expr) => { $out.optional($spelt, &$value) };
}

/// Defines a request: its name, its members, and the type of its result.
macro_rules! request {
    ($request:ident $name:literal { $($member:ident $spelt:literal $take:ident $type:ty),* } -> $returns:ty $(, $quiet:ident)?) => {
        pub(crate) struct $request { $(pub(crate) $member: $type),* }

        object!($request { $($member $spelt $take),* });

        impl Command for $request {
            const INFO: &'static CommandInfo =
                &CommandInfo { success_response: request!(@answers $($quiet)?), ..CommandInfo::new($name) };
            type Returns = $returns;
        }
    };
    (@answers) => { true };
    (@answers quiet) => { false };
}

request!(Ping "guest-ping" {} -> ());
request!(Sync "guest-sync" { id "id" required i64 } -> i64);
request!(SyncDelimited "guest-sync-delimited" { id "id" required i64 } -> i64);
request!(Shutdown "guest-shutdown" { mode "mode" optional Option<String> } -> (), quiet);
request!(SetVcpus "guest-set-vcpus" { vcpus "vcpus" required Vec<Vcpu> } -> i64);
request!(Seek "guest-file-seek" { handle "handle" required i64, offset "offset" required i64, whence "whence" required Whence } -> i64);
request!(Read "guest-file-read" { handle "handle" required i64, count "count" optional Option<i64> } -> ReadResult);
request!(Write "guest-file-write" { handle "handle" required i64, data "buf-b64" required Payload } -> i64);
request!(SetMemory "guest-set-memory-blocks" { index "phys-index" required u64 } -> u64);
request!(Blocked "guest-exec" {} -> ());
request!(Echo "test-echo" { text "text" required String } -> String);
request!(Wait "test-wait" {} -> ());
request!(Work "test-work" {} -> ());
request!(Urgent "test-urgent" {} -> ());
request!(Panic "test-panic" {} -> ());

pub(crate) struct Vcpu {
    pub(crate) logical_id: i64,
    pub(crate) online: bool,
}

object!(Vcpu { logical_id "logical-id" required, online "online" required });

/// A number or a name.
pub(crate) enum Whence {
    Number(i64),
    Name(Origin),
}

impl Marshal for Whence {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        match self {
            Whence::Number(number) => number.marshal(out),
            Whence::Name(name) => name.marshal(out),
        }
    }
}

impl Unmarshal for Whence {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        match value.kind() {
            JsonKind::Number => i64::unmarshal(value).map(Whence::Number),
            JsonKind::String => Origin::unmarshal(value).map(Whence::Name),
            _ => Err(value.wrong_type("GuestFileWhence")),
        }
    }
}

pub(crate) enum Origin {
    Set,
    Cur,
    End,
}

impl QapiEnum for Origin {
    const NAMES: &'static [&'static str] = &["set", "cur", "end"];

    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "set" => Origin::Set,
            "cur" => Origin::Cur,
            "end" => Origin::End,
            _ => return None,
        })
    }

    fn name(&self) -> &str {
        match self {
            Origin::Set => "set",
            Origin::Cur => "cur",
            Origin::End => "end",
        }
    }
}

qga_runtime::wire_enum!(Origin);

/// The result of a read; the count is written last, when it is known.
pub(crate) struct ReadResult {
    pub(crate) data: Payload,
    pub(crate) eof: bool,
}

qga_runtime::wire_object!(ReadResult);

impl Object for ReadResult {
    fn marshal_members(&self, out: &mut JsonWriter<'_>) {
        out.member("buf-b64", &self.data);
        out.member("count", &out.payload_written());
        out.member("eof", &self.eof);
    }

    fn unmarshal_members(from: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError> {
        Ok(ReadResult { data: from.required("buf-b64")?, eof: from.required("eof")? })
    }
}

/// The agent's state: what it was asked, and what it waits for.
#[derive(Default)]
pub(crate) struct SmallAgent {
    pub(crate) pings: usize,
    pub(crate) written: Vec<u8>,
    /// The file that reads return, instead of `written`.
    pub(crate) file: Option<Arc<File>>,
    /// The pipe that a command waits for, and the receiver of the start of that wait.
    pub(crate) wait: Option<(OwnedFd, Sender<()>)>,
    /// Receiver of each read from the slow file, whose handle is 1001.
    pub(crate) slow: Option<Sender<()>>,
    /// Echoed texts and names of commands, in the order they ran.
    pub(crate) run: Vec<String>,
    /// Whether a ping panics.
    pub(crate) fragile: bool,
    /// Number of pings at the end of each piece of work.
    pub(crate) worked: Vec<usize>,
}

/// Takes some time without blocking.
fn work() {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(25) {
        hint::spin_loop();
    }
}

struct SlowFile(Sender<()>);

impl ReadAt for SlowFile {
    fn read_at(&self, buffer: &mut [u8], _offset: u64) -> io::Result<usize> {
        // The test may have dropped the receiver after the first.
        let _ = self.0.send(());
        work();
        Ok(buffer.len())
    }
}

impl Gate for SmallAgent {
    fn check(&self, info: &CommandFacts) -> Result<(), CommandError> {
        if info.name == Blocked::NAME { Err(CommandError::disabled(info.name)) } else { Ok(()) }
    }
}

impl Handler<Ping> for SmallAgent {
    fn handle(&mut self, _command: Ping) -> Result<(), CommandError> {
        assert!(!self.fragile, "fragile");
        self.pings += 1;
        Ok(())
    }
}

impl Handler<Sync> for SmallAgent {
    fn handle(&mut self, command: Sync) -> Result<i64, CommandError> {
        Ok(command.id)
    }
}

impl Handler<SyncDelimited> for SmallAgent {
    fn handle(&mut self, command: SyncDelimited) -> Result<i64, CommandError> {
        Ok(command.id)
    }
}

impl Handler<Shutdown> for SmallAgent {
    fn handle(&mut self, command: Shutdown) -> Result<(), CommandError> {
        match command.mode.as_deref() {
            None | Some("halt" | "powerdown" | "reboot") => Ok(()),
            Some(_) => Err(CommandError::new("mode is invalid (valid values are: halt|powerdown|reboot")),
        }
    }
}

impl Handler<SetVcpus> for SmallAgent {
    fn handle(&mut self, command: SetVcpus) -> Result<i64, CommandError> {
        let set = command.vcpus.iter().filter(|vcpu| vcpu.logical_id == 0 || vcpu.online).count();
        i64::try_from(set).map_err(|_| CommandError::new("too many"))
    }
}

impl Handler<Seek> for SmallAgent {
    fn handle(&mut self, command: Seek) -> Result<i64, CommandError> {
        if command.handle != 1 {
            return Err(CommandError::new(format!("handle '{}' has not been found", command.handle)));
        }
        match command.whence {
            Whence::Number(0) | Whence::Name(Origin::Set) => Ok(command.offset),
            Whence::Number(1 | 2) | Whence::Name(_) => Ok(-1),
            Whence::Number(code) => Err(CommandError::new(format!("invalid whence code {code}"))),
        }
    }
}

impl Handler<Read> for SmallAgent {
    fn handle(&mut self, command: Read) -> Result<ReadResult, CommandError> {
        let length = u64::try_from(command.count.unwrap_or(4096))
            .map_err(|_| CommandError::new("value is invalid for argument count"))?;
        let data = match (&self.file, command.handle) {
            (Some(file), 1000) => Payload::from_source(Arc::clone(file), 0, length),
            (_, 1001) => {
                let reading = self.slow.clone().ok_or_else(|| CommandError::new("no receiver"))?;
                Payload::from_source(SlowFile(reading), 0, length)
            }
            (None, 1000) => Payload::from_source(self.written.clone(), 0, length),
            _ => return Err(CommandError::new(format!("handle '{}' has not been found", command.handle))),
        };
        Ok(ReadResult { data, eof: false })
    }
}

impl Handler<Write> for SmallAgent {
    fn handle(&mut self, command: Write) -> Result<i64, CommandError> {
        self.written.clear();
        command.data.write_to(&mut self.written).map_err(|error| CommandError::new(error.to_string()))?;
        i64::try_from(self.written.len()).map_err(|_| CommandError::new("too much"))
    }
}

impl Handler<SetMemory> for SmallAgent {
    fn handle(&mut self, command: SetMemory) -> Result<u64, CommandError> {
        Ok(command.index)
    }
}

impl Handler<Echo> for SmallAgent {
    fn handle(&mut self, command: Echo) -> Result<String, CommandError> {
        self.run.push(command.text.clone());
        Ok(command.text)
    }
}

impl Handler<Urgent> for SmallAgent {
    fn handle(&mut self, _command: Urgent) -> Result<(), CommandError> {
        self.run.push(Urgent::NAME.to_owned());
        Ok(())
    }
}

impl Handler<Panic> for SmallAgent {
    fn handle(&mut self, _command: Panic) -> Result<(), CommandError> {
        panic!("a handler with a defect")
    }
}

impl Handler<Wait> for SmallAgent {
    fn handle(&mut self, _command: Wait) -> Result<(), CommandError> {
        let (pipe, waits) = self.wait.as_ref().ok_or_else(|| CommandError::new("nothing to wait for"))?;
        waits.send(()).map_err(|_| CommandError::new("no receiver"))?;
        // Blocks without any call into the loop.
        let limit = Timespec { tv_sec: 20, tv_nsec: 0 };
        match poll(&mut [PollFd::new(pipe, PollFlags::IN)], Some(&limit)) {
            Ok(1) => Ok(()),
            _ => Err(CommandError::new("waited in vain")),
        }
    }
}

impl Handler<Work> for SmallAgent {
    fn handle(&mut self, _command: Work) -> Result<(), CommandError> {
        work();
        self.worked.push(self.pings);
        Ok(())
    }
}

impl Handler<Blocked> for SmallAgent {
    fn handle(&mut self, _command: Blocked) -> Result<(), CommandError> {
        Ok(())
    }
}

/// An agent without any I/O.
pub(crate) struct Conversation {
    dispatcher: Dispatcher<SmallAgent>,
    pub(crate) agent: SmallAgent,
    pub(crate) decoder: Decoder,
}

impl Conversation {
    pub(crate) fn new(limits: Limits) -> Self {
        Conversation::with(Decoder::new(limits))
    }

    pub(crate) fn with(decoder: Decoder) -> Self {
        Conversation { dispatcher: dispatcher(), agent: SmallAgent::default(), decoder }
    }

    /// Reads a piece of input and appends the answers.
    pub(crate) fn answer(&mut self, piece: &[u8], answers: &mut Vec<u8>) {
        self.decoder.push(piece);
        while let Some(frame) = self.decoder.next_frame() {
            let answered = self.dispatcher.answer_frame(&mut self.agent, frame, &mut JsonWriter::new(answers));
            if answered == Answered::Request {
                self.decoder.trust();
            }
        }
    }
}

pub(crate) fn dispatcher() -> Dispatcher<SmallAgent> {
    Dispatcher::new([
        Entry::of::<Ping>(),
        Entry::of::<Sync>(),
        Entry::of::<SyncDelimited>(),
        Entry::of::<Shutdown>(),
        Entry::of::<SetVcpus>(),
        Entry::of::<Seek>(),
        Entry::of::<Read>(),
        Entry::of::<Write>(),
        Entry::of::<SetMemory>(),
        Entry::of::<Blocked>(),
        Entry::of::<Echo>(),
        Entry::of::<Wait>(),
        Entry::of::<Work>(),
        Entry::of::<Urgent>(),
        Entry::of::<Panic>(),
    ])
    .with_priority(Priority::First, &[Urgent::NAME, Blocked::NAME])
    .with_priority(Priority::Always, &[Ping::NAME])
    .with_priority(Priority::Resync, &[Sync::NAME, SyncDelimited::NAME])
}

/// Ends the loop when the other end of a pipe is closed.
pub(crate) struct UntilClosed(pub(crate) OwnedFd);

impl Attendant<SmallAgent> for UntilClosed {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }

    fn woken(&mut self, _agent: &mut SmallAgent) -> ControlFlow<()> {
        ControlFlow::Break(())
    }
}
