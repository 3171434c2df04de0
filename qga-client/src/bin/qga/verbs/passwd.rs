//! `qga passwd`: sets the password of an account. The password never stands on the command line.

use std::io::{self, BufRead, IsTerminal, Read};
use std::process::ExitCode;

use clap::{Arg, ArgMatches, Command};
use qga_client::{Caller, Secret, commands};
use zeroize::Zeroizing;

use crate::command_line::{switch, target};
use crate::context::Context;
use crate::failure::Failure;
use crate::secret_line;

/// No system takes a longer password.
const MAX_PASSWORD_BYTES: usize = 4096;

pub(crate) fn command() -> Command {
    Command::new("passwd")
        .about("Set a user's password")
        .override_usage("qga passwd [TARGET] USER [--crypted]")
        .allow_missing_positional(true)
        .arg(target())
        .arg(Arg::new("user").value_name("USER").required(true).help("Name of the account"))
        .arg(switch("crypted", "The password is already a hash, as in the guest's /etc/shadow"))
        .after_help(
            "Asks for the password twice on a terminal; elsewhere it is the first line of standard input.\n\n\
             Example: qga passwd /run/vm1.sock root < secret",
        )
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let user = matches.get_one::<String>("user").cloned().unwrap_or_default();
    let target = context.target(matches)?;
    let password = if io::stdin().is_terminal() { asked_for(&user)? } else { first_line()? };
    if password.is_empty() {
        return Err(Failure::usage("an empty password is not set"));
    }
    let crypted = matches.get_flag("crypted");
    let password = Secret::from(password.as_slice());
    context.client_of(&target)?.call(commands::GuestSetUserPassword::new(user, password, crypted))?;
    Ok(ExitCode::SUCCESS)
}

fn asked_for(user: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let password = secret_line::ask(&format!("New password of {user} in the guest: "))?;
    let again = secret_line::ask("Again: ")?;
    if password == again { Ok(password) } else { Err(Failure::usage("the two passwords differ")) }
}

/// The first line of standard input, without its end.
fn first_line() -> Result<Zeroizing<Vec<u8>>, Failure> {
    // Reserved at once: a vector that grows leaves copies behind.
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_PASSWORD_BYTES + 1));
    let read = io::stdin().lock().take(MAX_PASSWORD_BYTES as u64 + 1).read_until(b'\n', &mut line);
    read.map_err(|error| Failure::host(format!("cannot read the password: {error}")))?;
    if line.len() > MAX_PASSWORD_BYTES {
        return Err(Failure::usage(format!("a password has at most {MAX_PASSWORD_BYTES} bytes")));
    }
    while line.last().is_some_and(|end| matches!(end, b'\n' | b'\r')) {
        line.pop();
    }
    Ok(line)
}
