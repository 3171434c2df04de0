//! `exec`, `cp`, `cat`, `tail` and `put` on a pseudo-terminal: output, progress and ctrl-C.

use rustix::process::Signal;

use crate::running::{agents, qga};
use crate::terminal::Session;

#[test]
fn a_program_has_the_terminal() {
    for agent in agents("qga exec -t") {
        let script = "stty size; printf 'who? '; read a; echo \"<$a>\"; exit 4";
        let mut tool = qga(&agent, &["exec", "-it", "--", "sh", "-c", script]);
        tool.env("TERM", "vt100");
        let mut session = Session::start(tool, 71);
        if session.wait_for("? ").contains("has no program \"script\"") {
            return;
        }
        // Ctrl-U takes back what was typed: the guest's terminal has it, not this one.
        session.type_in("wrong\u{15}it's\r");
        let (status, shown) = session.finish();
        assert_eq!(status, Some(4), "{shown}");
        assert!(shown.contains("24 71") && shown.contains("<it's>"), "{shown:?}");
    }
}

#[test]
fn ctrl_c_on_the_guest_s_terminal_is_the_program_s() {
    for agent in agents("qga exec -t and ctrl-C") {
        let script = "trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.05; done";
        let mut session = Session::start(qga(&agent, &["exec", "-it", "--", "sh", "-c", script]), 80);
        if session.wait_for("ready").contains("has no program \"script\"") {
            return;
        }
        session.type_in("\u{3}");
        let (status, shown) = session.finish();
        assert_eq!((status, shown.contains("caught")), (Some(9), true), "{shown:?}");
    }
}

#[test]
fn the_guest_s_terminal_has_this_one_s_size_and_ends_with_the_tool() {
    for agent in agents("qga exec -t and its size") {
        // As a shell that reads commands, it ignores SIGTERM.
        let script = "trap 'stty size' WINCH; trap '' TERM; echo pid $$; while :; do sleep 0.05; done";
        let mut session = Session::start(qga(&agent, &["exec", "-t", "--", "sh", "-c", script]), 71);
        let shown = session.wait_for("\n");
        if shown.contains("has no program \"script\"") {
            return;
        }
        let pid: String = shown.trim().chars().filter(char::is_ascii_digit).collect();
        session.resize(100);
        session.wait_for("24 100");
        session.signal(Signal::TERM);
        assert_eq!(session.finish().0, Some(129));
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"));
        assert!(stat.is_err() || stat.is_ok_and(|stat| stat.contains(") Z ")), "{pid} runs on");
    }
}

#[test]
fn ctrl_c_without_a_terminal_of_its_own_ends_the_program() {
    for agent in agents("qga exec and ctrl-C on a terminal") {
        let mut session = Session::start(qga(&agent, &["exec", "--", "sh", "-c", "echo ready; exec sleep 600"]), 80);
        session.wait_for("ready");
        session.type_in("\u{3}");
        assert_eq!(session.finish().0, Some(130));
    }
}

#[test]
fn a_copy_shows_how_far_it_is_and_leaves_nothing_on_the_screen() {
    for agent in agents("qga cp on a terminal") {
        let source = agent.path("a\u{1b}[31m-source");
        std::fs::write(&source, vec![7; 20_000_000]).expect("a file");
        let to = format!(":{}", agent.path("target"));
        let (status, shown) = Session::start(qga(&agent, &["cp", &source, &to]), 100).finish();
        assert_eq!(status, Some(0), "{shown}");
        assert!(shown.contains("MiB") && shown.contains("/s"), "{shown:?}");
        assert!(!shown.contains("[31m-source") || shown.contains("\\u{1b}[31m-source"), "{shown:?}");
        assert!(shown.ends_with('\r') || shown.ends_with("\u{1b}[2K"), "{shown:?}");
    }
}

#[test]
fn ctrl_c_ends_a_copy_and_the_target_is_as_it_was() {
    for agent in agents("qga cp and ctrl-C") {
        let (source, target) = (agent.path("source"), agent.path("target"));
        let file = std::fs::File::create(&source).expect("a file");
        file.set_len(8 << 30).expect("a file with a hole");
        std::fs::write(&target, "old").expect("a file");
        let mut session = Session::start(qga(&agent, &["cp", &source, &format!(":{target}")]), 100);
        session.wait_for("MiB/");
        session.type_in("\u{3}");
        let (status, shown) = session.finish();
        assert_eq!((status, shown.contains("--resume goes on")), (Some(130), true), "{shown}");
        assert_eq!(std::fs::read_to_string(&target).expect("a file"), "old");
    }
}

#[test]
fn tail_follows_until_ctrl_c() {
    for agent in agents("qga tail -f on a terminal") {
        let path = agent.path("log");
        std::fs::write(&path, "one\ntwo\n").expect("a file");
        let mut session = Session::start(qga(&agent, &["tail", "-f", "-n", "1", &path]), 80);
        session.wait_for("two");
        std::fs::write(&path, "one\ntwo\nthree\n").expect("it grows");
        assert!(!session.wait_for("three").contains("one"));
        session.type_in("\u{3}");
        session.finish();
    }
}

#[test]
fn a_file_is_typed_in_and_shown() {
    for agent in agents("qga put and cat on a terminal") {
        let path = agent.path("typed");
        // Standard input is that of the terminal; ctrl-D ends it.
        let mut session = Session::start(qga(&agent, &["put", &path]), 80);
        session.type_in("typed text\n\u{4}");
        assert_eq!(session.finish().0, Some(0));
        let (status, shown) = Session::start(qga(&agent, &["cat", &path]), 80).finish();
        assert_eq!((status, shown.as_str()), (Some(0), "typed text\r\n"));
    }
}
