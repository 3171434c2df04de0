//! A fake agent, and the tool started against it.

use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixListener;
use std::process::{Command, Output};

/// Stands for the fake agent's address among the tool's words.
pub(crate) const TARGET: &str = "TARGET";

/// Runs the tool against a peer that answers everything with `answer` (a `return` or `error` member), and returns what
/// it did and the requests it sent.
pub(crate) fn run(words: &[&str], answer: &'static str) -> (Output, Vec<serde_json::Value>) {
    run_with(words, move |_| answer, |_| {})
}

/// Does so with an answer for each command, by its name, and with changes to how the tool is started.
pub(crate) fn run_with(
    words: &[&str],
    answer: impl Fn(&str) -> &'static str + Send + 'static,
    change: impl FnOnce(&mut Command),
) -> (Output, Vec<serde_json::Value>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let listener = UnixListener::bind(&path).expect("a socket in a fresh folder");
    let thread = std::thread::spawn(move || {
        let (stream, _) = listener.accept().expect("the tool connects");
        let mut writer = stream.try_clone().expect("a second descriptor");
        let mut requests = Vec::new();
        for line in BufReader::new(stream).split(b'\n') {
            let Ok(line) = line else { break };
            let text = line.strip_prefix(b"\xff").unwrap_or(&line);
            if text.is_empty() {
                break;
            }
            let request: serde_json::Value = serde_json::from_slice(text).expect("the tool sends JSON");
            let answer = if request["execute"] == "guest-sync-delimited" {
                format!("{{\"return\": {}}}\n", request["arguments"]["id"])
            } else {
                let answer = answer(request["execute"].as_str().expect("a command"));
                let answer = format!("{{{answer}, \"id\": {}}}\n", request["id"]);
                requests.push(request);
                answer
            };
            if writer.write_all(answer.as_bytes()).is_err() {
                break;
            }
        }
        requests
    });
    let path = path.to_str().expect("a plain path");
    let mut command = Command::new(env!("CARGO_BIN_EXE_qga"));
    command.env_remove("QGA_TARGET").env_remove("QGA_CLIENT_ADDRESS").current_dir(&folder);
    // The words say where the target stands, or else it is the first.
    if words.iter().any(|word| word.contains(TARGET)) {
        command.args(words.iter().map(|word| word.replace(TARGET, path)));
    } else {
        command.args(["-s", path]).args(words);
    }
    change(&mut command);
    let output = command.output().expect("the tool was built");
    // Its descriptors are the test's as well.
    drop(command);
    // A tool that never connected must not leave the peer waiting.
    drop(std::os::unix::net::UnixStream::connect(path));
    (output, thread.join().expect("the peer saw what it should"))
}

pub(crate) fn tool(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qga"))
        .args(words)
        .env_remove("QGA_TARGET")
        .env_remove("QGA_CLIENT_ADDRESS")
        .output()
        .expect("the tool was built")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Runs the tool on a pseudo-terminal, and returns every byte that reaches it.
pub(crate) fn on_a_terminal(words: &[&str], answer: impl Fn(&str) -> &'static str + Send + 'static) -> Vec<u8> {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

    let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pseudo-terminal");
    grantpt(&terminal).expect("granted");
    unlockpt(&terminal).expect("unlocked");
    let name = ptsname(&terminal, Vec::new()).expect("a name").into_string().expect("ASCII");
    let line = std::fs::File::options().read(true).write(true).open(name).expect("its other side");
    run_with(words, answer, |tool| {
        // A line, for a verb that reads one.
        tool.stdin(std::fs::File::open("/proc/sys/kernel/hostname").expect("Linux"));
        tool.stdout(line.try_clone().expect("another descriptor")).stderr(line);
    });
    let mut shown = Vec::new();
    // Once the tool is gone, and with it the other side, a pseudo-terminal ends with an error.
    let _ = std::fs::File::from(terminal).read_to_end(&mut shown);
    shown
}

/// Says on the error stream itself what is not tested, since tests that pass show no output.
pub(crate) fn left_out(what: &str, why: &str) {
    // A line that cannot be written changes no result.
    let _ = std::io::stderr().write_all(format!("left out: {what}: {why}\n").as_bytes());
}
