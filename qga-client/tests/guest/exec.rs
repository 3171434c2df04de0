//! Running programs in the guest.

use std::time::{Duration, Instant};

use qga_client::{CallError, Capture, Client, Event, ExitStatus, Lost, Running, Signal, Stream};

use crate::agents::{Agent, against_each, each};

/// Everything that a program does to its end.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    status: Option<ExitStatus>,
    lost: usize,
}

fn all(mut running: Running<'_, Stream>) -> Seen {
    let mut seen = Seen::default();
    while let Some(event) = running.next_event().expect("an event") {
        match event {
            Event::Stdout(bytes) => seen.stdout.extend(bytes),
            Event::Stderr(bytes) => seen.stderr.extend(bytes),
            Event::Exited(status) => seen.status = Some(status),
            _ => panic!("{event:?}"),
        }
    }
    seen.lost = running.lost().len();
    seen
}

fn seen(stdout: &str, stderr: &str, code: i64) -> Seen {
    Seen { stdout: stdout.into(), stderr: stderr.into(), status: Some(ExitStatus::Code(code)), lost: 0 }
}

#[test]
fn a_program_gets_what_it_is_given_and_its_output_comes_back() {
    against_each("exec", |agent| {
        let mut vm = agent.connect();
        let script = "cat; echo \"$A $B $#\"; pwd; echo no >&2; exit 3";
        let exec = vm
            .exec("sh")
            .args(["-c", script, "sh", "x y", "z"])
            .env("A", "a b")
            .env("B", "$'\"")
            .stdin("in\n".as_bytes());
        let output = exec.current_dir("/usr").output().expect("it runs");
        assert_eq!(String::from_utf8_lossy(&output.stdout), "in\na b $'\" 2\n/usr\n", "{}", agent.name);
        assert_eq!((output.stderr, output.status), (b"no\n".to_vec(), ExitStatus::Code(3)));
        let output = vm.exec("sh").args(["-c", "kill -9 $$"]).output().expect("it runs");
        assert_eq!((output.status, output.status.shell_code()), (ExitStatus::Signal(9), 137));
        let output = vm.exec("/usr/bin/env").env_clear().env("ONLY", "this").output().expect("it runs");
        assert_eq!(output.stdout, b"ONLY=this\n");
        let missing = vm.exec("/no/such/program").output().expect_err("there is none");
        assert!(matches!(missing, CallError::Command(_)), "{missing}");
    });
}

#[test]
fn streams_can_be_merged_or_not_kept() {
    against_each("capture", |agent| {
        let mut vm = agent.connect();
        let both = ["-c", "echo a; echo b >&2; echo c"];
        let merged = vm.exec("sh").args(both).capture(Capture::Merged).output().expect("it runs");
        // Debian's agent, 7.2, refuses the name.
        let expected = if merged.unmerged { ("a\nc\n", "b\n") } else { ("a\nb\nc\n", "") };
        assert_eq!(
            (&merged.stdout[..], &merged.stderr[..]),
            (expected.0.as_bytes(), expected.1.as_bytes()),
            "{}",
            agent.name
        );
        let nothing = vm.exec("sh").args(both).capture(Capture::Nothing).output().expect("it runs");
        assert!(nothing.stdout.is_empty() && nothing.stderr.is_empty() && nothing.status.success());
    });
}

#[test]
fn a_program_that_takes_too_long_is_killed() {
    against_each("timeout", |agent| {
        let mut vm = agent.connect();
        let marker = agent.guest_path("pid");
        let script = format!("echo $$ >{marker}; exec sleep 600");
        let timeout = Duration::from_millis(300);
        let late = vm.exec("sh").args(["-c", &script]).timeout(timeout).output().expect_err("it is late");
        assert!(matches!(late, CallError::TimedOut { .. }), "{late}");
        let pid = std::fs::read_to_string(&marker).expect("it ran").trim().to_owned();
        assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists(), "{}: {pid} is gone", agent.name);
        let late = vm.exec("sh").args(["-c", "trap '' TERM; sleep 600 & wait; wait"]).timeout(timeout).stream();
        let mut late = late.expect("it runs");
        let error = loop {
            match late.next_event() {
                Ok(event) => assert!(event.is_some(), "it does not end by itself"),
                Err(error) => break error,
            }
        };
        assert!(matches!(error, CallError::TimedOut { .. }), "{error}");
        assert!(late.is_ended());
    });
}

