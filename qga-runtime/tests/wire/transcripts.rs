//! Replays `tests/transcripts/*.txt`: whole, byte by byte, cut at every byte, and over a real socket.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use qga_runtime::transport::memory;
use qga_runtime::{Endpoint, Limits};

use crate::serving::Running;
use crate::small_agent::Conversation;

/// Bytes that are sent at once, and all answers to them.
struct Exchange {
    line: usize,
    sent: Vec<u8>,
    answered: Vec<u8>,
}

fn transcripts() -> Vec<(PathBuf, Vec<Exchange>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder of transcripts").map(|entry| entry.expect("readable").path()).collect();
    files.sort();
    assert!(files.len() >= 4, "transcripts are missing");
    files.into_iter().map(|file| (file.clone(), read(&fs::read_to_string(file).expect("readable")))).collect()
}

fn read(transcript: &str) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    for (number, text) in transcript.lines().enumerate() {
        if let Some(sent) = text.strip_prefix("-> ") {
            exchanges.push(Exchange { line: number + 1, sent: bytes(sent), answered: Vec::new() });
        } else if let Some(answered) = text.strip_prefix("<- ") {
            let exchange = exchanges.last_mut().expect("nothing is answered before anything is sent");
            exchange.answered.extend(bytes(answered));
            exchange.answered.push(b'\n');
        } else {
            assert!(text.is_empty() || text.starts_with('#'), "line {}: {text}", number + 1);
        }
    }
    exchanges
}

/// Text with `\xHH` for bytes. A backslash before anything else is itself.
fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\x") {
        bytes.extend_from_slice(before.as_bytes());
        let (digits, behind) = behind.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two hexadecimal digits"));
        rest = behind;
    }
    bytes.extend_from_slice(rest.as_bytes());
    bytes
}

fn replay(pieces_of: impl Fn(&[u8]) -> Vec<&[u8]>) {
    for (file, exchanges) in transcripts() {
        let mut conversation = Conversation::new(Limits::default());
        for exchange in exchanges {
            let mut answers = Vec::new();
            for piece in pieces_of(&exchange.sent) {
                conversation.answer(piece, &mut answers);
            }
            let (answers, expected) = (String::from_utf8_lossy(&answers), String::from_utf8_lossy(&exchange.answered));
            assert_eq!(answers, expected, "{}:{}", file.display(), exchange.line);
        }
    }
}

#[test]
fn transcripts_replay_whole() {
    replay(|sent| vec![sent]);
}

#[test]
fn transcripts_replay_byte_by_byte() {
    replay(|sent| sent.chunks(1).collect());
}

#[test]
fn transcripts_replay_cut_at_every_byte() {
    let longest = transcripts().iter().flat_map(|(_, all)| all).map(|one| one.sent.len()).max().unwrap_or(0);
    for cut in 0..longest {
        replay(|sent| {
            let (head, tail) = sent.split_at(cut.min(sent.len()));
            vec![head, tail]
        });
    }
}

#[test]
fn transcripts_replay_over_a_socket() {
    let deadline = Instant::now() + Duration::from_secs(30);
    for (file, exchanges) in transcripts() {
        let (mut client, server) = memory::pair().expect("a pair");
        let agent = Running::start(vec![Endpoint::connected(server)]);
        for exchange in exchanges {
            client.write_all_by(&exchange.sent, deadline).expect("the agent reads");
            let mut answers = Vec::new();
            while answers.len() < exchange.answered.len() {
                assert_ne!(client.read_by(&mut answers, deadline).expect("the agent answers"), 0);
            }
            let (answers, expected) = (String::from_utf8_lossy(&answers), String::from_utf8_lossy(&exchange.answered));
            assert_eq!(answers, expected, "{}:{}", file.display(), exchange.line);
        }
        drop(agent.stop());
    }
}
