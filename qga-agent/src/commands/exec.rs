//! guest-exec and guest-exec-status: starts programs and reports their end.

mod environment;
mod spawn;
#[cfg(target_os = "linux")]
#[path = "exec/linux.rs"]
mod sys;

use std::io;
use std::os::unix::process::ExitStatusExt;

use qga_runtime::guest::commands;
use qga_runtime::guest::types::{self, GuestExecCaptureOutput, GuestExecCaptureOutputMode as Mode};
use qga_runtime::{CommandError, Payload, handler};
use zeroize::Zeroizing;

use self::spawn::Plan;
use self::sys::{Report, Watcher};
use crate::os::errno;
use crate::process::deadline;
#[cfg(test)]
use crate::process::inheritance;
use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// The children that clients started.
#[derive(Default)]
pub(crate) struct Processes {
    /// Started with the first child.
    watcher: Option<Watcher>,
}

#[handler]
fn exec(agent: &mut Agent, command: commands::GuestExec) -> Result<types::GuestExec, CommandError> {
    // Logs the program only: arguments, environment and input may hold secrets.
    log::info!(target: AUDIT, "guest-exec called: {:?}", command.path);
    let input = Zeroizing::new(command.input_data.map(Payload::into_vec).unwrap_or_default());
    let plan = Plan {
        path: command.path,
        arguments: command.arg.unwrap_or_default(),
        environment: command.env,
        input: !input.is_empty(),
        mode: match command.capture_output {
            None | Some(GuestExecCaptureOutput::Flag(false)) => Mode::None,
            Some(GuestExecCaptureOutput::Flag(true)) => Mode::Separated,
            Some(GuestExecCaptureOutput::Mode(mode)) => mode,
            Some(_) => return Err(CommandError::new("this capture-output is not supported")),
        },
    };
    Ok(types::GuestExec::new(agent.processes.start(plan, input)?.into()))
}

#[handler]
fn status(agent: &mut Agent, command: commands::GuestExecStatus) -> Result<types::GuestExecStatus, CommandError> {
    // Host software compares this text, the one of releases up to 8.1; the later text ("PID ld does not exist") comes
    // from a defect.
    let unknown = || CommandError::new("Invalid parameter 'pid'");
    let ending = match agent.processes.report(command.pid) {
        Report::Unknown => return Err(unknown()),
        Report::Running => return Ok(types::GuestExecStatus::new(false)),
        Report::Ended(ending) => ending,
    };
    let mut answer = types::GuestExecStatus::new(true);
    answer.exitcode = ending.status.and_then(|status| status.code()).map(i64::from);
    answer.signal = ending.status.and_then(|status| status.signal()).map(i64::from);
    (answer.out_data, answer.out_truncated) = ending.output.map(|(data, more)| (Payload::from(data), more)).unzip();
    (answer.err_data, answer.err_truncated) = ending.error.map(|(data, more)| (Payload::from(data), more)).unzip();
    Ok(answer)
}

impl Processes {
    fn start(&mut self, plan: Plan, input: Zeroizing<Vec<u8>>) -> Result<u32, CommandError> {
        let path = plan.path.clone();
        let failed =
            |error| CommandError::new(format!("Failed to execute child process “{path}” ({})", errno::text(error)));
        if self.watcher.as_ref().is_some_and(|watcher| !watcher.has_room_for(input.len())) {
            return Err(failed(io::Error::from_raw_os_error(libc::ENOMEM)));
        }
        // Searching and executing the program read file systems, which may hang.
        let started =
            deadline::PROGRAMS.run(deadline::CALL_TIMEOUT, &format!("execute \"{path}\""), move || plan.start())?;
        started.and_then(|started| self.watcher()?.add(started, input)).map_err(failed)
    }

    fn report(&self, pid: i64) -> Report {
        match (&self.watcher, u32::try_from(pid)) {
            (Some(watcher), Ok(pid)) => watcher.report(pid),
            _ => Report::Unknown,
        }
    }