#[test]
fn a_stream_comes_while_the_program_runs() {
    against_each("stream", |agent| {
        let mut vm = agent.connect();
        let go = agent.guest_path("go");
        let script = format!("echo first; while [ ! -e {go} ]; do sleep 0.01; done; echo second >&2; exit 7");
        let mut running = vm.exec("sh").args(["-c", &script]).stream().expect("it runs");
        assert_eq!(running.next_event().expect("an event"), Some(Event::Stdout(b"first\n".to_vec())), "{}", agent.name);
        assert_eq!(running.next_event_within(Duration::from_millis(20)).expect("nothing"), None);
        std::fs::write(&go, "").expect("a file");
        assert_eq!(all(running), seen("", "second\n", 7));
    });
}

#[test]
fn a_stream_is_longer_than_an_agent_keeps() {
    against_each("long streams", |agent| {
        let mut vm = agent.connect();
        let seen = all(vm.exec("head").args(["-c", "20000000", "/dev/zero"]).stream().expect("it runs"));
        assert_eq!((seen.stdout.len(), seen.status), (20_000_000, Some(ExitStatus::Code(0))), "{}", agent.name);
        let output = vm.exec("head").args(["-c", "20000000", "/dev/zero"]).output().expect("it runs");
        assert_eq!((output.stdout.len(), output.stdout_truncated), (16 << 20, true), "{}", agent.name);
        let output = vm.exec("echo").output().expect("it runs");
        assert!(!output.stdout_truncated);
    });
}

#[test]
fn standard_input_is_fed_while_the_program_runs() {
    against_each("input", |agent| {
        let mut vm = agent.connect();
        let script = "read a; echo \"got $a\"; cat | wc -c";
        let mut running = vm.exec("sh").args(["-c", script]).stdin_piped().stream().expect("it runs");
        running.write_stdin(b"one\n").expect("it takes that");
        assert_eq!(
            running.next_event().expect("an event"),
            Some(Event::Stdout(b"got one\n".to_vec())),
            "{}",
            agent.name
        );
        running.write_stdin(&[b'x'; 300_000]).expect("it takes that");
        running.close_stdin().expect("it takes that");
        assert_eq!(all(running), seen("300000\n", "", 0));
        // A program that does not read ends all the same.
        let mut running = vm.exec("true").stdin_piped().stream().expect("it runs");
        running.write_stdin(&[b'x'; 300_000]).expect("it takes that");
        assert_eq!(all(running), seen("", "", 0));
    });
}

#[test]
fn a_signal_reaches_the_children_too() {
    against_each("signals", |agent| {
        let mut vm = agent.connect();
        let script = "sleep 600 & echo $!; wait";
        let mut running = vm.exec("sh").args(["-c", script]).stream().expect("it runs");
        let Some(Event::Stdout(child)) = running.next_event().expect("an event") else { panic!("a number") };
        let child = String::from_utf8(child).expect("a number").trim().to_owned();
        running.kill(Signal::Interrupt).expect("sent");
        running.kill(Signal::Terminate).expect("sent");
        let seen = all(running);
        // On a busy machine both come before the shell has ended of the first.
        assert!(matches!(seen.status, Some(ExitStatus::Code(130 | 143))), "{}: {:?}", agent.name, seen.status);
        let end = Instant::now() + Duration::from_secs(20);
        let runs = || std::fs::read_to_string(format!("/proc/{child}/stat")).is_ok_and(|stat| !stat.contains(") Z "));
        while runs() {
            assert!(Instant::now() < end, "{}: the child {child} runs on", agent.name);
            std::thread::yield_now();
        }
    });
}

