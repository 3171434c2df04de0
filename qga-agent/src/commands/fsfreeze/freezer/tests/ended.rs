//! Freezes that end by themselves: at the limit, with the guardian, with the agent.

use std::fs;
use std::thread;
use std::time::Duration;

use super::super::State;
use super::{Setting, text, wait_for};

/// How the next thaw reports a freeze that ended by itself.
fn ended_text(reason: &str) -> String {
    format!("the file systems were thawed already, so a snapshot may be inconsistent: {reason}")
}

#[test]
fn the_guardian_thaws_when_the_time_is_over_and_the_next_thaw_says_so_once() {
    let setting = Setting { limit: Some(Duration::from_millis(400)), ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    wait_for(|| !freezer.is_frozen());
    assert_eq!(text(freezer.thaw()), ended_text("the time limit of 0.4 s was over"));
    let expected = "hook freeze, open, freeze /c, freeze /b, freeze /, guardian thaws, guardian thaws, guardian thaws, \
                    thaw /, thaw /b, thaw /c, hook thaw";
    assert_eq!(setting.journal(), expected);
    assert!(!setting.is_marked() && !setting.is_recorded());
    assert_eq!(freezer.thaw(), Ok(3));
}

#[test]
fn a_guardian_that_is_killed_ends_the_freeze() {
    let setting = Setting::new();
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    let process = match &*freezer.shared.lock() {
        State::Frozen(frozen) => frozen.guardian.process(),
        other => panic!("{other:?}"),
    };
    setting.journal();
    // SAFETY: no pointers; it is this test's child.
    assert_eq!(unsafe { libc::kill(process, libc::SIGKILL) }, 0);
    wait_for(|| !freezer.is_frozen());
    assert_eq!(text(freezer.thaw()), ended_text("the agent's guardian process has ended"));
    assert_eq!(setting.journal(), "thaw /, thaw /b, thaw /c, hook thaw");
    assert!(!setting.is_marked() && !setting.is_recorded());
}

#[test]
fn one_that_another_program_has_thawed_breaks_the_window() {
    let setting = Setting { thawed_by_another: "/b", ..Setting::new() };
    let freezer = setting.freezer();
    assert_eq!(freezer.freeze(None), Ok(3));
    assert_eq!(text(freezer.thaw()), ended_text("another program has thawed /b"));
    assert!(!freezer.is_frozen() && !setting.is_marked());
}

#[test]
fn a_new_process_of_the_agent_thaws_at_once_and_the_next_thaw_says_so() {
    let setting = Setting::new();
    let dead = setting.freezer();
    assert_eq!(dead.freeze(None), Ok(3));
    setting.journal();
    let freezer = setting.freezer();
    assert!(freezer.reports_frozen());
    freezer.start();
    freezer.wait_until_thawed();
    // A third process reports it as well.
    drop(freezer.shared.lock());
    assert!(setting.is_recorded() && !setting.is_marked());
    assert_eq!(setting.journal(), "open, thaw /, thaw /b, thaw /c, hook thaw");
    let freezer = setting.freezer();
    assert_eq!(text(freezer.thaw()), ended_text("the agent ended while they were frozen"));
    assert!(!setting.is_recorded());
    assert_eq!(freezer.thaw(), Ok(3));
}

#[test]
fn an_agent_that_ends_while_the_hook_runs_leaves_the_marker() {
    let setting = Setting::new();
    setting.hook("[ $1 = thaw ] || cp ${0%/*}/run/marker ${0%/*}/run/seen");
    assert_eq!(setting.freezer().freeze(Some(&[])), Ok(0));
    assert!(setting.tree.root().join("run/seen").exists() && !setting.is_marked());
}

#[test]
fn a_hook_that_an_agent_left_running_ends_before_the_next_agent_runs_its_own() {
    let setting = Setting::new();
    let beside = "read -r _ _ state _ < /proc/$(cat ${0%/*}/run/old)/stat && [ $state != Z ] && echo beside";
    setting.hook(&format!(
        "[ $1 = thaw ] || {{ echo $$ > ${{0%/*}}/run/old; exec sleep 1000; }}
         ({beside} >> ${{0%/*}}/journal) 2>/dev/null; exit 0"
    ));
    let left = setting.freezer();
    thread::scope(|scope| {
        let freeze = scope.spawn(|| left.freeze(None));
        wait_for(|| fs::read_to_string(setting.tree.root().join("run/old")).is_ok_and(|text| text.ends_with('\n')));
        assert_eq!(setting.journal(), "hook freeze");
        let freezer = setting.freezer();
        assert!(freezer.is_frozen());
        freezer.start();
        assert_eq!(text(freeze.join().expect("no panic")), "child process has terminated abnormally");
        assert_eq!(text(freezer.thaw()), ended_text("the agent ended while they were frozen"));
    });
    // Of both agents, since the older one lives in this test.
    let journal = setting.journal();
    assert!(journal.matches("hook thaw").count() == 2 && !journal.contains("beside"), "{journal}");
}

#[test]
fn a_new_boot_starts_thawed() {
    let setting = Setting::new();
    let dead = setting.freezer();
    assert_eq!(dead.freeze(None), Ok(3));
    setting.tree.write("proc/sys/kernel/random/boot_id", b"3333-4444\n");
    assert!(!setting.freezer().is_frozen() && !setting.is_marked());
}

#[test]
fn an_agent_that_ends_leaves_nothing_frozen() {
    let setting = Setting::new();
    let freezer = setting.freezer();
    freezer.release();
    assert_eq!(setting.journal(), "");
    assert_eq!(freezer.freeze(None), Ok(3));
    freezer.release();
    assert!(!freezer.is_frozen() && !setting.is_marked());
    let stopped = "the agent was stopped while they were frozen";
    assert_eq!(text(setting.freezer().thaw()), ended_text(stopped));
}