    fn watcher(&mut self) -> io::Result<&Watcher> {
        if self.watcher.is_none() {
            self.watcher = Some(Watcher::start()?);
        }
        Ok(self.watcher.as_ref().expect("just set"))
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::sys::Ending;
    use super::*;

    fn plan(mode: Mode, words: &[&str], environment: Option<&[&str]>) -> Plan {
        Plan {
            path: words[0].into(),
            arguments: words[1..].iter().map(ToString::to_string).collect(),
            environment: environment.map(|entries| entries.iter().map(ToString::to_string).collect()),
            input: false,
            mode,
        }
    }

    fn wait(processes: &Processes, pid: u32) -> Ending {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            match processes.report(pid.into()) {
                Report::Ended(ending) => {
                    assert!(matches!(processes.report(pid.into()), Report::Unknown), "given once");
                    return ending;
                }
                Report::Running => assert!(Instant::now() < end, "does not end"),
                Report::Unknown => panic!("lost"),
            }
            std::thread::yield_now();
        }
    }

    fn text(data: &Option<(Vec<u8>, bool)>) -> Option<&str> {
        data.as_ref().map(|(data, _)| std::str::from_utf8(data).unwrap())
    }

    #[test]
    fn each_mode_captures_what_it_says() {
        let cases = [
            (Mode::None, None, None),
            (Mode::Stdout, Some("out\nout2\n"), None),
            (Mode::Stderr, None, Some("err\n")),
            (Mode::Separated, Some("out\nout2\n"), Some("err\n")),
            (Mode::Merged, Some("out\nerr\nout2\n"), None),
        ];
        let mut processes = Processes::default();
        for (mode, output, error) in cases {
            let plan = plan(mode, &["sh", "-c", "echo out; echo err >&2; echo out2; exit 7"], None);
            let pid = processes.start(plan, Zeroizing::default()).unwrap();
            let ending = wait(&processes, pid);
            assert_eq!((text(&ending.output), text(&ending.error)), (output, error));
            assert_eq!(ending.status.unwrap().code(), Some(7));
        }
    }

    #[test]
    fn the_program_is_found_where_the_environment_says() {
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("hello");
        // No `#!`: the shell runs it. Another process writes it: a writing descriptor, copied into a child that another
        // test starts, would make the program busy.
        let write = ["-c", "echo 'echo hello $0 $#' > \"$0\"", script.to_str().unwrap()];
        assert!(std::process::Command::new("sh").args(write).status().unwrap().success());
        let mut processes = Processes::default();
        let path = format!("PATH={}", folder.path().display());
        let error = |result: Result<u32, CommandError>| result.unwrap_err().desc;

        let refused = processes.start(plan(Mode::Stdout, &["hello"], Some(&[&path])), Zeroizing::default());
        assert_eq!(error(refused), "Failed to execute child process “hello” (Permission denied)");
        let missing = processes.start(plan(Mode::Stdout, &["hello"], Some(&["PATH=:"])), Zeroizing::default());
        assert_eq!(error(missing), "Failed to execute child process “hello” (No such file or directory)");
        let nowhere = processes.start(plan(Mode::Stdout, &["/no/such"], None), Zeroizing::default());
        assert_eq!(error(nowhere), "Failed to execute child process “/no/such” (No such file or directory)");

        std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        let pid =
            processes.start(plan(Mode::Stdout, &["hello", "a", "b"], Some(&[&path])), Zeroizing::default()).unwrap();
        assert_eq!(text(&wait(&processes, pid).output), Some(&*format!("hello {} 2\n", script.display())));

        let twice: &[&str] = &["PATH=/no/such", &path];
        let pid = processes.start(plan(Mode::Stdout, &["hello"], Some(twice)), Zeroizing::default()).unwrap();
        assert_eq!(text(&wait(&processes, pid).output), Some(&*format!("hello {} 0\n", script.display())));

        let entries: &[&str] = &["Z=1", "B=x=y", "Z=2", "no entry"];
        let pid = processes.start(plan(Mode::Stdout, &["env"], Some(entries)), Zeroizing::default()).unwrap();
        assert_eq!(text(&wait(&processes, pid).output), Some("B=x=y\nZ=2\nno entry\n"));
        let nul = processes.start(plan(Mode::Stdout, &["env"], Some(&["A=a\0b"])), Zeroizing::default());
        assert!(error(nul).starts_with("Failed to execute child process “env” ("));
        let pid = processes.start(plan(Mode::Stdout, &["env"], Some(&[])), Zeroizing::default()).unwrap();
        assert_eq!(text(&wait(&processes, pid).output), None);
    }

