//! Answers requests: with the agent while it is free, from the loop's own table while a command runs.

use crate::answer::Answer;
use crate::dispatch::{Answered, Dispatcher, Gate, Priority, Received};
use crate::envelope::Envelope;
use crate::framing::Frame;
use crate::info::CommandFacts;
use crate::marshal::JsonWriter;

/// A table of commands that the loop answers while the agent runs another one, with a small state of its own.
///
/// It answers only commands that have [`Priority::Always`] or [`Priority::Resync`] in the agent's table. So a vendor's
/// command that replaces a stock one waits for the agent, unless it has such a priority; then this table must give the
/// same answer.
pub struct LoopAnswers {
    table: Box<dyn Answers + Send>,
    on_urgent: Box<dyn Fn(&CommandFacts) + Send>,
}

impl LoopAnswers {
    /// A table of these commands with their state. None of them may block.
    pub fn new<S: Gate + Send + 'static>(dispatcher: Dispatcher<S>, state: S) -> Self {
        LoopAnswers { table: Box::new(Table { dispatcher, state }), on_urgent: Box::new(|_| ()) }
    }

    /// Calls `on_urgent` when a request with [`Priority::First`] arrives while a command runs, which may end early for it.
    /// Not called for a command that the gate of this table's state refuses.
    #[must_use]
    pub fn on_urgent(self, on_urgent: impl Fn(&CommandFacts) + Send + 'static) -> Self {
        LoopAnswers { on_urgent: Box::new(on_urgent), ..self }
    }

    fn urgent(&self, info: &CommandFacts) {
        if self.table.lets_pass(info) {
            (self.on_urgent)(info);
        }
    }
}

trait Answers {
    fn lets_pass(&self, info: &CommandFacts) -> bool;

    fn answer(&mut self, received: Received, answer: &mut Answer) -> Result<Answered, Received>;
}

struct Table<S> {
    dispatcher: Dispatcher<S>,
    state: S,
}

impl<S: Gate> Answers for Table<S> {
    fn lets_pass(&self, info: &CommandFacts) -> bool {
        self.state.check(info).is_ok()
    }

    fn answer(&mut self, received: Received, answer: &mut Answer) -> Result<Answered, Received> {
        match &received.envelope {
            Envelope::Request(request) if self.dispatcher.entry(request.name()).is_none() => Err(received),
            _ => Ok(self.dispatcher.answer(&mut self.state, &received, &mut JsonWriter::answering(answer))),
        }
    }
}

/// Answers requests without blocking.
pub(super) trait Responder {
    /// Reads a frame of the decoder.
    fn receive(&self, frame: Frame) -> Received;

    /// Answers at once, or returns the request, to be queued.
    fn answer(&mut self, received: Received, answer: &mut Answer) -> Result<Answered, Received>;
}

/// Answers while no command runs: with the agent.
pub(super) struct Free<'a, A> {
    pub(super) dispatcher: &'a Dispatcher<A>,
    pub(super) agent: &'a mut A,
}

impl<A: Gate> Responder for Free<'_, A> {
    fn receive(&self, frame: Frame) -> Received {
        self.dispatcher.receive(frame)
    }

    fn answer(&mut self, received: Received, answer: &mut Answer) -> Result<Answered, Received> {
        if received.may_wait() {
            return Err(received);
        }
        Ok(self.dispatcher.answer(self.agent, &received, &mut JsonWriter::answering(answer)))
    }
}

/// Answers while a command runs: from the loop's table.
pub(super) struct Busy<'a, A> {
    pub(super) dispatcher: &'a Dispatcher<A>,
    pub(super) answers: Option<&'a mut LoopAnswers>,
}

impl<A: Gate> Responder for Busy<'_, A> {
    fn receive(&self, frame: Frame) -> Received {
        let received = self.dispatcher.receive(frame);
        if let (Some(answers), Envelope::Request(request), Some(Priority::First)) =
            (&self.answers, &received.envelope, received.priority)
        {
            let entry = self.dispatcher.entry(request.name());
            entry.into_iter().for_each(|entry| answers.urgent(entry.info));
        }
        received
    }

    fn answer(&mut self, received: Received, answer: &mut Answer) -> Result<Answered, Received> {
        match (&mut self.answers, received.priority) {
            (Some(answers), None | Some(Priority::Always | Priority::Resync)) => answers.table.answer(received, answer),
            _ => Err(received),
        }
    }
}
