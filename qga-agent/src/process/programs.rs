//! Runs the agent's helper programs, bounded in time and output, and kills what they leave behind.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use qga_runtime::CommandError;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use rustix::process::{Pid, PidfdFlags, Signal, kill_process_group, pidfd_open, setsid};

use crate::os::errno;
use crate::process::child::{Capture, Feed, Progress, Unclaimed};
use crate::process::deadline::{CALL_TIMEOUT, HELPERS, Interrupt, STOP_GRACE};
use crate::process::{former, inheritance};

pub(crate) use search::{
    CHPASSWD, GETENT, HALT, HWCLOCK, PM_HIBERNATE, PM_IS_SUPPORTED, PM_SUSPEND, PM_SUSPEND_HYBRID, POWEROFF, REBOOT,
    SHUTDOWN, SYSTEMCTL, find,
};

mod search;

/// Output kept of a helper; it is used as the reason in an error only.
const MAX_OUTPUT_BYTES: usize = 4096;

/// Timeout for a killed helper to end; after it a thread of `deadline` keeps waiting for it.
const REAP_TIMEOUT: Duration = Duration::from_secs(1);

/// Interval of checks for the child's end on kernels without pidfds (before 5.3).
const CHILD_POLL_INTERVAL: Duration = Duration::from_millis(20);

/// One run of a helper program. No `Debug`: the input may hold a password.
pub(crate) struct Helper<'a> {
    /// A path, from `find` or from the configuration.
    program: OsString,
    arguments: &'a [&'a str],
    input: Option<&'a [u8]>,
    action: &'a str,
    timeout: Duration,
    gives_way: Option<&'a Interrupt>,
    written_down_in: Option<File>,
}

/// How a helper ended, and the beginning of what it wrote to stdout and stderr.
pub(crate) struct Finished {
    pub(crate) status: ExitStatus,
    pub(crate) output: String,
}

impl<'a> Helper<'a> {
    /// `action` completes "child process has failed to …"; host software compares some of these texts.
    pub(crate) fn new(program: impl AsRef<OsStr>, action: &'a str, timeout: Duration) -> Self {
        let program = program.as_ref().to_owned();
        Self { program, arguments: &[], input: None, action, timeout, gives_way: None, written_down_in: None }
    }

    /// Kills the helper for this reason, or if the agent is to stop. Other helpers are waited for: killing one during a shutdown or while
    /// it writes passwords would be worse.
    pub(crate) fn giving_way(mut self, interrupt: &'a Interrupt) -> Self {
        self.gives_way = Some(interrupt);
        self
    }

    /// The process writes a line for [`Former::read`](crate::process::former::Former::read) to this file before it becomes
    /// the program.
    pub(crate) fn written_down_in(mut self, file: Option<File>) -> Self {
        self.written_down_in = file;
        self
    }

