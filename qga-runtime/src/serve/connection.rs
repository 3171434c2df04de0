//! One client: what it sent, what it still has to read.

use std::io::{self, Write};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;

use super::meanwhile::{Answers, glance, meanwhile, others_wait};
use super::{Attendant, ServeOptions};
use crate::dispatch::{Dispatcher, Gate};
use crate::framing::{Decoder, Frame};
use crate::marshal::JsonWriter;
use crate::transport::Stream;
use crate::transport::readiness::Readiness;
use crate::transport::watching::{Interest, Watched};

/// A stream with a decoder, and with answers that its client has not read yet.
#[derive(Debug)]
pub(super) struct Connection {
    stream: Stream,
    decoder: Decoder,
    output: Vec<u8>,
    /// How much of `output` is written already.
    sent: usize,
    /// What a stand-in has left for the agent.
    deferred: Option<Box<Frame>>,
    used: bool,
    may_have_more: bool,
    /// Others came first: there may be requests in the decoder.
    paused: bool,
    ending: bool,
    stall: Duration,
}

/// A client that reads again in this time is waited for without a look at the others.
const AT_ONCE: Duration = Duration::from_millis(10);

/// So long a client goes on asking, or reading one answer, before somebody looks whether others wait.
const TURN: Duration = Duration::from_millis(20);

/// An output buffer that grew beyond this is given back once it is empty.
const KEEP: usize = 256 * 1024;

impl Connection {
    pub(super) fn of(stream: Stream, options: &ServeOptions) -> Self {
        Connection {
            // To give up would be to lose half an answer, and whoever reads again would not know.
            stall: if stream.is_device() { Duration::MAX } else { options.stall },
            stream,
            decoder: Decoder::spooling(options.limits),
            output: Vec::new(),
            sent: 0,
            deferred: None,
            used: false,
            may_have_more: false,
            paused: false,
            ending: false,
        }
    }

