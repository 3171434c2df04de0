//! Answers requests: with the agent while it is free, from the loop's own table while a command runs.

use crate::answer::Answer;
use crate::dispatch::{Answered, Dispatcher, Gate, Priority};
use crate::framing::Frame;
use crate::marshal::JsonWriter;

/// A table of commands that the loop answers while the agent runs another one, with a small state of its own.
///
/// It answers only commands that have [`Priority::Always`] or [`Priority::Resync`] in the agent's table. So a vendor's
/// command that replaces a stock one waits for the agent, unless it has such a priority; then this table must give the
/// same answer.
pub struct StandIn(Box<dyn Answers + Send>);

impl StandIn {
    /// A table of these commands with their state. None of them may block.
    pub fn new<S: Gate + Send + 'static>(dispatcher: Dispatcher<S>, state: S) -> Self {
        StandIn(Box::new(StandInTable { dispatcher, state }))
    }

    /// Limits the table to the commands that the agent's table allows.
    pub(super) fn limit_to<A>(&mut self, table: &Dispatcher<A>) {
        self.0.limit_to(&|name| matches!(table.priority(name), Some(Priority::Always | Priority::Resync)));
    }
}

trait Answers {
    fn limit_to(&mut self, allowed: &dyn Fn(&str) -> bool);
    fn answer(&mut self, frame: Frame, answer: &mut Answer) -> Result<Answered, Frame>;
}

struct StandInTable<S> {
    dispatcher: Dispatcher<S>,
    state: S,
}

impl<S: Gate> Answers for StandInTable<S> {
    fn limit_to(&mut self, allowed: &dyn Fn(&str) -> bool) {
        let names: Vec<&str> = self.dispatcher.commands().map(|info| info.name).filter(|name| allowed(name)).collect();
        let dispatcher = std::mem::replace(&mut self.dispatcher, Dispatcher::new([]));
        self.dispatcher = dispatcher.with_priority(Priority::Always, &names);
    }

    fn answer(&mut self, frame: Frame, answer: &mut Answer) -> Result<Answered, Frame> {
        match self.dispatcher.priority_of(&frame) {
            None | Some(Priority::Always) => {
                Ok(self.dispatcher.answer_frame(&mut self.state, frame, &mut JsonWriter::answering(answer)))
            }
            Some(_) => Err(frame),
        }
    }
}

/// Answers requests without blocking.
pub(super) trait Responder {
    /// The priority of a request; `None` if the frame is no request.
    fn priority(&self, frame: &Frame) -> Option<Priority>;

    /// Answers at once, or returns the frame with its priority, to be queued.
    fn answer(&mut self, frame: Frame, answer: &mut Answer) -> Result<Answered, (Frame, Option<Priority>)>;
}

/// Answers while no command runs: with the agent.
pub(super) struct Free<'a, A> {
    pub(super) dispatcher: &'a Dispatcher<A>,
    pub(super) agent: &'a mut A,
}

impl<A: Gate> Responder for Free<'_, A> {
    fn priority(&self, frame: &Frame) -> Option<Priority> {
        self.dispatcher.priority_of(frame)
    }

    fn answer(&mut self, frame: Frame, answer: &mut Answer) -> Result<Answered, (Frame, Option<Priority>)> {
        self.dispatcher.answer_ready(self.agent, frame, &mut JsonWriter::answering(answer))
    }
}

/// Answers while a command runs: from the stand-in.
pub(super) struct Busy<'a, A> {
    pub(super) dispatcher: &'a Dispatcher<A>,
    pub(super) stand_in: Option<&'a mut StandIn>,
}

impl<A: Gate> Responder for Busy<'_, A> {
    fn priority(&self, frame: &Frame) -> Option<Priority> {
        self.dispatcher.priority_of(frame)
    }

    fn answer(&mut self, frame: Frame, answer: &mut Answer) -> Result<Answered, (Frame, Option<Priority>)> {
        let answered = match &mut self.stand_in {
            Some(stand_in) => stand_in.0.answer(frame, answer),
            None => Err(frame),
        };
        answered.map_err(|frame| {
            let priority = self.priority(&frame);
            (frame, priority)
        })
    }
}
