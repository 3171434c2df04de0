//! The tool on a pseudo-terminal: tables, prompts, refreshed displays and ctrl-C.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::process::CommandExt;
use std::process::{Child, Command};

use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, Winsize, tcgetattr, tcsetwinsize};

use crate::agent::Served;
use crate::scripted::{Reply, Scripted};

/// A terminal with a program in its foreground.
pub(crate) struct Session {
    terminal: File,
    /// The terminal's other side, which keeps it alive and shows its modes.
    line: File,
    program: Child,
    shown: String,
}

impl Session {
    pub(crate) fn start(mut command: Command, columns: u16) -> Self {
        let terminal =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pseudo-terminal");
        grantpt(&terminal).expect("granted");
        unlockpt(&terminal).expect("unlocked");
        let name = ptsname(&terminal, Vec::new()).expect("a name").into_string().expect("ASCII");
        let line = File::options().read(true).write(true).open(name).expect("its other side");
        let other = || line.try_clone().expect("another descriptor");
        command.stdin(other()).stdout(other()).stderr(other());
        let control = other();
        let lead = move || {
            rustix::process::setsid()?;
            Ok(rustix::process::ioctl_tiocsctty(&control)?)
        };
        // SAFETY: it is two system calls.
        unsafe { command.pre_exec(lead) };
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&line, size).expect("a terminal has a size");
        let program = command.spawn().expect("the tool was built");
        Session { terminal: File::from(terminal), line, program, shown: String::new() }
    }

    /// Reads what is shown until it holds this text.
    pub(crate) fn wait_for(&mut self, text: &str) -> &str {
        self.wait_for_both("", text)
    }

    /// Reads what is shown until the second text is in it behind the first.
    fn wait_for_both(&mut self, first: &str, second: &str) -> &str {
        let mut buffer = [0; 4096];
        while !self.shown.split_once(first).is_some_and(|(_, behind)| behind.contains(second)) {
            let length = self.terminal.read(&mut buffer).expect("the terminal lives");
            self.shown.push_str(&String::from_utf8_lossy(&buffer[..length]));
        }
        &self.shown
    }

    pub(crate) fn type_in(&mut self, text: &str) {
        self.terminal.write_all(text.as_bytes()).expect("the terminal lives");
    }

    /// Changes the terminal's size.
    pub(crate) fn resize(&self, columns: u16) {
        let size = Winsize { ws_row: 24, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&self.line, size).expect("a terminal has a size");
    }

    /// Sends a signal to the program alone.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.program), signal).expect("it runs");
    }

    fn echoes(&self) -> bool {
        tcgetattr(&self.line).expect("a terminal has modes").local_modes.contains(LocalModes::ECHO)
    }

    /// Waits for the program's end; returns its status and all that was shown.
    pub(crate) fn finish(mut self) -> (Option<i32>, String) {
        let status = self.program.wait().expect("it ends").code();
        let echoes = self.echoes();
        assert!(echoes, "the terminal is left without echo");
        // Marks the end of what the program has written.
        (&self.line).write_all(b"<end>").expect("the terminal lives");
        let shown = self.wait_for("<end>").replace("<end>", "");
        (status, shown)
    }
}

#[test]
fn tables_fit_the_terminal() {
    let agent = Served::ours();
    for columns in [40, 60, 80, 200] {
        for verb in ["info", "ip", "fs", "routes", "cpu", "mem", "load", "time"] {
            let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
            tool.args([verb, &agent.address()]);
            let (status, shown) = Session::start(tool, columns).finish();
            if status != Some(0) {
                // This machine lacks what the verb shows.
                continue;
            }
            let widest = shown.lines().map(|line| line.trim_end().chars().count()).max().expect("lines");
            assert!(widest <= usize::from(columns), "{verb} at {columns}: {widest}\n{shown}");
        }
    }
}

#[test]
fn a_password_is_asked_for_twice_and_not_shown() {
    let agent = Scripted::start(|_, _| Reply::Answer("\"return\": {}"));
    let mut session = Session::start(agent.tool(&["passwd", "root"]), 80);
    session.wait_for("New password of root in the guest: ");
    assert!(!session.echoes());
    // Typing is forgiven.
    session.type_in("hunter3\u{7f}2\n");
    session.wait_for("Again: ");
    session.type_in("hunter2\n");
    let (status, shown) = session.finish();
    assert_eq!((status, shown.contains("hunter")), (Some(0), false), "{shown}");
    let sent = r#"guest-set-user-password {"crypted":false,"password":"aHVudGVyMg==","username":"root"}"#;
    assert_eq!(agent.seen(), [sent]);
}

#[test]
fn ctrl_c_at_a_password_leaves_the_terminal_as_it_was() {
    let agent = Scripted::start(|_, _| Reply::Answer("\"return\": {}"));
    let mut session = Session::start(agent.tool(&["passwd", "root"]), 80);
    session.wait_for("New password");
    session.type_in("hunt\u{3}");
    let (status, shown) = session.finish();
    assert_eq!((status, shown.contains("hunt")), (Some(130), false), "{shown}");
    assert_eq!(agent.seen(), [""; 0]);
}

