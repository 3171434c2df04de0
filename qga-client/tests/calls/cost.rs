//! What a call costs: one write and one read, where the answer comes in one piece.

use std::cell::Cell;
use std::io;
use std::time::Instant;

use qga_client::{Client, ClientExt, Options, Transport};
use qga_runtime::transport::Stream;

use crate::peer::Peer;

/// A stream that counts what is asked of it.
struct Counting<'a> {
    stream: Stream,
    /// The client has the stream; the test looks at this from outside.
    tally: &'a Cell<Tally>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Tally {
    writes: usize,
    reads: usize,
}

impl Transport for Counting<'_> {
    fn read_by(&mut self, into: &mut Vec<u8>, deadline: Instant) -> io::Result<usize> {
        let tally = self.tally.get();
        self.tally.set(Tally { reads: tally.reads + 1, ..tally });
        self.stream.read_by(into, deadline)
    }

    fn write_all_by(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()> {
        let tally = self.tally.get();
        self.tally.set(Tally { writes: tally.writes + 1, ..tally });
        self.stream.write_all_by(bytes, deadline)
    }
}

#[test]
fn a_call_in_step_is_one_write_and_one_read() {
    const CALLS: usize = 100;
    let (stream, agent) = Peer::play(|peer| {
        while let Some(ping) = peer.hear() {
            peer.say(&ping.answer("\"return\": {}"));
        }
    });
    let tally = Cell::default();
    let mut vm = Client::over(Counting { stream, tally: &tally }, &Options::default());
    vm.guest_ping().expect("an answer, behind that to the handshake");
    tally.take();
    for _ in 0..CALLS {
        vm.guest_ping().expect("an answer");
    }
    assert_eq!(tally.get(), Tally { writes: CALLS, reads: CALLS });
    drop(vm);
    agent.join().expect("the agent saw what it should");
}
