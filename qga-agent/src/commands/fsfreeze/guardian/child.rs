//! The guardian's own side. After the fork it makes system calls only: another thread of the agent may have held any lock
//! when it was forked, that of the heap included.

use std::ffi::c_int;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::ptr;
use std::time::Duration;

use super::{DISMISS, LIMIT_OVER, READY, SKIP, Thaw};

/// Descriptors that the agent may have open at most; it limits itself to these.
const MAX_DESCRIPTORS: c_int = 65536;

/// Wait for one file system to thaw; then it is left to its own process, and the next is thawed.
const THAW_WAIT: Duration = Duration::from_millis(300);

const THAW_POLL_INTERVAL: Duration = Duration::from_millis(1);

/// Attempts to thaw a file system that reports an error.
const MAX_ATTEMPTS: usize = 20;

const ATTEMPT_INTERVAL: Duration = Duration::from_millis(100);

/// Everything that the guardian uses, allocated before the fork.
struct Charge {
    socket: RawFd,
    /// In the order of the freeze, and whether each is to be thawed.
    volumes: Vec<(RawFd, bool)>,
    /// The descriptors to keep, sorted.
    kept: Vec<c_int>,
    /// Addresses and lengths to keep in memory.
    program: Vec<(usize, usize)>,
    limit: Option<Duration>,
    thaw: Thaw,
}

/// Forks the guardian and returns its process number.
pub(super) fn fork(
    socket: &OwnedFd,
    descriptors: &[RawFd],
    limit: Option<Duration>,
    thaw: Thaw,
) -> io::Result<libc::pid_t> {
    let socket = socket.as_raw_fd();
    let mut kept: Vec<c_int> = descriptors.iter().copied().chain([socket]).collect();
    kept.sort_unstable();
    let volumes = descriptors.iter().map(|descriptor| (*descriptor, true)).collect();
    let mut charge = Charge { socket, volumes, kept, program: program(), limit, thaw };
    // SAFETY: the sets are valid values that live through the calls. The child runs `guard`, which makes system calls
    // only and does not return. No signal is handled in it: they are blocked before the fork.
    unsafe {
        let mut all: libc::sigset_t = std::mem::zeroed();
        let mut before: libc::sigset_t = std::mem::zeroed();
        libc::sigfillset(&raw mut all);
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const all, &raw mut before);
        let process = libc::fork();
        if process == 0 {
            guard(&mut charge);
        }
        let error = io::Error::last_os_error();
        libc::pthread_sigmask(libc::SIG_SETMASK, &raw const before, ptr::null_mut());
        if process < 0 { Err(error) } else { Ok(process) }
    }
}

/// # Safety
/// Called in the forked child only.
unsafe fn guard(charge: &mut Charge) -> ! {
    // SAFETY: each call gets pointers to values that live through it. Without the rights to one of these the guardian
    // still does its work.
    unsafe {
        libc::setsid();
        libc::prctl(libc::PR_SET_NAME, c"qga-guardian".as_ptr());
        protect_from_memory_shortage();
        close_others(&charge.kept);
        lock_memory(&charge.program);
    }
    say(charge.socket, READY);
    let start = now();
    loop {
        let left = charge.limit.map(|limit| limit.saturating_sub(now().saturating_sub(start)));
        if left.is_some_and(|left| left.is_zero()) {
            thaw_all(charge);
            say(charge.socket, LIMIT_OVER);
            exit();
        }
        // Rounded up, so that the wait does not end before the limit.
        let timeout = left.map_or(-1, |left| c_int::try_from(left.as_millis() + 1).unwrap_or(c_int::MAX));
        let mut poll = libc::pollfd { fd: charge.socket, events: libc::POLLIN, revents: 0 };
        // SAFETY: one structure, which lives through the call.
        if unsafe { libc::poll(&raw mut poll, 1, timeout) } <= 0 {
            continue;
        }
        let mut message = [0u8; 5];
        // SAFETY: the buffer is as long as is said and lives through the call.
        let length = unsafe { libc::recv(charge.socket, message.as_mut_ptr().cast(), message.len(), 0) };
        match (length, message[0]) {
            (1, DISMISS) => exit(),
            (5, SKIP) => {
                let index = u32::from_ne_bytes([message[1], message[2], message[3], message[4]]);
                if let Some(volume) = usize::try_from(index).ok().and_then(|index| charge.volumes.get_mut(index)) {
                    volume.1 = false;
                }
            }
            // The agent has ended, and with it the last of its threads: nothing is frozen any more after this.
            (..=0, _) => {
                thaw_all(charge);
                exit();
            }
            _ => {}
        }
    }
}

