//! A trace of an agent's channel: a line of JSON for each message, without secrets.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::time::Instant;

use qga_client::command_info;
use qga_runtime::{Decoder, Frame, JsonKind, Limits, Value};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

mod mask;

use mask::Known;

/// Requests without an answer that are remembered.
const MAX_UNANSWERED: usize = 1024;

/// A line of the trace.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Line {
    /// Seconds since the trace began.
    pub(crate) time: f64,
    pub(crate) from: Side,
    /// The number of a request, from 1 on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<u64>,
    /// The number of the request that this answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answers: Option<u64>,
    /// What else happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) event: Option<String>,
    /// The message, with `***` for what is secret.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) message: Option<Box<RawValue>>,
}

/// The sender of a message.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Side {
    Client,
    Agent,
}

/// Writes a trace from the bytes of both sides.
pub(crate) struct Recorder<W> {
    out: W,
    begun: Instant,
    client: Decoder,
    agent: Decoder,
    requests: u64,
    unanswered: VecDeque<Asked>,
}

/// A request that waits for its answer.
struct Asked {
    number: u64,
    command: String,
    /// Its `id`, as text.
    id: Option<String>,
}

impl<W: Write> Recorder<W> {
    pub(crate) fn new(out: W) -> Self {
        let decoder = || Decoder::new(Limits::default());
        Recorder {
            out,
            begun: Instant::now(),
            client: decoder(),
            agent: decoder(),
            requests: 0,
            unanswered: VecDeque::new(),
        }
    }

    /// Takes bytes that one side has sent.
    ///
    /// # Errors
    /// The trace cannot be written.
    pub(crate) fn received(&mut self, from: Side, bytes: &[u8]) -> io::Result<()> {
        self.decoder(from).push(bytes);
        while let Some(frame) = self.decoder(from).next_frame() {
            match frame {
                Frame::Message(message) => self.message(from, message.value())?,
                Frame::Sentinel => self.event(from, "reset")?,
                // Neither its text nor the error about it, which may quote it: nothing tells what is secret in it.
                Frame::Broken(_) => self.event(from, "broken")?,
            }
        }
        self.decoder(from).give_back();
        Ok(())
    }

    /// Takes note of something that is no message.
    ///
    /// # Errors
    /// The trace cannot be written.
    pub(crate) fn event(&mut self, from: Side, event: &str) -> io::Result<()> {
        self.write(from, Line { event: Some(event.to_owned()), ..line(from) })
    }

    /// Begins with another client, or another connection to the agent.
    ///
    /// # Errors
    /// The trace cannot be written.
    pub(crate) fn connected(&mut self) -> io::Result<()> {
        self.client.reset();
        self.agent.reset();
        self.unanswered.clear();
        self.event(Side::Client, "connected")
    }

    fn decoder(&mut self, side: Side) -> &mut Decoder {
        match side {
            Side::Client => &mut self.client,
            Side::Agent => &mut self.agent,
        }
    }

    fn message(&mut self, from: Side, message: Value<'_>) -> io::Result<()> {
        let member = |name| message.members().find(|(key, _)| *key == name).map(|(_, value)| value);
        let id = member("id").map(|id| id.text());
        match from {
            Side::Client => {
                let execute = member("execute").filter(|execute| execute.kind() == JsonKind::String);
                let command = execute.and_then(|execute| Some(execute.string().ok()?.into_owned()));
                self.requests += 1;
                let text = mask::request(message, command.as_deref());
                let number = self.requests;
                self.unanswered.push_back(Asked { number, command: command.unwrap_or_default(), id });
                if self.unanswered.len() > MAX_UNANSWERED {
                    self.unanswered.pop_front();
                }
                self.write(from, Line { request: Some(number), message: Some(raw(text)?), ..line(from) })
            }
            Side::Agent => {
                let place = match &id {
                    Some(id) => self.unanswered.iter().position(|asked| asked.id.as_ref() == Some(id)),
                    None => (!self.unanswered.is_empty()).then_some(0),
                };
                let asked = place.and_then(|place| self.unanswered.remove(place));
                let known = match &asked {
                    None => Known::Nothing,
                    Some(asked) => command_info(&asked.command)
                        .and_then(|info| info.returns.as_ref())
                        .map_or(Known::Nothing, Known::Type),
                };
                let text = mask::answer(message, known);
                let answers = asked.map(|asked| asked.number);
                self.write(from, Line { answers, message: Some(raw(text)?), ..line(from) })
            }
        }
    }

    fn write(&mut self, from: Side, line: Line) -> io::Result<()> {
        let time = (self.begun.elapsed().as_secs_f64() * 1e6).round() / 1e6;
        let mut text = serde_json::to_vec(&Line { time, from, ..line })?;
        text.push(b'\n');
        self.out.write_all(&text).and_then(|()| self.out.flush())
    }
}

fn line(from: Side) -> Line {
    Line { time: 0.0, from, request: None, answers: None, event: None, message: None }
}

