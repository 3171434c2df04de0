//! Commands without an answer: silence or an end is success only where an agent in step has the whole request.

use std::time::Duration;

use qga_client::{CallError, Client, ClientExt, commands};
use qga_runtime::transport::Stream;

use crate::peer::{PLENTY, Peer, SHORT, silence};

/// What is fired.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Shot {
    /// A small request, with the handshake in front.
    First,
    /// A request of more than a socket holds, once in step.
    Large,
}

impl Shot {
    fn command(self) -> commands::GuestShutdown {
        let mut shutdown = commands::GuestShutdown::new();
        shutdown.mode = (self == Shot::Large).then(|| "x".repeat(4 << 20));
        shutdown
    }
}

const DONE: &str = "done";
const CLOSED: &str = "the agent closed the channel before it answered";

/// The agent's part, how long the client waits, what it fires, and how that ends.
const ROWS: &[(fn(&mut Peer), Duration, Shot, &str)] = &[
    (|_| {}, PLENTY, Shot::First, CLOSED),
    (Peer::sip, PLENTY, Shot::First, CLOSED),
    (Peer::ignore, SHORT, Shot::First, "no answer to the synchronisation from the agent within"),
    (|peer| drop(peer.hear()), PLENTY, Shot::First, DONE),
    (|peer| while peer.hear().is_some() {}, SHORT, Shot::First, DONE),
    (|peer| drop(pong(peer).hear()), PLENTY, Shot::Large, DONE),
    (|peer| pong(peer).sip(), PLENTY, Shot::Large, CLOSED),
    (|peer| pong(peer).stall(), SHORT, Shot::Large, "no answer from the agent within"),
];

fn pong(peer: &mut Peer) -> &mut Peer {
    let ping = peer.hear().expect("the client pings");
    peer.say(&ping.answer("\"return\": {}"));
    peer
}

/// Fires at every part, and holds what comes of it against the table.
fn against_all(fire: impl Fn(Stream, Duration, Shot) -> Result<(), CallError>) {
    for (row, (part, limit, shot, expected)) in ROWS.iter().enumerate() {
        let (stream, peer) = Peer::play(part);
        let outcome = fire(stream, *limit, *shot).map_or_else(|error| error.to_string(), |()| DONE.to_owned());
        peer.join().expect("the peer saw what it should");
        assert!(outcome.starts_with(expected), "row {row}: {outcome}, not {expected}");
    }
}

#[test]
fn the_blocking_client_takes_silence_for_success_only_of_an_agent_that_has_the_request() {
    against_all(|stream, limit, shot| {
        let mut vm = Client::over(stream, &silence(limit));
        if shot == Shot::Large {
            vm.guest_ping().expect("an answer");
        }
        vm.fire(shot.command())
    });
}

#[cfg(feature = "tokio")]
#[test]
fn the_asynchronous_client_takes_silence_for_success_only_of_an_agent_that_has_the_request() {
    use qga_client::{AsyncClient, AsyncClientExt as _, AsyncStream};

    against_all(|stream, limit, shot| {
        crate::peer::run(async {
            let mut vm = AsyncClient::over(AsyncStream::new(stream).expect("a runtime"), &silence(limit));
            if shot == Shot::Large {
                vm.guest_ping().await.expect("an answer");
            }
            vm.fire(shot.command()).await
        })
    });
}
