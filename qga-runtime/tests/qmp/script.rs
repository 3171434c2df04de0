//! Runs a transcript of a conversation with a monitor, and compares what the client sends and gets.
//!
//! A case begins with `## NAME`. Its lines, in the order of what happens:
//!
//! | line | what it is |
//! |---|---|
//! | `ready`, `event`, `call NAME [ARGUMENTS]`, `oob NAME [ARGUMENTS]` | what the client wants |
//! | `> TEXT` | a line that the client sends; `$1` is a number that is named thereby |
//! | `< TEXT` | a line that the monitor sends |
//! | `<< TEXT` | the same without an end of line, with escapes such as `\n` and `\xff` in it |
//! | `timeout`, `close` | reading fails, or ends |
//! | `torn N` | writing takes so many bytes, and the client gives up |
//! | `drop` | the client gives up while it reads |
//! | `= TEXT` | what came of it; of an error that quotes the peer, its beginning |

use std::collections::BTreeMap;
use std::io;
use std::time::{Duration, Instant};

use qga_runtime::qmp::{QmpAsk, QmpCall, QmpLimits, QmpSession};
use qga_runtime::{Any, CallError, Step};

/// How the monitor's bytes arrive.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cutting {
    /// So many at a time.
    Pieces(usize),
    /// In one piece up to this byte, and in one behind it.
    At(usize),
}

/// The cases of a file: the name, the lines.
pub(crate) fn cases(text: &str) -> Vec<(&str, Vec<&str>)> {
    let cases = text.split("## ").skip(1).map(|case| {
        let (name, lines) = case.split_once('\n').expect("a case has lines");
        (name, lines.lines().filter(|line| !line.is_empty()).collect())
    });
    cases.collect()
}

/// A case under way.
pub(crate) struct Script<'c> {
    name: &'c str,
    lines: std::iter::Peekable<std::vec::IntoIter<&'c str>>,
    cutting: Cutting,
    session: QmpSession,
    numbers: BTreeMap<String, String>,
    written: String,
    incoming: Vec<u8>,
    received: usize,
}

impl<'c> Script<'c> {
    pub(crate) fn new(name: &'c str, lines: Vec<&'c str>, cutting: Cutting) -> Self {
        Script {
            name,
            lines: lines.into_iter().peekable(),
            cutting,
            session: QmpSession::new(QmpLimits::default(), true),
            numbers: BTreeMap::new(),
            written: String::new(),
            incoming: Vec::new(),
            received: 0,
        }
    }

    /// Runs the case and returns how many bytes the monitor sent.
    pub(crate) fn run(mut self) -> usize {
        while let Some(line) = self.lines.next() {
            let outcome = self.want(line);
            while let Some(line) = self.lines.next_if(|line| !line.starts_with("= ")) {
                self.happen(line);
            }
            let Some(expected) = self.lines.next() else { panic!("{}: no result of {line}", self.name) };
            let expected = expected.strip_prefix("= ").expect("the result");
            let (name, cutting) = (self.name, self.cutting);
            assert!(outcome.starts_with(expected), "{name}, {cutting:?}, {line}: {outcome} instead of {expected}");
        }
        assert_eq!(self.written, "", "{}: not foreseen", self.name);
        self.received + self.incoming.len()
    }

    fn want(&mut self, line: &str) -> String {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        let (name, arguments) = rest.split_once(' ').map_or((rest, None), |(name, arguments)| (name, Some(arguments)));
        let arguments: Option<Any> = arguments.map(|text| text.parse().expect("arguments are JSON"));
        let ask = match verb {
            "ready" => QmpAsk::Ready,
            "event" => QmpAsk::Event,
            "call" => QmpAsk::Command(name),
            "oob" => QmpAsk::OutOfBand(name),
            other => panic!("{other} is nothing to want"),
        };
        // The session lends itself to the call, and the rest of this to what happens.
        let mut session = std::mem::replace(&mut self.session, QmpSession::new(QmpLimits::default(), true));
        let outcome = self.converse(&mut session, ask, arguments.as_ref());
        self.session = session;
        match outcome {
            None => "given up".into(),
            Some(Ok(text)) => text,
            Some(Err(error)) => shown(&error),
        }
    }