fn raw(text: String) -> io::Result<Box<RawValue>> {
    Ok(RawValue::from_string(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a trace of these bytes, without their times.
    fn traced(pieces: &[(Side, &str)]) -> Vec<String> {
        let mut written = Vec::new();
        let mut recorder = Recorder::new(&mut written);
        for (from, piece) in pieces {
            recorder.received(*from, piece.as_bytes()).expect("a vector takes everything");
        }
        let text = String::from_utf8(written).expect("JSON");
        text.lines().map(|line| line.split_once(',').expect("a time").1.replace("\"from\":", "")).collect()
    }

    const SECRET: &str = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3JldA==";

    #[test]
    fn messages_are_traced_with_the_request_that_they_answer() {
        use Side::{Agent, Client};
        let lines = traced(&[
            (Client, "{\"execute\": \"guest-sync\", \"arguments\": {\"id\""),
            (Client, ": 7}}"),
            (Client, "{\"execute\": \"guest-ping\", \"id\": [1]}{\"execute\": \"guest-get-time\"}{x}\n"),
            (
                Agent,
                "{\"return\": {}, \"id\": [1]}\n{\"return\": 7}\n{\"return\": 12345678901234567890}\n{\"return\": \"late\"}",
            ),
        ]);
        assert_eq!(
            lines,
            [
                r#""client","request":1,"message":{"execute": "guest-sync", "arguments": {"id": 7}}}"#,
                r#""client","request":2,"message":{"execute": "guest-ping", "id": [1]}}"#,
                r#""client","request":3,"message":{"execute": "guest-get-time"}}"#,
                r#""client","event":"broken"}"#,
                r#""agent","answers":2,"message":{"return": {}, "id": [1]}}"#,
                r#""agent","answers":1,"message":{"return": 7}}"#,
                r#""agent","answers":3,"message":{"return": 12345678901234567890}}"#,
                r#""agent","message":{"return": "***"}}"#,
            ]
        );
    }

    #[test]
    fn secrets_are_masked_whatever_message_they_are_in() {
        for (request, answer, shown) in [
            // Known commands: by their schema.
            ("guest-set-user-password", "", r#"{"username": "root", "password": "SECRET", "crypted": false}"#),
            ("guest-set-user-password", "", r#"{"username": "root", "pasword": "tiny"}"#),
            ("guest-set-user-password", "", r#"{"username": "root", "password": ["tiny", 1234]}"#),
            ("guest-exec", "", r#"{"path": "sh", "arg": ["tiny"], "env": ["A=tiny"], "input-data": "SECRET"}"#),
            ("guest-file-write", "", r#"{"handle": 1, "buf-b64": "SECRET"}"#),
            ("guest-ssh-add-authorized-keys", "", r#"{"username": "root", "keys": ["ssh-rsa tiny"]}"#),
            ("guest-file-read", r#"{"count": 34, "buf-b64": "SECRET", "eof": true}"#, r#"{"handle": 1}"#),
            ("guest-exec-status", r#"{"exited": true, "out-data": "SECRET", "err-data": "SECRET"}"#, r#"{"pid": 1}"#),
            ("guest-ssh-get-authorized-keys", r#"{"keys": ["ssh-rsa tiny"]}"#, r#"{"username": "root"}"#),
            ("guest-ping", r#"{"buf": "tiny"}"#, "{}"),
            ("guest-get-host-name", r#"{"host-name": {"x": "tiny"}}"#, "{}"),
            // Unknown ones: whole.
            ("acme-put", r#"{"x": [{"y": "SECRET", "z": "tiny"}]}"#, r#"{"password": "tiny", "pin": 1234}"#),
            ("guest-set-user-pasword", "", r#"{"password": "tiny", "crypted": false}"#),
        ] {
            let request = format!("{{\"execute\": \"{request}\", \"arguments\": {shown}}}").replace("SECRET", SECRET);
            let answer = if answer.is_empty() { "{}" } else { answer };
            let answer = format!("{{\"return\": {answer}}}").replace("SECRET", SECRET);
            let lines = traced(&[(Side::Client, &request), (Side::Agent, &answer)]).join("\n");
            for secret in ["c2Vj", "tiny", "1234"] {
                assert!(!lines.contains(secret), "{secret}: {lines}");
            }
            assert_eq!(shown.contains("root"), lines.contains("root"), "{lines}");
            assert!(lines.contains("***") || lines.contains("KioqKioq"), "{lines}");
        }
    }

    #[test]
    fn what_is_no_request_or_answer_is_masked_whole() {
        let lines = traced(&[
            (Side::Client, r#"{"exec": "tiny", "arguments": {"password": "tiny"}}"#),
            (Side::Client, r#"["tiny"]"#),
            (Side::Agent, r#"{"event": "tiny", "error": {"class": "GenericError", "desc": "it failed", "x": "tiny"}}"#),
        ]);
        assert!(!lines.join("\n").contains("tiny"), "{lines:?}");
        assert!(lines[2].contains(r#""class": "GenericError", "desc": "it failed""#), "{lines:?}");
    }
}
