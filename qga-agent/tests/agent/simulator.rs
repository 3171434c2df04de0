//! Simulates the real client and agent over a faulty channel, in ten thousand schedules drawn from seeds. No answer is
//! ever taken for another request's, and both sides recover when the channel does.
//!
//! The same seed gives the same run, byte by byte: the agent runs step by step, timeouts follow the schedule, and ids
//! follow the seed. No call here can change the machine, not even when the channel mangles it.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::rc::Rc;

use qga_agent::Config;
use qga_client::types::{GuestExecCaptureOutput, GuestFileWhence};
use qga_client::{Any, CallError, Client, ClientExt, CommandError, Options, Payload, commands};
use serde_json::Value;

mod channel;
mod lockstep;

use channel::{Channel, Draw, End, Loss, Tally, Trouble};
use lockstep::Stepped;

/// Commands allowed here, since a fault may turn one request into another.
const HARMLESS: [&str; 12] = [
    "guest-ping",
    "guest-sync",
    "guest-sync-delimited",
    "guest-info",
    "guest-get-host-name",
    "guest-file-open",
    "guest-file-read",
    "guest-file-write",
    "guest-file-seek",
    "guest-file-close",
    "guest-exec",
    "guest-exec-status",
];

/// Calls per schedule during faults.
const CALLS_PER_SCHEDULE: u64 = 6;

/// The files to read, and the length of their lines, which contain their own position.
const FILES: usize = 3;
const LINE_BYTES: usize = 16;
const FILE_LINES: usize = 512;

/// A call whose answer matches no other call.
#[derive(Clone, Debug)]
enum Question {
    Ping,
    Sync(i64),
    Info,
    Open { file: usize },
    OpenMissing { name: String },
    Read { handle: i64, file: usize, count: usize },
    Seek { handle: i64, offset: i64 },
    Create,
    Write { handle: i64, length: usize },
    Close { handle: i64 },
    Exec { word: String },
}

/// The relevant part of the answer.
#[derive(Debug, PartialEq)]
enum Got {
    Value(Any),
    Number(i64),
    Bytes(Vec<u8>),
    Version(String),
}

/// The result of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Right,
    /// No answer, or one to a damaged request.
    None,
    /// The connection has ended; another client takes over.
    Disconnected,
}

struct World<'f> {
    folder: &'f Path,
    trouble: Trouble,
    channel: Rc<RefCell<Channel>>,
    client: Client<End>,
    draw: Draw,
    seed: u64,
    asked: u64,
    readable: Vec<(i64, usize)>,
    writable: Option<i64>,
    handles: HashSet<i64>,
    children: Vec<(i64, String)>,
    trace: Vec<String>,
}

impl<'f> World<'f> {
    fn new(seed: u64, folder: &'f Path) -> Self {
        let mut draw = Draw(seed);
        let trouble = [Trouble::Stream, Trouble::Lines, Trouble::Bytes][draw.below(3)];
        let loss = [Loss::Connection, Loss::Nothing][draw.below(2)];
        // Left over from the schedule before.
        let _ = fs::remove_file(folder.join("qga.state"));
        let mut config = Config { statedir: folder.to_owned(), ..Config::default() };
        config.allow_rpcs = HARMLESS.map(String::from).to_vec();
        if draw.one_in(8) {
            config.block_rpcs.push("guest-sync-delimited".into());
        }
        let agent = Stepped::start(folder, &config);
        let channel = Channel::new(agent, trouble, loss, Draw(draw.next()));
        let channel = Rc::new(RefCell::new(channel));
        World {
            folder,
            trouble,
            client: client(&channel, &mut draw),
            channel,
            draw,
            seed,
            asked: 0,
            readable: Vec::new(),
            writable: None,
            handles: HashSet::new(),
            children: Vec::new(),
            trace: Vec::new(),
        }
    }

