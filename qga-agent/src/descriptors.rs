//! The agent's file descriptors: enough of them for a thousand children, and none that a child inherits by accident.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::OnceLock;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// The limit the agent was started with. A fact about the process, known once: every child gets it back.
static ORIGINAL: OnceLock<Rlimit> = OnceLock::new();

/// The most descriptors the agent asks for; a limit of a million would only make mistakes slow.
const ENOUGH: u64 = 65536;

/// Raises the soft limit of open files towards the hard one.
pub(crate) fn raise_limit() {
    let original = ORIGINAL.get_or_init(|| getrlimit(Resource::Nofile));
    let wanted = original.maximum.map_or(ENOUGH, |hard| hard.min(ENOUGH));
    if original.current.is_some_and(|soft| soft < wanted) {
        // Without it the agent still works, with fewer children at once.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: original.maximum });
    }
}

/// Gives the child the limit that the agent was started with: programs that use `select` must not get more.
pub(crate) fn restore_limit_in(command: &mut Command) {
    if let Some(original) = ORIGINAL.get().copied() {
        let restore = move || setrlimit(Resource::Nofile, original).map_err(io::Error::from);
        // SAFETY: between fork and exec this only makes one system call; it neither allocates nor takes a lock.
        unsafe { command.pre_exec(restore) };
    }
}

/// Keeps descriptors that whoever started the agent left open out of its children.
pub(crate) fn close_inherited_on_exec() {
    // SAFETY: the flag only marks descriptors; none is closed or reused. Kernels before 5.11 refuse it, and then what the
    // starter left open goes on to the children, as it always did.
    unsafe { libc::syscall(libc::SYS_close_range, 3, u32::MAX, libc::CLOSE_RANGE_CLOEXEC) };
}
