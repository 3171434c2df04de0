//! Freezes that hang, and are given up.

use std::fs;
use std::sync::{Arc, Barrier, Mutex};
use std::thread;
use std::time::Duration;

use super::{Setting, text, wait_for};
use crate::process::daemon::stopped::Stopped;

#[test]
fn what_freezes_after_its_time_is_thawed_at_once() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let limit = Some(Duration::from_millis(400));
    let setting = Setting { hangs: "freeze /b", gate: gate.clone(), limit, ..Setting::new() };
    // The guardian's limit is the same, so it may thaw as well.
    let journal = || setting.journal().replace("guardian thaws, ", "").replace(", guardian thaws", "");
    let freezer = setting.freezer();
    let error = text(freezer.freeze(None));
    assert!(error.starts_with("failed to freeze /b: it still hangs after 0."), "{error}");
    assert_eq!(journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    assert!(!freezer.is_frozen());
    // A hanging call is not tried again: each attempt would cost one more thread.
    let expected = "failed to freeze /b: an earlier attempt still hangs; frozen by then: /c";
    assert_eq!(text(freezer.freeze(None)), expected);
    assert_eq!(journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    drop(closed);
    wait_for(|| fs::read_to_string(setting.tree.root().join("journal")).is_ok_and(|text| text.contains("thaw /b")));
    assert_eq!(journal(), "freeze /b, thaw /b");
}

#[test]
fn an_agent_that_is_to_stop_gives_a_freeze_up_and_thaws() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let setting = Setting { hangs: "freeze /b", gate: gate.clone(), ..Setting::new() };
    let freezer = setting.freezer();
    let stopped = Stopped::new();
    let expected = "failed to freeze /b: the agent is being stopped; frozen by then: /c";
    assert_eq!(text(freezer.freeze(None)), expected);
    assert_eq!(setting.journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    assert!(!freezer.is_frozen() && !setting.is_marked());
    drop((closed, stopped));
}

#[test]
fn a_freeze_that_hangs_gives_up_for_a_thaw() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let setting = Setting { hangs: "freeze /b", gate: gate.clone(), ..Setting::new() };
    let freezer = setting.freezer();
    let wanting = freezer.clone();
    // A look that empties the journal could lose what is written at the same time.
    let journal = setting.tree.root().join("journal");
    let has_done = |what: &str| fs::read_to_string(&journal).is_ok_and(|text| text.contains(what));
    thread::scope(|scope| {
        let freeze = scope.spawn(|| freezer.freeze(None));
        wait_for(|| has_done("freeze /c"));
        wanting.want_thaw();
        let expected = "failed to freeze /b: a thaw was requested; frozen by then: /c";
        assert_eq!(text(freeze.join().expect("no panic")), expected);
    });
    assert_eq!(setting.journal(), "hook freeze, open, freeze /c, thaw /c, hook thaw");
    // The hook before a freeze as well.
    setting.hook("[ $1 = thaw ] || exec sleep 1000");
    thread::scope(|scope| {
        let freeze = scope.spawn(|| freezer.freeze(None));
        wait_for(|| has_done("hook freeze"));
        wanting.want_thaw();
        let error = text(freeze.join().expect("no panic"));
        assert!(error.ends_with("killed, a thaw was requested"), "{error}");
    });
    drop(closed);
}

#[test]
fn several_that_hang_at_the_same_time_are_given_up_and_thawed_when_they_end() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let together = Some(Arc::new(Barrier::new(1)));
    let setting = Setting { hangs: "freeze /c, freeze /b", gate: gate.clone(), together, ..Setting::new() };
    let freezer = setting.freezer();
    let journal = setting.tree.root().join("journal");
    let has_done = |what: &str| fs::read_to_string(&journal).is_ok_and(|text| text.contains(what));
    thread::scope(|scope| {
        let freeze = scope.spawn(|| freezer.freeze(None));
        wait_for(|| has_done("freeze /"));
        freezer.want_thaw();
        let expected = "failed to freeze /c: a thaw was requested; frozen by then: /";
        assert_eq!(text(freeze.join().expect("no panic")), expected);
    });
    assert_eq!(setting.journal(), "hook freeze, open, freeze /, thaw /, hook thaw");
    // A thaw would hang as they do.
    assert_eq!(freezer.thaw(), Ok(1));
    assert_eq!(setting.journal(), "open, thaw /, hook thaw");
    drop(closed);
    wait_for(|| has_done("thaw /c") && has_done("thaw /b"));
}

#[test]
fn during_a_freeze_a_host_sees_it_only_after_it_has_asked_for_a_thaw() {
    let gate = Arc::new(Mutex::new(()));
    let closed = gate.lock().expect("the gate");
    let failures = vec![("freeze /b", libc::EIO)];
    let setting = Setting { failures, hangs: "thaw /c", gate: gate.clone(), ..Setting::new() };
    let freezer = setting.freezer();
    let journal = setting.tree.root().join("journal");
    thread::scope(|scope| {
        let freeze = scope.spawn(|| freezer.freeze(None));
        wait_for(|| fs::read_to_string(&journal).is_ok_and(|text| text.contains("freeze /b")));
        let before_thaw = freezer.reports_frozen();
        freezer.want_thaw();
        let after_thaw = freezer.reports_frozen();
        drop(closed);
        assert!(freeze.join().expect("no panic").is_err());
        assert_eq!((before_thaw, after_thaw), (false, true));
    });
    assert!(!freezer.reports_frozen());
}