    /// A call that fits the open handles and processes.
    fn question(&mut self) -> Question {
        let number = self.asked;
        // Lost bytes turn our requests into others, which must be harmless, and whose answers must show the damage.
        let kinds = if self.trouble == Trouble::Bytes { 4 } else { 11 };
        let (readable, writable) = (self.readable.last().copied(), self.writable);
        match (self.draw.below(kinds), readable, writable) {
            (0, ..) => Question::Ping,
            (1, ..) => Question::Info,
            (2, ..) => Question::OpenMissing { name: checked(self.seed, number) },
            (4 | 5, None, _) => Question::Open { file: self.draw.below(FILES) },
            (4..=6, Some((handle, file)), _) => {
                let count = 40 + 50 * usize::try_from(number).unwrap() + self.draw.below(50);
                Question::Read { handle, file, count }
            }
            (7, Some((handle, _)), _) => {
                Question::Seek { handle, offset: i64::try_from(100 * number).unwrap() + self.draw.below(100) as i64 }
            }
            (8, _, None) => Question::Create,
            (8, _, Some(handle)) => {
                let length = 40 + 50 * usize::try_from(number).unwrap() + self.draw.below(50);
                Question::Write { handle, length }
            }
            (9, Some((handle, _)), _) if self.draw.one_in(2) => {
                self.readable.pop();
                Question::Close { handle }
            }
            (10, ..) if self.draw.one_in(12) => Question::Exec { word: checked(self.seed, number) },
            _ => Question::Sync(checked_number(self.seed, number)),
        }
    }

    /// Makes a call and compares the answer with it.
    fn ask(&mut self) -> Verdict {
        self.asked += 1;
        let question = self.question();
        self.channel.borrow_mut().begin_call();
        let result = self.put(&question);
        let verdict = self.judge(&question, &result);
        self.trace.push(match &question {
            // The number differs from run to run.
            Question::Exec { .. } => format!("exec {verdict:?}"),
            question => match &result {
                // The duration depends on the machine.
                Err(CallError::TimedOut { waiting_for, .. }) => format!("{question:?}: no {waiting_for}"),
                result => format!("{question:?}: {result:?}"),
            },
        });
        if verdict == Verdict::Disconnected {
            self.replace_client();
        }
        verdict
    }

    fn replace_client(&mut self) {
        // A client's disconnect has a timeout of its own.
        self.channel.borrow_mut().begin_call();
        self.client = client(&self.channel, &mut self.draw);
        assert!(self.channel.borrow_mut().reopen(), "{}: the client says the channel is closed", self.name());
    }

    fn put(&mut self, question: &Question) -> Result<Got, CallError> {
        let vm = &mut self.client;
        let path = |name: &str| self.folder.join(name).to_str().unwrap().to_owned();
        Ok(match question.clone() {
            Question::Ping => Got::Value(vm.call_raw("guest-ping", None)?),
            Question::Sync(number) => Got::Number(vm.guest_sync(commands::GuestSync::new(number))?),
            Question::Info => Got::Version(vm.guest_info()?.version),
            Question::Open { file } => {
                Got::Number(vm.guest_file_open(commands::GuestFileOpen::new(path(&file.to_string())))?)
            }
            Question::OpenMissing { name } => {
                Got::Number(vm.guest_file_open(commands::GuestFileOpen::new(path(&name)))?)
            }
            Question::Read { handle, count, .. } => {
                let count = i64::try_from(count).unwrap();
                let read = vm.guest_file_read(commands::GuestFileRead::new(handle).with_count(count))?;
                Got::Bytes(read.buf_b64.into_vec())
            }
            Question::Seek { handle, offset } => {
                let start = GuestFileWhence::Value(0);
                Got::Number(vm.guest_file_seek(commands::GuestFileSeek::new(handle, offset, start))?.position)
            }
            Question::Create => {
                let mode = Some("w".to_owned());
                let mut open = commands::GuestFileOpen::new(path("written"));
                open.mode = mode;
                Got::Number(vm.guest_file_open(open)?)
            }
            Question::Write { handle, length } => {
                let data = Payload::from(vec![b'x'; length]);
                Got::Number(vm.guest_file_write(commands::GuestFileWrite::new(handle, data))?.count)
            }
            Question::Close { handle } => {
                let arguments = Any::from(serde_json::json!({ "handle": handle }));
                Got::Value(vm.call_raw("guest-file-close", Some(&arguments))?)
            }
            Question::Exec { word } => {
                let exec = commands::GuestExec::new("/bin/echo")
                    .with_arg(vec![word])
                    .with_capture_output(GuestExecCaptureOutput::Flag(true));
                Got::Number(vm.guest_exec(exec)?.pid)
            }
        })
    }

