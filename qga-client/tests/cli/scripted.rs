//! A fake agent that takes one client after the other, and may be silent or close the channel.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// What the fake does with a request.
pub(crate) enum Reply {
    /// Answers with this member, a `return` or an `error`.
    Answer(&'static str),
    Silence,
    Close,
}

/// A fake agent, which runs until the test is over.
pub(crate) struct Scripted {
    folder: tempfile::TempDir,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Scripted {
    /// An agent that answers by command, and by how often it was asked for that command before.
    pub(crate) fn start(reply: impl Fn(&str, usize) -> Reply + Send + 'static) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let listener = UnixListener::bind(folder.path().join("agent.sock")).expect("a socket in a fresh folder");
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                serve(stream, &reply, &noted);
            }
        });
        Scripted { folder, seen }
    }

    pub(crate) fn address(&self) -> String {
        self.folder.path().join("agent.sock").to_str().expect("a plain path").to_owned()
    }

    /// The tool, for this agent.
    pub(crate) fn tool(&self, words: &[&str]) -> Command {
        let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
        tool.args(words).env("QGA_TARGET", self.address()).current_dir(&self.folder);
        tool
    }

    /// The folder that the tool runs in.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The commands that came, in order; a command with its arguments if it has any.
    pub(crate) fn seen(&self) -> Vec<String> {
        self.seen.lock().expect("no test panics with it").clone()
    }
}

fn serve(stream: UnixStream, reply: &impl Fn(&str, usize) -> Reply, seen: &Mutex<Vec<String>>) {
    let mut writer = stream.try_clone().expect("a second descriptor");
    for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
        let text = line.strip_prefix(b"\xff").unwrap_or(&line);
        let Ok(request) = serde_json::from_slice::<serde_json::Value>(text) else { continue };
        let command = request["execute"].as_str().expect("a command").to_owned();
        let answer = if command == "guest-sync-delimited" {
            format!("\"return\": {}", request["arguments"]["id"])
        } else {
            let mut seen = seen.lock().expect("no test panics with it");
            let before = seen.iter().filter(|one| one.split(' ').next() == Some(&command)).count();
            seen.push(match &request["arguments"] {
                serde_json::Value::Object(arguments) if !arguments.is_empty() => {
                    format!("{command} {}", request["arguments"])
                }
                _ => command.clone(),
            });
            drop(seen);
            match reply(&command, before) {
                Reply::Answer(answer) => answer.to_owned(),
                Reply::Silence => continue,
                Reply::Close => return,
            }
        };
        if writer.write_all(format!("{{{answer}, \"id\": {}}}\n", request["id"]).as_bytes()).is_err() {
            return;
        }
    }
}
