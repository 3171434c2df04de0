//! Connecting and listening: admission and deadlines.

use std::fs;
use std::io::{ErrorKind, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::time::{Duration, Instant};

use qga_runtime::transport::memory;
use qga_runtime::{Accepted, Address, Admission, Endpoint, Listener, Peer, Stream, TcpReach};

use crate::serving::{PING, PONG, Running, ask, soon};

fn shortly() -> Instant {
    Instant::now() + Duration::from_millis(40)
}

#[test]
fn a_socket_left_behind_is_replaced_and_anything_else_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).expect("our own");
    let path = folder.path().join("socket");
    let address = Address::Unix(path.clone());
    drop(UnixListener::bind(&path).expect("a free path"));
    let listener = Listener::bind(&address, Admission::default()).expect("a socket left behind is replaced");
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    drop(listener);
    fs::remove_file(&path).expect("removable");
    fs::write(&path, "precious").expect("writable");
    let refused = Listener::bind(&address, Admission::default());
    assert_eq!(refused.err().map(|error| error.kind()), Some(ErrorKind::AlreadyExists));
    assert_eq!(fs::read_to_string(&path).expect("readable"), "precious");
    fs::remove_file(&path).expect("removable");
    // Users named in the admission need the socket's write permission, for any umask.
    let named = Admission { users: vec![12345], ..Admission::default() };
    drop(Listener::bind(&address, named).expect("a free path"));
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o666);
}

#[test]
fn in_a_folder_where_others_may_replace_it_a_socket_is_made_but_not_opened_to_them() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).expect("our own");
    let path = folder.path().join("socket");
    let address = Address::Unix(path.clone());
    drop(Listener::bind(&address, Admission::default()).expect("a free path"));
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    let shared = fs::canonicalize(folder.path()).expect("there");
    assert_eq!(Listener::shared_folder(&address).expect("there"), Some(shared.clone()));
    let named = Admission { users: vec![12345], ..Admission::default() };
    match Listener::bind(&address, named) {
        // With this umask the mode is right from the start.
        Ok(_) => assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o666),
        Err(error) => assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error}"),
    }
    // A private folder within changes nothing: others may replace it.
    let own = folder.path().join("own");
    fs::create_dir(&own).expect("a free name");
    fs::set_permissions(&own, fs::Permissions::from_mode(0o700)).expect("our own");
    let within = Address::Unix(own.join("socket"));
    assert_eq!(Listener::shared_folder(&within).expect("there"), Some(shared));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o1777)).expect("our own");
    assert_ne!(Listener::shared_folder(&within).expect("there").as_deref(), Some(folder.path()));
}

#[test]
fn a_name_that_is_taken_is_an_error() {
    let address = Address::Abstract(format!("qga-taken-{}", std::process::id()));
    let _first = Listener::bind(&address, Admission::default()).expect("a free name");
    let refused = Listener::bind(&address, Admission::default()).expect_err("the name is taken");
    assert_eq!(
        (refused.kind(), refused.to_string().as_str()),
        (ErrorKind::AddrInUse, "another process has taken this name")
    );
}

