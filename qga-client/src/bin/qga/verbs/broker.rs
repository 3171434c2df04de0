//! `qga broker`: several clients share one agent.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Command};
use qga_client::{Any, CallError, Caller, Client, CommandError, Options, command_info, commands};
use qga_runtime::{Unmarshal, Value};

use crate::command_line;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::front::{self, Door};
use crate::target;

/// After this time without a command the channel may have closed unseen: the guest may have been started anew.
const FRESH: Duration = Duration::from_secs(1);

pub(crate) fn command() -> Command {
    Command::new("broker")
        .about("Let several clients share one agent")
        .arg(command_line::target())
        .args(listening())
        .after_help(format!(
            "The agent's channel takes one client; whoever connects to ADDRESS has a channel of its own, up to {} at a \
             time. Commands run one after the other, clients in turn, a thaw first. Each client's answers come in its \
             own order and with its own ids, and its syncs are answered here.\n\nAn agent that is silent is an error \
             for the client whose command it was, after that command's time: 10 s, more for a freeze or a write, or \
             --timeout. A command is never sent twice; the next one connects anew. A client that does not read its \
             answers for 30 s is closed. What the clients have sent takes 32 MiB at most, and each one's answer up to \
             80 MiB.\n\nThe unit qga-broker@NAME.service serves the guest NAME at /run/qga-broker/NAME/agent.sock.",
            front::MAX_CLIENTS
        ))
}

/// Where clients connect, and which.
pub(super) fn listening() -> [Arg; 2] {
    [
        Arg::new("listen")
            .long("listen")
            .value_name("ADDRESS")
            .required(true)
            .value_parser(front::address)
            .help("Where clients connect: unix:PATH, for this user and root, or tcp:127.0.0.1:PORT, for all users"),
        Arg::new("users")
            .long("users")
            .value_name("UIDS")
            .value_delimiter(',')
            .value_parser(clap::value_parser!(u32))
            .help("Ids of users who may connect to the Unix socket, too"),
    ]
}

/// Opens the socket that `listening` names.
pub(super) fn door(matches: &ArgMatches) -> Result<Door, Failure> {
    let address = matches.get_one("listen").ok_or_else(|| Failure::usage("--listen is missing"))?;
    let users = matches.get_many("users").into_iter().flatten().copied().collect();
    let door = Door::open(address, users)?;
    context::print(&format!("listening at {address}\n"))?;
    Ok(door)
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let mut agent = Shared { target: context.target(matches)?, options: context.options(), open: None };
    match door(matches)?.serve(move |name, arguments| agent.ask(name, arguments).map_err(|failure| told(&failure)))? {}
}

/// The agent, and the connection to it while there is one.
struct Shared {
    target: String,
    options: Options,
    open: Option<(Client, Instant)>,
}

impl Shared {
    fn ask(&mut self, name: &str, arguments: Value<'_>) -> Result<Option<Any>, Failure> {
        let arguments = Any::unmarshal(arguments).map_err(CallError::Decode)?;
        let mut client = self.client()?;
        let is_silent = command_info(name).is_some_and(|info| !info.success_response);
        let answer = if is_silent {
            client.fire_raw(name, Some(&arguments)).map(|()| None)
        } else {
            client.call_raw(name, Some(&arguments)).map(Some)
        };
        if !is_over(answer.as_ref().err()) {
            self.open = Some((client, Instant::now()));
        }
        Ok(answer?)
    }

    /// The connection, made anew if the other side has closed it.
    fn client(&mut self) -> Result<Client, Failure> {
        if let Some((mut client, used)) = self.open.take() {
            // A command must not be the first to find out: it could not be sent again.
            let asked = if used.elapsed() < FRESH { Ok(()) } else { client.call(commands::GuestPing::new()) };
            match asked {
                Err(error) if is_over(Some(&error)) => {}
                Err(error) if error.command_error().is_none() => {
                    self.open = Some((client, used));
                    return Err(error.into());
                }
                _ => return Ok(client),
            }
        }
        target::connect(&self.target, &self.options)
    }
}

/// Whether the connection is of no more use.
fn is_over(error: Option<&CallError>) -> bool {
    matches!(error, Some(CallError::Closed | CallError::Io(_)))
}

/// What a client is told: the agent's own error, or why there is none.
fn told(failure: &Failure) -> CommandError {
    match failure {
        Failure::Call(error) if error.command_error().is_some() => {
            error.command_error().cloned().unwrap_or_else(|| CommandError::new(error.to_string()))
        }
        failure => CommandError::new(failure.to_string()),
    }
}
