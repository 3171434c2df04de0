//! An agent's end of a socket, played by a thread.

use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use qga_client::{Options, Timeouts};
use qga_runtime::transport::{Stream, memory};

/// Longer than anything here takes.
pub(crate) const PLENTY: Duration = Duration::from_secs(30);

/// Long enough for an agent to answer in, and short enough to wait for one that does not.
pub(crate) const SHORT: Duration = Duration::from_millis(500);

/// A request that waits for its answer.
pub(crate) struct Request {
    pub(crate) name: String,
    id: serde_json::Value,
}

impl Request {
    /// The answer with this `return` or `error` member.
    pub(crate) fn answer(&self, member: &str) -> String {
        format!("{{{member}, \"id\": {}}}\n", self.id)
    }

    /// What an agent since QEMU 9.1 answers to a command that may not run now.
    pub(crate) fn refusal(&self) -> String {
        let desc = format!("Command {} has been disabled: the command is not allowed", self.name);
        self.answer(&format!("\"error\": {{\"class\": \"CommandNotFound\", \"desc\": \"{desc}\"}}"))
    }
}

/// The agent's end.
pub(crate) struct Peer {
    stream: Stream,
    heard: Vec<u8>,
}

impl Peer {
    /// Has a thread play the part; the other end is for a client. The part is over once the client has left.
    pub(crate) fn play<T: Send + 'static>(
        part: impl FnOnce(&mut Peer) -> T + Send + 'static,
    ) -> (Stream, JoinHandle<T>) {
        let (client, stream) = memory::pair().expect("a descriptor is free");
        let thread = std::thread::spawn(move || part(&mut Peer { stream, heard: Vec::new() }));
        (client, thread)
    }

    /// The next request but syncs, which are answered; none once the client has left.
    pub(crate) fn hear(&mut self) -> Option<Request> {
        loop {
            let line = self.line()?;
            let text = line.strip_prefix(b"\xff").unwrap_or(&line);
            let json: serde_json::Value = serde_json::from_slice(text).expect("a client sends JSON");
            let name = json["execute"].as_str().expect("a command").to_owned();
            if name != "guest-sync-delimited" {
                return Some(Request { name, id: json["id"].clone() });
            }
            self.say(&format!("{{\"return\": {}}}\n", json["arguments"]["id"]));
        }
    }

    /// Reads until the client has left, and answers nothing.
    pub(crate) fn ignore(&mut self) {
        while self.line().is_some() {}
    }

    /// Reads some of what the client sends.
    pub(crate) fn sip(&mut self) {
        let mut sip = Vec::with_capacity(100);
        self.stream.read_by(&mut sip, Instant::now() + PLENTY).expect("the client sends something");
    }

    /// Reads nothing until the client has left: talks itself for so long.
    pub(crate) fn stall(&mut self) {
        let ended = self.stream.write_all_by(&vec![b' '; 4 << 20], Instant::now() + PLENTY);
        ended.expect_err("the client leaves before it has read all that");
    }

    pub(crate) fn say(&mut self, text: &str) {
        self.stream.write_all_by(text.as_bytes(), Instant::now() + PLENTY).expect("the client listens");
    }

    fn line(&mut self) -> Option<Vec<u8>> {
        let mut searched = 0;
        loop {
            if let Some(end) = self.heard[searched..].iter().position(|byte| *byte == b'\n') {
                return Some(self.heard.drain(..=searched + end).collect());
            }
            searched = self.heard.len();
            if !matches!(self.stream.read_by(&mut self.heard, Instant::now() + PLENTY), Ok(1..)) {
                return None;
            }
        }
    }
}

/// Options of a client that waits this long for the error of a command without an answer, and for all else as long as
/// it takes.
pub(crate) fn silence(limit: Duration) -> Options {
    let timeouts = Timeouts { answer: Some(PLENTY), silence: limit, ..Timeouts::default() };
    Options { timeouts, ..Options::default() }
}

#[cfg(feature = "tokio")]
pub(crate) fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}
