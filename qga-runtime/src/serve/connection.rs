//! One client: its stream, its unanswered requests, and the answer being sent.

use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use super::ServeOptions;
use super::requests::{Requests, Wanted};
use super::responder::Responder;
use crate::answer::{Answer, Output, Refill};
use crate::dispatch::{Answered, Dispatcher, Gate, Priority, Received};
use crate::envelope::Envelope;
use crate::framing::Decoder;
use crate::marshal::JsonWriter;
use crate::transport::Stream;
use crate::transport::watching::{Interest, Watched};

/// A client's stream, decoder, requests and output. Nothing here blocks.
pub(super) struct Connection {
    stream: Stream,
    decoder: Decoder,
    requests: Requests,
    output: Output,
    /// The number of the job that runs for this client; results with another number are dropped.
    work: Option<u64>,
    /// It is in the loop's queue.
    pub(super) queued: bool,
    /// Its job has ended: serve it without waiting for an event.
    must_serve: bool,
    /// The stream may have unread bytes.
    may_have_more: bool,
    /// Its turn has ended: the decoder may hold requests.
    paused: bool,
    /// The peer has shut down writing, or has disconnected.
    ending: bool,
    /// All input is read, up to the end of the stream.
    ended: bool,
    /// At least one byte was received.
    received: bool,
    /// Not read from: the clients together exceed the memory limit.
    pub(super) held_back: bool,
    /// The one large request that is read while others are held back: since when, and its bytes at that time.
    pub(super) preferred: Option<(Instant, usize)>,
    /// Time of the last byte received or sent.
    pub(super) active: Instant,
    /// Time since when the client accepts no bytes of its answer.
    blocked: Option<Instant>,
    stall: Option<Duration>,
    turn: Duration,
}

/// Work that may block; it runs while the loop is in the slot.
pub(super) enum Work {
    /// A request to run.
    Run(Received, Answer),
    /// The next piece of a large answer to encode.
    Refill(Refill),
}

/// The result of a [`Work`].
pub(super) enum Done {
    Ran(Answer, Answered),
    Refilled(Refill),
}

/// Whether a connection stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    Continues,
    /// The client has disconnected, and no answer is pending.
    Ended,
}

impl Work {
    /// Does the work; may block.
    pub(super) fn run<A: Gate>(self, dispatcher: &Dispatcher<A>, agent: &mut A) -> Done {
        match self {
            Work::Run(received, mut answer) => {
                let answered = dispatcher.answer(agent, &received, &mut JsonWriter::answering(&mut answer));
                Done::Ran(answer, answered)
            }
            Work::Refill(mut refill) => {
                refill.run();
                Done::Refilled(refill)
            }
        }
    }
}

impl Connection {
    pub(super) fn of(stream: Stream, options: &ServeOptions) -> Self {
        Connection {
            // A device's client may return and would not notice that half an answer was lost.
            stall: (!stream.is_device()).then_some(options.stall),
            turn: options.turn,
            stream,
            decoder: Decoder::spooling(options.limits),
            requests: Requests::new(options.overtake),
            output: Output::default(),
            work: None,
            queued: false,
            must_serve: false,
            may_have_more: false,
            paused: false,
            ending: false,
            ended: false,
            received: false,
            held_back: false,
            preferred: None,
            active: Instant::now(),
            blocked: None,
        }
    }

