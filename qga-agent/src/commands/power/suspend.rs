//! Suspends the guest in the first way that works; an error if none does.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;
use rustix::time::{ClockId, clock_gettime};

use super::super::Sleep;
use crate::os::errno;
use crate::process::programs::{self, Helper, PM_HIBERNATE, PM_IS_SUPPORTED, PM_SUSPEND, PM_SUSPEND_HYBRID, SYSTEMCTL};

const ACTION: &str = "suspend";

/// Timeout for a query of a helper.
const PROBE_TIMEOUT: Duration = Duration::from_secs(10);

/// Timeout for a helper that suspends; time stands still while the guest sleeps.
const SUSPEND_TIMEOUT: Duration = Duration::from_secs(60);

/// Time for systemd to suspend: it accepts at once, programs may then delay it this long, and only then can it fail.
const MAX_DELAY: Duration = Duration::from_secs(6);
const UNIT_POLL_INTERVAL: Duration = Duration::from_millis(200);

/// The result of one way of suspending.
enum Attempt {
    Slept,
    Unsupported,
    Failed(CommandError),
}

/// Tries the ways in turn, up to the first that works.
///
/// # Errors
/// The error of the first way which the guest has, if none of them works.
pub(crate) fn suspend(root: &Path, sleep: Sleep) -> Result<(), CommandError> {
    let mut failure = None;
    for way in [by_systemd, by_pm_utils, by_kernel] {
        match way(root, sleep) {
            Attempt::Slept => return Ok(()),
            Attempt::Unsupported => {}
            Attempt::Failed(error) => failure = failure.or(Some(error)),
        }
    }
    Err(failure.unwrap_or_else(|| CommandError::new("the requested suspend mode is not supported by the guest")))
}

fn by_systemd(root: &Path, sleep: Sleep) -> Attempt {
    let (verb, unit) = match sleep {
        Sleep::Disk => ("hibernate", "systemd-hibernate"),
        Sleep::Ram => ("suspend", "systemd-suspend"),
        Sleep::Hybrid => ("hybrid-sleep", "systemd-hybrid-sleep"),
    };
    let program = match programs::find(root, SYSTEMCTL) {
        Ok(Some(program)) => program,
        Ok(None) => return Attempt::Unsupported,
        Err(error) => return Attempt::Failed(error),
    };
    // Statuses of a running, failed or idle unit; others mean that there is no such unit.
    let status = Helper::new(&program, ACTION, PROBE_TIMEOUT).arguments(&["status", unit]).finish();
    if !status.is_ok_and(|status| matches!(status.status.code(), Some(0..=3))) {
        return Attempt::Unsupported;
    }
    // Some guests have `systemctl` but another init system; it then fails, or is a substitute.
    let booted = root.join("run/systemd/system").is_dir();
    let watch = booted.then(|| Watch::new(root, &program, unit));
    match (Helper::new(&program, ACTION, SUSPEND_TIMEOUT).arguments(&[verb]).run(), watch) {
        (Ok(()), Some(watch)) => watch.wait(),
        (Ok(()), None) => Attempt::Slept,
        (Err(error), Some(_)) => Attempt::Failed(error),
        (Err(_), None) => Attempt::Unsupported,
    }
}

fn by_pm_utils(root: &Path, sleep: Sleep) -> Attempt {
    let (program, question) = match sleep {
        Sleep::Disk => (PM_HIBERNATE, "--hibernate"),
        Sleep::Ram => (PM_SUSPEND, "--suspend"),
        Sleep::Hybrid => (PM_SUSPEND_HYBRID, "--suspend-hybrid"),
    };
    let found = programs::find(root, PM_IS_SUPPORTED).and_then(|asked| Ok((asked, programs::find(root, program)?)));
    let (asked, program) = match found {
        Ok((Some(asked), Some(program))) => (asked, program),
        Ok(_) => return Attempt::Unsupported,
        Err(error) => return Attempt::Failed(error),
    };
    let answer = Helper::new(asked, ACTION, PROBE_TIMEOUT).arguments(&[question]).finish();
    if !answer.is_ok_and(|answer| answer.status.success()) {
        return Attempt::Unsupported;
    }
    match Helper::new(program, ACTION, SUSPEND_TIMEOUT).run() {
        Ok(()) => Attempt::Slept,
        Err(error) => Attempt::Failed(error),
    }
}

