//! For any bytes from an agent, a session returns an answer, an error, or asks for more, and then works on.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qga_runtime::{JsonWriter, Session, SessionLimits};

fuzz_target!(|input: Vec<Vec<u8>>| {
    let mut session = Session::new(SessionLimits { answer: 4096, without_payload: 1024, tokens: 500, stale: 1 << 16 });
    for said in input {
        let mut sent = Vec::new();
        session.request(&mut JsonWriter::new(&mut sent), "guest-ping", None);
        assert!(sent.ends_with(b"}\n"));
        for piece in said.chunks(16) {
            session.space().extend_from_slice(piece);
            if !matches!(session.answer(), Ok(None)) {
                break;
            }
            if let Some(probe) = session.probe() {
                assert!(probe.ends_with(b"}\n"));
            }
        }
        session.abandon();
    }
});
