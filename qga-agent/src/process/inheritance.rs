//! Keeps the agent's descriptors, limits and signal settings out of its children.
//!
//! A child starts with the limits that the agent was started with, default signal actions, no protection from the
//! out-of-memory killer, and only the descriptors meant for it.

use std::ffi::{CStr, OsStr};
use std::fs;
use std::io;
use std::os::fd::BorrowedFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use rustix::fs::{Mode, OFlags};
use rustix::io::FdFlags;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The limits the agent was started with, read once; every child gets them back.
static ORIGINAL_LIMITS: OnceLock<[(Resource, Rlimit); 2]> = OnceLock::new();

/// The process's score for the out-of-memory killer; below 0 it is protected.
const OOM_SCORE: &CStr = c"/proc/self/oom_score_adj";

/// Whether the agent was started with such protection.
static PROTECTED: OnceLock<bool> = OnceLock::new();

/// Descriptors the agent may have open; a limit of a million would only make mistakes slow.
const MAX_DESCRIPTORS: u64 = 65536;

/// Core dump limit that means none at all. With zero the kernel still pipes one to a program that collects them.
const NO_CORE: u64 = 1;

/// Separates the process from its starter: inherited descriptors, ignored signals and limits affect neither the agent
/// nor its children. Call it before the first thread starts.
pub(crate) fn isolate() {
    close_on_exec();
    reset_ignored_signals();
    // Without /proc there is no score to reset either.
    let score = fs::read(OsStr::from_bytes(OOM_SCORE.to_bytes())).unwrap_or_default();
    let _ = PROTECTED.set(score.starts_with(b"-"));
    let original = ORIGINAL_LIMITS
        .get_or_init(|| [Resource::Nofile, Resource::Core].map(|resource| (resource, getrlimit(resource))));
    for (resource, Rlimit { current, maximum }) in original.iter().copied() {
        let limit = match resource {
            // Passwords, keys and file contents are in the agent's memory, and a core dump would show them.
            Resource::Core => Rlimit { current: Some(NO_CORE), maximum: maximum.map(|hard| hard.max(NO_CORE)) },
            _ => {
                let wanted = maximum.map_or(MAX_DESCRIPTORS, |hard| hard.min(MAX_DESCRIPTORS));
                Rlimit { current: current.map(|soft| soft.max(wanted)), maximum }
            }
        };
        // Without it the agent still works, with fewer children at once.
        let _ = setrlimit(resource, limit);
    }
}

/// Restores the original limits and an empty signal mask in the child: programs that use `select` need a low descriptor
/// limit, core dumps are the guest's choice, and a process with blocked signals cannot be stopped. A service manager may
/// protect the agent from the out-of-memory killer, but not what its clients start.
pub(crate) fn restore_in(command: &mut Command) {
    let restore = || {
        // SAFETY: an all-zero set is a valid value to initialise, and both calls get a pointer to it while it lives.
        let result = unsafe {
            let mut set: libc::sigset_t = std::mem::zeroed();
            libc::sigemptyset(&raw mut set);
            libc::sigprocmask(libc::SIG_SETMASK, &raw const set, std::ptr::null_mut())
        };
        if result != 0 {
            return Err(io::Error::last_os_error());
        }
        for (resource, limit) in ORIGINAL_LIMITS.get().into_iter().flatten() {
            setrlimit(*resource, *limit)?;
        }
        if PROTECTED.get() == Some(&true) {
            // Where a sandbox or the guest's policy refuses this, the child keeps the agent's score.
            let _ = rustix::fs::open(OOM_SCORE, OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty())
                .and_then(|score| rustix::io::write(&score, b"0"));
        }
        Ok(())
    };
    // SAFETY: between fork and exec this only makes system calls; it neither allocates nor takes a lock.
    unsafe { command.pre_exec(restore) };
}

/// Marks descriptors that the agent's starter left open close-on-exec.
fn close_on_exec() {
    // SAFETY: the flag only marks descriptors; none is closed or reused.
    let marked = unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) } == 0;
    if !marked {
        // Kernels before 5.11 lack the flag.
        close_listed_on_exec(Path::new("/proc/self/fd"));
    }
}

fn close_listed_on_exec(list: &Path) {
    for entry in fs::read_dir(list).into_iter().flatten().flatten() {
        let Some(number) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
        if number > 2 {
            // SAFETY: it was open when it was listed; if it is closed by now, as the list's own descriptor may be,
            // marking it fails.
            let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
            let _ = rustix::io::fcntl_setfd(descriptor, FdFlags::CLOEXEC);
        }
    }
}

/// Resets signals that the agent's starter ignored to their defaults, since that is inherited: with `SIGCHLD` ignored,
/// no child could be waited for. `SIGPIPE` stays ignored, as Rust sets it.
fn reset_ignored_signals() {
    for signal in (1..=libc::SIGRTMAX()).filter(|signal| *signal != libc::SIGPIPE) {
        // SAFETY: an all-zero action is a valid value, and both calls get pointers to values that outlive them. Signals
        // reserved by the kernel or the C library are refused.
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            let known = libc::sigaction(signal, std::ptr::null(), &raw mut action) == 0;
            if known && action.sa_sigaction == libc::SIG_IGN {
                let default: libc::sigaction = std::mem::zeroed();
                libc::sigaction(signal, &raw const default, std::ptr::null_mut());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::fd::AsRawFd;

    #[test]
    fn descriptors_are_marked_by_their_list_where_the_kernel_cannot() {
        let (left_open, _other) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).unwrap();
        rustix::io::fcntl_setfd(&left_open, FdFlags::empty()).unwrap();
        let list = tempfile::tempdir().unwrap();
        for name in ["1", &left_open.as_raw_fd().to_string(), "no number", "-1"] {
            fs::write(list.path().join(name), "").unwrap();
        }
        close_listed_on_exec(list.path());
        assert_eq!(rustix::io::fcntl_getfd(&left_open).unwrap(), FdFlags::CLOEXEC);
        let stdout = rustix::io::fcntl_getfd(io::stdout()).unwrap();
        assert_eq!(stdout, FdFlags::empty());
        close_listed_on_exec(Path::new("/no/such/folder"));
    }
}
