//! Devices: pseudo-terminals in the place of serial lines and ports.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::transport::char_device::find_virtio;
use qga_runtime::transport::{Stream, memory};
use qga_runtime::{Address, Attendant, Endpoint, Notice, ServeOptions};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags, fcntl_setfl, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, OptionalActions, OutputModes, tcgetattr, tcsetattr};
use rustix::thread::{CapabilitySet, CapabilitySets, set_capabilities};

use crate::loop_answers;
use crate::serving::{PING, PONG, Running, ask};
use crate::small_agent::SmallAgent;

/// A line's far end, and the device at its near end.
pub(crate) fn line() -> (OwnedFd, PathBuf) {
    let far = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a pseudo-terminal");
    grantpt(&far).expect("granted");
    unlockpt(&far).expect("unlocked");
    let name = ptsname(&far, Vec::new()).expect("a name").into_string().expect("ASCII");
    (far, name.into())
}

pub(crate) fn ask_over(far: &OwnedFd, request: &[u8], length: usize) -> String {
    rustix::io::write(far, request).expect("the line takes it");
    let mut answer = Vec::new();
    while answer.len() < length {
        let mut polled = [PollFd::new(far, PollFlags::IN)];
        let timeout = rustix::event::Timespec { tv_sec: 20, tv_nsec: 0 };
        assert_ne!(poll(&mut polled, Some(&timeout)).expect("pollable"), 0, "no answer");
        let mut piece = [0; 256];
        let count = rustix::io::read(far, &mut piece).expect("readable");
        answer.extend_from_slice(&piece[..count]);
    }
    String::from_utf8(answer).expect("ASCII")
}

/// Reports when a device is opened, with the number of losses reported before.
struct OpenWatcher {
    stop: OwnedFd,
    opened: Sender<usize>,
    lost: usize,
}

impl Attendant<SmallAgent> for OpenWatcher {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.stop.as_fd()
    }

    fn woken(&mut self, _agent: &mut SmallAgent) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn notice(&mut self, notice: Notice) -> ControlFlow<()> {
        match notice {
            Notice::DeviceLost(..) => self.lost += 1,
            // The receiver is gone if the test has failed.
            Notice::DeviceOpened(_) => drop(self.opened.send(self.lost)),
            _ => {}
        }
        ControlFlow::Continue(())
    }
}

/// An agent at a device, and the receiver of its reopenings.
fn serving(endpoint: Endpoint) -> (Running, Receiver<usize>) {
    let options = ServeOptions { retry: Duration::from_millis(5), ..ServeOptions::default() };
    let (opened, notices) = channel();
    (
        Running::start_attended(SmallAgent::default(), vec![endpoint], options, |stop| OpenWatcher {
            stop,
            opened,
            lost: 0,
        }),
        notices,
    )
}

const TIMEOUT: Duration = Duration::from_secs(20);

#[test]
fn a_serial_line_carries_bytes_as_they_are_and_is_opened_anew_when_hung_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = folder.path().join("line");
    let (far, name) = line();
    symlink(&name, &device).expect("a link");
    let (agent, opened) = serving(Endpoint::device(Address::Serial(device.clone())).expect("a line"));
    // Neither echo nor line discipline: the request has no line end, and the answer comes with its own alone.
    assert_eq!(ask_over(&far, PING, PONG.len()), PONG);
    assert_eq!(ask_over(&far, b"\xff{'execute':'guest-ping'}", PONG.len()), PONG);
    rustix::io::write(&far, b"{\"execute\":\"half").expect("the line takes it");
    drop(far);
    let (far, name) = line();
    fs::remove_file(&device).expect("removable");
    symlink(&name, &device).expect("a link");
    opened.recv_timeout(TIMEOUT).expect("the new line is opened");
    assert_eq!(ask_over(&far, PING, PONG.len()), PONG);
    assert_eq!(agent.stop().pings, 3);
}

/// Opens the device as a process without capabilities does.
fn open_unprivileged(device: &Path) -> io::Result<()> {
    let device = device.to_owned();
    let attempt = move || {
        let none = CapabilitySet::empty();
        set_capabilities(None, CapabilitySets { effective: none, permitted: none, inheritable: none })?;
        Ok(open(device, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())?)
    };
    // Capabilities belong to a thread.
    thread::spawn(attempt).join().expect("it does not panic").map(drop)
}

#[test]
fn an_agent_claims_its_line_and_a_client_does_not() {
    let (_far, device) = line();
    let _client = Stream::connect(&Address::Serial(device.clone()), Instant::now() + TIMEOUT).expect("a line");
    open_unprivileged(&device).expect("a client claims nothing");
    let ways: [fn(PathBuf) -> Address; 2] =
        [Address::Serial, |device| Address::Virtio(device.into_os_string().into_string().expect("ASCII"))];
    for address in ways {
        let (_far, device) = line();
        let _agent = Endpoint::device(address(device.clone())).expect("a line");
        let refused = open_unprivileged(&device).map_err(|error| error.kind());
        assert_eq!(refused, Err(io::ErrorKind::ResourceBusy));
    }
}

#[test]
fn what_a_device_gives_in_pieces_is_read_to_the_end() {
    let (far, name) = line();
    let mut modes = tcgetattr(&far).expect("modes");
    modes.local_modes -= LocalModes::ECHO;
    modes.output_modes = OutputModes::empty();
    tcsetattr(&far, OptionalActions::Now, &modes).expect("settable");
    let port = Endpoint::device(Address::Virtio(name.to_str().expect("ASCII").to_owned())).expect("a port");
    let (agent, _) = serving(port);
    // A terminal in line mode returns one line per read, as a port returns one buffer per read.
    let answers = ask_over(&far, &[PING, b"\n"].concat().repeat(50), PONG.len() * 50);
    assert_eq!(answers, PONG.repeat(50));
    assert_eq!(agent.stop().pings, 50);
}

