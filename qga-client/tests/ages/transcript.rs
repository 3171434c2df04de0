//! A conversation in the wording of an age, and the agent that holds its part of it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;
use std::thread::JoinHandle;

use serde_json::{Map, Value};

/// A file of conversations: how the agent and a client get in step, and cases that follow in any number.
///
/// `> ` begins a client's line, `< ` an agent's. `$SYNC`, `$PROBE` and `$ID` stand for numbers that the client chooses,
/// the last for a new one in each line; `$REQUEST` stands for the first request of the case with an `id`. `\xff` is that
/// byte. `$ ` begins the words of the tool for a case, and `= ` says what comes of it.
pub(crate) struct Transcript {
    handshake: Vec<String>,
    pub(crate) cases: Vec<Case>,
}

/// One command.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) words: Vec<String>,
    lines: Vec<String>,
    /// `returned`, `silent`, `refused`, `frozen`, `unsupported` or `failed`.
    pub(crate) outcome: String,
}

impl Transcript {
    pub(crate) fn read(text: &str) -> Self {
        let mut transcript = Transcript { handshake: Vec::new(), cases: Vec::new() };
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(words) = line.strip_prefix("$ ") {
                let words = words.split(' ').map(String::from).collect();
                transcript.cases.push(Case { words, lines: Vec::new(), outcome: String::new() });
            } else if let (Some(outcome), Some(case)) = (line.strip_prefix("= "), transcript.cases.last_mut()) {
                outcome.clone_into(&mut case.outcome);
            } else if line.starts_with("> ") || line.starts_with("< ") {
                let lines = transcript.cases.last_mut().map_or(&mut transcript.handshake, |case| &mut case.lines);
                lines.push(line.to_owned());
            } else {
                assert_eq!(line, "handshake");
            }
        }
        assert!(transcript.cases.len() > 5 && transcript.cases.iter().all(|case| !case.outcome.is_empty()));
        transcript
    }

    /// Plays the agent to one client, which gets in step and asks for these cases.
    pub(crate) fn play(&self, socket: &Path, cases: &[Case]) -> JoinHandle<()> {
        let listener = UnixListener::bind(socket).expect("a socket in a fresh folder");
        let first = cases[0].line("> ").replace(", \"id\": $ID", "");
        let request = format!("{}, \"id\": $ID}}", first.strip_suffix('}').expect("a request"));
        let lines = self.handshake.iter().map(|line| line.replace("$REQUEST", &request));
        let lines: Vec<String> = lines.chain(cases.iter().flat_map(|case| case.lines.clone())).collect();
        let silent = cases.last().is_some_and(|case| case.outcome == "silent");
        std::thread::spawn(move || {
            let (stream, _) = listener.accept().expect("the client connects");
            let mut rest = Part { reader: BufReader::new(stream), numbers: BTreeMap::new() }.play(&lines);
            // An agent that shuts its guest down is gone; of others a client may ask no more than that.
            if !silent {
                let mut more = Vec::new();
                rest.read_to_end(&mut more).expect("the client leaves");
                assert_eq!(String::from_utf8_lossy(&more), "");
            }
        })
    }
}

impl Case {
    pub(crate) fn command(&self) -> &str {
        &self.words[0]
    }

    /// The arguments of the command, a JSON object.
    pub(crate) fn arguments(&self) -> String {
        json(self.line("> ")).get("arguments").map_or("{}".to_owned(), Value::to_string)
    }

    /// The `return` member of the agent's answer, or the text of its error; null for no answer.
    pub(crate) fn answer(&self) -> Value {
        if self.outcome == "silent" {
            return Value::Null;
        }
        let answer = json(self.line("< "));
        answer.get("return").unwrap_or(&answer["error"]["desc"]).clone()
    }

    /// The first line that begins so, without that.
    fn line(&self, begin: &str) -> &str {
        self.lines.iter().find_map(|line| line.strip_prefix(begin)).expect("such a line")
    }
}

/// An agent under way, and the numbers that its client has chosen.
struct Part {
    reader: BufReader<UnixStream>,
    numbers: BTreeMap<String, String>,
}

impl Part {
    fn play(mut self, lines: &[String]) -> BufReader<UnixStream> {
        for line in lines {
            match line.strip_prefix("> ") {
                Some(expected) => self.hear(expected),
                None => self.say(line.strip_prefix("< ").unwrap_or(line)),
            }
        }
        self.reader
    }

    fn hear(&mut self, expected: &str) {
        let mut line = Vec::new();
        self.reader.read_until(b'\n', &mut line).expect("the client writes");
        let (reset, text) = line.strip_prefix(b"\xff").map_or(("", &*line), |text| ("\\xff", text));
        let wrong = format!("{}instead of {expected}", String::from_utf8_lossy(&line));
        let expected = expected.strip_prefix(reset).expect(&wrong);
        let heard: Value = serde_json::from_slice(text).expect(&wrong);
        self.numbers.remove("$ID");
        assert!(self.fits(&json(expected), &heard), "{wrong}");
    }

    /// Whether a value is the expected one; a name in its place stands for the number that it has from then on.
    fn fits(&mut self, expected: &Value, heard: &Value) -> bool {
        match (expected, heard) {
            (Value::String(name), Value::Number(number)) => {
                *self.numbers.entry(name.clone()).or_insert_with(|| number.to_string()) == number.to_string()
            }
            (Value::Object(expected), Value::Object(heard)) => {
                // A request without arguments may have none, or an empty object.
                let empty =
                    |(name, value): &(&String, &Value)| *name == "arguments" && **value == Value::Object(Map::new());
                heard.iter().filter(|member| !empty(member)).count() == expected.len()
                    && expected.iter().all(|(name, value)| heard.get(name).is_some_and(|heard| self.fits(value, heard)))
            }
            (expected, heard) => expected == heard,
        }
    }

    fn say(&mut self, answer: &str) {
        let answer = self.numbers.iter().fold(answer.to_owned(), |text, (name, number)| text.replace(name, number));
        let (sentinel, text) = answer.strip_prefix("\\xff").map_or((&b""[..], &*answer), |text| (b"\xff", text));
        let bytes = [sentinel, text.as_bytes(), b"\n"].concat();
        self.reader.get_mut().write_all(&bytes).expect("the client listens");
    }
}

/// A line as JSON, with the names of numbers as strings.
fn json(line: &str) -> Value {
    let text = ["$SYNC", "$PROBE", "$ID"]
        .iter()
        .fold(line.to_owned(), |text, name| text.replace(name, &format!("\"{name}\"")));
    serde_json::from_str(&text).expect(line)
}