/// Base first, as the agent does. Each in a process of its own: one that hangs must not keep the others frozen.
fn thaw_all(charge: &Charge) {
    for &(descriptor, _) in charge.volumes.iter().rev().filter(|(_, to_thaw)| *to_thaw) {
        // SAFETY: this process has one thread; the child makes system calls only.
        match unsafe { libc::fork() } {
            0 => {
                thaw_one(descriptor, charge.thaw);
                exit();
            }
            process if process > 0 => wait(process),
            _ => thaw_one(descriptor, charge.thaw),
        }
    }
}

fn thaw_one(descriptor: RawFd, thaw: Thaw) {
    for _ in 0..MAX_ATTEMPTS {
        if thaw(descriptor) {
            return;
        }
        sleep(ATTEMPT_INTERVAL);
    }
}

fn wait(process: libc::pid_t) {
    let start = now();
    let mut status = 0;
    // SAFETY: the status lives through the call.
    while unsafe { libc::waitpid(process, &raw mut status, libc::WNOHANG) } == 0 {
        if now().saturating_sub(start) >= THAW_WAIT {
            return;
        }
        sleep(THAW_POLL_INTERVAL);
    }
}

fn say(socket: RawFd, kind: u8) {
    // SAFETY: one byte, which lives through the call. An agent that has ended does not read it.
    unsafe { libc::send(socket, (&raw const kind).cast(), 1, libc::MSG_NOSIGNAL) };
}

/// Keeps in memory what is there, and all of the program: its files may lie on a disk that hangs. The stacks of the
/// agent's threads, which are not used here, are not filled for that.
fn lock_memory(program: &[(usize, usize)]) {
    // SAFETY: locking changes no memory.
    unsafe {
        let is_locked = libc::mlockall(libc::MCL_CURRENT | libc::MCL_ONFAULT) == 0
            && program.iter().all(|(start, length)| libc::mlock(ptr::without_provenance(*start), *length) == 0);
        if !is_locked {
            libc::mlockall(libc::MCL_CURRENT);
        }
    }
}

/// Where the program and its libraries are in memory: the addresses and lengths of their segments.
fn program() -> Vec<(usize, usize)> {
    unsafe extern "C" fn add(object: *mut libc::dl_phdr_info, _size: usize, found: *mut libc::c_void) -> c_int {
        // SAFETY: the linker passes an object with as many headers as it says, and what `dl_iterate_phdr` was given.
        let (object, headers, found) = unsafe {
            let headers = std::slice::from_raw_parts((*object).dlpi_phdr, (*object).dlpi_phnum.into());
            (&*object, headers, &mut *found.cast::<Vec<(usize, usize)>>())
        };
        for header in headers.iter().filter(|header| header.p_type == libc::PT_LOAD) {
            let number = |value| usize::try_from(value).unwrap_or_default();
            found.push((number(object.dlpi_addr) + number(header.p_vaddr), number(header.p_memsz)));
        }
        0
    }
    let mut found = Vec::new();
    // SAFETY: the function takes what is passed here, which lives through the call.
    unsafe { libc::dl_iterate_phdr(Some(add), (&raw mut found).cast()) };
    found
}

fn protect_from_memory_shortage() {
    let score = b"-1000";
    // SAFETY: the name ends with a zero, the text is as long as is said. /proc needs no disk.
    unsafe {
        let file = libc::open(c"/proc/self/oom_score_adj".as_ptr(), libc::O_WRONLY | libc::O_CLOEXEC);
        if file >= 0 {
            libc::write(file, score.as_ptr().cast(), score.len());
            libc::close(file);
        }
    }
}

/// Closes all descriptors but these, which are sorted.
fn close_others(kept: &[c_int]) {
    let mut first = 0;
    for &descriptor in kept {
        close_range(first, descriptor - 1);
        first = descriptor + 1;
    }
    close_range(first, c_int::MAX);
}

fn close_range(first: c_int, last: c_int) {
    if last < first {
        return;
    }
    // SAFETY: these descriptors are used by nothing in this process.
    unsafe {
        if libc::syscall(libc::SYS_close_range, first, last, 0) != 0 {
            // Before Linux 5.9.
            for descriptor in first..=last.min(MAX_DESCRIPTORS) {
                libc::close(descriptor);
            }
        }
    }
}

fn sleep(time: Duration) {
    let time = libc::timespec { tv_sec: 0, tv_nsec: time.subsec_nanos() as libc::c_long };
    // SAFETY: the structure lives through the call.
    unsafe { libc::nanosleep(&raw const time, ptr::null_mut()) };
}

/// Time since the machine's start.
fn now() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure lives through the call.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), nanos.unwrap_or_default())
}

fn exit() -> ! {
    // SAFETY: it runs nothing of the agent's and does not return.
    unsafe { libc::_exit(0) }
}