#[test]
fn a_device_that_appears_later_is_served_then() {
    let folder = tempfile::tempdir().expect("a folder");
    let device = folder.path().join("line");
    let (agent, opened) = serving(Endpoint::device_sometime(Address::Serial(device.clone())));
    let (far, name) = line();
    symlink(&name, &device).expect("a link");
    let lost = opened.recv_timeout(TIMEOUT).expect("the line is opened");
    assert!(lost <= 1, "the loss of a device is reported once, not {lost} times");
    assert_eq!(ask_over(&far, PING, PONG.len()), PONG);
    assert_eq!(agent.stop().pings, 1);
}

/// Counts how often the loop waits.
struct Counting {
    stop: OwnedFd,
    waits: Arc<AtomicUsize>,
    disconnects: Arc<AtomicUsize>,
}

impl Attendant<SmallAgent> for Counting {
    fn descriptor(&self) -> BorrowedFd<'_> {
        self.waits.fetch_add(1, Ordering::SeqCst);
        self.stop.as_fd()
    }

    fn woken(&mut self, _agent: &mut SmallAgent) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn notice(&mut self, notice: Notice) -> ControlFlow<()> {
        self.disconnects.fetch_add(usize::from(matches!(notice, Notice::Disconnected(None))), Ordering::SeqCst);
        ControlFlow::Continue(())
    }
}

#[test]
fn a_port_without_a_client_costs_nothing() {
    let (far, name) = line();
    fcntl_setfl(&far, OFlags::NONBLOCK).expect("settable");
    let (mut client, server) = memory::pair().expect("a pair");
    let port = Endpoint::device(Address::Virtio(name.to_str().expect("ASCII").to_owned())).expect("a port");
    let (waits, disconnects) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counted = (Arc::clone(&waits), Arc::clone(&disconnects));
    let agent = Running::start_attended(
        SmallAgent::default(),
        vec![port, Endpoint::connected(server)],
        ServeOptions::default(),
        |stop| Counting { stop, waits: counted.0, disconnects: counted.1 },
    );
    assert_eq!(ask(&mut client, PING), PONG);
    drop(far);
    // A busy loop would show in the number of waits during the pings.
    while disconnects.load(Ordering::SeqCst) == 0 {
        assert_eq!(ask(&mut client, PING), PONG);
    }
    let before = waits.load(Ordering::SeqCst);
    for _ in 0..500 {
        assert_eq!(ask(&mut client, PING), PONG);
    }
    // One wait per ping, with one call of `descriptor`, and one more for each idle source.
    let waited = waits.load(Ordering::SeqCst) - before;
    assert!(waited <= 500 * 3, "{waited} waits for 500 pings");
    drop(agent.stop());
}

#[test]
fn ports_are_found_by_link_by_name_or_by_path() {
    let root = tempfile::tempdir().expect("a folder");
    let find = |name: &str| find_virtio(name, root.path());
    let put = |path: &str, text: &str| {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    assert_eq!(find("agent.0").map_err(|error| error.kind()), Err(io::ErrorKind::NotFound));
    put("sys/class/virtio-ports/vport0p1/name", "console.0\n");
    put("sys/class/virtio-ports/vport0p2/name", "agent.0\n");
    put("sys/class/virtio-ports/vport0p3/dev", "1:2\n");
    assert_eq!(find("agent.0").ok(), Some(root.path().join("dev/vport0p2")));
    assert_eq!(find("/dev/virtio-ports/agent.0").ok(), Some(root.path().join("dev/vport0p2")));
    let nowhere = "/dev/virtio-ports/agent.9";
    assert_eq!(find(nowhere).ok().as_deref(), Some(Path::new(nowhere)));
    put("dev/virtio-ports/agent.0", "");
    assert_eq!(find("agent.0").ok(), Some(root.path().join("dev/virtio-ports/agent.0")));
    assert_eq!(find("/dev/vport1p1").ok().as_deref(), Some(Path::new("/dev/vport1p1")));
    assert!(find("../agent.0").is_err());
}

#[test]
fn a_host_that_reads_nothing_for_long_loses_nothing() {
    let (far, device) = line();
    let (mut other, other_end) = memory::pair().expect("a pair");
    let endpoint = Endpoint::device(Address::Serial(device)).expect("it opens");
    // Clients of sockets are closed at once.
    let options = ServeOptions { stall: Duration::ZERO, ..ServeOptions::default() };
    let agent = SmallAgent { written: vec![7; 300_000], ..SmallAgent::default() };
    let endpoints = vec![endpoint, Endpoint::connected(other_end)];
    let (agent, _) = loop_answers::start(agent, endpoints, options);
    let request = br#"{"execute":"guest-file-read","arguments":{"handle":1000,"count":300000}}"#;
    assert!(ask_over(&far, request, 1).starts_with("{\"return\": {\"buf-b64\": \"BwcH"));
    // The command is done; its answer waits for the reader.
    for _ in 0..100 {
        assert_eq!(ask(&mut other, PING), PONG);
    }
    let mut rest = String::new();
    while !rest.ends_with('\n') {
        rest += &ask_over(&far, b"", 1);
    }
    assert!(rest.len() > 400_000 - 256 && rest.ends_with("\"eof\": false}}\n"), "{} bytes", rest.len());
    assert_eq!(agent.stop().pings, 100);
}