    fn judge(&mut self, question: &Question, result: &Result<Got, CallError>) -> Verdict {
        let sound = match result {
            Ok(got) => self.is_right(question, got),
            Err(CallError::Closed) => return Verdict::Disconnected,
            Err(CallError::TimedOut { .. } | CallError::OutOfStep) => return Verdict::None,
            // The agent cannot read a request cut by a lost line.
            Err(CallError::Command(error))
                if self.trouble == Trouble::Lines && error.desc.starts_with("JSON parse error") =>
            {
                return Verdict::None;
            }
            Err(CallError::Command(error)) => self.is_right_error(question, error),
            Err(_) => None,
        };
        match sound {
            Some(true) => Verdict::Right,
            Some(false) => panic!("{}: {question:?} was answered {result:?}", self.name()),
            // Only damaged bytes lead to such an answer.
            None if self.trouble == Trouble::Bytes => Verdict::None,
            None => panic!("{}: {question:?} came to {result:?}", self.name()),
        }
    }

    /// Whether it answers this call; `None` if it answers no call of the schedule.
    fn is_right(&mut self, question: &Question, got: &Got) -> Option<bool> {
        let right = match (question, got) {
            (Question::Ping | Question::Close { .. }, Got::Value(value)) => value.as_str() == "{}",
            (Question::Info, Got::Version(version)) => version == env!("CARGO_PKG_VERSION"),
            (Question::Sync(asked), Got::Number(answered)) if asked == answered => true,
            (Question::Sync(_), Got::Number(other)) => return (self.was_asked(*other)).then_some(false),
            (Question::Open { file }, Got::Number(handle)) => {
                self.readable.push((*handle, *file));
                self.handles.insert(*handle)
            }
            (Question::Create, Got::Number(handle)) => {
                self.writable = Some(*handle);
                self.handles.insert(*handle)
            }
            (Question::Read { file, count, .. }, Got::Bytes(bytes)) => {
                bytes.len() == *count && is_of_file(*file, bytes)
            }
            (Question::Seek { offset, .. }, Got::Number(position)) => position == offset,
            (Question::Write { length, .. }, Got::Number(count)) => usize::try_from(*count) == Ok(*length),
            (Question::Exec { word }, Got::Number(pid)) => {
                self.children.push((*pid, word.clone()));
                true
            }
            // A damaged name may be that of a file.
            (Question::OpenMissing { .. }, _) => return None,
            _ => false,
        };
        Some(right).filter(|right| *right || self.trouble != Trouble::Bytes)
    }

    fn is_right_error(&self, question: &Question, error: &CommandError) -> Option<bool> {
        let desc = &error.desc;
        match question {
            Question::OpenMissing { name } if desc.contains(name) => {
                let right = desc.ends_with("(mode: 'r'): No such file or directory");
                Some(right).filter(|right| *right || self.trouble != Trouble::Bytes)
            }
            // The request arrived twice, and the second's answer came first.
            Question::Close { handle } if self.trouble == Trouble::Lines => {
                Some(*desc == format!("handle '{handle}' has not been found"))
            }
            _ => (0..=self.asked).any(|other| desc.contains(&checked(self.seed, other))).then_some(false),
        }
    }

    fn was_asked(&self, number: i64) -> bool {
        (0..=self.asked).any(|other| checked_number(self.seed, other) == number)
    }

    /// The output of the children is that of their own requests.
    fn collect_children(&mut self) {
        for (pid, word) in std::mem::take(&mut self.children) {
            let request = format!("{{\"execute\": \"guest-exec-status\", \"arguments\": {{\"pid\": {pid}}}}}");
            let mut status = Value::Null;
            while status["return"]["exited"] != true {
                status = self.channel.borrow().ask_aside(&request);
                assert_eq!(status.get("error"), None, "{}: {word}", self.name());
            }
            let said = Payload::from(format!("{word}\n").into_bytes());
            let mut expected = Vec::new();
            qga_runtime::Marshal::marshal(&said, &mut qga_runtime::JsonWriter::new(&mut expected));
            assert_eq!(status["return"]["out-data"].to_string().as_bytes(), expected, "{}", self.name());
        }
    }