fn by_kernel(root: &Path, sleep: Sleep) -> Attempt {
    let word = match sleep {
        Sleep::Disk => "disk",
        Sleep::Ram => "mem",
        Sleep::Hybrid => return Attempt::Unsupported,
    };
    let file = root.join("sys/power/state");
    let offered = fs::read_to_string(&file).unwrap_or_default();
    if !offered.split_ascii_whitespace().any(|offer| offer == word) {
        return Attempt::Unsupported;
    }
    // Returns after the guest has resumed.
    match OpenOptions::new().write(true).open(&file).and_then(|mut file| file.write_all(word.as_bytes())) {
        Ok(()) => Attempt::Slept,
        Err(error) => {
            let text = format!("suspend: cannot write to '{}': {}", file.display(), errno::text(error));
            Attempt::Failed(CommandError::new(text))
        }
    }
}

/// The state before the request to systemd, to detect its result.
struct Watch<'a> {
    counters: PathBuf,
    program: &'a Path,
    unit: &'a str,
    suspended: Option<u64>,
    refused: Option<u64>,
    slept: Duration,
    run: Option<String>,
}

impl<'a> Watch<'a> {
    fn new(root: &Path, program: &'a Path, unit: &'a str) -> Self {
        let counters = root.join("sys/power/suspend_stats");
        Self {
            suspended: counter(&counters, "success"),
            refused: counter(&counters, "fail"),
            slept: time_asleep(),
            run: last_run(program, unit).map(|run| run.number),
            counters,
            program,
            unit,
        }
    }

    /// Waits until the guest was suspended or suspending failed. If neither is visible in time, systemd's acceptance
    /// counts as success.
    fn wait(&self) -> Attempt {
        let begun = Instant::now();
        let mut since = begun;
        while since.elapsed() < MAX_DELAY && begun.elapsed() < SUSPEND_TIMEOUT {
            let grew =
                |name, before: Option<u64>| before.is_some_and(|before| counter(&self.counters, name) > Some(before));
            if grew("success", self.suspended) || time_asleep() > self.slept + Duration::from_millis(500) {
                return Attempt::Slept;
            }
            let run = last_run(self.program, self.unit).filter(|run| self.run.as_ref() != Some(&run.number));
            let state = run.as_ref().map(|run| run.state.as_str());
            // Programs may also delay the suspend itself.
            if state == Some("activating") {
                since = Instant::now();
            }
            if state == Some("failed") || grew("fail", self.refused) {
                let text = format!("child process has failed to suspend: {}.service has failed", self.unit);
                return Attempt::Failed(CommandError::new(text));
            }
            thread::sleep(UNIT_POLL_INTERVAL);
        }
        Attempt::Slept
    }
}

fn counter(folder: &Path, name: &str) -> Option<u64> {
    fs::read_to_string(folder.join(name)).ok()?.trim().parse().ok()
}

/// Total time suspended since the boot: only one of the two clocks runs during a suspend.
fn time_asleep() -> Duration {
    let now = |clock| Duration::try_from(clock_gettime(clock)).unwrap_or_default();
    let awake = now(ClockId::Monotonic);
    now(ClockId::Boottime).saturating_sub(awake)
}

/// The last run of a unit.
struct LastRun {
    /// systemd's id of the run.
    number: String,
    state: String,
}