    #[test]
    fn input_of_any_size_flows_while_output_does() {
        let mut processes = Processes::default();
        let input: Vec<u8> = (0..3_000_000u32).map(|number| number.to_le_bytes()[0]).collect();
        let fed = |words: &[&str]| Plan { input: true, ..plan(Mode::Stdout, words, None) };

        let pid = processes.start(fed(&["cat"]), input.clone().into()).unwrap();
        let ending = wait(&processes, pid);
        assert!(ending.output == Some((input.clone(), false)));
        let pid = processes.start(fed(&["true"]), input.into()).unwrap();
        assert_eq!(wait(&processes, pid).status.unwrap().code(), Some(0));
    }

    #[test]
    fn input_that_is_not_read_is_bounded() {
        let mut processes = Processes::default();
        let gate = tempfile::tempdir().unwrap();
        let gate = gate.path().join("gate");
        rustix::fs::mkfifoat(rustix::fs::CWD, &gate, rustix::fs::Mode::RWXU).unwrap();
        let wait_first = ["sh", "-c", "read word < $0", gate.to_str().unwrap()];
        let fed = || Plan { input: true, ..plan(Mode::None, &wait_first, None) };
        let input = vec![0; 40 << 20];
        let mut pids = Vec::new();
        let refused = loop {
            match processes.start(fed(), input.clone().into()) {
                Ok(pid) => pids.push(pid),
                Err(error) => break error.desc,
            }
            assert!(pids.len() < 8, "more than a quarter of a gigabyte");
        };
        assert_eq!(refused, "Failed to execute child process “sh” (Cannot allocate memory)");
        // A program with less input still runs.
        processes.start(plan(Mode::None, &["true"], None), Zeroizing::default()).unwrap();
        let mut opened = std::fs::File::options().read(true).write(true).open(&gate).unwrap();
        io::Write::write_all(&mut opened, "go\n".repeat(pids.len()).as_bytes()).unwrap();
        for pid in pids {
            wait(&processes, pid);
        }
        let pid = processes.start(Plan { input: true, ..plan(Mode::None, &["true"], None) }, input.into()).unwrap();
        wait(&processes, pid);
    }

    #[test]
    fn output_is_cut_after_16_mib_and_not_before() {
        let mut processes = Processes::default();
        for (size, truncated) in [("16777216", false), ("16777217", true), ("40000000", true)] {
            let pid = processes
                .start(plan(Mode::Stdout, &["head", "-c", size, "/dev/zero"], None), Zeroizing::default())
                .unwrap();
            let (data, more) = wait(&processes, pid).output.unwrap();
            assert_eq!((data.len(), more), (16 << 20, truncated), "{size}");
        }
    }

    #[test]
    fn a_process_left_behind_holds_neither_the_answer_nor_dies_of_writing() {
        let mut processes = Processes::default();
        let folder = tempfile::tempdir().unwrap();
        let alive = folder.path().join("alive");
        // It waits for the test (a FIFO), writes to the pipe that is no longer captured, then reports that it is alive.
        let script = "mkfifo $0.go; (cat $0.go; echo more; echo yes > $0) & echo first; kill -9 $$";
        let pid = processes
            .start(plan(Mode::Separated, &["sh", "-c", script, alive.to_str().unwrap()], None), Zeroizing::default())
            .unwrap();
        let ending = wait(&processes, pid);
        assert_eq!((text(&ending.output), ending.status.unwrap().signal()), (Some("first\n"), Some(9)));
        std::fs::write(folder.path().join("alive.go"), "").unwrap();
        let end = Instant::now() + Duration::from_secs(60);
        while std::fs::read(&alive).unwrap_or_default().is_empty() {
            assert!(Instant::now() < end, "it died");
            std::thread::yield_now();
        }
    }

    #[test]
    fn a_thousand_children_at_once_leave_neither_zombies_nor_descriptors() {
        inheritance::isolate();
        let mut processes = Processes::default();
        let pid = processes.start(plan(Mode::None, &["true"], None), Zeroizing::default()).unwrap();
        wait(&processes, pid);
        let words = ["sh", "-c", "read line; echo $line"];
        let pids: Vec<u32> = (0..1000)
            .map(|number| {
                let plan = Plan { input: true, ..plan(Mode::Separated, &words, None) };
                processes.start(plan, format!("{number}\n").into_bytes().into()).unwrap()
            })
            .collect();
        for (number, pid) in pids.iter().enumerate() {
            let ending = wait(&processes, *pid);
            assert_eq!((text(&ending.output), ending.status.unwrap().code()), (Some(&*format!("{number}\n")), Some(0)));
            assert!(!std::path::Path::new(&format!("/proc/{pid}")).exists(), "reaped");
        }
    }
}
