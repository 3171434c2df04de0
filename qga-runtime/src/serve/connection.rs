//! One client: its stream, the requests that it sent, and the answer that it still has to read.

use std::io;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use super::ServeOptions;
use super::requests::{Requests, Wanted};
use super::stand_in::Responder;
use crate::answer::{Answer, Output, Refill};
use crate::dispatch::{Answered, Dispatcher, Gate, Priority};
use crate::framing::{Decoder, Frame};
use crate::marshal::JsonWriter;
use crate::transport::Stream;
use crate::transport::watching::{Interest, Watched};

/// A stream with a decoder, and what is under way between the two ends. Nothing here waits.
pub(super) struct Connection {
    stream: Stream,
    decoder: Decoder,
    requests: Requests,
    output: Output,
    /// The number of the work that is being done for this client; a result with another number is not for it.
    work: Option<u64>,
    /// It waits in the loop's queue.
    pub(super) queued: bool,
    /// There is something to do that no event will announce.
    stirred: bool,
    /// The last read may have left something.
    may_have_more: bool,
    /// Its turn was over: there may be requests in the decoder.
    paused: bool,
    /// The other side has said that it will send no more, or is gone.
    ending: bool,
    /// Everything it sent is read.
    ended: bool,
    used: bool,
    /// Too much of others is half received to read more of this one.
    pub(super) held_back: bool,
    /// Since when all others wait for the request that it sends, and how much of it there was then.
    pub(super) leads: Option<(Instant, usize)>,
    /// When it last sent or took anything.
    pub(super) active: Instant,
    /// Since when it takes nothing of its answer.
    blocked: Option<Instant>,
    stall: Option<Duration>,
}

/// Work that may wait, done while the loop goes on.
pub(super) enum Work {
    /// Runs a request.
    Run(Frame, Answer),
    /// Makes the next piece of a large answer.
    Refill(Refill),
}

/// What came of it.
pub(super) enum Done {
    Ran(Answer, Answered),
    Refilled(Refill),
}

/// Whether a connection goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Life {
    GoesOn,
    /// The client has left, and is owed nothing.
    Over,
}

/// How long a client goes on being answered before others are looked for.
pub(super) const TURN: Duration = Duration::from_millis(20);

