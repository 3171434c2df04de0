//! Shuts the guest down through its init system, which stops its services first.

use std::path::Path;
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::system::{RebootCommand, reboot};

use super::super::ShutdownMode;
use crate::os::errno;
use crate::process::deadline;
use crate::process::programs::{self, HALT, Helper, POWEROFF, REBOOT, SHUTDOWN, SYSTEMCTL};

const ACTION: &str = "shutdown";

/// Timeout for the helper, which passes the request to the init system and exits.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(50);

/// Timeout for writing all cached data: a dead disk would take for ever.
const SYNC_TIMEOUT: Duration = Duration::from_secs(30);

/// Runs the first of the guest's shutdown programs that exists. Its failure is the answer: the agent does not try other
/// ways, which the guest's administrator may have closed on purpose.
///
/// `by_kernel` allows the kernel's power-off, without stopping services, if there is no program at all.
pub(crate) fn shutdown(root: &Path, mode: ShutdownMode, by_kernel: bool) -> Result<(), CommandError> {
    let (program, flag, verb) = match mode {
        ShutdownMode::Halt => (HALT, "-H", "halt"),
        ShutdownMode::Powerdown => (POWEROFF, "-P", "poweroff"),
        ShutdownMode::Reboot => (REBOOT, "-r", "reboot"),
    };
    let booted_by_systemd = root.join("run/systemd/system").is_dir();
    let by_shutdown = ["-h", flag, "+0", "hypervisor initiated shutdown"];
    let by_systemctl = [verb];
    let ways: [(&'static str, &[&str], bool); 3] =
        [(program, &[], true), (SHUTDOWN, &by_shutdown, true), (SYSTEMCTL, &by_systemctl, booted_by_systemd)];
    for (program, arguments, _) in ways.into_iter().filter(|(_, _, usable)| *usable) {
        if let Some(program) = programs::find(root, program)? {
            return Helper::new(program, ACTION, SHUTDOWN_TIMEOUT).arguments(arguments).run();
        }
    }
    if by_kernel {
        return at_once(mode);
    }
    // Fails with the text that programs compare.
    Helper::new(root.join(&SHUTDOWN[1..]), ACTION, SHUTDOWN_TIMEOUT).arguments(&by_shutdown).run()
}

fn at_once(mode: ShutdownMode) -> Result<(), CommandError> {
    // Data that cannot be written in time is lost either way.
    let _ = deadline::run(SYNC_TIMEOUT, "write out all file systems", rustix::fs::sync);
    let command = match mode {
        ShutdownMode::Halt => RebootCommand::Halt,
        ShutdownMode::Powerdown => RebootCommand::PowerOff,
        ShutdownMode::Reboot => RebootCommand::Restart,
    };
    reboot(command)
        .map_err(|error| CommandError::new(format!("the kernel refuses to shut down: {}", errno::text(error))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Root;

    const MODES: [ShutdownMode; 3] = [ShutdownMode::Powerdown, ShutdownMode::Halt, ShutdownMode::Reboot];

    /// A guest with these programs; each records its arguments and ends like this.
    fn guest(programs: &[&str], status: i32) -> Root {
        let root = Root::new(&[("run/systemd/", ""), ("log", "")]);
        for program in programs {
            let log = root.join("log");
            let script = format!("echo \"{program}\" \"$@\" >> {}; echo words; exit {status}", log.display());
            root.program(program, &script);
        }
        root
    }

    /// The program of each mode.
    fn called(root: &Root) -> Vec<String> {
        for mode in MODES {
            shutdown(root.path(), mode, false).unwrap();
        }
        root.read("log").lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_first_program_that_exists_is_asked() {
        let own = ["sbin/poweroff", "sbin/halt", "sbin/reboot"];
        let all = [&own[..], &["sbin/shutdown", "usr/bin/systemctl"]].concat();
        assert_eq!(called(&guest(&all, 0)), own);

        let expected = ["-h -P +0", "-h -H +0", "-h -r +0"];
        let expected = expected.map(|flags| format!("sbin/shutdown {flags} hypervisor initiated shutdown"));
        assert_eq!(called(&guest(&["sbin/shutdown"], 0)), expected);

        let root = guest(&["usr/bin/systemctl"], 0);
        std::fs::create_dir(root.join("run/systemd/system")).unwrap();
        let expected = ["poweroff", "halt", "reboot"].map(|verb| format!("usr/bin/systemctl {verb}"));
        assert_eq!(called(&root), expected);
    }

    #[test]
    fn a_failure_is_the_answer_and_nothing_else_is_tried() {
        let root = guest(&["sbin/poweroff", "sbin/shutdown"], 3);
        let error = shutdown(root.path(), ShutdownMode::Powerdown, false).unwrap_err().desc;
        assert_eq!(error, "child process has failed to shutdown: words\n");
        assert_eq!(root.read("log"), "sbin/poweroff\n");
    }

    #[test]
    fn without_any_program_the_error_names_the_last() {
        // systemctl is of no use where systemd does not run.
        let root = guest(&["usr/bin/systemctl"], 0);
        for mode in MODES {
            let error = shutdown(root.path(), mode, false).unwrap_err().desc;
            let expected =
                "child process has failed to shutdown: failed to exec '/sbin/shutdown': No such file or directory\n";
            assert_eq!(root.plain(&error), expected);
        }
    }
}
