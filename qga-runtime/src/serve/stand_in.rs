//! Answers requests: with the agent while it is free, with its stand-in while a command runs.

use crate::answer::Answer;
use crate::dispatch::{Answered, Dispatcher, Gate, Priority};
use crate::framing::Frame;
use crate::marshal::JsonWriter;

/// Answers commands while the agent runs another one, from a small state of its own.
///
/// It answers those that the agent's own table has with [`Priority::Always`] or [`Priority::Resync`]. So a command that a
/// vendor puts in the place of a stock one waits for the agent, unless it is given such a priority; then the stand-in has
/// to answer alike.
pub struct StandIn(Box<dyn Answers + Send>);

impl StandIn {
    /// Answers these commands with a state of their own. None of them may wait for anything.
    pub fn new<S: Gate + Send + 'static>(dispatcher: Dispatcher<S>, state: S) -> Self {
        StandIn(Box::new(Table { dispatcher, state }))
    }

    /// Limits the stand-in to what the agent's table allows.
    pub(super) fn limit_to<A>(&mut self, table: &Dispatcher<A>) {
        self.0.limit_to(&|name| matches!(table.priority(name), Some(Priority::Always | Priority::Resync)));
    }
}

trait Answers {
    fn limit_to(&mut self, allowed: &dyn Fn(&str) -> bool);
    fn answer(&mut self, frame: Frame, answer: &mut Answer) -> Result<Answered, Frame>;
}

struct Table<S> {
    dispatcher: Dispatcher<S>,
    state: S,
}

impl<S: Gate> Answers for Table<S> {
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

/// Answers requests that need not wait.
pub(super) trait Responder {
    /// When a request is to run; none for what needs no command.
    fn priority(&self, frame: &Frame) -> Option<Priority>;

    /// Answers at once, or gives the frame back to wait for the agent, with its priority.
    fn answer(&mut self, frame: Frame, answer: &mut Answer) -> Result<Answered, (Frame, Option<Priority>)>;
}

/// The agent, which runs no command now.
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

/// The agent's table while it runs a command, and its stand-in.
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
