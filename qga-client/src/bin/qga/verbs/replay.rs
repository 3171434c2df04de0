//! `qga replay`: an agent that answers as in a trace.

use std::collections::{HashMap, VecDeque};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use clap::{Arg, ArgMatches, Command};
use qga_client::{Any, CommandError};
use qga_runtime::ErrorClass;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::broker;
use crate::command_line::switch;
use crate::context::Context;
use crate::failure::Failure;
use crate::trace::{Line, Side};

/// A longer trace is not read.
const MAX_TRACE_BYTES: u64 = 512 << 20;

/// An answer in a trace is waited for no longer than this.
const MAX_DELAY_SECONDS: f64 = 3600.0;

pub(crate) fn command() -> Command {
    Command::new("replay")
        .about("Be an agent that answers as in a trace of `qga record`")
        .arg(Arg::new("file").value_name("FILE").required(true).help("The trace"))
        .args(broker::listening())
        .arg(switch("timed", "Wait before each answer for as long as the agent took"))
        .after_help(
            "The first request of a command gets the first answer to that command, the second the second, and after the \
             last one the last again. A request that had no answer gets none, and a command that is not in the trace is \
             not found. Syncs are answered by themselves.",
        )
}

/// What the agent did with one request.
#[derive(Clone)]
struct Exchange {
    asked: f64,
    answered: Option<(f64, Result<Any, CommandError>)>,
}

/// The exchanges of each command, in order.
type Exchanges = HashMap<String, VecDeque<Exchange>>;

#[derive(Deserialize)]
struct Request {
    execute: String,
}

#[derive(Deserialize)]
struct Answer {
    #[serde(rename = "return")]
    returns: Option<Box<RawValue>>,
    error: Option<ErrorAnswer>,
}

#[derive(Deserialize)]
struct ErrorAnswer {
    class: String,
    desc: String,
}

pub(crate) fn run(_context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let path = matches.get_one::<String>("file").cloned().unwrap_or_default();
    let file = File::open(&path).map_err(|error| Failure::host(format!("cannot open {path}: {error}")))?;
    let mut exchanges =
        read(BufReader::new(file.take(MAX_TRACE_BYTES))).map_err(|what| Failure::host(format!("{path}: {what}")))?;
    let is_timed = matches.get_flag("timed");
    let answer = move |name: &str, _arguments: qga_runtime::Value<'_>| {
        let left = exchanges.get_mut(name).ok_or_else(|| CommandError::not_found(name))?;
        let exchange = if left.len() > 1 { left.pop_front() } else { left.front().cloned() };
        let Some(Exchange { asked, answered: Some((at, outcome)) }) = exchange else { return Ok(None) };
        if is_timed {
            thread::sleep(Duration::from_secs_f64((at - asked).clamp(0.0, MAX_DELAY_SECONDS)));
        }
        outcome.map(Some)
    };
    match broker::door(matches)?.serve(answer)? {}
}

/// Reads a trace; an error names the line.
fn read(trace: impl BufRead) -> Result<Exchanges, String> {
    let mut requests: Vec<(String, Exchange)> = Vec::new();
    let mut places = HashMap::new();
    for (number, line) in trace.lines().enumerate() {
        let wrong = |what: String| format!("line {}: {what}", number + 1);
        let line = line.map_err(|error| wrong(error.to_string()))?;
        let line: Line = serde_json::from_str(&line).map_err(|error| wrong(error.to_string()))?;
        let Some(message) = line.message else { continue };
        match (line.from, line.request, line.answers) {
            (Side::Client, Some(request), _) => {
                // What was no request had an error for an answer, which the client gets for the same fault anyway.
                let Ok(Request { execute }) = serde_json::from_str(message.get()) else { continue };
                places.insert(request, requests.len());
                requests.push((execute, Exchange { asked: line.time, answered: None }));
            }
            (Side::Agent, _, Some(answers)) => {
                let Some(place) = places.get(&answers) else { continue };
                let answer: Answer = serde_json::from_str(message.get()).map_err(|error| wrong(error.to_string()))?;
                let outcome = match answer {
                    Answer { error: Some(error), .. } => {
                        let class = ErrorClass::from_name(&error.class);
                        Err(CommandError { class, ..CommandError::new(error.desc) })
                    }
                    Answer { returns: Some(returns), .. } => {
                        Ok(returns.get().parse::<Any>().map_err(|error| wrong(error.to_string()))?)
                    }
                    _ => continue,
                };
                requests[*place].1.answered = Some((line.time, outcome));
            }
            _ => {}
        }
    }
    let mut exchanges = Exchanges::new();
    for (command, exchange) in requests {
        exchanges.entry(command).or_default().push_back(exchange);
    }
    Ok(exchanges)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_fault_in_a_trace_is_named_with_its_line() {
        let good = r#"{"time":0.5,"from":"client","request":1,"message":{"execute": "guest-ping"}}"#;
        for (line, expected) in [
            ("{", "line 2: EOF while parsing an object at line 1 column 1"),
            ("{}", "line 2: missing field `time` at line 1 column 2"),
            (
                r#"{"time":1,"from":"agent","answers":1,"message":[]}"#,
                "line 2: invalid length 0, expected struct Answer with 2 elements at line 1 column 2",
            ),
        ] {
            assert_eq!(read(format!("{good}\n{line}\n").as_bytes()).err().as_deref(), Some(expected));
        }
        assert!(read(good.as_bytes()).is_ok_and(|exchanges| exchanges.contains_key("guest-ping")));
    }
}
