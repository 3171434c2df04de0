//! Answers requests: reads the envelope, finds the command, asks the gate, runs the handler.

use std::sync::Arc;

use crate::command::Command;
use crate::envelope::{self, Request};
use crate::error::CommandError;
use crate::framing::{DELIMITED_SYNC, Frame, SENTINEL};
use crate::info::CommandFacts;
use crate::json::value::Value;
use crate::marshal::{JsonWriter, Marshal};
use crate::message::Message;

/// Runs one kind of command.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no handler for the command `{C}`",
    label = "a handler is missing",
    note = "write `#[handler] fn name(agent: &mut {Self}, command: {C}) -> Result<_, CommandError>`"
)]
pub trait Handler<C: Command>: 'static {
    /// Runs the command.
    ///
    /// # Errors
    /// The error that the client receives.
    fn handle(&mut self, command: C) -> Result<C::Returns, CommandError>;
}

/// The agent's gate, asked before a command's arguments are read.
pub trait Gate {
    /// Whether the command may run now.
    ///
    /// # Errors
    /// Why the command may not run.
    fn check(&self, info: &CommandFacts) -> Result<(), CommandError>;
}

/// When a command runs, relative to those of other clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// May block. It is queued, clients round-robin; the loop keeps running while it runs.
    #[default]
    InTurn,
    /// May block. It is put at the front of the queue.
    First,
    /// Never blocks. It runs at once, unless another command runs.
    Quick,
    /// Never blocks. An agent's [`StandIn`](crate::StandIn) answers it while another command runs.
    Always,
    /// As [`Priority::Always`]; it also resynchronises a client whose last request is unanswered.
    Resync,
}

/// One command an agent `A` can run.
#[derive(Clone)]
pub struct Entry<A> {
    /// The command's name and options.
    pub info: &'static CommandFacts,
    /// When it runs; [`Priority::InTurn`] is safe for every command.
    pub priority: Priority,
    run: Run<A>,
}

/// The kind of a frame that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A well-formed request: the stream is in step.
    Request,
    /// Any other frame.
    Other,
}

type Run<A> = Arc<dyn Fn(&mut A, Value<'_>, AnswerWriter<'_, '_, '_>) -> Result<(), CommandError> + Send + Sync>;

struct FactsOf<C>(std::marker::PhantomData<C>);

impl<C: Command> FactsOf<C> {
    const FACTS: &'static CommandFacts = &CommandFacts::of(C::INFO);
}

impl<A> Entry<A> {
    /// The entry of a command that `A` has a handler for.
    pub fn of<C: Command>() -> Self
    where
        A: Handler<C>,
    {
        Entry { info: FactsOf::<C>::FACTS, priority: Priority::InTurn, run: Arc::new(run::<A, C>) }
    }

    /// The entry of the same command for a larger agent `W`, whose `part` has the handler.
    #[must_use]
    pub fn over<W>(self, part: fn(&mut W) -> &mut A) -> Entry<W>
    where
        A: 'static,
        W: 'static,
    {
        let Entry { info, priority, run } = self;
        Entry { info, priority, run: Arc::new(move |whole, arguments, answer| run(part(whole), arguments, answer)) }
    }
}

fn run<A: Handler<C>, C: Command>(
    agent: &mut A,
    arguments: Value<'_>,
    answer: AnswerWriter<'_, '_, '_>,
) -> Result<(), CommandError> {
    let returns = agent.handle(arguments.object()?)?;
    answer.success(FactsOf::<C>::FACTS, &returns);
    Ok(())
}

/// Writes the answer to one request.
struct AnswerWriter<'a, 'o, 'w> {
    out: &'o mut JsonWriter<'w>,
    id: Option<&'a Value<'a>>,
}

impl AnswerWriter<'_, '_, '_> {
    fn success(self, info: &CommandFacts, returns: &impl Marshal) {
        if info.success_response {
            let sentinel: &[u8] = if info.name == DELIMITED_SYNC { &[SENTINEL] } else { &[] };
            envelope::write_success(self.out, sentinel, returns, self.id);
        }
    }
}

/// Longer requests are queued unread: a sync, a ping or a thaw is shorter, and reading a long one twice costs too much.
const MAX_PRIORITY_CHECK_BYTES: usize = 4096;

fn may_wait(priority: Option<Priority>) -> bool {
    matches!(priority, Some(Priority::InTurn | Priority::First))
}

/// The table of commands an agent serves.
pub struct Dispatcher<A> {
    entries: Vec<Entry<A>>,
    /// Entry indices by name length.
    by_length: Vec<Vec<usize>>,
}

impl<A> Dispatcher<A> {
    /// A table of these commands; of two with one name, the later is used.
    pub fn new(entries: impl IntoIterator<Item = Entry<A>>) -> Self {
        let mut dispatcher = Dispatcher { entries: Vec::new(), by_length: Vec::new() };
        dispatcher.extend(entries);
        dispatcher
    }

    /// The table without these commands: they answer "not found".
    #[must_use]
    pub fn without(self, names: &[&str]) -> Self {
        Dispatcher::new(self.entries.into_iter().filter(|entry| !names.contains(&entry.info.name)))
    }