    pub(crate) fn arguments(mut self, arguments: &'a [&'a str]) -> Self {
        self.arguments = arguments;
        self
    }

    /// Text for the helper's stdin, which is `/dev/null` otherwise.
    pub(crate) fn input(mut self, input: &'a [u8]) -> Self {
        self.input = Some(input);
        self
    }

    /// Runs the helper; anything but exit status 0 is an error.
    pub(crate) fn run(&self) -> Result<(), CommandError> {
        self.judge(&self.finish()?)
    }

    /// As [`run`](Self::run), of a helper that has ended.
    pub(crate) fn judge(&self, Finished { status, output }: &Finished) -> Result<(), CommandError> {
        let reason = match (status.code(), output.is_empty()) {
            (Some(0), _) => return Ok(()),
            (Some(code), true) => format!("has failed to {}: exit status {code}", self.action),
            (Some(_), false) => format!("has failed to {}: {output}", self.action),
            (None, true) => "has terminated abnormally".to_owned(),
            (None, false) => format!("has terminated abnormally: {output}"),
        };
        Err(CommandError::new(format!("child process {reason}")))
    }

    /// Runs the helper and returns its exit status and output, for helpers whose status is an answer.
    pub(crate) fn finish(&self) -> Result<Finished, CommandError> {
        if !self.program.as_encoded_bytes().contains(&b'/') {
            // `find` has not found it. The library would search again, and in the current directory if `PATH` names it.
            return Err(self.not_started(io::Error::from_raw_os_error(libc::ENOENT)));
        }
        let end = Instant::now() + self.timeout;
        let pipes = |_| CommandError::new("cannot create pipe FDs");
        let (output, output_end) = pipe_with(PipeFlags::CLOEXEC).map_err(io::Error::from).map_err(pipes)?;
        let output = Capture::new(output, MAX_OUTPUT_BYTES).map_err(pipes)?;
        let mut command = Command::new(&self.program);
        command.args(self.arguments);
        command.stdin(if self.input.is_some() { Stdio::piped() } else { Stdio::null() });
        command.stdout(output_end.try_clone().map_err(pipes)?).stderr(output_end);
        let file = self.written_down_in.as_ref().and_then(|file| file.try_clone().ok());
        let begin = move || {
            setsid()?;
            // Without the line the next process of the agent does not find it; that is no reason not to run it.
            let _ = file.as_ref().map(former::write_own_line);
            Ok(())
        };
        // SAFETY: these are system calls only, async-signal-safe, and nothing else runs between fork and exec.
        unsafe { command.pre_exec(begin) };
        inheritance::restore_in(&mut command);
        let what = format!("start '{}'", self.program.to_string_lossy());
        // The closure owns the command and its writing ends of the output pipe, which ends only when they are closed.
        let start = move || command.spawn().map(|mut child| (child.stdin.take(), Unclaimed::new(child)));
        let started = HELPERS.run(self.timeout.min(CALL_TIMEOUT), &what, start)?;
        let (stdin, child) = started.map_err(|error| self.not_started(error))?;
        let feed = stdin.map(|pipe| Feed::new(pipe.into(), self.input.unwrap_or_default()));
        let feed = feed.transpose().map_err(pipes)?;
        let child = child.claim();
        let pidfd = pidfd_open(Pid::from_child(&child), PidfdFlags::empty()).ok();
        Running { helper: self, pidfd, child, feed, output, end }.finish()
    }

    /// The established agent starts its helpers in a child of its own, where a failed exec is an output text.
    fn not_started(&self, error: io::Error) -> CommandError {
        let program = self.program.to_string_lossy();
        let reason = errno::text(error);
        CommandError::new(format!(
            "child process has failed to {}: failed to exec '{program}': {reason}\n",
            self.action
        ))
    }
}

/// A helper that has been started.
struct Running<'a> {
    helper: &'a Helper<'a>,
    pidfd: Option<OwnedFd>,
    child: Child,
    feed: Option<Feed<&'a [u8]>>,
    output: Capture,
    end: Instant,
}

