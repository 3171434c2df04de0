//! Watches every child with one thread: epoll over their pipes and pidfds.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::process::{Child, ExitStatus};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::buffer::spare_capacity;
use rustix::event::{EventfdFlags, Timespec, epoll, eventfd};
use rustix::process::{Pid, PidfdFlags, pidfd_open};
use zeroize::Zeroizing;

use super::spawn::Started;
use crate::process::child::{Capture, Feed, Progress, discard};

/// Commands this operating system does not have.
pub(super) const UNSUPPORTED: &[&str] = &[];

/// Time for reading a child's pipes after its exit, if a process it left behind holds them open.
const DRAIN_TIMEOUT: Duration = Duration::from_millis(500);

/// Interval of checks for ended children on kernels without pidfds (before 5.3).
const CHILD_POLL_INTERVAL: Duration = Duration::from_millis(50);

/// Bytes of output kept per stream.
const MAX_STREAM_BYTES: usize = 16 << 20;

/// Results kept until a client reads them; beyond this the oldest are dropped.
const MAX_RESULTS: usize = 8192;

/// Output kept of all children together; beyond this unread results are dropped, oldest first, then output is cut off.
/// The same limit holds for all pending input: beyond it a request with input is refused.
const MAX_TOTAL_BYTES: usize = 256 << 20;

/// Pipes of processes that outlive the child that started them. They are read and dropped, so that a daemon does not
/// die when it writes to its inherited stdout; beyond this number they are closed.
const MAX_ORPHAN_PIPES: usize = 1024;

/// Tokens of epoll events: a child's number times four plus one of these, or `WAKE`.
const EXIT: u64 = 0;
const INPUT: u64 = 1;
const OUTPUT: u64 = 2;
const ERROR: u64 = 3;
const WAKE: u64 = u64::MAX;

/// A child's exit status and output: bytes, and whether there were more.
pub(super) struct Ending {
    /// `None` if other code has waited for it.
    pub(super) status: Option<ExitStatus>,
    pub(super) output: Option<(Vec<u8>, bool)>,
    pub(super) error: Option<(Vec<u8>, bool)>,
}

/// The state of a pid.
pub(super) enum Report {
    Unknown,
    Running,
    Ended(Ending),
}

/// All children, and the thread that watches them.
pub(super) struct Watcher {
    shared: Arc<WatchedChildren>,
}

struct WatchedChildren {
    epoll: OwnedFd,
    wake: OwnedFd,
    /// Shared by the serving thread and the watching thread.
    table: Mutex<Children>,
}

#[derive(Default)]
struct Children {
    children: HashMap<u64, Entry>,
    by_pid: HashMap<u32, u64>,
    next: u64,
    /// Children that have no pidfd.
    blind: Vec<u64>,
    /// Ended children with open pipes, and the deadlines for reading them, soonest first.
    graces: VecDeque<(Instant, u64)>,
    /// Finished children, oldest first; some may have been removed.
    finished: VecDeque<u64>,
    orphans: HashMap<u64, OwnedFd>,
    /// Captured bytes of all children.
    bytes: usize,
}

struct Entry {
    child: Child,
    pidfd: Option<OwnedFd>,
    feed: Option<Feed<Zeroizing<Vec<u8>>>>,
    output: Option<Capture>,
    error: Option<Capture>,
    ended: bool,
    status: Option<ExitStatus>,
    finished: bool,
}

impl Watcher {
    pub(super) fn start() -> io::Result<Self> {
        let epoll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
        let wake = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        epoll::add(&epoll, &wake, epoll::EventData::new_u64(WAKE), epoll::EventFlags::IN)?;
        let shared = Arc::new(WatchedChildren { epoll, wake, table: Mutex::default() });
        let watched = Arc::clone(&shared);
        thread::Builder::new().name("children".into()).stack_size(128 * 1024).spawn(move || watched.watch())?;
        Ok(Self { shared })
    }

    /// Takes over a child, feeds it and keeps its output.
    pub(super) fn add(&self, started: Started, input: Zeroizing<Vec<u8>>) -> io::Result<u32> {
        let Started { child, input: feed, output, error } = started;
        let capture = |pipe| Capture::new(pipe, MAX_STREAM_BYTES);
        let (output, error) = (output.map(capture).transpose()?, error.map(capture).transpose()?);
        let feed = feed.map(|pipe| Feed::new(pipe, input)).transpose()?;
        let child = child.claim();
        let pid = child.id();
        let pidfd = pidfd_open(Pid::from_child(&child), PidfdFlags::empty()).ok();
        let entry = Entry { child, pidfd, feed, output, error, ended: false, status: None, finished: false };
        self.shared.add(pid, entry)?;
        Ok(pid)
    }

