//! `qga`: asks a guest agent from the command line.

use std::io::{BufWriter, IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::ArgMatches;
use qga_client::{Address, Client, Options, Timeouts};
use qga_runtime::guest::COMMANDS;
use qga_runtime::{Any, CommandInfo, Value};

mod args;
mod failure;
mod hidden;
mod manual;
mod output;
mod request;

use failure::Failure;

fn main() -> ExitCode {
    let matches = args::command_line(COMMANDS).get_matches();
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("qga: {failure}");
            ExitCode::from(failure.status())
        }
    }
}

fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let request = Request::read(matches)?;
    let address = address(matches)?;
    let options = options(matches.get_one::<Duration>("timeout").copied());
    let mut client = Client::connect_with(&address, &options)?;
    let answer = match request.info {
        Some(info) if !info.success_response => {
            client.fire_raw(&request.name, request.arguments.as_ref())?;
            return Ok(());
        }
        _ => client.call_text(&request.name, request.arguments.as_ref())?,
    };
    let as_text = match matches.get_one::<String>("format").map(String::as_str) {
        Some(format) => format == "text",
        None => std::io::stdout().is_terminal(),
    };
    print(&answer.value(), as_text)
}

/// What to send.
struct Request {
    name: String,
    arguments: Option<Any>,
    info: Option<&'static CommandInfo>,
}

impl Request {
    fn read(matches: &ArgMatches) -> Result<Self, Failure> {
        let (word, matches) = matches.subcommand().ok_or_else(|| Failure::usage("no command given"))?;
        if let Some(info) = qga_client::command_info(word) {
            let arguments = request::arguments(info, matches).map_err(Failure::usage)?;
            let arguments = (!arguments.is_empty()).then(|| Any::from(serde_json::Value::Object(arguments)));
            return Ok(Request { name: word.to_owned(), arguments, info: Some(info) });
        }
        let name = matches.get_one::<String>("name").cloned().unwrap_or_default();
        let arguments = match matches.get_one::<String>("arguments") {
            Some(text) => Some(request::object(text).map_err(Failure::usage)?),
            None => None,
        };
        Ok(Request { info: qga_client::command_info(&name), name, arguments })
    }
}

fn address(matches: &ArgMatches) -> Result<Address, Failure> {
    let text = matches.get_one::<String>("socket").ok_or_else(|| {
        Failure::usage(format!("which agent? give --socket ADDRESS or set {}", args::ADDRESS_VARIABLE))
    })?;
    text.parse().map_err(|error| Failure::usage(format!("--socket {text}: {error}")))
}

fn options(timeout: Option<Duration>) -> Options {
    let default = Timeouts::default();
    let timeouts = match timeout {
        Some(limit) => Timeouts { connect: limit, silence: limit, answer: Some(limit), ..default },
        None => default,
    };
    Options { timeouts, ..Options::default() }
}

fn print(answer: &Value<'_>, as_text: bool) -> Result<(), Failure> {
    let mut stdout = BufWriter::new(std::io::stdout().lock());
    let write = if as_text { output::write_lines } else { output::write_json };
    write(answer, &mut stdout).and_then(|()| stdout.flush()).map_err(Failure::output)
}
