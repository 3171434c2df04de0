//! `qga exec` against real agents.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};

use crate::agent::Served;
use crate::peer::text;

/// Our agent, and the established one where it is.
pub(crate) fn agents(test: &str) -> Vec<Served> {
    let mut agents = vec![Served::ours()];
    agents.extend(Served::established(test));
    agents
}

pub(crate) fn qga(agent: &Served, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qga"));
    command.args(words).env("QGA_TARGET", agent.address()).env_remove("QGA_CLIENT_ADDRESS").stdin(Stdio::null());
    command
}

/// What it prints on both streams, and its status.
pub(crate) fn ran(mut command: Command) -> (String, String, Option<i32>) {
    let output = command.output().expect("the tool was built");
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

#[test]
fn a_program_runs_as_if_it_ran_here() {
    for agent in agents("qga exec") {
        for (words, stdout, stderr, status) in [
            (&["true"][..], "", "", 0),
            (&["sh", "-c", "echo out; echo no >&2; exit 3"], "out\n", "no\n", 3),
            (&["sh", "-c", "kill -9 $$"], "", "", 137),
            (&["printf", "%s|", "a b", "$HOME", "-x"], "a b|$HOME|-x|", "", 0),
            (&["printf", r"\033]0;title\007"], "\u{1b}]0;title\u{7}", "", 0),
            (&["cat"], "", "", 0),
        ] {
            let outcome = ran(qga(&agent, &[&["exec", "--"], words].concat()));
            assert_eq!(outcome, (stdout.into(), stderr.into(), Some(status)), "{words:?}");
        }
        for (program, status) in [("/no/such/program", 127), ("/etc/passwd", 126)] {
            let (stdout, stderr, code) = ran(qga(&agent, &["exec", "--", program]));
            assert_eq!((stdout.as_str(), code), ("", Some(status)), "{stderr}");
            assert!(stderr.contains(program), "{stderr}");
        }
        let words = ["exec", "--cwd", "/usr", "--env", "A=x y", "--env", "B==", "--", "sh", "-c", "echo $A $B; pwd"];
        assert_eq!(ran(qga(&agent, &words)), ("x y =\n/usr\n".into(), String::new(), Some(0)));
        let (_, stderr, code) = ran(qga(&agent, &["exec", "--timeout", "0.2", "--", "sleep", "600"]));
        assert_eq!((stderr.contains("had not ended"), code), (true, Some(125)), "{stderr}");
        let (_, stderr, code) = ran(qga(&agent, &["exec", "--cwd", "/no/such/folder", "--", "true"]));
        assert_eq!((stderr.contains("/no/such/folder"), code), (true, Some(125)), "{stderr}");
        let (_, _, code) = ran(qga(&agent, &["exec", "--env", "=x", "--", "true"]));
        assert_eq!(code, Some(2));
    }
    let mut nowhere = Command::new(env!("CARGO_BIN_EXE_qga"));
    nowhere.args(["exec", "/no/such/socket", "--", "true"]);
    assert_eq!(ran(nowhere).2, Some(125));
}

#[test]
fn another_user_may_run_it() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    for agent in agents("qga exec --user") {
        let words = ["exec", "--user", "nobody", "--", "sh", "-c", "id -un; echo $USER"];
        assert_eq!(ran(qga(&agent, &words)), ("nobody\nnobody\n".into(), String::new(), Some(0)));
        assert_ne!(ran(qga(&agent, &["exec", "--user", "no such user", "--", "true"])).2, Some(0));
    }
}

#[test]
fn input_is_passed_on() {
    for agent in agents("qga exec -i") {
        let mut tool = qga(&agent, &["exec", "-i", "--", "sh", "-c", "read a; echo got $a; wc -c"]);
        let mut tool = tool.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the tool was built");
        let mut input = tool.stdin.take().expect("a pipe");
        let mut output = BufReader::new(tool.stdout.take().expect("a pipe"));
        input.write_all(b"one\n").expect("it reads");
        let mut line = String::new();
        output.read_line(&mut line).expect("it answers before its input ends");
        assert_eq!(line, "got one\n");
        let writer = std::thread::spawn(move || input.write_all(&[b'x'; 700_000]).expect("it reads"));
        line.clear();
        writer.join().expect("it reads");
        output.read_to_string(&mut line).expect("it answers");
        assert_eq!((line.as_str(), tool.wait().expect("it ends").code()), ("700000\n", Some(0)));
    }
}

#[test]
fn ctrl_c_ends_the_program_and_its_children() {
    for agent in agents("qga exec and ctrl-C") {
        let script = "sh -c 'echo $$; exec sleep 600'; echo never";
        let mut tool = qga(&agent, &["exec", "--", "sh", "-c", script]);
        let mut tool = tool.stdout(Stdio::piped()).spawn().expect("the tool was built");
        let mut output = BufReader::new(tool.stdout.take().expect("a pipe"));
        let mut child = String::new();
        output.read_line(&mut child).expect("a number");
        kill_process(Pid::from_child(&tool), Signal::INT).expect("it runs");
        assert_eq!(tool.wait().expect("it ends").code(), Some(130));
        let mut rest = String::new();
        output.read_to_string(&mut rest).expect("its end");
        assert_eq!(rest, "");
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.trim()));
        assert!(stat.is_err() || stat.is_ok_and(|stat| stat.contains(") Z ")), "{child} runs on");
    }
}

#[test]
fn a_reader_that_goes_ends_the_program() {
    for agent in agents("qga exec and a closed pipe") {
        let mut tool = qga(&agent, &["exec", "--", "sh", "-c", "echo $$; exec yes"]);
        let mut tool = tool.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the tool was built");
        let mut output = BufReader::new(tool.stdout.take().expect("a pipe"));
        let mut pid = String::new();
        output.read_line(&mut pid).expect("a number");
        drop(output);
        let output = tool.wait_with_output().expect("it ends");
        assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(141), ""));
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", pid.trim()));
        assert!(stat.is_err() || stat.is_ok_and(|stat| stat.contains(") Z ")), "{pid} runs on");
    }
}

#[test]
fn a_program_runs_between_other_lines_of_the_interactive_mode() {
    // The established agent serves one client at a time.
    for agent in agents("qga repl and exec") {
        let mut tool = qga(&agent, &["repl"]);
        let mut tool = tool.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the tool was built");
        let mut input = tool.stdin.take().expect("a pipe");
        input.write_all(b"guest-ping\nexec -- echo works\nguest-ping\n").expect("it reads");
        drop(input);
        let output = tool.wait_with_output().expect("it ends");
        assert_eq!(text(&output.stdout), "{}\nworks\n{}\n");
    }
}
