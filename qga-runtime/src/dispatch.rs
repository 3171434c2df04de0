//! From a request to its answer: envelope, table of commands, the agent's veto, the handler.

use crate::command::Command;
use crate::envelope::{self, Request};
use crate::error::CommandError;
use crate::framing::{DELIMITED_SYNC, Frame};
use crate::info::CommandFacts;
use crate::marshal::{JsonWriter, Marshal};
use crate::message::Message;
use crate::unmarshal::Value;

/// Runs one kind of command.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no handler for the command `{C}`",
    label = "a handler is missing",
    note = "write `#[handler] fn name(agent: &mut {Self}, command: {C}) -> Result<_, CommandError>`"
)]
pub trait Handler<C: Command> {
    /// Runs the command.
    ///
    /// # Errors
    /// What the caller is told.
    fn handle(&mut self, command: C) -> Result<C::Returns, CommandError>;
}

/// The agent's veto, asked before a command's arguments are looked at.
pub trait Gate {
    /// Whether the command may run now.
    ///
    /// # Errors
    /// Why not.
    fn check(&self, info: &CommandFacts) -> Result<(), CommandError>;
}

/// When a command runs, beside those of other clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// It may wait for anything. It runs in turn, and the loop goes on while it does.
    #[default]
    InTurn,
    /// As [`Priority::InTurn`], before everything that waits for its turn.
    First,
    /// It never waits: it runs at once, unless another command runs.
    Quick,
    /// It never waits, and an agent's [`StandIn`](crate::StandIn) answers it while another command runs.
    Always,
    /// As [`Priority::Always`]; a client whose last request is not answered puts itself back in step with it.
    Resync,
}

/// One command an agent `A` can run.
pub struct Entry<A> {
    /// What has to be known of it.
    pub info: &'static CommandFacts,
    /// When it runs; [`Priority::InTurn`] is always safe.
    pub priority: Priority,
    run: Run<A>,
}

/// What a frame was, as its answer showed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    /// A request, sound in form: the stream is in step.
    Request,
    /// Anything else.
    Other,
}

type Run<A> = fn(&mut A, Value<'_>, Answer<'_, '_, '_>) -> Result<(), Halt>;

/// Why a command was not run, or not with success.
enum Halt {
    Refused(CommandError),
    NeedsText,
}

/// The text that the decoder took out of a message is needed after all.
struct NeedsText;

impl From<CommandError> for Halt {
    fn from(error: CommandError) -> Self {
        Halt::Refused(error)
    }
}

struct FactsOf<C>(std::marker::PhantomData<C>);

impl<C: Command> FactsOf<C> {
    const FACTS: &'static CommandFacts = &CommandFacts::of(C::INFO);
}

impl<A> Entry<A> {
    /// The entry of a command that `A` has a handler for.
    pub const fn of<C: Command>() -> Self
    where
        A: Handler<C>,
    {
        Entry { info: FactsOf::<C>::FACTS, priority: Priority::InTurn, run: run::<A, C> }
    }
}

impl<A> Clone for Entry<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Entry<A> {}

fn run<A: Handler<C>, C: Command>(agent: &mut A, arguments: Value<'_>, answer: Answer<'_, '_, '_>) -> Result<(), Halt> {
    let command = arguments.object();
    if arguments.needs_text(command.is_err()) {
        return Err(Halt::NeedsText);
    }
    let returns = agent.handle(command.map_err(CommandError::from)?)?;
    answer.success(FactsOf::<C>::FACTS, &returns);
    Ok(())
}

/// Where the answer to one request goes.
struct Answer<'a, 'o, 'w> {
    out: &'o mut JsonWriter<'w>,
    id: Option<&'a str>,
}

impl Answer<'_, '_, '_> {
    fn success(self, info: &CommandFacts, returns: &impl Marshal) {
        if info.success_response {
            let sentinel: &[u8] = if info.name == DELIMITED_SYNC { b"\xff" } else { b"" };
            envelope::write_success(self.out, sentinel, returns, self.id);
        }
    }
}

/// A sync, a ping or a thaw is shorter; reading a longer request twice would cost more than its turn in the queue.
const MAX_PRIOR_BYTES: usize = 4096;

fn may_wait(priority: Option<Priority>) -> bool {
    matches!(priority, Some(Priority::InTurn | Priority::First))
}

/// The table of commands an agent serves.
pub struct Dispatcher<A> {
    entries: Vec<Entry<A>>,
    /// Where among the entries those are whose names have this length: few have the same.
    by_length: Vec<Vec<usize>>,
}

