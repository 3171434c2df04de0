//! A faulty channel: delays, cuts, loses, doubles and reorders data by schedule, and disconnects.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::os::unix::net::UnixStream;
use std::rc::Rc;
use std::time::Instant;

use qga_client::Transport;

use super::lockstep::Stepped;

/// Pseudo-random numbers, reproducible by seed.
pub(super) struct Draw(pub(super) u64);

impl Draw {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed ^ (mixed >> 29)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap() % limit.max(1)
    }

    pub(super) fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }
}

/// The faults of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Delays, cuts, and ends at any byte, as every stream may.
    Stream,
    /// Also loses, doubles and reorders whole lines, as a proxy with several clients may.
    Lines,
    /// The same with any piece, as a bad serial line may.
    Bytes,
}

/// The data lost when a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Loss {
    /// Everything: the agent gets another connection.
    Connection,
    /// Nothing: data in a port reaches the next client.
    Nothing,
}

/// Counts of the faults.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) lost: u32,
    pub(super) doubled: u32,
    pub(super) reordered: u32,
    pub(super) late: u32,
    pub(super) timeouts: u32,
    pub(super) cut_off: u32,
    pub(super) disconnected: u32,
}

impl Tally {
    pub(super) fn parts(&self) -> [(&'static str, u32); 7] {
        [
            ("lost", self.lost),
            ("doubled", self.doubled),
            ("reordered", self.reordered),
            ("late", self.late),
            ("timeouts", self.timeouts),
            ("cut off", self.cut_off),
            ("disconnected", self.disconnected),
        ]
    }

    pub(super) fn add(&mut self, other: Tally) {
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.reordered += other.reordered;
        self.late += other.late;
        self.timeouts += other.timeouts;
        self.cut_off += other.cut_off;
        self.disconnected += other.disconnected;
    }
}

/// The channel between one agent and its clients, one at a time.
pub(super) struct Channel {
    agent: Stepped,
    line: Option<UnixStream>,
    trouble: Trouble,
    loss: Loss,
    pub(super) draw: Draw,
    /// Whether faults are enabled.
    pub(super) troubled: bool,
    down: Way,
    up: Way,
    broken: bool,
    deadline: Option<Instant>,
    pub(super) tally: Tally,
}

/// One direction: data in transit, and delayed data.
#[derive(Default)]
struct Way {
    pieces: VecDeque<Vec<u8>>,
    late: Vec<Vec<u8>>,
}

impl Channel {
    pub(super) fn new(agent: Stepped, trouble: Trouble, loss: Loss, draw: Draw) -> Self {
        let line = Some(agent.connect());
        let (down, up) = Default::default();
        let tally = Tally::default();
        Self { agent, line, trouble, loss, draw, troubled: true, down, up, broken: false, deadline: None, tally }
    }

    /// Disables faults. Delayed data arrives first.
    pub(super) fn calm_down(&mut self) {
        self.troubled = false;
        for way in [&mut self.down, &mut self.up] {
            way.pieces.extend(way.late.drain(..));
        }
    }

    /// Connects another client. Returns whether the previous one had lost its connection.
    pub(super) fn reopen(&mut self) -> bool {
        if self.line.is_none() {
            self.line = Some(self.agent.connect());
        }
        std::mem::take(&mut self.broken)
    }

    /// Begins another call, with a deadline of its own.
    pub(super) fn begin_call(&mut self) {
        self.deadline = None;
    }

    /// Sends a request over a separate connection without faults.
    pub(super) fn ask_aside(&self, request: &str) -> serde_json::Value {
        let aside = self.agent.connect();
        let answer = self.agent.deliver(&aside, request.as_bytes());
        self.agent.hang_up(aside);
        serde_json::from_slice(&answer).unwrap()
    }

    fn disconnect(&mut self) {
        self.tally.disconnected += 1;
        self.broken = true;
        if self.loss == Loss::Connection {
            if let Some(line) = self.line.take() {
                self.agent.hang_up(line);
            }
            (self.down, self.up) = Default::default();
        }
    }

    fn check_deadline(&mut self, deadline: Instant) {
        // Every step of a call has the call's deadline.
        assert_eq!(*self.deadline.get_or_insert(deadline), deadline);
    }

