//! The QMP client and monitors that mean harm: late, flooding, without end.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use qga_client::commands::GuestPing;
#[cfg(feature = "tokio")]
use qga_client::qmp::AsyncQmpClient;
use qga_client::qmp::{QmpClient, QmpLimits, QmpOptions};
use qga_client::{CallError, Transport};

#[path = "hostile/memory.rs"]
mod memory;

/// The longest answer.
const MAX_MESSAGE_BYTES: usize = 2 << 20;

/// Memory is counted for the whole process: one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static TESTS: Mutex<()> = Mutex::new(());
    TESTS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Greets, agrees to the negotiation, and goes on as `part` says with each line that it is sent.
fn monitor(part: impl Fn(&str, &mut UnixStream) -> bool + Send + 'static) -> (UnixStream, JoinHandle<()>) {
    let (client, mut stream) = UnixStream::pair().expect("a descriptor is free");
    let thread = std::thread::spawn(move || {
        stream.write_all(b"{\"QMP\": {\"version\": {}, \"capabilities\": []}}\r\n").expect("the client reads");
        let requests = BufReader::new(stream.try_clone().expect("a descriptor is free"));
        for (number, request) in requests.lines().enumerate() {
            let Ok(request) = request else { return };
            let id = request.rsplit_once("\"id\": ").expect("requests have ids").1.trim_end_matches('}');
            let goes_on = match number {
                0 => writeln!(stream, "{{\"return\": {{}}, \"id\": {id}}}").is_ok(),
                _ => part(id, &mut stream),
            };
            if !goes_on {
                return;
            }
        }
    });
    (client, thread)
}

/// Answers every other request, behind the answer to the one before it and events.
fn late() -> impl Fn(&str, &mut UnixStream) -> bool + Send {
    let owed = Mutex::new(None);
    move |id, stream| {
        let mut owed = owed.lock().expect("no panic before");
        let Some(late) = owed.take() else {
            *owed = Some(format!("{{\"return\": \"late\", \"id\": {id}}}\r\n"));
            return true;
        };
        let events = "{\"event\": \"E\"}\r\n".repeat(1000);
        write!(stream, "{late}{events}{{\"return\": \"in time\", \"id\": {id}}}\r\n").is_ok()
    }
}

/// Room for few events.
fn options() -> QmpOptions {
    let limits = QmpLimits { events: 100, event_bytes: 64 << 10, message: MAX_MESSAGE_BYTES, ..QmpLimits::default() };
    QmpOptions { limits, ..QmpOptions::default() }
}

/// A call that is given up soon; its name means nothing to these monitors.
fn call_soon<T: Transport>(client: &mut QmpClient<T>) -> Result<(), CallError> {
    client.call_within(GuestPing::new(), Duration::from_millis(50))
}

#[test]
fn floods_of_events_neither_stretch_a_deadline_nor_take_memory() {
    let _alone = alone();
    let event = format!("{{\"event\": \"FLOOD\", \"data\": \"{}\"}}\r\n", "x".repeat(1000));
    let (stream, thread) = monitor(move |_, stream| {
        while stream.write_all(event.as_bytes()).is_ok() {}
        false
    });
    let before = memory::reset_peak();
    let mut client = QmpClient::over(stream, &options()).expect("the monitor greets");
    for _ in 0..2 {
        let late = call_soon(&mut client);
        assert!(matches!(late, Err(CallError::TimedOut { .. })), "{late:?}");
    }
    let taken = memory::peak() - before;
    assert!(taken < 2 << 20, "{taken}");
    assert!(client.missed_events() > 0);
    assert!(client.next_event(Duration::ZERO).expect("there are some").is_some());
    drop(client);
    thread.join().expect("the monitor ends with its client");
}

#[test]
fn answers_without_end_take_no_more_than_the_limit() {
    let _alone = alone();
    for (head, middle) in [("\"", "no end "), ("[", "\"x\","), ("", "["), ("[", "{\"event\": \"E\"},"), ("\"", "QUJD")]
    {
        let middle = middle.repeat(1000);
        let (stream, thread) = monitor(move |id, stream| {
            let _ = write!(stream, "{{\"id\": {id}, \"return\": {head}");
            while stream.write_all(middle.as_bytes()).is_ok() {}
            false
        });
        let before = memory::reset_peak();
        let mut client = QmpClient::over(stream, &options()).expect("the monitor greets");
        let end = client.call_raw("query", None);
        assert!(matches!(end, Err(CallError::TooLarge { .. } | CallError::Malformed { .. })), "{end:?}");
        let taken = memory::peak() - before;
        assert!(taken < MAX_MESSAGE_BYTES + (1 << 20), "{taken}");
        drop(client);
        thread.join().expect("the monitor ends with its client");
    }
}

#[test]
fn a_client_goes_on_behind_a_time_out() {
    let _alone = alone();
    let (stream, thread) = monitor(late());
    let mut client = QmpClient::over(stream, &options()).expect("the monitor greets");
    for _ in 0..2 {
        let late = call_soon(&mut client);
        assert!(matches!(late, Err(CallError::TimedOut { .. })), "{late:?}");
        assert_eq!(client.call_raw("query", None).expect("an answer").as_str(), "\"in time\"");
    }
    drop(client);
    thread.join().expect("the monitor ends with its client");
}

#[cfg(feature = "tokio")]
#[test]
fn an_asynchronous_client_goes_on_behind_a_call_that_was_dropped() {
    let _alone = alone();
    let (stream, thread) = monitor(late());
    stream.set_nonblocking(true).expect("it is a socket");
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(async {
        let stream = tokio::net::UnixStream::from_std(stream).expect("a runtime");
        let mut client = AsyncQmpClient::over(stream, &options()).await.expect("the monitor greets");
        for _ in 0..3 {
            let dropped = tokio::time::timeout(Duration::ZERO, client.call_raw("query", None)).await;
            assert!(dropped.is_err(), "{dropped:?}");
            assert_eq!(client.call_raw("query", None).await.expect("an answer").as_str(), "\"in time\"");
            assert!(client.next_event(Duration::ZERO).await.expect("there are some").is_some());
        }
        assert!(client.missed_events() > 0);
    });
    thread.join().expect("the monitor ends with its client");
}