    /// The child's state; its result is returned once.
    pub(super) fn report(&self, pid: u32) -> Report {
        let mut table = self.shared.table();
        let Some(&id) = table.by_pid.get(&pid) else { return Report::Unknown };
        if table.children.get(&id).is_none_or(|entry| !entry.finished) {
            return Report::Running;
        }
        match table.remove(id) {
            Some(Entry { status, output, error, .. }) => Report::Ended(Ending {
                status,
                output: output.and_then(Capture::into_data),
                error: error.and_then(Capture::into_data),
            }),
            None => Report::Unknown,
        }
    }

    /// Whether this much input may be held until a child has read it.
    pub(super) fn has_room_for(&self, input: usize) -> bool {
        let table = self.shared.table();
        let held = |entry: &Entry| entry.feed.as_ref().map_or(0, Feed::len);
        input == 0 || table.children.values().map(held).sum::<usize>().saturating_add(input) <= MAX_TOTAL_BYTES
    }
}

impl WatchedChildren {
    fn table(&self) -> MutexGuard<'_, Children> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, pid: u32, mut entry: Entry) -> io::Result<()> {
        let mut table = self.table();
        let id = table.next;
        if let Err(error) = self.register(id, &entry) {
            // A child that cannot be watched would stay a zombie. Neither call fails for a child of this process.
            let _ = entry.child.kill();
            let _ = entry.child.wait();
            return Err(error);
        }
        table.next += 1;
        if entry.pidfd.is_none() {
            table.blind.push(id);
            // If the eventfd's counter is full, the thread is awake.
            let _ = rustix::io::write(&self.wake, &1u64.to_ne_bytes());
        }
        // The kernel reuses a pid only after its child was waited for, so the old entry is an unread result; the client
        // now means the new child.
        if let Some(&old) = table.by_pid.get(&pid) {
            table.remove(old);
        }
        table.by_pid.insert(pid, id);
        table.children.insert(id, entry);
        Ok(())
    }

    fn register(&self, id: u64, entry: &Entry) -> io::Result<()> {
        let reads = epoll::EventFlags::IN;
        let pipes = [
            (entry.pidfd.as_ref(), EXIT, reads),
            (entry.feed.as_ref().map(Feed::pipe), INPUT, epoll::EventFlags::OUT),
            (entry.output.as_ref().and_then(Capture::pipe), OUTPUT, reads),
            (entry.error.as_ref().and_then(Capture::pipe), ERROR, reads),
        ];
        for (pipe, kind, flags) in pipes {
            if let Some(pipe) = pipe {
                epoll::add(&self.epoll, pipe, epoll::EventData::new_u64(id * 4 + kind), flags)?;
            }
        }
        Ok(())
    }

    /// Closes a watched descriptor. It is removed from the epoll set first: a child between fork and exec may hold a
    /// copy, and closing alone would leave it in the set.
    fn close(&self, descriptor: Option<impl AsFd>) {
        if let Some(descriptor) = descriptor {
            // Cannot fail for a descriptor that is in the set.
            let _ = epoll::delete(&self.epoll, descriptor.as_fd());
        }
    }

    /// The watching thread: waits for events and handles them until the process ends.
    fn watch(&self) {
        let mut buffer = vec![0; 64 * 1024];
        let mut events: Vec<epoll::Event> = Vec::with_capacity(256);
        loop {
            let timeout = self.table().timeout().and_then(|left| Timespec::try_from(left).ok());
            events.clear();
            // It fails only when interrupted; wait again.
            let _ = epoll::wait(&self.epoll, spare_capacity(&mut events), timeout.as_ref());
            for event in &events {
                let token = event.data.u64();
                // One event at a time, so that a status query never waits for more than one child's output.
                self.happened(&mut self.table(), token, &mut buffer);
            }
            self.on_time(&mut self.table(), &mut buffer);
        }
    }

    fn happened(&self, table: &mut Children, token: u64, buffer: &mut [u8]) {
        if token == WAKE {
            // The eventfd's counter has no meaning.
            let _ = rustix::io::read(&self.wake, &mut [0; 8]);
            return;
        }
        let (id, kind) = (token / 4, token % 4);
        let Some(entry) = table.children.get_mut(&id).filter(|entry| !entry.finished) else {
            if table.orphans.get(&token).is_some_and(|pipe| discard(pipe, buffer) == Progress::End) {
                self.close(table.orphans.remove(&token));
            }
            return;
        };
        match kind {
            EXIT => self.exited(table, id, buffer),
            INPUT => {
                if entry.feed.as_mut().is_some_and(|feed| feed.push() == Progress::End) {
                    self.close(entry.feed.take().map(Feed::into_pipe));
                }
            }
            _ => {
                self.drain(table, id, kind, buffer);
                self.settle(table, id);
            }
        }
    }

    /// Checks whether the child has ended. Its output is in its pipes by then.
    fn exited(&self, table: &mut Children, id: u64, buffer: &mut [u8]) {
        let Some(entry) = table.children.get_mut(&id) else { return };
        let status = match entry.child.try_wait() {
            Ok(Some(status)) => Some(status),
            Ok(None) => return,
            // Other code waited for it (a vendor's might): its status is unknown.
            Err(_) => None,
        };
        (entry.ended, entry.status) = (true, status);
        self.close(entry.pidfd.take());
        self.drain(table, id, OUTPUT, buffer);
        self.drain(table, id, ERROR, buffer);
        if !self.settle(table, id) {
            table.graces.push_back((Instant::now() + DRAIN_TIMEOUT, id));
        }
    }

    fn drain(&self, table: &mut Children, id: u64, kind: u64, buffer: &mut [u8]) {
        while table.bytes >= MAX_TOTAL_BYTES && table.forget_oldest() {}
        let Some(entry) = table.children.get_mut(&id) else { return };
        let capture = if kind == OUTPUT { &mut entry.output } else { &mut entry.error };
        let Some(capture) = capture else { return };
        let before = capture.len();
        let progress = capture.drain(buffer, MAX_TOTAL_BYTES.saturating_sub(table.bytes));
        table.bytes += capture.len() - before;
        if progress == Progress::End {
            self.close(capture.take_pipe());
        }
    }

    /// Marks the child finished when it has ended and its output is complete.
    fn settle(&self, table: &mut Children, id: u64) -> bool {
        let Some(entry) = table.children.get(&id) else { return true };
        let open = [&entry.output, &entry.error].into_iter().flatten().any(|capture| capture.pipe().is_some());
        if entry.ended && !open {
            self.finish(table, id);
            return true;
        }
        false
    }

    fn finish(&self, table: &mut Children, id: u64) {
        let Some(entry) = table.children.get_mut(&id) else { return };
        entry.finished = true;
        self.close(entry.feed.take().map(Feed::into_pipe));
        for (capture, kind) in [(&mut entry.output, OUTPUT), (&mut entry.error, ERROR)] {
            match capture.as_mut().and_then(Capture::take_pipe) {
                Some(pipe) if table.orphans.len() < MAX_ORPHAN_PIPES => {
                    table.orphans.insert(id * 4 + kind, pipe);
                }
                pipe => self.close(pipe),
            }
        }
        table.finished.push_back(id);
        if table.finished.len() > 2 * MAX_RESULTS {
            let children = &table.children;
            table.finished.retain(|id| children.contains_key(id));
        }
        while table.finished.len() > MAX_RESULTS && table.forget_oldest() {}
    }

    /// Handles deadlines that have passed.
    fn on_time(&self, table: &mut Children, buffer: &mut [u8]) {
        for id in table.blind.clone() {
            self.exited(table, id, buffer);
        }
        let children = &table.children;
        table.blind.retain(|id| children.get(id).is_some_and(|entry| !entry.ended));
        let now = Instant::now();
        while table.graces.front().is_some_and(|(end, _)| *end <= now) {
            let Some((_, id)) = table.graces.pop_front() else { return };
            if table.children.get(&id).is_some_and(|entry| !entry.finished) {
                self.drain(table, id, OUTPUT, buffer);
                self.drain(table, id, ERROR, buffer);
                self.finish(table, id);
            }
        }
    }
}

impl Children {
    /// The time until the thread must wake without an event.
    fn timeout(&self) -> Option<Duration> {
        let grace = self.graces.front().map(|(end, _)| end.saturating_duration_since(Instant::now()));
        let look = (!self.blind.is_empty()).then_some(CHILD_POLL_INTERVAL);
        [grace, look].into_iter().flatten().min()
    }

    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.children.remove(&id)?;
        self.by_pid.remove(&entry.child.id());
        self.bytes -= [&entry.output, &entry.error].into_iter().flatten().map(Capture::len).sum::<usize>();
        Some(entry)
    }

    /// Drops the oldest result; false if there is none.
    fn forget_oldest(&mut self) -> bool {
        while let Some(id) = self.finished.pop_front() {
            if self.remove(id).is_some() {
                return true;
            }
        }
        false
    }
}
