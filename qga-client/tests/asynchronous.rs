//! The asynchronous client: calls, deadlines, and calls that are dropped half-way.
#![cfg(feature = "tokio")]

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::thread::ThreadId;
use std::time::Duration;

use qga_client::{Address, AsyncClient, AsyncClientExt, CallError, Options, Timeouts, commands};
use qga_runtime::{
    AsyncCaller as _, Command, CommandInfo, JsonWriter, Marshal, Object, ObjectReader, Unmarshal, UnmarshalError, Value,
};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader, ReadBuf};
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
fn a_peer_that_is_no_agent_shows_at_once() {
    run(async {
        let (_folder, address, listener) = listen();
        let mut vm = AsyncClient::connect(&address).await.expect("the peer listens");
        let (mut peer, _) = listener.accept().await.expect("the client connects");
        peer.write_all(b"{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n").await.expect("the client reads");
        let error = vm.call_within(commands::GuestPing::new(), Duration::from_secs(600)).await.expect_err("no agent");
        assert_eq!(error.to_string(), "this is QEMU's machine monitor (QMP), no guest agent");
        // The peer is silent, and open still.
        drop(peer);
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

/// A stream whose answer to the first command is there at once, whole: it never makes a reader wait.
struct AtOnce {
    result: String,
    answer: io::Cursor<Vec<u8>>,
    /// How often other tasks had their turn.
    turns: Arc<AtomicUsize>,
    /// How often they had had it at the last large read.
    turns_then: usize,
}

impl AtOnce {
    fn new(result: String, turns: &Arc<AtomicUsize>) -> Self {
        AtOnce { result, answer: io::Cursor::default(), turns: Arc::clone(turns), turns_then: 0 }
    }
}

impl AsyncWrite for AtOnce {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, sent: &[u8]) -> Poll<io::Result<usize>> {
        let text = String::from_utf8_lossy(sent);
        let ids: Vec<&str> = text.lines().filter_map(|line| line.rsplit("\"id\": ").next()).collect();
        let [sync, request] = ids[..] else { panic!("a sync and a request in one piece: {text}") };
        self.answer = io::Cursor::new(
            format!(
                "{{\"return\": {0}, \"id\": {sync}\n{{\"return\": {1}, \"id\": {request}\n",
                sync.trim_end_matches('}'),
                self.result
            )
            .into_bytes(),
        );
        Poll::Ready(Ok(sent.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for AtOnce {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let room = into.initialize_unfilled();
        let count = io::Read::read(&mut self.answer, room)?;
        into.advance(count);
        if count >= 64 << 10 {
            let turns = self.turns.load(Ordering::Relaxed);
            assert_ne!(turns, self.turns_then, "no turn of other tasks since the last large read");
            self.turns_then = turns;
        }
        Poll::Ready(Ok(()))
    }
}

/// A command whose result is the thread that read it.
struct WhoReads;

#[derive(Debug, PartialEq)]
struct Reader(ThreadId);

impl Command for WhoReads {
    const INFO: &'static CommandInfo = &CommandInfo::new("test-who-reads");
    type Returns = Reader;
}

impl Object for WhoReads {
    fn marshal_members(&self, _: &mut JsonWriter<'_>) {}

    fn unmarshal_members(_: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError> {
        Ok(WhoReads)
    }
}

impl Marshal for WhoReads {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.object(self);
    }
}

impl Unmarshal for WhoReads {
    fn unmarshal(_: Value<'_>) -> Result<Self, UnmarshalError> {
        Ok(WhoReads)
    }
}

impl Marshal for Reader {
    fn marshal(&self, _: &mut JsonWriter<'_>) {}
}

impl Unmarshal for Reader {
    fn unmarshal(_: Value<'_>) -> Result<Self, UnmarshalError> {
        Ok(Reader(std::thread::current().id()))
    }
}

#[test]
fn a_large_answer_does_not_hold_up_other_tasks() {
    run(async {
        let own = Reader(std::thread::current().id());
        let turns = Arc::new(AtomicUsize::new(1));
        let counted = Arc::clone(&turns);
        let others = tokio::task::spawn(async move {
            loop {
                counted.fetch_add(1, Ordering::Relaxed);
                tokio::task::yield_now().await;
            }
        });
        let mut vm = AsyncClient::over(AtOnce::new("[1]".into(), &turns), &Options::default());
        assert_eq!(vm.call(WhoReads).await.expect("an answer"), own);
        let numbers = format!("[{}1]", "1234567, ".repeat(500_000));
        let mut vm = AsyncClient::over(AtOnce::new(numbers, &turns), &Options::default());
        let reader = vm.call(WhoReads).await.expect("an answer");
        others.abort();
        assert_ne!(reader, own, "read on a thread of its own");
    });
}
