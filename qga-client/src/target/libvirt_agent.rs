//! The agent of a libvirt domain: a thread that takes requests from one end of a stream and has libvirt ask them.
//!
//! libvirt puts itself in step with the agent, so a sync is answered here. It has a limit on the length of a message;
//! what is written or read of a file is split to stay below.

use std::ffi::c_int;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use qga_runtime::SENTINEL;
use qga_runtime::transport::Stream;
use serde_json::{Value, json};

use super::libvirt::{AGENT_COMMAND, Domain, Error, ErrorKind, Library};
use crate::timeouts::Timeouts;

/// Characters of base64 in one request; four are three bytes. libvirt takes 4 MiB for a whole message.
const MAX_BASE64: usize = 3 << 20;

/// Bytes of a file in one answer, for the same reason.
const MAX_READ: u64 = 2 << 20;

/// A request is not read further than this.
const MAX_REQUEST: u64 = 128 << 20;

/// Finds the domain, sees that libvirt reaches its agent, and returns a stream for its client.
pub(super) fn connect(uri: Option<&str>, domain: &str, timeouts: &Timeouts) -> io::Result<Stream> {
    let (ours, theirs) = UnixStream::pair()?;
    let (tell, told) = mpsc::channel();
    let (uri, name, timeouts) = (uri.map(str::to_owned), domain.to_owned(), timeouts.clone());
    let wait = timeouts.connect.saturating_add(Duration::from_millis(100));
    // A call of libvirt cannot be ended from outside: the thread may outlive its stream.
    thread::spawn(move || {
        let found =
            Library::load().and_then(|library| library.connect(uri.as_deref())).and_then(|one| one.domain(&name));
        let reached = found.and_then(|domain| {
            domain
                .ask(r#"{"execute":"guest-ping"}"#, seconds(timeouts.connect))
                .map(|_| ())
                .or_else(refused_is_answered)?;
            Ok(domain)
        });
        match reached {
            Ok(domain) => {
                let _ = tell.send(Ok(()));
                // The client has gone, or libvirt has: either way the stream ends.
                let _ = serve(theirs, &domain, &timeouts);
            }
            Err(error) => {
                let is_silent = error.kind == ErrorKind::Silence;
                let kind = if is_silent { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
                let _ = tell.send(Err(io::Error::new(kind, advised(&error))));
            }
        }
    });
    let wait = wait.min(crate::options::FOR_EVER);
    let silent = || io::Error::new(io::ErrorKind::TimedOut, "libvirt does not answer");
    told.recv_timeout(wait).map_err(|_| silent())??;
    Ok(Stream::from(ours))
}

/// An agent that refuses a ping lives.
fn refused_is_answered(error: Error) -> Result<(), Error> {
    if error.kind == ErrorKind::Command { Ok(()) } else { Err(error) }
}

/// What libvirt says, and what to do about it.
pub(super) fn advised(error: &Error) -> String {
    let words = error.message.as_str();
    let advice = [
        ("agent is not configured", "; add a channel org.qemu.guest_agent.0 of type unix to the domain"),
        ("agent is not connected", "; is the agent running in the guest?"),
        ("agent is not responding", "; is the agent running in the guest?"),
        ("not responding", "; is the agent running in the guest?"),
        ("agent not available", "; is the agent running in the guest?"),
        ("domain is not running", "; start it first"),
        ("Domain not found", "; `qga targets` lists what is running"),
        ("authentication", "; try as a user who may use libvirt"),
        ("Permission denied", "; try as a user who may use libvirt"),
        ("No such file or directory", "; is libvirt's service running?"),
    ];
    let advice = advice.iter().find(|(part, _)| words.contains(part)).map_or("", |(_, advice)| advice);
    format!("libvirt says: {words}{advice}")
}

/// How long libvirt waits, in its own terms.
fn seconds(timeout: Duration) -> c_int {
    c_int::try_from(timeout.as_secs()).unwrap_or(c_int::MAX).max(1)
}

/// Answers the requests of the client, a line each.
fn serve(stream: UnixStream, domain: &Domain, timeouts: &Timeouts) -> io::Result<()> {
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    loop {
        line.clear();
        reader.by_ref().take(MAX_REQUEST).read_until(b'\n', &mut line)?;
        if line.last() != Some(&b'\n') {
            return Ok(());
        }
        let text = line.strip_prefix(&[SENTINEL]).unwrap_or(&line);
        let Ok(mut request) = serde_json::from_slice::<Value>(text) else { continue };
        let id = request.as_object_mut().and_then(|members| members.remove("id"));
        let command = request["execute"].as_str().unwrap_or_default().to_owned();
        if command == "guest-sync-delimited" {
            writer.write_all(&[SENTINEL])?;
        }
        let answer = match command.as_str() {
            "guest-sync" | "guest-sync-delimited" => Ok(json!({"return": request["arguments"]["id"]})),
            _ => {
                let limit = seconds(timeouts.of(&command));
                ask(request, |request| {
                    let answer = domain.ask(&request.to_string(), limit)?;
                    serde_json::from_str(&answer)
                        .map_err(|error| Error { kind: ErrorKind::Other, message: error.to_string() })
                })
            }
        };
        let mut answer = match answer {
            Ok(answer) => answer,
            Err(error) if error.kind == ErrorKind::Command => json!({"error": agent_error(&error.message)}),
            // The client has a deadline of its own, and asks again.
            Err(error) if error.kind == ErrorKind::Silence => continue,
            Err(error) => return Err(io::Error::other(error.message)),
        };
        if let Some(id) = id {
            answer["id"] = id;
        }
        writeln!(writer, "{answer}")?;
    }
}

/// Asks one request, in parts where libvirt would refuse its length.
fn ask(mut request: Value, mut one: impl FnMut(&Value) -> Result<Value, Error>) -> Result<Value, Error> {
    match request["execute"].as_str() {
        Some("guest-file-read") => {
            if let Some(count) = request["arguments"]["count"].as_u64() {
                request["arguments"]["count"] = count.min(MAX_READ).into();
            }
            one(&request)
        }
        Some("guest-file-write")
            if is_long(&request["arguments"]["buf-b64"]) && request["arguments"]["count"].is_null() =>
        {
            let text = request["arguments"]["buf-b64"].as_str().unwrap_or_default().to_owned();
            let mut written = 0;
            for part in text.as_bytes().chunks(MAX_BASE64) {
                // Base64 is ASCII; anything else is for the agent to refuse.
                request["arguments"]["buf-b64"] = String::from_utf8_lossy(part).into_owned().into();
                let answer = one(&request)?;
                let count = answer["return"]["count"].as_u64().unwrap_or_default();
                written += count;
                if count < decoded_length(part) {
                    break;
                }
            }
            Ok(json!({"return": {"count": written, "eof": false}}))
        }
        _ => one(&request),
    }
}

fn is_long(text: &Value) -> bool {
    text.as_str().is_some_and(|text| text.len() > MAX_BASE64)
}

fn decoded_length(base64: &[u8]) -> u64 {
    let padding = base64.iter().rev().take_while(|byte| **byte == b'=').count();
    (base64.len() / 4 * 3).saturating_sub(padding) as u64
}

/// The agent's error out of libvirt's words, which leave out its class.
fn agent_error(message: &str) -> Value {
    let desc = message
        .split_once(AGENT_COMMAND)
        .and_then(|(_, rest)| rest.split_once("': "))
        .map_or(message, |(_, desc)| desc);
    let is_unknown = desc.contains("has not been found") || desc.contains("has been disabled");
    let class = if is_unknown { "CommandNotFound" } else { "GenericError" };
    json!({"class": class, "desc": desc})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_writes_and_reads_are_split() {
        let mut sent = Vec::new();
        let text = "QUJD".repeat(MAX_BASE64 / 4 + 1);
        let request = json!({"execute": "guest-file-write", "arguments": {"handle": 1, "buf-b64": text}});
        let answer = ask(request, |request| {
            let text = request["arguments"]["buf-b64"].as_str().unwrap_or_default().to_owned();
            sent.push(text.len());
            Ok(json!({"return": {"count": decoded_length(text.as_bytes()), "eof": false}}))
        });
        assert_eq!(answer.expect("written")["return"]["count"], MAX_BASE64 / 4 * 3 + 3);
        assert_eq!(sent, [MAX_BASE64, 4]);
        for (asked, expected) in [(json!(100), json!(100)), (json!(48 << 20), json!(MAX_READ)), (json!(-1), json!(-1))]
        {
            let request = json!({"execute": "guest-file-read", "arguments": {"handle": 1, "count": asked}});
            let _ = ask(request, |request| {
                assert_eq!(request["arguments"]["count"], expected);
                Ok(json!({}))
            });
        }
    }

    #[test]
    fn a_short_write_ends_the_parts() {
        let request =
            json!({"execute": "guest-file-write", "arguments": {"handle": 1, "buf-b64": "A".repeat(2 * MAX_BASE64)}});
        let mut parts = 0;
        let answer = ask(request, |_| {
            parts += 1;
            Ok(json!({"return": {"count": 5, "eof": false}}))
        });
        assert_eq!((answer.expect("written")["return"]["count"].as_u64(), parts), (Some(5), 1));
    }

    #[test]
    fn an_agents_error_keeps_its_words() {
        let words =
            "internal error: unable to execute QEMU agent command 'guest-x': The command guest-x has not been found";
        assert_eq!(
            agent_error(words),
            json!({"class": "CommandNotFound", "desc": "The command guest-x has not been found"})
        );
        assert_eq!(agent_error("odd")["desc"], "odd");
    }

    #[test]
    fn what_libvirt_says_comes_with_advice() {
        let error = |message: &str| Error { kind: ErrorKind::Other, message: message.to_owned() };
        assert_eq!(
            advised(&error("Guest agent is not responding: QEMU guest agent is not connected")),
            "libvirt says: Guest agent is not responding: QEMU guest agent is not connected; is the agent running in the guest?"
        );
        assert_eq!(advised(&error("odd")), "libvirt says: odd");
    }
}
