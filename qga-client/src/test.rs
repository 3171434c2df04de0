//! A fake agent for tests of programs that talk to guests, without a guest.
//!
//! ```
//! use qga_client::test::{Answer, FakeAgent};
//! use qga_client::{CallError, ClientExt, CommandError};
//! use serde_json::json;
//!
//! let agent = FakeAgent::new(|request| match request.command.as_str() {
//!     "guest-get-host-name" => Answer::from(json!({"host-name": "db1"})),
//!     "guest-fsfreeze-status" => Answer::Silence,
//!     "guest-exec" if request.arguments["path"] == "true" => Answer::from(json!({"pid": 7})),
//!     "guest-exec" => Answer::from(CommandError::new("No such file or directory")),
//!     _ => request.unknown(),
//! });
//! let mut vm = agent.connect();
//! assert_eq!(vm.guest_get_host_name()?.host_name, "db1");
//! assert!(matches!(vm.guest_get_users(), Err(CallError::Unsupported(_))));
//! assert_eq!(agent.requests()[0].command, "guest-get-host-name");
//! # Ok::<(), CallError>(())
//! ```
//!
//! [`FakeAgent::connect`] talks in memory; [`FakeAgent::listen`] gives a socket for programs that want an address.

use std::os::unix::fs::DirBuilderExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use std::{fs, io};

use qga_runtime::transport::{Address, Stream, Transport, memory};
use qga_runtime::{Any, CommandError, SENTINEL};
use serde_json::Value;

use crate::client::Client;
use crate::options::Options;

/// How long the fake waits for a request, and for its answer to be read.
const TIMEOUT: Duration = Duration::from_secs(24 * 60 * 60);

/// Read at a time.
const READ_BYTES: usize = 64 << 10;

/// A request, as the fake received it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The command's name.
    pub command: String,
    /// Its arguments; null if there are none.
    pub arguments: Value,
}

impl Request {
    /// The answer of an agent that does not know the command.
    pub fn unknown(&self) -> Answer {
        CommandError::not_found(&self.command).into()
    }
}

/// What the fake does with a request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Answer {
    /// Returns this.
    Return(Any),
    /// Fails.
    Error(CommandError),
    /// Sends nothing.
    Silence,
    /// Sends these bytes instead of an answer.
    Raw(Vec<u8>),
    /// Closes the channel.
    Close,
}

impl Answer {
    /// Returns nothing, as most commands that change something do.
    pub fn done() -> Self {
        Answer::Return(Any::from(serde_json::json!({})))
    }
}

impl From<Value> for Answer {
    fn from(value: Value) -> Self {
        Answer::Return(Any::from(value))
    }
}

impl From<CommandError> for Answer {
    fn from(error: CommandError) -> Self {
        Answer::Error(error)
    }
}

/// An agent that a test scripts. It answers the handshake itself.
pub struct FakeAgent {
    script: Arc<Mutex<Script>>,
}

struct Script {
    answer: Box<dyn FnMut(&Request) -> Answer + Send>,
    requests: Vec<Request>,
}

impl FakeAgent {
    /// An agent that answers every request but those of the handshake so. Those of all its clients come one after the
    /// other.
    pub fn new(answer: impl FnMut(&Request) -> Answer + Send + 'static) -> Self {
        FakeAgent { script: Arc::new(Mutex::new(Script { answer: Box::new(answer), requests: Vec::new() })) }
    }

    /// A client of this agent, in memory.
    ///
    /// # Panics
    /// The process has too many descriptors or threads.
    pub fn connect(&self) -> Client {
        self.connect_with(&Options::default())
    }

    /// A client of this agent, in memory.
    ///
    /// # Panics
    /// Those of [`FakeAgent::connect`].
    pub fn connect_with(&self, options: &Options) -> Client {
        Client::over(self.stream(), options)
    }

    /// A connection to this agent, in memory; `AsyncStream::new` makes it one for tokio.
    ///
    /// # Panics
    /// Those of [`FakeAgent::connect`].
    pub fn stream(&self) -> Stream {
        let (client, agent) = memory::pair().expect("a free descriptor");
        let script = Arc::clone(&self.script);
        std::thread::spawn(move || serve(agent, &script));
        client
    }

