//! An agent that answers one request with a long text, written piece by piece.

use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use qga_client::Stream;
use qga_runtime::transport::memory;

/// Longer than anything here takes.
const PLENTY: Duration = Duration::from_secs(120);

/// So many middles are written at once.
const BLOCK: usize = 100;

/// A text with a middle that comes many times.
#[derive(Clone)]
pub(crate) struct Text {
    head: String,
    middle: String,
    times: usize,
    tail: String,
}

impl Text {
    pub(crate) fn new(head: &str, middle: &str, times: usize, tail: &str) -> Self {
        Text { head: head.into(), middle: middle.into(), times, tail: tail.into() }
    }
}

/// Writes to a client until it has left.
struct Writer {
    stream: Stream,
    written: usize,
    piece: Vec<u8>,
}

impl Writer {
    /// Whether the client is still there.
    fn write(&mut self, text: &[u8]) -> bool {
        self.piece.extend_from_slice(text);
        self.piece.len() + text.len() < self.piece.capacity() || self.flush()
    }

    fn flush(&mut self) -> bool {
        let is_there = self.stream.write_all_by(&self.piece, Instant::now() + PLENTY).is_ok();
        self.written += self.piece.len();
        self.piece.clear();
        is_there
    }
}

/// An agent that answers the next request with a text in place of its result, until its client has left; then it says
/// how many bytes it wrote.
pub(crate) fn serve(text: Text) -> (Stream, JoinHandle<usize>) {
    let (client, mut stream) = memory::pair().expect("a descriptor is free");
    let mut heard = Vec::with_capacity(4096);
    let piece = Vec::with_capacity(64 << 10);
    let block = text.middle.repeat(BLOCK);
    let thread = std::thread::spawn(move || {
        while heard.iter().filter(|byte| **byte == b'\n').count() < 2 {
            stream.read_by(&mut heard, Instant::now() + PLENTY).expect("the client asks");
        }
        let heard = String::from_utf8_lossy(&heard);
        let numbers: Vec<&str> =
            heard.lines().filter_map(|line| line.rsplit("\"id\": ").next()?.strip_suffix('}')).collect();
        let [sync, request] = numbers[..] else { panic!("a sync and a request: {heard}") };
        let mut out = Writer { stream, written: 0, piece };
        out.write(format!("{{\"return\": {sync}, \"id\": {sync}}}\n{{").as_bytes());
        out.write(text.head.as_bytes());
        let _ = (0..text.times / BLOCK).try_for_each(|_| out.write(block.as_bytes()).then_some(()));
        out.write(&block.as_bytes()[..text.times % BLOCK * text.middle.len()]);
        out.write(text.tail.as_bytes());
        out.write(format!(", \"id\": {request}}}\n").as_bytes());
        out.flush();
        out.written
    });
    (client, thread)
}
