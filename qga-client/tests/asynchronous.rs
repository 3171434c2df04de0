//! The asynchronous client: calls, deadlines, and calls that are dropped half-way.
#![cfg(feature = "tokio")]

use std::future::Future;
use std::time::Duration;

use qga_client::{Address, AsyncClient, AsyncClientExt, CallError, Options, Timeouts, commands};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixListener;
use tokio::sync::oneshot;

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}

/// Answers every request but the one with this number (from 0) with that number.
async fn serve(listener: UnixListener, unanswered: usize) {
    let (stream, _) = listener.accept().await.expect("the client connects");
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).split(b'\n');
    let mut asked = 0;
    while let Some(line) = lines.next_segment().await.expect("the client writes") {
        let text = line.strip_prefix(b"\xff").unwrap_or(&line);
        let request: serde_json::Value = serde_json::from_slice(text).expect("the client sends JSON");
        let answer = if request["execute"] == "guest-sync-delimited" {
            [b"\xff".as_slice(), format!("{{\"return\": {}}}\n", request["arguments"]["id"]).as_bytes()].concat()
        } else {
            asked += 1;
            format!("{{\"return\": {}, \"id\": {}}}\n", asked - 1, request["id"]).into_bytes()
        };
        if asked != unanswered + 1 || text.windows(4).any(|word| word == b"sync") {
            writer.write_all(&answer).await.expect("the client reads");
        }
    }
}

fn listen() -> (tempfile::TempDir, Address, UnixListener) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let listener = UnixListener::bind(&path).expect("a socket in a fresh folder");
    (folder, Address::Unix(path), listener)
}

#[test]
fn calls_get_their_answers_in_turn() {
    run(async {
        let (_folder, address, listener) = listen();
        let peer = tokio::task::spawn(serve(listener, usize::MAX - 1));
        let mut vm = AsyncClient::connect(&address).await.expect("the peer listens");
        for expected in 0..100 {
            assert_eq!(vm.guest_get_time().await.expect("an answer"), expected);
        }
        drop(vm);
        peer.await.expect("the peer saw what it should");
    });
}

#[test]
fn a_dropped_call_leaves_the_client_able_to_go_on() {
    run(async {
        let (_folder, address, listener) = listen();
        let peer = tokio::task::spawn(serve(listener, 1));
        let mut vm = AsyncClient::connect(&address).await.expect("the peer listens");
        assert_eq!(vm.guest_get_time().await.expect("an answer"), 0);
        // This one is never answered; dropping it must not cost the next call its answer.
        let dropped = tokio::time::timeout(Duration::from_millis(20), vm.guest_get_time()).await;
        assert!(dropped.is_err());
        assert_eq!(vm.guest_get_time().await.expect("an answer"), 2);
        drop(vm);
        peer.await.expect("the peer saw what it should");
    });
}

#[test]
fn a_silent_peer_ends_at_the_deadline() {
    run(async {
        let (_folder, address, listener) = listen();
        let peer = tokio::task::spawn(serve(listener, 0));
        let mut timeouts = Timeouts::default();
        timeouts.of_command.insert("guest-get-time".into(), Duration::from_millis(30));
        let options = Options { timeouts, ..Options::default() };
        let mut vm = AsyncClient::connect_with(&address, &options).await.expect("the peer listens");
        let error = vm.guest_get_time().await.expect_err("no answer comes");
        assert!(matches!(error, CallError::TimedOut { .. }), "{error}");
        let open = commands::GuestFileOpen::new("/x");
        assert_eq!(vm.guest_file_open(open).await.expect("an answer"), 1);
        vm.fire(commands::GuestShutdown::new()).await.expect("any answer is no failure");
        drop(vm);
        peer.await.expect("the peer saw what it should");
    });
}

#[test]
fn a_client_that_goes_leaves_unread_nothing_that_has_arrived() {
    run(async {
        let (_folder, address, listener) = listen();
        let (go, gone) = oneshot::channel();
        let (told, answered) = oneshot::channel();
        let peer = tokio::task::spawn(async move {
            let (mut stream, _) = listener.accept().await.expect("the client connects");
            gone.await.expect("the client gives up");
            stream.write_all(b"{\"return\": {}}\n").await.expect("the client is there");
            told.send(()).expect("the client waits");
            // A socket that is closed with something unread in it makes this fail.
            stream.read_to_end(&mut Vec::new()).await.expect("an orderly end");
        });
        let timeouts = Timeouts { answer: Some(Duration::from_millis(30)), ..Timeouts::default() };
        let options = Options { timeouts, ..Options::default() };
        let mut vm = AsyncClient::connect_with(&address, &options).await.expect("the peer listens");
        vm.guest_ping().await.expect_err("no answer comes in time");
        go.send(()).expect("the peer waits");
        answered.await.expect("the peer answers");
        drop(vm);
        peer.await.expect("the peer saw what it should");
    });
}