impl Running<'_> {
    fn finish(mut self) -> Result<Finished, CommandError> {
        match self.wait() {
            Ok(status) => {
                let (output, _) = self.output.into_data().unwrap_or_default();
                Ok(Finished { status, output: String::from_utf8_lossy(&output).into_owned() })
            }
            Err(error) => {
                self.kill();
                Err(error)
            }
        }
    }

    /// Feeds, drains and waits in one loop, so that the two sides cannot deadlock. It ends with the child's exit, not
    /// with the end of its output, which a background process may hold open.
    fn wait(&mut self) -> Result<ExitStatus, CommandError> {
        let action = self.helper.action;
        let mut buffer = [0; MAX_OUTPUT_BYTES];
        loop {
            // A helper may ignore its input; its exit status says whether it succeeded.
            if self.feed.as_mut().is_some_and(|feed| feed.push() == Progress::End) {
                self.feed = None;
            }
            let status = self.child.try_wait().map_err(|error| {
                let pid = self.child.id();
                CommandError::new(format!("failed to wait for child (pid: {pid}): {}", errno::text(error)))
            })?;
            if self.output.drain(&mut buffer, MAX_OUTPUT_BYTES) == Progress::End {
                self.output.take_pipe();
            }
            if let Some(status) = status {
                return Ok(status);
            }
            let left = self.end.saturating_duration_since(Instant::now());
            let killed = |why: &str| {
                let program = self.helper.program.to_string_lossy();
                Err(CommandError::new(format!("child process has failed to {action}: '{program}' killed, {why}")))
            };
            if left.is_zero() {
                return killed(&format!("it still ran after {} s", self.helper.timeout.as_secs_f32()));
            }
            let ran = self.helper.timeout - left;
            if let Some(why) = self.helper.gives_way.filter(|_| ran >= STOP_GRACE).and_then(Interrupt::reason) {
                return killed(why);
            }
            self.sleep(if self.helper.gives_way.is_some() { left.min(STOP_GRACE) } else { left });
        }
    }

    /// Sleeps until there is something to do, for at most `left`.
    fn sleep(&self, left: Duration) {
        let readable = self.output.pipe().into_iter().chain(&self.pidfd);
        let mut polled: Vec<_> = readable.map(|one| PollFd::new(one, PollFlags::IN)).collect();
        polled.extend(self.feed.iter().map(|feed| PollFd::new(feed.pipe(), PollFlags::OUT)));
        let left = if self.pidfd.is_some() { left } else { left.min(CHILD_POLL_INTERVAL) };
        match poll(&mut polled, Timespec::try_from(left).ok().as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => thread::sleep(left.min(CHILD_POLL_INTERVAL)),
        }
    }

    /// Kills the helper and its process group.
    fn kill(self) {
        let Self { mut child, .. } = self;
        // An error means that the group has ended.
        let _ = kill_process_group(Pid::from_child(&child), Signal::KILL);
        // If the process does not end even so, a helper thread keeps waiting for it.
        let _ = HELPERS.run(REAP_TIMEOUT, &format!("collect helper {}", child.id()), move || child.wait());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::daemon::stopped::Stopped;
    use crate::process::deadline::NO_INTERRUPT;

    const TEST_TIMEOUT: Duration = Duration::from_secs(20);

    /// The timeout of helpers that outlive it: a busy machine may take this long to start one.
    const TIME_TO_START: Duration = Duration::from_secs(1);

    fn sh(script: &str, input: Option<&[u8]>, timeout: Duration) -> Result<(), String> {
        let arguments = ["-c", script];
        let mut helper = Helper::new("/bin/sh", "test", timeout).arguments(&arguments);
        helper.input = input;
        helper.run().map_err(|error| error.desc)
    }

    #[test]
    fn endings_have_the_texts_that_clients_compare() {
        let cases: [(&str, Result<(), &str>); 6] = [
            ("exit 0", Ok(())),
            ("echo only words", Ok(())),
            ("exit 3", Err("child process has failed to test: exit status 3")),
            ("echo out; echo err >&2; exit 1", Err("child process has failed to test: out\nerr\n")),
            ("kill -9 $$", Err("child process has terminated abnormally")),
            ("echo last words; kill -9 $$", Err("child process has terminated abnormally: last words\n")),
        ];
        for (script, expected) in cases {
            assert_eq!(sh(script, None, TEST_TIMEOUT), expected.map_err(str::to_owned), "{script}");
        }
        // A name is not searched for: `find` does that.
        for program in ["/no/such", "sh", ""] {
            let missing = Helper::new(program, "shutdown", TEST_TIMEOUT).run().unwrap_err().desc;
            let expected = format!(
                "child process has failed to shutdown: failed to exec '{program}': No such file or directory\n"
            );
            assert_eq!(missing, expected);
        }
    }

    #[test]
    fn input_of_any_size_neither_blocks_nor_fails_when_unread() {
        let large = vec![b'x'; 1 << 20];
        assert_eq!(sh("[ $(wc -c) = 1048576 ]", Some(&large), TEST_TIMEOUT), Ok(()));
        assert_eq!(sh("exit 0", Some(&large), TEST_TIMEOUT), Ok(()));
        assert_eq!(sh("cat; cat >&2; exit 0", Some(&large), TEST_TIMEOUT), Ok(()));
        assert_eq!(sh("[ -z \"$(cat)\" ]", None, TEST_TIMEOUT), Ok(()));
    }

    #[test]
    fn a_child_left_behind_does_not_hold_up_the_answer() {
        assert_eq!(sh("sleep 30 & exit 0", None, TEST_TIMEOUT), Ok(()));
    }

    #[test]
    fn a_helper_that_hangs_is_killed_with_its_group_and_named() {
        let text = "child process has failed to test: '/bin/sh' killed, it still ran after 1 s";
        let script = "sleep 30 & echo $! >&2; wait";
        assert_eq!(sh(script, None, TIME_TO_START), Err(text.to_owned()));
    }

    #[test]
    fn only_a_helper_that_gives_way_is_killed_when_the_agent_is_to_stop() {
        let stopped = Stopped::new();
        let arguments = ["-c", "sleep 1000"];
        let hook = Helper::new("/bin/sh", "test", Duration::from_secs(3600)).arguments(&arguments);
        let text = "child process has failed to test: '/bin/sh' killed, the agent is being stopped";
        assert_eq!(hook.giving_way(&NO_INTERRUPT).run().unwrap_err().desc, text);
        // Other helpers run to their timeout, and one that gives way gets at least the grace period.
        assert!(sh("sleep 1000", None, TIME_TO_START).unwrap_err().ends_with("it still ran after 1 s"));
        assert_eq!(Helper::new("/bin/true", "test", TEST_TIMEOUT).giving_way(&NO_INTERRUPT).run(), Ok(()));
        drop(stopped);
    }
}