    fn converse(
        &mut self,
        session: &mut QmpSession,
        ask: QmpAsk<'_>,
        arguments: Option<&Any>,
    ) -> Option<Result<String, CallError>> {
        let mut call = QmpCall::new(session, ask, arguments, Instant::now() + Duration::from_secs(3600));
        let outcome = loop {
            let moved = match call.step() {
                Step::Write { bytes, .. } => {
                    let torn = self.lines.next_if(|line| line.starts_with("torn "));
                    let count = torn.map_or(bytes.len(), |line| line[5..].parse().expect("a number"));
                    self.written += &String::from_utf8_lossy(&bytes[..count]);
                    if torn.is_some() {
                        return None;
                    }
                    Ok(count)
                }
                Step::Read { into, .. } => {
                    while self.incoming.is_empty() && self.lines.peek().is_some_and(|line| line.starts_with(['>', '<']))
                    {
                        let line = self.lines.next().expect("there is one");
                        self.happen(line);
                    }
                    match self.incoming.is_empty() {
                        true => match self.lines.next() {
                            Some("timeout") => Err(io::ErrorKind::TimedOut.into()),
                            Some("close") => Ok(0),
                            Some("drop") => return None,
                            other => panic!("{}: the client reads on, before {other:?}", self.name),
                        },
                        false => Ok(self.arrive(into)),
                    }
                }
                Step::Done(outcome) => break outcome,
            };
            call.moved(moved);
        };
        drop(call);
        Some(outcome.map(|returned| match (returned, ask) {
            (Some(returned), _) => returned.value().text(),
            (None, QmpAsk::Event) => session.take_event().map_or("no event".into(), |event| event.text().to_owned()),
            (None, _) => "ready".into(),
        }))
    }

    /// Takes the next piece of what the monitor sent.
    fn arrive(&mut self, into: &mut Vec<u8>) -> usize {
        let most = match self.cutting {
            Cutting::Pieces(count) => count,
            Cutting::At(cut) if self.received < cut => cut - self.received,
            Cutting::At(_) => usize::MAX,
        };
        let count = most.min(self.incoming.len()).min(into.capacity() - into.len());
        into.extend(self.incoming.drain(..count));
        self.received += count;
        count
    }

    fn happen(&mut self, line: &str) {
        if let Some(text) = line.strip_prefix("<< ") {
            self.incoming.extend(unescape(text));
        } else if let Some(text) = line.strip_prefix("< ") {
            let text = self.numbers.iter().fold(text.to_owned(), |text, (name, number)| text.replace(name, number));
            self.incoming.extend(text.bytes().chain(*b"\r\n"));
        } else if let Some(expected) = line.strip_prefix("> ") {
            let (sent, rest) =
                self.written.split_once('\n').unwrap_or_else(|| panic!("{}: {line} was not sent", self.name));
            let (sent, rest) = (sent.to_owned(), rest.to_owned());
            self.written = rest;
            if let Some((name, _)) = expected.split_once('$').and_then(|(_, name)| name.split_once('}')) {
                let number = sent.rsplit_once("\"id\": ").expect("requests have ids").1.trim_end_matches('}');
                self.numbers.insert(format!("${name}"), number.to_owned());
            }
            let expected = self.numbers.iter().fold(expected.to_owned(), |text, (name, it)| text.replace(name, it));
            assert_eq!(sent, expected, "{}", self.name);
        } else {
            panic!("{}: {line} cannot happen here", self.name);
        }
    }
}

/// The text with its escapes resolved.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend(before.bytes());
        let (byte, length) = match after.as_bytes()[0] {
            b'n' => (b'\n', 1),
            b'r' => (b'\r', 1),
            b't' => (b'\t', 1),
            b'x' => (u8::from_str_radix(&after[1..3], 16).expect("two digits"), 3),
            other => (other, 1),
        };
        bytes.push(byte);
        rest = &after[length..];
    }
    bytes.extend(rest.bytes());
    bytes
}

/// An error in words that do not depend on time.
fn shown(error: &CallError) -> String {
    match error {
        CallError::TimedOut { waiting_for, .. } => format!("timed out: {waiting_for}"),
        CallError::Closed => "closed".into(),
        CallError::Unsupported(error) => format!("unsupported: {error}"),
        CallError::Command(error) => format!("{}: {error}", error.class.name()),
        CallError::Malformed { reason } => format!("malformed: {reason}"),
        other => other.to_string(),
    }
}