    fn read(&mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        loop {
            if self.broken {
                return Ok(0);
            }
            if self.troubled && self.draw.one_in(60) {
                self.disconnect();
                return if self.draw.one_in(2) { Ok(0) } else { Err(io::ErrorKind::ConnectionReset.into()) };
            }
            if self.troubled && self.draw.one_in(40) {
                self.tally.timeouts += 1;
                return Err(io::ErrorKind::TimedOut.into());
            }
            self.late_ones_arrive();
            let agent_first = self.draw.one_in(2);
            if (agent_first || self.up.pieces.is_empty()) && self.run_agent() {
                continue;
            }
            // Nothing arrives until the deadline.
            let Some(mut piece) = self.up.pieces.pop_front() else { return Err(io::ErrorKind::TimedOut.into()) };
            let room = into.capacity() - into.len();
            if piece.len() > room {
                self.up.pieces.push_front(piece.split_off(room));
            }
            into.extend_from_slice(&piece);
            return Ok(piece.len());
        }
    }

    /// Passes one read's data in transit to the agent. False if there is none.
    fn run_agent(&mut self) -> bool {
        let most = 1 + self.draw.below(24);
        let count = self.down.pieces.len().min(most);
        let bytes: Vec<u8> = self.down.pieces.drain(..count).flatten().collect();
        let Some(line) = self.line.as_ref().filter(|_| !bytes.is_empty()) else { return false };
        let answers = of_one_width(&self.agent.deliver(line, &bytes));
        let Self { draw, tally, trouble, troubled, up, .. } = self;
        up.send(&answers, troubled.then_some(*trouble), draw, tally);
        true
    }

    fn late_ones_arrive(&mut self) {
        for way in [&mut self.down, &mut self.up] {
            if !way.late.is_empty() && self.draw.one_in(3) {
                self.tally.late += 1;
                way.pieces.extend(way.late.drain(..));
            }
        }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.broken {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let Self { draw, tally, trouble, troubled, down, .. } = self;
        let trouble = troubled.then_some(*trouble);
        if !*troubled || !draw.one_in(25) {
            down.send(bytes, trouble, draw, tally);
            return Ok(());
        }
        tally.cut_off += 1;
        down.send(&bytes[..draw.below(bytes.len())], trouble, draw, tally);
        if draw.one_in(2) {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.disconnect();
        Err(io::ErrorKind::BrokenPipe.into())
    }
}

impl Way {
    /// Cuts sent data into pieces, and applies the schedule's fault to each.
    fn send(&mut self, bytes: &[u8], trouble: Option<Trouble>, draw: &mut Draw, tally: &mut Tally) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let length = match trouble {
                Some(Trouble::Lines) => rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1),
                _ => 1 + draw.below(rest.len().min(60)),
            };
            let (piece, behind) = rest.split_at(length);
            rest = behind;
            let fate = if matches!(trouble, Some(Trouble::Lines | Trouble::Bytes)) { draw.below(24) } else { 0 };
            match fate {
                20 => tally.lost += 1,
                21 => {
                    tally.doubled += 1;
                    self.pieces.extend([piece.to_vec(), piece.to_vec()]);
                }
                22 => self.late.push(piece.to_vec()),
                23 => {
                    tally.reordered += 1;
                    self.pieces.push_front(piece.to_vec());
                }
                _ => self.pieces.push_back(piece.to_vec()),
            }
        }
    }
}

/// Process numbers differ from run to run; padded, they change no schedule.
fn of_one_width(answers: &[u8]) -> Vec<u8> {
    const BEFORE: &[u8] = b"\"pid\": ";
    let mut padded = Vec::with_capacity(answers.len());
    let mut rest = answers;
    while let Some(at) = rest.windows(BEFORE.len()).position(|window| window == BEFORE) {
        let (before, behind) = rest.split_at(at + BEFORE.len());
        let digits = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, behind) = behind.split_at(digits);
        padded.extend([before, number].concat());
        padded.resize(padded.len() + 10 - digits, b' ');
        rest = behind;
    }
    padded.extend_from_slice(rest);
    padded
}

/// A client's end of the channel.
#[derive(Clone)]
pub(super) struct End(pub(super) Rc<RefCell<Channel>>);

impl Transport for End {
    fn read_by(&mut self, into: &mut Vec<u8>, deadline: Instant) -> io::Result<usize> {
        let mut channel = self.0.borrow_mut();
        channel.check_deadline(deadline);
        channel.read(into)
    }

    fn write_all_by(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()> {
        let mut channel = self.0.borrow_mut();
        channel.check_deadline(deadline);
        channel.write(bytes)
    }
}