    /// The same table for a larger agent `W`, whose `part` has the handlers. Extend it with entries over other parts.
    #[must_use]
    pub fn over<W>(self, part: fn(&mut W) -> &mut A) -> Dispatcher<W>
    where
        A: 'static,
        W: 'static,
    {
        Dispatcher::new(self.entries.into_iter().map(|entry| entry.over(part)))
    }

    /// Sets the priority of these commands; an entry that replaces one later has its own.
    #[must_use]
    pub fn with_priority(mut self, priority: Priority, names: &[&str]) -> Self {
        for name in names {
            if let Some(place) = self.place(name) {
                self.entries[place].priority = priority;
            }
        }
        self
    }

    /// The commands, in the order they were added.
    pub fn commands(&self) -> impl DoubleEndedIterator<Item = &'static CommandFacts> + '_ {
        self.entries.iter().map(|entry| entry.info)
    }

    /// Whether a command of this name is served.
    pub fn find(&self, name: &str) -> Option<&'static CommandFacts> {
        self.entry(name).map(|entry| entry.info)
    }

    /// The priority of the command of this name, if it is served.
    pub fn priority(&self, name: &str) -> Option<Priority> {
        self.entry(name).map(|entry| entry.priority)
    }

    /// The priority of a request; `None` if the frame is no request. A request longer than
    /// [`MAX_PRIORITY_CHECK_BYTES`] is not read and has [`Priority::InTurn`].
    pub(crate) fn priority_of(&self, frame: &Frame) -> Option<Priority> {
        let Frame::Message(raw) = frame else { return None };
        if raw.size() > MAX_PRIORITY_CHECK_BYTES {
            return Some(Priority::InTurn);
        }
        let message = Message::request(raw.clone()).ok()?;
        let request = Request::read(&message.value()).ok()?;
        // "Not found" is answered at once.
        Some(self.priority(&request.execute).unwrap_or(Priority::Quick))
    }

    fn entry(&self, name: &str) -> Option<&Entry<A>> {
        self.entries.get(self.place(name)?)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.by_length.get(name.len())?.iter().copied().find(|place| self.entries[*place].info.name == name)
    }
}

impl<A> Extend<Entry<A>> for Dispatcher<A> {
    fn extend<I: IntoIterator<Item = Entry<A>>>(&mut self, entries: I) {
        for entry in entries {
            let (name, last) = (entry.info.name, self.entries.len());
            if let Some(place) = self.place(name) {
                self.entries[place] = entry;
                continue;
            }
            if self.by_length.len() <= name.len() {
                self.by_length.resize_with(name.len() + 1, Vec::new);
            }
            self.by_length[name.len()].push(last);
            self.entries.push(entry);
        }
    }
}

impl<A: Gate> Dispatcher<A> {
    /// Answers a frame of the decoder, if it needs an answer.
    ///
    /// Broken input is answered with one error when it begins; a later part of it that is no request gets none.
    pub fn answer_frame(&self, agent: &mut A, frame: Frame, out: &mut JsonWriter<'_>) -> Answered {
        let (error_text, doubtful) = match frame {
            Frame::Sentinel => return Answered::Other,
            Frame::Broken(error_text) => (error_text, false),
            Frame::Message(raw) => {
                let doubtful = raw.is_doubtful();
                match Message::request(raw) {
                    Ok(message) => return self.answer(agent, &message, doubtful, out),
                    Err(error_text) => (error_text, doubtful),
                }
            }
        };
        if !doubtful {
            envelope::write_error(out, &CommandError::new(error_text), None);
        }
        Answered::Other
    }

    /// Answers a frame that needs no blocking command, or returns it with its priority.
    pub(crate) fn answer_ready(
        &self,
        agent: &mut A,
        frame: Frame,
        out: &mut JsonWriter<'_>,
    ) -> Result<Answered, (Frame, Option<Priority>)> {
        let priority = self.priority_of(&frame);
        if may_wait(priority) { Err((frame, priority)) } else { Ok(self.answer_frame(agent, frame, out)) }
    }

    fn answer(&self, agent: &mut A, message: &Message, doubtful: bool, out: &mut JsonWriter<'_>) -> Answered {
        match Request::read(&message.value()) {
            Ok(request) => {
                let id = request.id.as_ref();
                if let Err(error) = self.run(agent, &request, AnswerWriter { out, id }) {
                    envelope::write_error(out, &error, id);
                }
                Answered::Request
            }
            Err(refusal) => {
                if !doubtful {
                    envelope::write_error(out, &refusal.error, refusal.id.as_ref());
                }
                Answered::Other
            }
        }
    }

    fn run(&self, agent: &mut A, request: &Request<'_>, answer: AnswerWriter<'_, '_, '_>) -> Result<(), CommandError> {
        let name = &*request.execute;
        let entry = self.entry(name).ok_or_else(|| CommandError::not_found(name))?;
        agent.check(entry.info)?;
        (entry.run)(agent, request.arguments.clone(), answer)
    }
}
