//! Waiting for an agent.

use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use qga_client::test::{Answer, FakeAgent};
use qga_client::{Address, CallError, Client, ClientExt, Options, Timeouts};

const PLENTY: Duration = Duration::from_secs(60);

#[test]
fn a_client_waits_for_its_socket_and_for_the_agent_behind_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let mut pings = 0;
    let agent = FakeAgent::new(move |request| {
        pings += 1;
        match (request.command.as_str(), pings) {
            ("guest-ping", 1) => Answer::Close,
            ("guest-ping", _) => Answer::done(),
            _ => request.unknown(),
        }
    });
    let socket = agent.listen().expect("a socket");
    let Address::Unix(real) = socket.address() else { panic!("a path") };
    let late = path.clone();
    let thread = std::thread::spawn(move || std::os::unix::fs::symlink(real, late).expect("a link"));
    let mut vm = Client::connect_when_up(Address::Unix(path), &Options::default(), PLENTY).expect("it comes up");
    vm.guest_ping().expect("an answer");
    thread.join().expect("it was linked");
}

#[test]
fn waiting_ends_with_the_last_error_or_with_one_that_stays() {
    let missing = Address::Unix("/nonexistent/agent.sock".into());
    let error = Client::connect_when_up(missing, &Options::default(), Duration::from_millis(30)).map(drop);
    assert!(matches!(error, Err(CallError::Connect { .. })), "{error:?}");
    let begun = Instant::now();
    let error = Client::connect_when_up("tcp:no-port", &Options::default(), PLENTY).map(drop);
    assert!(matches!(error, Err(CallError::Address(_))), "{error:?}");
    assert!(begun.elapsed() < PLENTY);
    // Somebody listens and never answers.
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let _listener = UnixListener::bind(&path).expect("a socket");
    let error = Client::connect_when_up(Address::Unix(path), &Options::default(), Duration::from_millis(30)).map(drop);
    assert!(matches!(error, Err(CallError::TimedOut { .. } | CallError::Connect { .. })), "{error:?}");
}

#[test]
fn an_open_channel_is_pinged_until_it_answers() {
    let mut pings = 0;
    let agent = FakeAgent::new(move |_| {
        pings += 1;
        if pings < 3 { Answer::Silence } else { Answer::done() }
    });
    let timeouts = Timeouts { answer: Some(Duration::from_millis(50)), ..Timeouts::default() };
    let mut vm = agent.connect_with(&Options { timeouts, ..Options::default() });
    vm.wait_until_up(PLENTY).expect("the third ping is answered");
    let mut vm = FakeAgent::new(|_| Answer::Close).connect();
    assert!(matches!(vm.wait_until_up(PLENTY), Err(CallError::Closed)));
}

#[test]
fn a_vendor_s_command_has_the_timeout_that_its_name_was_given() {
    let agent = FakeAgent::new(|_| Answer::Silence);
    let own = Duration::from_millis(30);
    let timeouts = Timeouts { answer: Some(PLENTY), ..Timeouts::default() }.with_command("acme-calibrate", own);
    let mut vm = agent.connect_with(&Options { timeouts, ..Options::default() });
    let error = vm.call_raw("acme-calibrate", None).expect_err("no answer comes");
    let CallError::TimedOut { after, .. } = error else { panic!("{error}") };
    assert!((own..PLENTY).contains(&after), "{after:?}");
}