fn last_run(program: &Path, unit: &str) -> Option<LastRun> {
    let arguments = ["show", "--property=InvocationID,ActiveState", unit];
    let shown = Helper::new(program, ACTION, PROBE_TIMEOUT).arguments(&arguments).finish().ok()?;
    let value = |name: &str| shown.output.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
    Some(LastRun { number: value("InvocationID=")?, state: value("ActiveState=").unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Root;

    /// A fake `systemctl` with units: it suspends with this script, and the unit has ended like this.
    fn systemd(root: &Root, suspend: &str, end: &str) {
        fs::create_dir_all(root.join("run/systemd/system")).unwrap();
        let folder = root.path().display();
        let script = format!(
            "cd {folder}; case $1 in status) exit 3;; show) cat ran 2>/dev/null || printf 'InvocationID=\\nActiveState=inactive\\n';;\n\
             *) echo \"$1\" >> log; printf 'InvocationID=7\\nActiveState={end}\\n' > ran; {suspend};; esac"
        );
        root.program("usr/bin/systemctl", &script);
    }

    fn pm_utils(root: &Root, supported: i32, status: i32) {
        let folder = root.path().display();
        root.program("usr/bin/pm-is-supported", &format!("echo \"$1\" >> {folder}/log; exit {supported}"));
        for program in ["pm-suspend", "pm-hibernate", "pm-suspend-hybrid"] {
            root.program(&format!("usr/sbin/{program}"), &format!("echo {program} >> {folder}/log; exit {status}"));
        }
    }

    fn check(root: &Root, sleep: Sleep, expected: Result<(), &str>, log: &str) {
        fs::write(root.join("log"), "").unwrap();
        let result = suspend(root.path(), sleep).map_err(|error| root.plain(&error.desc));
        assert_eq!(result, expected.map_err(str::to_owned), "{sleep:?}");
        assert_eq!(root.read("log").replace('\n', " ").trim_end(), log, "{sleep:?}");
    }

    const UNSUPPORTED: Result<(), &str> = Err("the requested suspend mode is not supported by the guest");

    #[test]
    fn a_guest_without_any_way_says_so() {
        for sleep in [Sleep::Disk, Sleep::Ram, Sleep::Hybrid] {
            check(&Root::new(&[]), sleep, UNSUPPORTED, "");
            check(&Root::new(&[("sys/power/state", "freeze standby\n")]), sleep, UNSUPPORTED, "");
        }
        // `systemctl` without systemd may be a substitute.
        let root = Root::new(&[]);
        root.program("usr/bin/systemctl", "exit 1");
        check(&root, Sleep::Ram, UNSUPPORTED, "");
        let log = root.join("log");
        root.program("usr/bin/systemctl", &format!("echo $1 >> {}; [ $1 = suspend ]", log.display()));
        check(&root, Sleep::Ram, Ok(()), "status suspend");
    }

    #[test]
    fn only_a_state_that_the_kernel_offers_is_written() {
        let root = Root::new(&[("sys/power/state", "freeze mem disk\n")]);
        check(&root, Sleep::Ram, Ok(()), "");
        assert!(root.read("sys/power/state").starts_with("mem"));
        let root = Root::new(&[("sys/power/state", "freeze mem disk\n")]);
        check(&root, Sleep::Disk, Ok(()), "");
        assert!(root.read("sys/power/state").starts_with("disk"));
        check(&root, Sleep::Hybrid, UNSUPPORTED, "");
    }

    #[test]
    fn pm_utils_suspend_only_what_they_support() {
        let root = Root::new(&[]);
        pm_utils(&root, 0, 0);
        check(&root, Sleep::Ram, Ok(()), "--suspend pm-suspend");
        check(&root, Sleep::Disk, Ok(()), "--hibernate pm-hibernate");
        check(&root, Sleep::Hybrid, Ok(()), "--suspend-hybrid pm-suspend-hybrid");
        pm_utils(&root, 1, 0);
        check(&root, Sleep::Ram, UNSUPPORTED, "--suspend");
    }

    #[test]
    fn a_failure_leads_to_the_next_way_and_is_the_answer_if_none_works() {
        let root = Root::new(&[]);
        pm_utils(&root, 0, 4);
        let failed = Err("child process has failed to suspend: exit status 4");
        check(&root, Sleep::Ram, failed, "--suspend pm-suspend");
        fs::create_dir_all(root.join("sys/power")).unwrap();
        fs::write(root.join("sys/power/state"), "mem\n").unwrap();
        check(&root, Sleep::Ram, Ok(()), "--suspend pm-suspend");
    }

    #[test]
    fn systemd_is_believed_only_when_its_unit_did_not_fail() {
        let counters = [("sys/power/suspend_stats/success", "4\n"), ("sys/power/suspend_stats/fail", "0\n")];
        let root = Root::new(&counters);
        systemd(&root, "echo 5 > sys/power/suspend_stats/success", "inactive");
        check(&root, Sleep::Ram, Ok(()), "suspend");

        let unit = Err("child process has failed to suspend: systemd-hibernate.service has failed");
        let root = Root::new(&[]);
        systemd(&root, "exit 0", "failed");
        check(&root, Sleep::Disk, unit, "hibernate");

        let unit = Err("child process has failed to suspend: systemd-suspend.service has failed");
        let root = Root::new(&counters);
        systemd(&root, "echo 1 > sys/power/suspend_stats/fail", "inactive");
        check(&root, Sleep::Ram, unit, "suspend");

        let root = Root::new(&[]);
        systemd(&root, "echo Not enough swap space; exit 1", "inactive");
        let refused = Err("child process has failed to suspend: Not enough swap space\n");
        check(&root, Sleep::Hybrid, refused, "hybrid-sleep");
    }
}
