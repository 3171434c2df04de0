//! The clients and QEMU itself.

use std::cell::Cell;
use std::io;
use std::rc::Rc;
use std::time::{Duration, Instant};

use qga_client::qmp::{NotQmp, QmpClient, QmpOptions};
use qga_client::{CallError, Stream, Transport};
use qga_runtime::Caller as _;

use crate::block_devices::client::ClientExt as _;
use crate::block_devices::commands::{QueryYank, Stop};
use crate::block_devices::events::{Event, EventKind};
use crate::block_devices::{list, print_event};
use crate::machine::Machine;

/// Longer than QEMU needs.
const PLENTY: Duration = Duration::from_secs(60);

#[test]
fn the_example_lists_block_devices() {
    let Some(machine) = Machine::start("the_example_lists_block_devices") else { return };
    let mut monitor = QmpClient::connect(machine.monitor("qmp.sock")).expect("QEMU greets");
    assert!(monitor.greeting().version.is_some(), "{monitor:?}");
    // A large answer.
    let schema = monitor.call_raw("query-qmp-schema", None).expect("QEMU has one");
    assert!(schema.as_str().len() > 100_000, "{}", schema.as_str().len());
    let mut out = Vec::new();
    list(&mut monitor, &mut out).expect("QEMU lists them");
    let out = String::from_utf8(out).expect("text");
    for line in ["device drive0: null-co", "node disk0: null-co, 1048576 bytes, read-only"] {
        assert!(out.lines().any(|found| found == line), "no {line:?} in {out}");
    }
}

#[test]
fn events_are_typed_and_in_order() {
    let Some(machine) = Machine::start("events_are_typed_and_in_order") else { return };
    let mut monitor = QmpClient::connect(machine.monitor("qmp.sock")).expect("QEMU greets");
    monitor.cont().expect("QEMU runs");
    monitor.stop().expect("QEMU stops");
    let mut out = Vec::new();
    for expected in [EventKind::Resume, EventKind::Stop] {
        let event = monitor.next_event(PLENTY).expect("QEMU is there").expect("an event");
        let event: Event = event.read().expect("the schema's form");
        assert_eq!(event.kind, expected);
        assert!(event.timestamp.seconds > 0, "{event:?}");
        print_event(&event, &mut out).expect("a vector takes it");
    }
    assert!(String::from_utf8_lossy(&out).contains(" runs again\n"));
    assert_eq!(monitor.next_event(Duration::ZERO).expect("QEMU is there"), None);
    monitor.call_raw("quit", None).expect("QEMU answers before it ends");
    let end = monitor.next_event(PLENTY).expect("QEMU said so").expect("an event");
    assert!(matches!(end.read::<Event>().expect("its form").kind, EventKind::Shutdown(data) if !data.guest));
    assert!(matches!(monitor.next_event(PLENTY), Err(CallError::Closed)));
}

#[test]
fn commands_run_out_of_band_if_they_can() {
    let Some(machine) = Machine::start("commands_run_out_of_band_if_they_can") else { return };
    let options = QmpOptions { oob: false, ..QmpOptions::default() };
    let mut without = QmpClient::connect_with(machine.monitor("qmp.sock"), &options).expect("QEMU greets");
    let refused = without.call_oob(QueryYank {});
    assert!(matches!(refused, Err(CallError::Unsupported(_))), "{refused:?}");
    let found = without.query_yank().expect("in band it works");
    drop(without);
    let mut monitor = QmpClient::connect(machine.monitor("qmp.sock")).expect("QEMU greets again");
    assert_eq!(monitor.call_oob(QueryYank {}).expect("QEMU answers"), found);
    let refused = monitor.call_oob(Stop {});
    assert!(matches!(refused, Err(CallError::Command(_))), "{refused:?}");
    let refused = monitor.call_raw("acme-nothing", None);
    assert!(matches!(refused, Err(CallError::Unsupported(_))), "{refused:?}");
    assert_eq!(monitor.call(QueryYank {}).expect("QEMU answers"), found);
}

