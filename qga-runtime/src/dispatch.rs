//! From a request to its answer: envelope, table of commands, the agent's veto, the handler.

use std::collections::HashMap;

use crate::command::Command;
use crate::envelope::{self, Request};
use crate::error::CommandError;
use crate::framing::{DELIMITED_SYNC, Frame};
use crate::info::CommandInfo;
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
    fn check(&self, info: &CommandInfo) -> Result<(), CommandError>;
}

/// One command an agent `A` can run.
pub struct Entry<A> {
    /// What the schema says of it.
    pub info: &'static CommandInfo,
    run: Run<A>,
}

type Run<A> = fn(&mut A, Value<'_>, Answer<'_, '_, '_>) -> Result<(), CommandError>;

impl<A> Entry<A> {
    /// The entry of a command that `A` has a handler for.
    pub const fn of<C: Command>() -> Self
    where
        A: Handler<C>,
    {
        Entry { info: C::INFO, run: run::<A, C> }
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
    answer.success(C::INFO, &returns);
    Ok(())
}

/// Where the answer to one request goes.
struct Answer<'a, 'o, 'w> {
    out: &'o mut JsonWriter<'w>,
    id: Option<&'a str>,
}

impl Answer<'_, '_, '_> {
    fn success(self, info: &CommandInfo, returns: &impl Marshal) {
        if info.success_response {
            let sentinel: &[u8] = if info.name == DELIMITED_SYNC { b"\xff" } else { b"" };
            envelope::write_success(self.out, sentinel, returns, self.id);
        }
    }
}

/// The table of commands an agent serves.
pub struct Dispatcher<A> {
    entries: Vec<Entry<A>>,
    places: HashMap<&'static str, usize>,
}

impl<A> Dispatcher<A> {
    /// A table of these commands; of two with one name, the later wins.
    pub fn new(entries: impl IntoIterator<Item = Entry<A>>) -> Self {
        let mut dispatcher = Dispatcher { entries: Vec::new(), places: HashMap::new() };
        dispatcher.extend(entries);
        dispatcher
    }

    /// The table without these commands: they answer "not found".
    #[must_use]
    pub fn without(self, names: &[&str]) -> Self {
        Dispatcher::new(self.entries.into_iter().filter(|entry| !names.contains(&entry.info.name)))
    }

    /// The commands, in the order they were added.
    pub fn commands(&self) -> impl DoubleEndedIterator<Item = &'static CommandInfo> + '_ {
        self.entries.iter().map(|entry| entry.info)
    }

    /// Whether a command of this name is served.
    pub fn find(&self, name: &str) -> Option<&'static CommandInfo> {
        self.places.get(name).map(|place| self.entries[*place].info)
    }
}

impl<A> Extend<Entry<A>> for Dispatcher<A> {
    fn extend<I: IntoIterator<Item = Entry<A>>>(&mut self, entries: I) {
        for entry in entries {
            match self.places.get(entry.info.name) {
                Some(place) => self.entries[*place] = entry,
                None => {
                    self.places.insert(entry.info.name, self.entries.len());
                    self.entries.push(entry);
                }
            }
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
        let request = match Request::read(message.value()) {
            Ok(request) => request,
            Err(_) if doubtful => return false,
            Err(refusal) => {
                envelope::write_error(out, &refusal.error, refusal.id.as_deref());
                return false;
            }
        };
        let id = request.id.as_deref();
        if let Err(error) = self.run(agent, &request, Answer { out, id }) {
            envelope::write_error(out, &error, id);
        }
        true
    }

    fn run(&self, agent: &mut A, request: &Request<'_>, answer: Answer<'_, '_, '_>) -> Result<(), CommandError> {
        let name = &*request.execute;
        let place = self.places.get(name).ok_or_else(|| CommandError::not_found(name))?;
        let entry = &self.entries[*place];
        agent.check(entry.info)?;
        (entry.run)(agent, request.arguments, answer)
    }
}