#[test]
fn top_is_refreshed_until_ctrl_c() {
    let agent = Served::ours();
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    tool.args(["top", "-n", "0.05", &agent.address()]);
    let mut session = Session::start(tool, 80);
    // The first table: of a host with many disks the last one is not on the screen.
    session.wait_for("STOLEN");
    session.shown.clear();
    // A second display over the first.
    session.wait_for("\u{1b}[H\u{1b}[J");
    session.type_in("\u{3}");
    let (status, shown) = session.finish();
    assert_eq!(status, Some(0), "{shown}");
}

#[test]
fn ctrl_c_ends_a_frozen_guests_command_and_thaws() {
    let agent = Scripted::start(|_, _| Reply::Answer("\"return\": 3"));
    let mut session = Session::start(agent.tool(&["freeze", "--", "sh", "-c", "echo begun; exec sleep 60"]), 80);
    session.wait_for("begun");
    session.type_in("\u{3}");
    let (status, shown) = session.finish();
    assert_eq!(status, Some(130), "{shown}");
    assert!(shown.contains("qga: frozen for ") && shown.contains("file systems: 3"), "{shown}");
    assert_eq!(agent.seen(), ["guest-fsfreeze-freeze", "guest-fsfreeze-thaw"]);
}

/// The interactive mode at its first prompt, and its home.
fn repl(agent: &Served) -> (tempfile::TempDir, Session) {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
    tool.args(["repl", &agent.address()]).env("XDG_STATE_HOME", home.path()).env("TERM", "xterm");
    let mut session = Session::start(tool, 80);
    session.wait_for("> ");
    (home, session)
}

#[test]
fn lines_are_completed_in_the_interactive_mode() {
    let agent = Served::ours();
    let (home, mut session) = repl(&agent);
    session.type_in("routes-no\u{15}get-host-n\t");
    session.wait_for("get-host-name");
    session.type_in(" --format json\n");
    // The next prompt: before it, the terminal is not in the mode in which ctrl-D is a key.
    session.wait_for_both("\"host-name\"", "> ");
    session.type_in("\u{4}");
    let (status, shown) = session.finish();
    assert_eq!(status, Some(0), "{shown}");
    let kept = std::fs::read_to_string(home.path().join("qga/history")).expect("the history is kept");
    assert!(kept.contains("get-host-name --format json"), "{kept}");
}

#[test]
fn input_behind_an_interrupted_verb_is_the_next_line() {
    let agent = Served::ours();
    let (_home, mut session) = repl(&agent);
    session.type_in(&format!("put {}\n", agent.path("typed")));
    session.wait_for("0 B");
    session.shown.clear();
    session.type_in("\u{3}");
    session.wait_for("> ");
    session.type_in("get-host-name --format json\n");
    session.wait_for_both("\"host-name\"", "> ");
    session.type_in("\u{4}");
    let (status, shown) = session.finish();
    assert_eq!(status, Some(0), "{shown}");
}

#[test]
fn lines_that_come_at_once_are_all_run() {
    let lines = ["guest-ping", "guest-fsfreeze-status", "guest-network-get-interfaces"];
    let typed = lines.join("\n") + "\nexit\n";
    let pasted = format!("\u{1b}[200~{}\u{1b}[201~\rexit\r", lines.join("\n"));
    for keys in [typed, pasted] {
        let agent = Scripted::start(|_, _| Reply::Answer("\"return\": {}"));
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut tool = agent.tool(&["repl"]);
        tool.env("XDG_STATE_HOME", home.path()).env("TERM", "xterm");
        let mut session = Session::start(tool, 80);
        session.wait_for("> ");
        session.type_in(&keys);
        let (status, shown) = session.finish();
        assert_eq!((status, agent.seen().as_slice()), (Some(0), lines.map(str::to_owned).as_slice()), "{shown}");
    }
}

#[test]
fn a_signal_at_a_prompt_leaves_the_terminal_as_it_was() {
    for (verb, prompt) in [(&["passwd", "root"][..], "New password"), (&["repl"], "> ")] {
        let agent = Scripted::start(|_, _| Reply::Answer("\"return\": {}"));
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut tool = agent.tool(verb);
        tool.env("XDG_STATE_HOME", home.path()).env("TERM", "xterm");
        let mut session = Session::start(tool, 80);
        session.wait_for(prompt);
        assert!(!session.echoes());
        session.signal(Signal::TERM);
        // It has no status of its own: the signal has ended it.
        assert_eq!(session.finish().0, None, "{verb:?}");
    }
}

#[test]
fn a_signal_behind_a_program_ends_the_interactive_mode() {
    let agent = Served::ours();
    let (_home, mut session) = repl(&agent);
    session.type_in("exec -i -- sh -c 'echo begun; head -n 1'\n");
    session.wait_for("\r\nbegun");
    session.type_in("typed\n");
    // Its echo, and what the program makes of it.
    session.wait_for_both("typed\r\ntyped", "> ");
    session.signal(Signal::TERM);
    assert_eq!(session.finish().0, None);
}
