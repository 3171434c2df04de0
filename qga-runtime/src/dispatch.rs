//! From a request to its answer: envelope, table of commands, the agent's veto, the handler.

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

/// One command an agent `A` can run.
pub struct Entry<A> {
    /// What has to be known of it.
    pub info: &'static CommandFacts,
    run: Run<A>,
}

type Run<A> = fn(&mut A, Value<'_>, Answer<'_, '_, '_>) -> Result<(), CommandError>;

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
        Entry { info: FactsOf::<C>::FACTS, run: run::<A, C> }
    }
}

impl<A> Clone for Entry<A> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<A> Copy for Entry<A> {}

fn run<A: Handler<C>, C: Command>(
    agent: &mut A,
    arguments: Value<'_>,
    answer: Answer<'_, '_, '_>,
) -> Result<(), CommandError> {
    let returns = agent.handle(arguments.object()?)?;
    answer.success(FactsOf::<C>::FACTS, &returns);
    Ok(())
}

/// Where the answer to one request goes.
struct Answer<'a, 'o, 'w> {
    out: &'o mut JsonWriter<'w>,
    id: Option<&'a Value<'a>>,
}

impl Answer<'_, '_, '_> {
    fn success(self, info: &CommandFacts, returns: &impl Marshal) {
        if info.success_response {
            let sentinel: &[u8] = if info.name == DELIMITED_SYNC { &[SENTINEL] } else { &[] };
            envelope::write_success(self.out, sentinel, returns, self.id);
        }
    }
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

    /// The commands, in the order they were added.
    pub fn commands(&self) -> impl DoubleEndedIterator<Item = &'static CommandFacts> + '_ {
        self.entries.iter().map(|entry| entry.info)
    }

    /// Whether a command of this name is served.
    pub fn find(&self, name: &str) -> Option<&'static CommandFacts> {
        self.entry(name).map(|entry| entry.info)
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
    /// Answers what the decoder found, if it is to be answered. True if it was a request, sound in form.
    ///
    /// Broken input was complained of when it began; a piece of it that is no request gets no complaint of its own.
    pub fn answer_frame(&self, agent: &mut A, frame: Frame, out: &mut JsonWriter<'_>) -> bool {
        let (complaint, doubtful) = match frame {
            Frame::Sentinel => return false,
            Frame::Broken(complaint) => (complaint, false),
            Frame::Message(raw) => {
                let doubtful = raw.is_doubtful();
                match Message::request(raw) {
                    Ok(message) => return self.answer(agent, &message, doubtful, out),
                    Err(complaint) => (complaint, doubtful),
                }
            }
        };
        if !doubtful {
            envelope::write_error(out, &CommandError::new(complaint), None);
        }
        false
    }

    fn answer(&self, agent: &mut A, message: &Message, doubtful: bool, out: &mut JsonWriter<'_>) -> bool {
        match Request::read(&message.value()) {
            Ok(request) => {
                let id = request.id.as_ref();
                if let Err(error) = self.run(agent, &request, Answer { out, id }) {
                    envelope::write_error(out, &error, id);
                }
                true
            }
            Err(refusal) => {
                if !doubtful {
                    envelope::write_error(out, &refusal.error, refusal.id.as_ref());
                }
                false
            }
        }
    }

    fn run(&self, agent: &mut A, request: &Request<'_>, answer: Answer<'_, '_, '_>) -> Result<(), CommandError> {
        let name = &*request.execute;
        let entry = self.entry(name).ok_or_else(|| CommandError::not_found(name))?;
        agent.check(entry.info)?;
        (entry.run)(agent, request.arguments.clone(), answer)
    }
}