#[test]
fn a_program_that_is_left_ends() {
    against_each("left", |agent| {
        let mut vm = agent.connect();
        // Its end and the removal of its folder meet in many ways.
        for _ in 0..20 {
            let script = "readlink /proc/$$/fd/1; echo $$; exec sleep 600";
            let mut running = vm.exec("sh").args(["-c", script]).stream().expect("it runs");
            let mut shown = String::new();
            while shown.lines().count() < 2 || !shown.ends_with('\n') {
                let Some(Event::Stdout(bytes)) = running.next_event().expect("an event") else { panic!("two lines") };
                shown.push_str(&String::from_utf8(bytes).expect("text"));
            }
            drop(running);
            let (spool, pid) = shown.trim().split_once("/out\n").expect("two lines");
            assert!(!std::path::Path::new(spool).exists(), "{}: {spool}", agent.name);
            let end = Instant::now() + Duration::from_secs(20);
            let runs = || std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "));
            while runs() {
                assert!(Instant::now() < end, "{}: {pid} runs on", agent.name);
                std::thread::yield_now();
            }
        }
        assert!(vm.exec("true").output().expect("the client goes on").status.success());
    });
}

#[test]
fn without_file_commands_a_program_runs_and_the_loss_is_told() {
    for which in each("plain exec") {
        let agent = Agent::start(which, &["guest-file-open"]);
        let mut vm = agent.connect();
        let mut running = vm.exec("sh").args(["-c", "cat; echo no >&2"]).stdin_piped().stream().expect("it runs");
        running.write_stdin(b"in").expect("it is gathered");
        running.close_stdin().expect("it starts");
        assert!(
            matches!(running.lost(), [Lost::Streams { reason }] if reason.contains("policy")),
            "{:?}",
            running.lost()
        );
        let expected = Seen { lost: 1, ..seen("in", "no\n", 0) };
        assert_eq!(all(running), expected, "{}", agent.name);
        let agent = Agent::start(which, &["guest-exec"]);
        let refused = agent.connect().exec("true").stream().map(drop).expect_err("it is refused");
        assert!(matches!(refused, CallError::Refused(_)), "{refused}");
    }
}

#[test]
fn a_program_may_have_a_terminal() {
    against_each("terminal", |agent| {
        let mut vm: Client = agent.connect();
        let terminal = qga_client::Terminal { kind: "vt100".into(), rows: 33, columns: 77 };
        let script = "stty size; echo $TERM; read a; echo \"<$a>\"; exit 5";
        let running = vm.exec("sh").args(["-c", script]).terminal(terminal).stdin_piped().stream();
        let mut running = running.expect("it runs");
        if running.lost() == [Lost::Terminal] {
            eprintln!("left out: a terminal in the guest: script is missing");
            return;
        }
        running.write_stdin(b"it's\n").expect("it takes that");
        let seen = all(running);
        let text = String::from_utf8_lossy(&seen.stdout).replace('\r', "");
        assert!(text.contains("33 77\nvt100\n") && text.ends_with("<it's>\n"), "{}: {text:?}", agent.name);
        assert_eq!(seen.status, Some(ExitStatus::Code(5)));
    });
}

#[test]
fn nothing_is_left_in_the_guest() {
    against_each("left-overs", |agent| {
        let mut vm = agent.connect();
        vm.exec("true").output().expect("it runs");
        let open = agent.descriptors();
        let where_to = ["-c", "readlink /proc/$$/fd/1"];
        let seen = all(vm.exec("sh").args(where_to).stdin_piped().stream().expect("it runs"));
        let spool = String::from_utf8(seen.stdout).expect("a path").trim_end_matches("/out\n").to_owned();
        assert!(spool.starts_with("/tmp/qga-") && !std::path::Path::new(&spool).exists(), "{}: {spool}", agent.name);
        assert_eq!(agent.descriptors(), open, "{}", agent.name);
    });
}
