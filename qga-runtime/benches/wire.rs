//! Measures a request without the operating system: decoding, reading, running, answering.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use qga_runtime::{Decoder, Frame, JsonWriter, Limits, Marshal, Payload};

#[path = "../tests/wire/small_agent.rs"]
#[allow(dead_code, reason = "the loop's attendant is not needed here")]
mod small_agent;

use small_agent::Conversation;

fn main() {
    divan::main();
}

const PING: &[u8] = b"{\"execute\":\"guest-ping\",\"id\":1}\n";
const SIZES: [usize; 3] = [4 << 10, 1 << 20, 48 << 20];

fn write_request(length: usize) -> Vec<u8> {
    let mut request = br#"{"execute":"guest-file-write","arguments":{"handle":1000,"buf-b64":"#.to_vec();
    Payload::from(vec![0x5a; length]).marshal(&mut JsonWriter::new(&mut request));
    request.extend_from_slice(b"}}");
    request
}

fn find(decoder: &mut Decoder, input: &[u8]) -> usize {
    decoder.push(input);
    let mut found = 0;
    while let Some(frame) = decoder.next_frame() {
        found += usize::from(matches!(frame, Frame::Message(_)));
    }
    found
}

#[divan::bench]
fn find_ping(bencher: Bencher) {
    let mut decoder = Decoder::new(Limits::default());
    bencher.bench_local(|| find(&mut decoder, black_box(PING)));
}

#[divan::bench(args = SIZES)]
fn find_write(bencher: Bencher, length: usize) {
    let request = write_request(length);
    let mut decoder = Decoder::new(Limits::default());
    bencher
        .counter(BytesCount::new(request.len()))
        .bench_local(|| request.chunks(64 << 10).map(|piece| find(&mut decoder, black_box(piece))).sum::<usize>());
}

#[divan::bench]
fn find_many_tokens(bencher: Bencher) {
    let request = format!("[{}0]", "1,{\"a\":true},".repeat(100_000));
    let mut decoder = Decoder::new(Limits::default());
    bencher.counter(BytesCount::new(request.len())).bench_local(|| find(&mut decoder, black_box(request.as_bytes())));
}

/// Answers a request that arrives in pieces; returns the number of bytes answered.
fn answer(agent: &mut Conversation, answers: &mut Vec<u8>, request: &[u8]) -> usize {
    answers.clear();
    for piece in request.chunks(64 << 10) {
        agent.answer(piece, answers);
    }
    answers.len()
}

#[divan::bench]
fn answer_ping(bencher: Bencher) {
    let mut agent = Conversation::new(Limits::default());
    let mut answers = Vec::new();
    bencher.bench_local(|| answer(&mut agent, &mut answers, black_box(PING)));
}

/// An `id` of 400,000 numbers, whose cost does not depend on nesting.
#[divan::bench(args = [1, 1000])]
fn answer_nested(bencher: Bencher, nesting: usize) {
    let id = format!("{}{}0{}", "[".repeat(nesting), "1,".repeat(400_000), "]".repeat(nesting));
    let request = format!("{{\"execute\":\"guest-ping\",\"id\":{id}}}");
    let mut agent = Conversation::new(Limits::default());
    let mut answers = Vec::new();
    bencher.bench_local(|| answer(&mut agent, &mut answers, black_box(request.as_bytes())));
}

#[divan::bench(args = SIZES)]
fn answer_write(bencher: Bencher, length: usize) {
    let request = write_request(length);
    let mut agent = Conversation::new(Limits::default());
    let mut answers = Vec::new();
    bencher.counter(BytesCount::new(length)).bench_local(|| answer(&mut agent, &mut answers, black_box(&request)));
}

#[divan::bench(args = SIZES)]
fn answer_read(bencher: Bencher, length: usize) {
    let mut agent = Conversation::new(Limits::default());
    let mut answers = Vec::new();
    agent.agent.written = vec![0x5a; length];
    let request = format!(r#"{{"execute":"guest-file-read","arguments":{{"handle":1000,"count":{length}}}}}"#);
    bencher
        .counter(BytesCount::new(length))
        .bench_local(|| answer(&mut agent, &mut answers, black_box(request.as_bytes())));
}
