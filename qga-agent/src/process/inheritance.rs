//! What the agent keeps for itself when it starts a program: descriptors, limits, and how it takes signals.
//!
//! A child begins as if whoever started the agent had started it, and yet with nothing open but what it was given.

use std::fs;
use std::io;
use std::os::fd::BorrowedFd;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use rustix::io::FdFlags;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The limits the agent was started with. A fact about the process, known once: every child gets them back.
static ORIGINAL: OnceLock<[(Resource, Rlimit); 2]> = OnceLock::new();

/// The most descriptors the agent asks for; a limit of a million would only make mistakes slow.
const ENOUGH: u64 = 65536;

/// The kernel's word for no core dump at all. Zero would still give one to a program that collects them.
const NO_CORE: u64 = 1;

/// Makes the process its own: nothing that its starter left behind shall get in the agent's way, or through it to its
/// children. Must come before the first thread.
pub(crate) fn settle() {
    close_on_exec();
    heed_signals();
    let original =
        ORIGINAL.get_or_init(|| [Resource::Nofile, Resource::Core].map(|resource| (resource, getrlimit(resource))));
    for (resource, Rlimit { current, maximum }) in original.iter().copied() {
        let limit = match resource {
            // Passwords, keys and file contents are in the agent's memory, and a core dump would show them.
            Resource::Core => Rlimit { current: Some(NO_CORE), maximum: maximum.map(|hard| hard.max(NO_CORE)) },
            _ => {
                let wanted = maximum.map_or(ENOUGH, |hard| hard.min(ENOUGH));
                Rlimit { current: current.map(|soft| soft.max(wanted)), maximum }
            }
        };
        // Without it the agent still works, with fewer children at once.
        let _ = setrlimit(resource, limit);
    }
}

/// Gives the child what the agent was started with: programs that use `select` must not get more descriptors, core dumps
/// are the guest's business, and who inherits blocked signals cannot be stopped.
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
        for (resource, limit) in ORIGINAL.get().into_iter().flatten() {
            setrlimit(*resource, *limit)?;
        }
        Ok(())
    };
    // SAFETY: between fork and exec this only makes system calls; it neither allocates nor takes a lock.
    unsafe { command.pre_exec(restore) };
}

/// Keeps descriptors that whoever started the agent left open out of its children.
fn close_on_exec() {
    // SAFETY: the flag only marks descriptors; none is closed or reused.
    let marked = unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) } == 0;
    if !marked {
        // Kernels before 5.11 do not know the flag.
        close_listed_on_exec(Path::new("/proc/self/fd"));
    }
}

fn close_listed_on_exec(list: &Path) {
    for entry in fs::read_dir(list).into_iter().flatten().flatten() {
        let Some(number) = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok()) else { continue };
        if number > 2 {
            // SAFETY: it was open a moment ago; if it was the list itself and is not any more, marking it just fails.
            let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
            let _ = rustix::io::fcntl_setfd(descriptor, FdFlags::CLOEXEC);
        }
    }
}

/// Undoes that whoever started the agent ignored signals, since that is inherited: with `SIGCHLD` ignored no child could
/// be waited for. A broken pipe stays ignored, as Rust has it.
fn heed_signals() {
    for signal in (1..=libc::SIGRTMAX()).filter(|signal| *signal != libc::SIGPIPE) {
        // SAFETY: an all-zero action is a valid value, and both calls get pointers to values that outlive them. What the
        // kernel or the C library keeps to itself is refused.
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