    fn name(&self) -> String {
        format!("seed {}, {:?}", self.seed, self.trouble)
    }
}

fn client(channel: &Rc<RefCell<Channel>>, draw: &mut Draw) -> Client<End> {
    let options = Options { seed: Some(draw.next()), ..Options::default() };
    Client::over(End(Rc::clone(channel)), &options)
}

/// A text that no damage turns into another valid one.
fn checked(seed: u64, number: u64) -> String {
    let mut hasher = DefaultHasher::new();
    (seed, number).hash(&mut hasher);
    format!("{number}-{:016x}", hasher.finish())
}

fn checked_number(seed: u64, number: u64) -> i64 {
    let mut hasher = DefaultHasher::new();
    (seed, number).hash(&mut hasher);
    i64::try_from(hasher.finish() >> 2).unwrap()
}

/// Some lines of that file; each contains its position.
fn lines(file: usize, lines: std::ops::Range<usize>) -> String {
    lines.map(|line| format!("{file:03}:{line:011}\n")).collect()
}

/// Whether the bytes are a part of that file.
fn is_of_file(file: usize, bytes: &[u8]) -> bool {
    let behind_first = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let number =
        bytes.get(behind_first + 4..behind_first + LINE_BYTES - 1).and_then(|digits| std::str::from_utf8(digits).ok());
    let second = number.and_then(|number| number.parse::<usize>().ok()).filter(|line| (1..FILE_LINES).contains(line));
    second.is_some_and(|second| {
        let text = lines(file, second - 1..second + bytes.len() / LINE_BYTES + 1);
        let begin = LINE_BYTES - behind_first;
        text.as_bytes().get(begin..begin + bytes.len()) == Some(bytes)
    })
}

/// Runs one schedule; returns its transcript and the number of right answers.
fn live(seed: u64, folder: &Path) -> (Vec<String>, [u32; 2], Tally) {
    let mut world = World::new(seed, folder);
    let mut counts = [0; 2];
    for _ in 0..CALLS_PER_SCHEDULE {
        counts[usize::from(world.ask() != Verdict::Right)] += 1;
    }
    world.collect_children();
    // The channel has no faults after this. Delayed data arrives first, and may fail one attempt, or two.
    world.channel.borrow_mut().calm_down();
    let name = world.name();
    let attempts = (0..4).take_while(|_| world.ask() != Verdict::Right).count();
    assert!(attempts <= 2, "{name}: no answer after {attempts} attempts: {:#?}", world.trace);
    assert_eq!(world.ask(), Verdict::Right, "{name}: out of step again: {:#?}", world.trace);
    world.collect_children();
    let tally = world.channel.borrow().tally;
    (world.trace, counts, tally)
}

fn folder_with_files() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for file in 0..FILES {
        fs::write(folder.path().join(file.to_string()), lines(file, 0..FILE_LINES)).unwrap();
    }
    folder
}

#[test]
fn ten_thousand_schedules_never_mix_up_two_answers() {
    let folder = folder_with_files();
    let mut counts = [0; 2];
    let mut sum = Tally::default();
    for seed in 0..10_000 {
        let (_, now, tally) = live(seed, folder.path());
        counts = [counts[0] + now[0], counts[1] + now[1]];
        sum.add(tally);
    }
    let [right, wrong] = counts;
    // Enough faults, and enough right answers.
    assert!(right > 15_000 && wrong > 10_000, "{right} calls answered, {wrong} not");
    for (what, count) in sum.parts() {
        assert!(count > 1_000, "{what}: {sum:?}");
    }
}

#[test]
fn a_schedule_repeats_itself_exactly() {
    let folder = folder_with_files();
    for seed in 0..60 {
        let (first, ..) = live(seed, folder.path());
        let (second, ..) = live(seed, folder.path());
        assert_eq!(first, second, "seed {seed}");
    }
}