impl<A> Dispatcher<A> {
    /// A table of these commands; of two with one name, the later wins.
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

    /// The table with these commands' priority; one that is replaced later has its own.
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

    /// The priority of a request; none for what is none, and gets a complaint at most. A long request is
    /// not read for this: none of more than [`MAX_PRIOR_BYTES`] has any but [`Priority::InTurn`].
    pub(crate) fn priority_of(&self, frame: &Frame) -> Option<Priority> {
        let Frame::Message(raw) = frame else { return None };
        // That there is no such command is known at once.
        let of = |request: Request<'_>| self.priority(&request.execute).unwrap_or(Priority::Quick);
        if let Some(request) = Request::simple(raw) {
            return Some(of(request));
        }
        let short = (raw.bytes().len() <= MAX_PRIOR_BYTES).then(|| raw.without_hole()).flatten();
        let Some(short) = short else { return Some(Priority::InTurn) };
        let message = Message::request(short).ok()?;
        Request::read(message.value()).ok().map(of)
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
    /// Answers what the decoder found, if it is to be answered.
    ///
    /// Broken input was complained of when it began; a piece of it that is no request gets no complaint of its own.
    pub fn answer_frame(&self, agent: &mut A, frame: Frame, out: &mut JsonWriter<'_>) -> Answered {
        let (complaint, doubtful) = match frame {
            Frame::Sentinel => return Answered::Other,
            Frame::Broken(complaint) => (complaint, false),
            Frame::Message(mut raw) => {
                if let Some(request) = Request::simple(&raw) {
                    let answered = self.answer_request(agent, &request, out);
                    return answered.map_or(Answered::Other, |()| Answered::Request);
                }
                let doubtful = raw.is_doubtful();
                loop {
                    match Message::request(raw) {
                        Ok(message) => match self.answer(agent, &message, doubtful, out) {
                            Some(answered) => {
                                message.wipe();
                                return answered;
                            }
                            None => raw = message.whole(),
                        },
                        Err(complaint) => break (complaint, doubtful),
                    }
                }
            }
        };
        if !doubtful {
            envelope::write_error(out, &CommandError::new(complaint), None);
        }
        Answered::Other
    }

    /// Answers what needs no command that may wait, or gives it back with its priority.
    pub(crate) fn answer_ready(
        &self,
        agent: &mut A,
        frame: Frame,
        out: &mut JsonWriter<'_>,
    ) -> Result<Answered, (Frame, Option<Priority>)> {
        // Most requests are of this kind; it is read once.
        if let Frame::Message(raw) = &frame {
            if let Some(request) = Request::simple(raw) {
                let priority = self.priority(&request.execute);
                if may_wait(priority) {
                    return Err((frame, priority));
                }
                let answered = self.answer_request(agent, &request, out);
                return Ok(answered.map_or(Answered::Other, |()| Answered::Request));
            }
        }
        let priority = self.priority_of(&frame);
        if may_wait(priority) { Err((frame, priority)) } else { Ok(self.answer_frame(agent, frame, out)) }
    }

    /// Answers a message; nothing happens yet if text is needed that the decoder took out of it.
    fn answer(&self, agent: &mut A, message: &Message, doubtful: bool, out: &mut JsonWriter<'_>) -> Option<Answered> {
        let request = match Request::read(message.value()) {
            Ok(request) if message.hole_is_outside(request.arguments) => return None,
            Ok(request) => request,
            Err(_) if message.has_hole() => return None,
            Err(_) if doubtful => return Some(Answered::Other),
            Err(refusal) => {
                envelope::write_error(out, &refusal.error, refusal.id.as_deref());
                return Some(Answered::Other);
            }
        };
        self.answer_request(agent, &request, out).is_ok().then_some(Answered::Request)
    }

    /// Runs a command and answers; nothing happens if text is missing.
    fn answer_request(&self, agent: &mut A, request: &Request<'_>, out: &mut JsonWriter<'_>) -> Result<(), NeedsText> {
        let id = request.id.as_deref();
        match self.run(agent, request, Answer { out, id }) {
            Ok(()) => {}
            Err(Halt::Refused(error)) => envelope::write_error(out, &error, id),
            Err(Halt::NeedsText) => return Err(NeedsText),
        }
        Ok(())
    }

    fn run(&self, agent: &mut A, request: &Request<'_>, answer: Answer<'_, '_, '_>) -> Result<(), Halt> {
        let name = &*request.execute;
        let entry = self.entry(name).ok_or_else(|| CommandError::not_found(name))?;
        agent.check(entry.info)?;
        (entry.run)(agent, request.arguments, answer)
    }
}