    /// Listens on a socket in a temporary folder, until the result is dropped.
    ///
    /// # Errors
    /// There is no temporary folder.
    pub fn listen(&self) -> io::Result<FakeSocket> {
        FakeSocket::new(&self.script)
    }

    /// The requests so far, without those of the handshake.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.script).requests.clone()
    }
}

impl std::fmt::Debug for FakeAgent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FakeAgent").finish_non_exhaustive()
    }
}

/// A socket at which a fake agent listens.
#[derive(Debug)]
pub struct FakeSocket {
    folder: PathBuf,
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl FakeSocket {
    fn new(script: &Arc<Mutex<Script>>) -> io::Result<Self> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("qga-fake-{}-{number}", std::process::id()));
        fs::DirBuilder::new().mode(0o700).create(&folder)?;
        let listener = UnixListener::bind(folder.join("agent.sock"))?;
        let (is_over, script) = (Arc::new(AtomicBool::new(false)), Arc::clone(script));
        let ends = Arc::clone(&is_over);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if ends.load(Ordering::Relaxed) {
                    return;
                }
                let script = Arc::clone(&script);
                std::thread::spawn(move || serve(stream, &script));
            }
        });
        Ok(FakeSocket { folder, is_over, thread: Some(thread) })
    }

    /// Where clients connect.
    pub fn address(&self) -> Address {
        Address::Unix(self.folder.join("agent.sock"))
    }
}

impl Drop for FakeSocket {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the thread, which ends then. What fails here leaves a folder behind.
        if UnixStream::connect(self.folder.join("agent.sock")).is_ok() {
            let _ = self.thread.take().map(JoinHandle::join);
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// A test that failed within its script is no reason for others to fail.
fn lock(script: &Mutex<Script>) -> MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Answers the requests of one client, a line each, until it disconnects.
fn serve(mut stream: impl Transport, script: &Mutex<Script>) {
    let mut received = Vec::new();
    loop {
        while let Some(end) = received.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = received.drain(..=end).collect();
            let Some(answer) = answer(&line, script) else { return };
            if stream.write_all_by(&answer, Instant::now() + TIMEOUT).is_err() {
                return;
            }
        }
        received.reserve(READ_BYTES);
        if !matches!(stream.read_by(&mut received, Instant::now() + TIMEOUT), Ok(1..)) {
            return;
        }
    }
}

/// What to send for a line; none closes the channel.
fn answer(line: &[u8], script: &Mutex<Script>) -> Option<Vec<u8>> {
    let text = line.strip_prefix(&[SENTINEL]).unwrap_or(line);
    let Ok(mut request) = serde_json::from_slice::<Value>(text) else { return Some(Vec::new()) };
    let id = request["id"].take();
    let request = Request {
        command: request["execute"].as_str().unwrap_or_default().to_owned(),
        arguments: request["arguments"].take(),
    };
    let mut bytes = Vec::new();
    let answer = match request.command.as_str() {
        "guest-sync-delimited" => {
            bytes.push(SENTINEL);
            Answer::from(request.arguments["id"].clone())
        }
        "guest-sync" => Answer::from(request.arguments["id"].clone()),
        _ => {
            let mut script = lock(script);
            script.requests.push(request.clone());
            (script.answer)(&request)
        }
    };
    let member = match answer {
        Answer::Return(value) => format!("\"return\": {}", value.as_str()),
        Answer::Error(error) => {
            let error = serde_json::json!({"class": error.class.name(), "desc": error.desc});
            format!("\"error\": {error}")
        }
        Answer::Silence => return Some(Vec::new()),
        Answer::Raw(bytes) => return Some(bytes),
        Answer::Close => return None,
    };
    let id = if id.is_null() { String::new() } else { format!(", \"id\": {id}") };
    bytes.extend_from_slice(format!("{{{member}{id}}}\n").as_bytes());
    Some(bytes)
}