    /// The event to wait for: a client with a pending answer is not read from.
    pub(super) fn watched(&self, id: u64) -> Watched<'_> {
        let interest = match self.output.is_empty() {
            false => Interest::Write,
            true if !self.may_read() => Interest::Nothing,
            true if self.stream.is_device() => Interest::Arrival,
            true => Interest::Read,
        };
        Watched { id, descriptor: self.stream.as_fd(), interest }
    }

    fn may_read(&self) -> bool {
        !self.ended && !self.held_back && self.output.is_empty() && self.requests.has_room()
    }

    /// Whether it has to be served without an event.
    pub(super) fn is_due(&self) -> bool {
        let may_go_on = self.output.is_empty() && self.requests.has_room();
        self.must_serve || self.paused && may_go_on || self.may_have_more && self.may_read()
    }

    /// Whether a request of it is unanswered, or an answer not fully sent.
    pub(super) fn is_owed(&self) -> bool {
        !self.requests.is_empty() || !self.output.is_empty()
    }

    /// Whether an answer is not fully sent.
    pub(super) fn has_output(&self) -> bool {
        !self.output.is_empty()
    }

    /// Whether an answer is partly sent.
    pub(super) fn is_writing(&self) -> bool {
        self.output.is_begun() && self.has_output()
    }

    /// Whether all input is read, up to the end of the stream.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether any byte was received.
    pub(super) fn has_received(&self) -> bool {
        self.received
    }

    /// Bytes of memory held for its requests.
    pub(super) fn held(&self) -> usize {
        self.decoder.held() + self.requests.bytes()
    }

    /// Whether a request has begun to arrive.
    pub(super) fn is_half_read(&self) -> bool {
        self.decoder.is_half_read()
    }

    /// Drops requests and answers, for the next client of a device.
    pub(super) fn reset(&mut self) {
        self.decoder.reset();
        self.requests.clear();
        self.output.clear();
        (self.work, self.blocked) = (None, None);
        (self.must_serve, self.may_have_more, self.paused) = (false, false, false);
        self.expect_more();
    }

    /// Drops a half-received request.
    pub(super) fn forget_half_read(&mut self) {
        self.decoder.reset();
    }

    /// Notes that the peer sends no more than what can be read now.
    pub(super) fn expect_end(&mut self) {
        self.ending = true;
    }

    /// Notes that a client has opened the device again.
    pub(super) fn expect_more(&mut self) {
        (self.ending, self.ended) = (false, false);
    }

    /// Reads, answers and writes without blocking; `ready`: an event was reported.
    pub(super) fn serve(&mut self, ready: bool, responder: &mut dyn Responder, now: Instant) -> io::Result<Life> {
        self.must_serve = false;
        // Edge-triggered: the event is reported once, even if it cannot be used yet.
        self.may_have_more |= ready;
        if self.has_output() {
            self.write_output(now)?;
        } else if self.may_have_more && !self.paused && self.may_read() {
            self.receive(now)?;
        }
        self.answer(responder, now)?;
        self.decoder.give_back();
        Ok(if self.ended && !self.paused && !self.is_owed() { Life::Ended } else { Life::Continues })
    }

    /// Reads once.
    fn receive(&mut self, now: Instant) -> io::Result<()> {
        let room = self.decoder.room();
        let offered = room.capacity() - room.len();
        let read = self.stream.try_read(room);
        // A short read means that the socket is empty; it reports when more arrives. A device is level-triggered.
        self.may_have_more = match read {
            Ok(0) | Err(_) => false,
            Ok(count) if count < offered => self.ending,
            Ok(_) => true,
        };
        match read {
            Ok(count) => {
                self.active = now;
                self.received |= count > 0;
                self.ended = count == 0;
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Answers requests without blocking, until an answer cannot be sent at once, or the turn ends.
    fn answer(&mut self, responder: &mut dyn Responder, now: Instant) -> io::Result<()> {
        self.paused = false;
        let mut begun = None;
        loop {
            while self.output.is_empty() && self.work.is_none() && self.answer_oldest(responder) {
                self.write_output(now)?;
            }
            if !self.output.is_empty() || !self.requests.has_room() {
                return Ok(());
            }
            let Some(frame) = self.decoder.next_frame() else { return Ok(()) };
            let received = responder.receive(frame);
            if !self.requests.is_owed() || self.requests.overtake(&received) {
                let mut answer = self.output.take_buffer();
                match responder.answer(received, &mut answer) {
                    Ok(answered) => self.trust(answered),
                    Err(received) => self.requests.wait(received),
                }
                self.output.begin(answer);
                // Not together with the next answer: the next command may take long.
                self.write_output(now)?;
            } else if !matches!(received.envelope, Envelope::Sentinel) {
                self.requests.wait(received);
            }
            if self.decoder.has_more() && begun.get_or_insert_with(Instant::now).elapsed() > self.turn {
                self.paused = true;
                return Ok(());
            }
        }
    }

    /// Answers the oldest request if it needs no queueing; false if it does, or if there is none.
    fn answer_oldest(&mut self, responder: &mut dyn Responder) -> bool {
        let Some(received) = self.requests.start() else { return false };
        let mut answer = self.output.take_buffer();
        match responder.answer(received, &mut answer) {
            Ok(answered) => self.finish_oldest(answer, answered),
            Err(received) => {
                self.output.begin(answer);
                self.requests.put_back(received);
                return false;
            }
        }
        true
    }

    fn finish_oldest(&mut self, answer: Answer, answered: Answered) {
        if self.requests.answered() == Wanted::Dropped {
            return;
        }
        // Otherwise the decoder has already read beyond this request.
        if self.requests.is_empty() {
            self.trust(answered);
        }
        self.output.begin(answer);
    }

    fn trust(&mut self, answered: Answered) {
        if answered == Answered::Request {
            self.decoder.trust();
        }
    }

    fn write_output(&mut self, now: Instant) -> io::Result<()> {
        while let rest @ [_, ..] = self.output.ready() {
            match self.stream.try_write(rest) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => {
                    self.output.consume(count);
                    (self.active, self.blocked) = (now, None);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.blocked.get_or_insert(now);
                    return Ok(());
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// The deadline for the client to read more of its answer.
    pub(super) fn stall_deadline(&self) -> Option<Instant> {
        self.blocked?.checked_add(self.stall?)
    }

    /// The priority of its next work, if it has any.
    pub(super) fn wants(&self) -> Option<Priority> {
        if self.work.is_some() {
            return None;
        }
        if self.output.needs_refill() {
            return Some(Priority::InTurn);
        }
        let oldest = self.requests.oldest().filter(|_| self.output.is_empty())?;
        Some(oldest.priority.unwrap_or_default())
    }

    /// Takes its next work; the result is passed to `finish` with this number.
    pub(super) fn take_work(&mut self, number: u64) -> Option<Work> {
        self.wants()?;
        let work = match self.output.take_refill() {
            Some(refill) => Work::Refill(refill),
            None => Work::Run(self.requests.start()?, self.output.take_buffer()),
        };
        self.work = Some(number);
        Some(work)
    }

    /// Takes the result of the work with this number.
    pub(super) fn finish(&mut self, number: u64, done: Done) {
        if self.work != Some(number) {
            return;
        }
        self.work = None;
        self.must_serve = true;
        match done {
            Done::Ran(answer, answered) => self.finish_oldest(answer, answered),
            Done::Refilled(refill) => self.output.refill(refill),
        }
    }
}
