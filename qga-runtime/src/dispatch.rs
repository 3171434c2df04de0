//! Answers requests: reads the envelope, finds the command, asks the gate, runs the handler.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::command::Command;
use crate::envelope::{self, Envelope, Request};
use crate::error::CommandError;
use crate::framing::{DELIMITED_SYNC, Frame, SENTINEL};
use crate::info::CommandFacts;
use crate::json::any::Any;
use crate::json::value::Value;
use crate::marshal::{JsonWriter, Marshal};

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

    /// Called after each command that `check` let pass, with the time it took and its error; for a log.
    fn done(&self, info: &CommandFacts, took: Duration, error: Option<&CommandError>) {
        // A gate without a log needs none of these.
        let _ = (info, took, error);
    }
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
    /// Never blocks. An agent's [`LoopAnswers`](crate::LoopAnswers) answers it while another command runs.
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

/// Answers the commands that a table has no entry for.
struct Others<A> {
    priority: fn(&str) -> Priority,
    run: Box<dyn Fn(&mut A, &str, Value<'_>) -> Result<Option<Any>, CommandError> + Send + Sync>,
}

/// The kind of a frame that was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A well-formed request: the stream is in step.
    Request,
    /// Any other frame.
    Other,
}

/// A frame of the decoder, read once: its envelope, and when it is to be answered.
pub(crate) struct Received {
    pub envelope: Envelope,
    /// `None`: it is no request, and is answered at once.
    pub priority: Option<Priority>,
    /// It follows broken input.
    pub doubtful: bool,
    /// Its bytes.
    pub bytes: usize,
}

impl Received {
    /// Whether it is a request that may block.
    pub(crate) fn may_wait(&self) -> bool {
        matches!(self.priority, Some(Priority::InTurn | Priority::First))
    }
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

/// Longer requests are queued, for every command: a sync, a ping or a thaw is shorter, and echoing a long `id` takes
/// time.
const MAX_UNQUEUED_BYTES: usize = 4096;

/// The table of commands an agent serves.
pub struct Dispatcher<A> {
    entries: Vec<Entry<A>>,
    /// Entry indices by name length.
    by_length: Vec<Vec<usize>>,
    others: Option<Others<A>>,
}

impl<A> Dispatcher<A> {
    /// A table of these commands; of two with one name, the later is used.
    pub fn new(entries: impl IntoIterator<Item = Entry<A>>) -> Self {
        let mut dispatcher = Dispatcher { entries: Vec::new(), by_length: Vec::new(), others: None };
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
            if let Some(place) = self.place(name.as_bytes()) {
                self.entries[place].priority = priority;
            }
        }
        self
    }

    /// Answers all other commands by `run`, from the name and the arguments; `None` sends no answer. The gate is not
    /// asked about them. A table made from this one by [`Dispatcher::over`] or [`Dispatcher::without`] does not have it.
    #[must_use]
    pub fn with_others(
        self,
        priority: fn(&str) -> Priority,
        run: impl Fn(&mut A, &str, Value<'_>) -> Result<Option<Any>, CommandError> + Send + Sync + 'static,
    ) -> Self {
        Dispatcher { others: Some(Others { priority, run: Box::new(run) }), ..self }
    }

    /// The commands, in the order they were added.
    pub fn commands(&self) -> impl DoubleEndedIterator<Item = &'static CommandFacts> + '_ {
        self.entries.iter().map(|entry| entry.info)
    }

    /// Whether a command of this name is served.
    pub fn find(&self, name: &str) -> Option<&'static CommandFacts> {
        self.entry(name.as_bytes()).map(|entry| entry.info)
    }

    /// Reads a frame of the decoder.
    pub(crate) fn receive(&self, frame: Frame) -> Received {
        let bytes = frame.held();
        let doubtful = matches!(&frame, Frame::Message(message) if message.is_doubtful());
        let envelope = Envelope::read(frame);
        let priority = match &envelope {
            Envelope::Request(_) if bytes > MAX_UNQUEUED_BYTES => Some(Priority::InTurn),
            Envelope::Request(request) => Some(match (self.entry(request.name()), &self.others) {
                (Some(entry), _) => entry.priority,
                (None, Some(others)) => (others.priority)(&request.full_name()),
                // "Not found" is answered at once.
                (None, None) => Priority::Quick,
            }),
            Envelope::Sentinel | Envelope::Refused(_) => None,
        };
        Received { envelope, priority, doubtful, bytes }
    }

    /// The entry of the command of this name.
    pub(crate) fn entry(&self, name: &[u8]) -> Option<&Entry<A>> {
        self.entries.get(self.place(name)?)
    }

    fn place(&self, name: &[u8]) -> Option<usize> {
        self.by_length.get(name.len())?.iter().copied().find(|place| self.entries[*place].info.name.as_bytes() == name)
    }
}

impl<A> Extend<Entry<A>> for Dispatcher<A> {
    fn extend<I: IntoIterator<Item = Entry<A>>>(&mut self, entries: I) {
        for entry in entries {
            let (name, last) = (entry.info.name, self.entries.len());
            if let Some(place) = self.place(name.as_bytes()) {
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
        self.answer(agent, &self.receive(frame), out)
    }

    /// Answers what was received, if it needs an answer.
    pub(crate) fn answer(&self, agent: &mut A, received: &Received, out: &mut JsonWriter<'_>) -> Answered {
        match &received.envelope {
            Envelope::Sentinel => Answered::Other,
            Envelope::Request(request) => {
                let id = request.id();
                if let Err(error) = self.run(agent, request, AnswerWriter { out, id: id.as_ref() }) {
                    envelope::write_error(out, &error, id.as_ref());
                }
                Answered::Request
            }
            Envelope::Refused(refusal) => {
                if !received.doubtful {
                    envelope::write_error(out, &refusal.error, refusal.id().as_ref());
                }
                Answered::Other
            }
        }
    }

    fn run(&self, agent: &mut A, request: &Request, answer: AnswerWriter<'_, '_, '_>) -> Result<(), CommandError> {
        let Some(entry) = self.entry(request.name()) else {
            let name = request.full_name();
            let others = self.others.as_ref().ok_or_else(|| CommandError::not_found(&name))?;
            if let Some(returns) = (others.run)(agent, &name, request.arguments())? {
                envelope::write_success(answer.out, &[], &returns, answer.id);
            }
            return Ok(());
        };
        agent.check(entry.info)?;
        let begin = Instant::now();
        let result = (entry.run)(agent, request.arguments(), answer);
        agent.done(entry.info, begin.elapsed(), result.as_ref().err());
        result
    }
}