impl Work {
    /// Does it, for as long as that takes.
    pub(super) fn run<A: Gate>(self, dispatcher: &Dispatcher<A>, agent: &mut A) -> Done {
        match self {
            Work::Run(frame, mut answer) => {
                let answered = dispatcher.answer_frame(agent, frame, &mut JsonWriter::answering(&mut answer));
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
            // A device's client may return; it could not know that it lost half an answer.
            stall: (!stream.is_device()).then_some(options.stall),
            stream,
            decoder: Decoder::spooling(options.limits),
            requests: Requests::new(options.overtake),
            output: Output::default(),
            work: None,
            queued: false,
            stirred: false,
            may_have_more: false,
            paused: false,
            ending: false,
            ended: false,
            used: false,
            held_back: false,
            leads: None,
            active: Instant::now(),
            blocked: None,
        }
    }

    /// What to wait for: a client that has an answer to read is not read from.
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

    /// Whether there is something to do that no event will announce.
    pub(super) fn is_due(&self) -> bool {
        let may_go_on = self.output.is_empty() && self.requests.has_room();
        self.stirred || self.paused && may_go_on || self.may_have_more && self.may_read()
    }

    /// Whether it has asked for something that it has not got yet.
    pub(super) fn is_owed(&self) -> bool {
        !self.requests.is_empty() || !self.output.is_empty()
    }

    /// Whether there is a rest of an answer that it has not taken.
    pub(super) fn has_output(&self) -> bool {
        !self.output.is_empty()
    }

    /// Whether it has got a part of an answer, and not yet all.
    pub(super) fn is_writing(&self) -> bool {
        self.output.is_begun() && self.has_output()
    }

    /// Whether everything is read that it sent before it left.
    pub(super) fn has_ended(&self) -> bool {
        self.ended
    }

    /// Whether anything ever arrived.
    pub(super) fn was_used(&self) -> bool {
        self.used
    }

    /// Bytes of requests that it makes the agent hold.
    pub(super) fn held(&self) -> usize {
        self.decoder.held() + self.requests.bytes()
    }

    /// Whether a request has begun to arrive.
    pub(super) fn is_half_read(&self) -> bool {
        self.decoder.is_half_read()
    }

    /// Forgets what is half received, half answered or waits: another client begins at the other side of a device.
    pub(super) fn begin_afresh(&mut self) {
        self.decoder.reset();
        self.requests.clear();
        self.output.clear();
        (self.work, self.blocked) = (None, None);
        (self.stirred, self.may_have_more, self.paused) = (false, false, false);
        self.expect_more();
    }

    /// Forgets what is half received.
    pub(super) fn forget_half_read(&mut self) {
        self.decoder.reset();
    }

    /// The other side has no more to say than what is there to be read.
    pub(super) fn expect_end(&mut self) {
        self.ending = true;
    }

    /// A client is at the other side of a device again.
    pub(super) fn expect_more(&mut self) {
        (self.ending, self.ended) = (false, false);
    }

    /// Does what can be done without waiting; `ready` says that an event announced it.
    pub(super) fn serve(&mut self, ready: bool, responder: &mut dyn Responder, now: Instant) -> io::Result<Life> {
        self.stirred = false;
        // An event is not announced again, even if it cannot be used yet.
        self.may_have_more |= ready;
        if self.has_output() {
            self.write_output(now)?;
        } else if self.may_have_more && !self.paused && self.may_read() {
            self.receive(now)?;
        }
        self.answer(responder, now)?;
        self.decoder.give_back();
        Ok(if self.ended && !self.paused && !self.is_owed() { Life::Over } else { Life::GoesOn })
    }

    /// Reads once what has arrived.
    fn receive(&mut self, now: Instant) -> io::Result<()> {
        let room = self.decoder.room();
        let offered = room.capacity() - room.len();
        let read = self.stream.try_read(room);
        // A socket that gives less than there was room for has no more, and reports when more arrives. A device reports
        // its state anyway.
        self.may_have_more = match read {
            Ok(0) | Err(_) => false,
            Ok(count) if count < offered => self.ending,
            Ok(_) => true,
        };
        match read {
            Ok(count) => {
                self.active = now;
                self.used |= count > 0;
                self.ended = count == 0;
                Ok(())
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Answers what can be answered now, up to the first answer that the client has no room for, or to the end of its turn.
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
            if self.comes_first(&frame, responder) {
                let mut answer = self.output.take_room();
                match responder.answer(frame, &mut answer) {
                    Ok(answered) => self.trust(answered),
                    Err((frame, priority)) => self.requests.wait(frame, priority),
                }
                self.output.begin(answer);
                // Now, not with the next answer: the next command may take long.
                self.write_output(now)?;
            } else if !matches!(frame, Frame::Sentinel) {
                let priority = responder.priority(&frame);
                self.requests.wait(frame, priority);
            }
            if self.decoder.has_more() && begun.get_or_insert_with(Instant::now).elapsed() > TURN {
                self.paused = true;
                return Ok(());
            }
        }
    }

    /// Whether no answer has to come before that to this frame.
    fn comes_first(&mut self, frame: &Frame, responder: &dyn Responder) -> bool {
        !self.requests.is_owed() || self.requests.overtake(frame, responder.priority(frame))
    }

    /// Answers the oldest request if it need not wait; false if it must, or if there is none.
    fn answer_oldest(&mut self, responder: &mut dyn Responder) -> bool {
        let Some(frame) = self.requests.start() else { return false };
        let mut answer = self.output.take_room();
        match responder.answer(frame, &mut answer) {
            Ok(answered) => self.finish_oldest(answer, answered),
            Err((frame, _)) => {
                self.output.begin(answer);
                self.requests.put_back(frame);
                return false;
            }
        }
        true
    }

    fn finish_oldest(&mut self, answer: Answer, answered: Answered) {
        if self.requests.answered() == Wanted::Dropped {
            return;
        }
        // What came behind it has been looked at already.
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

    /// When the client has taken nothing of its answer for too long.
    pub(super) fn gives_up(&self) -> Option<Instant> {
        self.blocked?.checked_add(self.stall?)
    }

    /// Which work waits for its turn in the queue.
    pub(super) fn wants(&self) -> Option<Priority> {
        if self.work.is_some() {
            return None;
        }
        if self.output.needs_refill() {
            return Some(Priority::InTurn);
        }
        let priority = self.requests.oldest().filter(|_| self.output.is_empty())?;
        Some(priority.unwrap_or_default())
    }

    /// Takes out the work that has waited for its turn; its result comes back with this number.
    pub(super) fn take_work(&mut self, number: u64) -> Option<Work> {
        self.wants()?;
        let work = match self.output.take_refill() {
            Some(refill) => Work::Refill(refill),
            None => Work::Run(self.requests.start()?, self.output.take_room()),
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
        self.stirred = true;
        match done {
            Done::Ran(answer, answered) => self.finish_oldest(answer, answered),
            Done::Refilled(refill) => self.output.refill(refill),
        }
    }
}