    /// What to wait for: a client that has answers to read is not read from.
    pub(super) fn watched(&self, id: u64) -> Watched<'_> {
        let interest = match self.has_output() {
            true => Interest::Write,
            false if self.stream.is_device() => Interest::Arrival,
            false => Interest::Read,
        };
        Watched { id, descriptor: self.stream.as_fd(), interest }
    }

    /// Whether there may be more to do, which nobody will tell of.
    pub(super) fn may_have_more(&self) -> bool {
        (self.may_have_more || self.paused || self.is_deferred()) && !self.has_output()
    }

    /// As [`Connection::may_have_more`], for a stand-in.
    pub(super) fn may_have_more_now(&self) -> bool {
        (self.may_have_more || self.paused) && !self.is_deferred() && !self.has_output()
    }

    /// Whether something waits for the agent that its stand-in could not answer.
    pub(super) fn is_deferred(&self) -> bool {
        self.deferred.is_some()
    }

    /// Forgets what is half read and half written: another client begins at the other side of a device.
    pub(super) fn begin_afresh(&mut self) {
        self.decoder.reset();
        self.deferred = None;
        self.output.clear();
        self.sent = 0;
        self.may_have_more = false;
        self.paused = false;
        self.ending = false;
    }

    /// Whether anything ever arrived.
    pub(super) fn was_used(&self) -> bool {
        self.used
    }

    /// The other side has nothing more to say than what is there to be read.
    pub(super) fn expect_end(&mut self) {
        self.ending = true;
    }

    /// Does what can be done without waiting. False once the client has left.
    pub(super) fn serve<A: Gate>(
        &mut self,
        dispatcher: &Dispatcher<A>,
        agent: &mut A,
        attendant: &mut dyn Attendant<A>,
    ) -> io::Result<bool> {
        if self.has_output() {
            self.write_output()?;
        } else if self.is_deferred() || self.paused {
            // What may have arrived meanwhile was told of just now, and is not told of again.
            self.may_have_more = true;
        } else if !self.receive()? {
            return Ok(false);
        }
        self.answer(dispatcher, agent, attendant)?;
        Ok(true)
    }

    /// As [`Connection::serve`], by a stand-in, up to what only the agent can answer.
    pub(super) fn serve_by(&mut self, stand_in: &mut dyn Answers) -> io::Result<bool> {
        if self.has_output() {
            self.write_output()?;
        } else if !self.is_deferred() && !self.receive()? {
            return Ok(false);
        }
        while !self.has_output() && !self.is_deferred() {
            let Some(frame) = self.decoder.next_frame() else { break };
            match stand_in.answer(frame, &mut JsonWriter::new(&mut self.output)) {
                Ok(true) => self.decoder.trust(),
                Ok(false) => {}
                Err(frame) => self.deferred = Some(Box::new(frame)),
            }
            self.write_output()?;
        }
        self.paused = false;
        Ok(true)
    }

    /// Reads what has arrived. False once the client has left.
    fn receive(&mut self) -> io::Result<bool> {
        let room = self.decoder.room();
        let offered = room.capacity() - room.len();
        let read = self.stream.try_read(room);
        // A socket that gives less than there was room for has no more, and tells when more arrives. A device tells anyway.
        self.may_have_more = match read {
            Ok(count) if count < offered => self.ending,
            Ok(_) => true,
            Err(_) => false,
        };
        match read {
            Ok(count) => {
                self.used |= count > 0;
                Ok(count > 0)
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Answers what has arrived, up to the first answer that the client has no room for, or until it is others' turn.
    fn answer<A: Gate>(
        &mut self,
        dispatcher: &Dispatcher<A>,
        agent: &mut A,
        attendant: &mut dyn Attendant<A>,
    ) -> io::Result<()> {
        self.paused = false;
        let mut begun = None;
        while !self.has_output() {
            let next = match self.deferred.take() {
                None => self.decoder.next_frame(),
                Some(deferred) => Some(*deferred),
            };
            let Some(frame) = next else { break };
            let mut channel = Channel {
                stream: &mut self.stream,
                attendant,
                begun: false,
                heeded: false,
                looked: None,
                waited: Duration::ZERO,
                stall: self.stall,
            };
            let mut out = JsonWriter::streaming(&mut self.output, &mut channel);
            let trusted = dispatcher.answer_frame(agent, frame, &mut out);
            out.finish()?;
            if trusted {
                self.decoder.trust();
            }
            // Now, not with the next answer: the next command may take long.
            self.write_output()?;
            if self.decoder.has_more() && begun.get_or_insert_with(Instant::now).elapsed() > TURN {
                self.paused = true;
                break;
            }
        }
        self.decoder.give_back();
        Ok(())
    }

    /// Whether the client has answers to read before it is read from.
    pub(super) fn has_output(&self) -> bool {
        self.sent < self.output.len()
    }

    /// Whether the client has got a part of an answer, and not yet all.
    pub(super) fn is_writing(&self) -> bool {
        self.sent > 0 && self.has_output()
    }

    fn write_output(&mut self) -> io::Result<()> {
        while let Some(rest @ [_, ..]) = self.output.get(self.sent..) {
            match self.stream.try_write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => self.sent += count,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        self.sent = 0;
        self.output.clear();
        self.output.shrink_to(KEEP);
        Ok(())
    }
}

/// Takes a large answer while it is made, as fast as the client reads it.
struct Channel<'c, A> {
    stream: &'c mut Stream,
    attendant: &'c mut dyn Attendant<A>,
    /// The client has got a part of the answer.
    begun: bool,
    /// The attendant was asked already, and lets the answer go on.
    heeded: bool,
    /// When somebody last looked whether others wait.
    looked: Option<Instant>,
    /// How long the client was waited for before now.
    waited: Duration,
    stall: Duration,
}

impl<A> Channel<'_, A> {
    /// Waits until the client may take more.
    ///
    /// # Errors
    /// It took nothing for too long, or has kept others waiting for so long in all; the attendant gave it up; or it has
    /// left its device.
    fn wait(&mut self) -> io::Result<()> {
        let started = Instant::now();
        let stall = match others_wait() {
            true if self.waited >= self.stall => return Err(stalled()),
            true => self.stall - self.waited,
            false => self.stall,
        };
        let mut patience = stall.min(AT_ONCE);
        let (attendant_ready, left) = loop {
            let descriptor = self.attendant.descriptor();
            let mut polled = [
                PollFd::new(&*self.stream, PollFlags::OUT),
                PollFd::from_borrowed_fd(descriptor, if self.heeded { PollFlags::empty() } else { PollFlags::IN }),
            ];
            break match poll(&mut polled, Timespec::try_from(patience).ok().as_ref()) {
                Ok(0) => {
                    let left = stall.saturating_sub(started.elapsed());
                    if left.is_zero() {
                        return Err(stalled());
                    }
                    let attendant = (!self.heeded).then_some(descriptor);
                    meanwhile(attendant.as_slice(), Some(self.stream.as_fd()), left)?;
                    patience = Duration::ZERO;
                    continue;
                }
                Ok(_) => {
                    let left = self.stream.is_device() && polled[0].revents().contains(PollFlags::HUP);
                    (!self.heeded && !polled[1].revents().is_empty(), left)
                }
                Err(Errno::INTR) => (false, false),
                Err(error) => return Err(error.into()),
            };
        };
        self.waited += started.elapsed();
        if attendant_ready {
            self.heed()?;
        }
        match left {
            true if self.begun => Err(io::ErrorKind::BrokenPipe.into()),
            true => self.wait_for_reader(),
            false => Ok(()),
        }
    }

    /// Waits until somebody is behind the device: a request can overtake the news that its sender has come.
    fn wait_for_reader(&mut self) -> io::Result<()> {
        let started = Instant::now();
        let mut readiness = Readiness::new()?;
        let mut ready = Vec::new();
        loop {
            let reader = Watched { id: 1, descriptor: self.stream.as_fd(), interest: Interest::Reader };
            let interest = if self.heeded { Interest::Nothing } else { Interest::Arrival };
            let attendant = Watched { id: 0, descriptor: self.attendant.descriptor(), interest };
            ready.clear();
            readiness.wait(&[attendant, reader], Some(self.stall), &mut ready)?;
            if ready.is_empty() && started.elapsed() >= self.stall {
                return Err(stalled());
            }
            if ready.iter().any(|ready| ready.id == 0) {
                self.heed()?;
            }
            if ready.iter().any(|ready| ready.id == 1 && !ready.hung_up) {
                return Ok(());
            }
        }
    }

    fn heed(&mut self) -> io::Result<()> {
        if self.attendant.is_urgent() {
            return Err(io::Error::new(io::ErrorKind::ConnectionAborted, "the answer was given up"));
        }
        self.heeded = true;
        Ok(())
    }
}

fn stalled() -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the client does not read its answer")
}

impl<A> Write for Channel<'_, A> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.looked.get_or_insert_with(Instant::now).elapsed() > TURN {
            glance()?;
            self.looked = None;
        }
        loop {
            match self.stream.try_write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.wait()?,
                Ok(count) => {
                    self.begun = true;
                    return Ok(count);
                }
                Err(error) => return Err(error),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