/// A stream that takes so many bytes of the next write, and then fails.
struct Torn(Stream, Rc<Cell<Option<usize>>>);

impl Transport for Torn {
    fn read_by(&mut self, into: &mut Vec<u8>, deadline: Instant) -> io::Result<usize> {
        self.0.read_by(into, deadline)
    }

    fn write_all_by(&mut self, bytes: &[u8], deadline: Instant) -> io::Result<()> {
        let Some(count) = self.1.take() else { return self.0.write_all_by(bytes, deadline) };
        self.0.write_all_by(&bytes[..count.min(bytes.len())], deadline)?;
        Err(io::ErrorKind::TimedOut.into())
    }
}

#[test]
fn half_a_request_is_forgotten() {
    let Some(machine) = Machine::start("half_a_request_is_forgotten") else { return };
    let stream = Stream::connect(&machine.monitor("qmp.sock"), Instant::now() + PLENTY).expect("QEMU listens");
    let tear = Rc::new(Cell::new(None));
    let mut monitor = QmpClient::over(Torn(stream, Rc::clone(&tear)), &QmpOptions::default()).expect("QEMU greets");
    for count in 0..80 {
        tear.set(Some(count));
        let torn = monitor.call_raw("query-acme", Some(&r#"{"a": [1, {"b": "c"}]}"#.parse().expect("JSON")));
        assert!(matches!(torn, Err(CallError::TimedOut { .. })), "{count}: {torn:?}");
        let list = monitor.query_yank().unwrap_or_else(|error| panic!("{count}: {error}"));
        assert!(!list.is_empty());
    }
}

#[test]
fn other_monitors_and_busy_ones_are_recognised() {
    let Some(machine) = Machine::start("other_monitors_and_busy_ones_are_recognised") else { return };
    let _first = QmpClient::connect(machine.monitor("qmp.sock")).expect("QEMU greets");
    let hmp = QmpClient::connect(machine.monitor("hmp.sock"));
    assert!(matches!(hmp, Err(CallError::NotQmp(NotQmp::HumanMonitor))), "{hmp:?}");
    let options = QmpOptions { connect: Duration::from_millis(100), ..QmpOptions::default() };
    let busy = QmpClient::connect_with(machine.monitor("qmp.sock"), &options);
    assert!(matches!(busy, Err(CallError::NotQmp(NotQmp::Silent))), "{busy:?}");
}

#[cfg(feature = "tokio")]
#[test]
fn the_asynchronous_client_does_the_same() {
    use crate::block_devices::client::AsyncClientExt as _;
    use crate::block_devices::commands::QueryNamedBlockNodes;
    use qga_client::qmp::AsyncQmpClient;

    let Some(machine) = Machine::start("the_asynchronous_client_does_the_same") else { return };
    crate::run(async {
        let mut monitor = AsyncQmpClient::connect(machine.monitor("qmp.sock")).await.expect("QEMU greets");
        let nodes =
            monitor.query_named_block_nodes(QueryNamedBlockNodes { flat: None }).await.expect("QEMU lists them");
        assert!(nodes.iter().any(|node| node.node_name.as_deref() == Some("disk0")), "{nodes:?}");
        // A call that is mostly given up; then its answer comes late.
        let _ = tokio::time::timeout(Duration::ZERO, monitor.cont()).await;
        monitor.call_oob(QueryYank {}).await.expect("QEMU answers");
        monitor.cont().await.expect("QEMU runs");
        monitor.stop().await.expect("QEMU stops");
        let mut kinds = Vec::new();
        while kinds.last() != Some(&EventKind::Stop) {
            let event = monitor.next_event(PLENTY).await.expect("QEMU is there").expect("an event");
            kinds.push(event.read::<Event>().expect("the schema's form").kind);
        }
        assert_eq!(kinds, [EventKind::Resume, EventKind::Stop]);
    });
}