#[test]
fn a_unix_peer_is_known_by_its_process() {
    let name = format!("qga-test-{}", std::process::id());
    let address = Address::Abstract(name);
    let listener = Listener::bind(&address, Admission::default()).expect("a free name");
    assert!(matches!(listener.accept(), Ok(Accepted::Nothing)));
    let _client = Stream::connect(&address, soon()).expect("a listener");
    match listener.accept().expect("the listener is sound") {
        Accepted::Client(_, peer) => {
            let uid = rustix::process::geteuid().as_raw();
            assert_eq!(peer, Peer::Process { pid: Some(std::process::id()), uid });
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn tcp_listens_where_it_is_allowed_to_and_serves_there() {
    let loopback = Admission { tcp: TcpReach::Loopback, ..Admission::default() };
    for (host, admission) in [("127.0.0.1", &Admission::default()), ("0.0.0.0", &loopback)] {
        let refused = Listener::bind(&Address::Tcp { host: host.into(), port: 0 }, admission.clone());
        assert_eq!(refused.err().map(|error| error.kind()), Some(ErrorKind::PermissionDenied), "{host}");
    }
    // A port that was free a moment ago.
    let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|free| free.local_addr()).expect("a free port").port();
    let address = Address::Tcp { host: "127.0.0.1".into(), port };
    let listener = Listener::bind(&address, loopback).expect("a free port");
    let agent = Running::start(vec![Endpoint::listening(listener)]);
    let mut client = Stream::connect(&address, soon()).expect("a listener");
    assert_eq!(ask(&mut client, PING), PONG);
    drop(agent.stop());
    let gone = Stream::connect(&address, soon());
    assert_eq!(gone.err().map(|error| error.kind()), Some(ErrorKind::ConnectionRefused));
}

#[test]
fn vsock_serves_the_host_alone_unless_configured_otherwise() {
    // On the error stream itself, since what `eprintln!` prints in a test that passes is not shown. A line that cannot be
    // written changes no result.
    let left_out = |why: &str| {
        let line = format!("left out: vsock_serves_the_host_alone_unless_configured_otherwise: {why}\n");
        let _ = std::io::stderr().write_all(line.as_bytes());
    };
    const LOCAL: u32 = 1;
    let port = 40_000 + std::process::id() % 20_000;
    let any = Admission { any_machine: true, ..Admission::default() };
    for (port, admission, served) in [(port, any, true), (port + 20_000, Admission::default(), false)] {
        let address = Address::Vsock { cid: LOCAL, port };
        let listener = match Listener::bind(&address, admission) {
            Ok(listener) => listener,
            Err(error) => {
                return left_out(&format!("this machine cannot listen to itself over vsock: {error}"));
            }
        };
        let agent = Running::start(vec![Endpoint::listening(listener)]);
        let mut client = match Stream::connect(&address, soon()) {
            Ok(client) => client,
            Err(error) => {
                return left_out(&format!("this machine cannot reach itself over vsock: {error}"));
            }
        };
        if served {
            assert_eq!(ask(&mut client, PING), PONG);
        } else {
            let end = client.read_by(&mut Vec::new(), soon());
            assert!(matches!(&end, Ok(0)) || end.is_err_and(|error| error.kind() == ErrorKind::ConnectionReset));
        }
        drop(agent.stop());
    }
}

#[test]
fn nothing_outlasts_its_deadline() {
    let missing = Stream::connect(&Address::Unix("/nonexistent/socket".into()), soon());
    assert_eq!(missing.err().map(|error| error.kind()), Some(ErrorKind::NotFound));

    let (mut client, mut silent) = memory::pair().expect("a pair");
    let mut read = Vec::new();
    assert_eq!(client.read_by(&mut read, shortly()).map_err(|error| error.kind()), Err(ErrorKind::TimedOut));
    assert_eq!(client.read_by(&mut read, Instant::now()).map_err(|error| error.kind()), Err(ErrorKind::TimedOut));
    let much = vec![0; 8 << 20];
    assert_eq!(client.write_all_by(&much, shortly()).map_err(|error| error.kind()), Err(ErrorKind::TimedOut));
    // With another deadline, once there is data.
    silent.try_write(b"x").expect("room");
    assert_eq!(client.read_by(&mut read, soon()).expect("a byte"), 1);
    drop(silent);
    assert_eq!(client.read_by(&mut read, soon()).map_err(|error| error.kind()), Err(ErrorKind::ConnectionReset));
    assert_eq!(client.write_all_by(b"x", soon()).map_err(|error| error.kind()), Err(ErrorKind::BrokenPipe));
}

#[test]
fn a_full_queue_of_clients_is_a_time_out_not_a_hang() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("socket");
    let listener = UnixListener::bind(&path).expect("a free path");
    rustix::net::listen(&listener, 0).expect("a listener without a queue");
    let waiting: Vec<UnixStream> = (0..1).filter_map(|_| UnixStream::connect(&path).ok()).collect();
    assert_eq!(waiting.len(), 1);
    let refused = Stream::connect(&Address::Unix(path), shortly());
    assert_eq!(refused.err().map(|error| error.kind()), Some(ErrorKind::TimedOut));
}
