//! Runs file operations with a user's rights, on a thread of its own.
//!
//! On Linux rights belong to threads; only the C library changes those of all threads together. So one thread can
//! become a user by plain system calls, while the agent's others stay root. A child process would do as well, but
//! between fork and exec a process with threads can run almost no code, and starting the agent's program again needs it
//! to be still on disk. The thread ends with the work.
//!
//! Only the effective ids change, and with them the ids for file access. The real and saved ids stay root, so that the
//! user cannot send the thread a signal, which would end the whole agent. Capabilities would let the thread do more
//! than the user, and whether the kernel drops them with the ids depends on how the agent was started
//! (`SECBIT_NO_SETUID_FIXUP`, ambient capabilities of an agent that is not root). So the thread drops all, and checks.

use std::io;
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::fs::{Gid, Uid};
use rustix::io::Errno;
use rustix::process::{getegid, geteuid, getgroups};
use rustix::thread::{
    CapabilitySet, CapabilitySets, capabilities, set_capabilities, set_thread_groups, set_thread_res_gid,
    set_thread_res_uid,
};

use crate::os::accounts::Account;
use crate::os::errno;
use crate::process::deadline;

/// Runs `work` as the user, for at most `limit`; `what` completes "cannot …".
pub(super) fn as_user<T: Send + 'static>(
    account: Account,
    limit: Duration,
    what: &str,
    work: impl FnOnce(&Account) -> T + Send + 'static,
) -> Result<T, CommandError> {
    let name = account.name.clone();
    let what = format!("{what} of user '{name}'");
    deadline::HOMES
        .task(limit)
        .apart()
        .run(&what, move || take_on(&account).map(|()| work(&account)))?
        .map_err(|error| CommandError::new(format!("cannot act as user '{name}': {}", errno::text(error))))
}

/// Gives this thread the user's rights, for good.
///
/// # Errors
/// The thread does not have the user's rights, or has more: it must not do the work.
fn take_on(account: &Account) -> io::Result<()> {
    let uid = Uid::from_raw(account.uid);
    let groups: Vec<_> = account.groups.iter().copied().map(Gid::from_raw).collect();
    match set_thread_groups(&groups) {
        // An agent that is not root can serve only the user it runs as, with its own groups.
        Err(Errno::PERM) if geteuid() == uid => {}
        result => result.map_err(io::Error::from).and_then(|()| take_ids(uid, Gid::from_raw(account.gid), groups))?,
    }
    // Root keeps its rights.
    if uid.is_root() { Ok(()) } else { drop_capabilities() }
}

/// Sets the user, group and further groups, and checks them: a sandbox may report success without setting them.
fn take_ids(uid: Uid, gid: Gid, mut groups: Vec<Gid>) -> io::Result<()> {
    set_thread_res_gid(None, gid, None)?;
    set_thread_res_uid(None, uid, None)?;
    let mut found = getgroups()?;
    groups.sort_unstable_by_key(|group| group.as_raw());
    found.sort_unstable_by_key(|group| group.as_raw());
    let taken = (geteuid(), getegid(), found) == (uid, gid, groups);
    if taken { Ok(()) } else { Err(io::Error::other("the kernel has not changed the ids")) }
}

/// Drops all capabilities of this thread; dropping the permitted ones drops the ambient ones, too.
fn drop_capabilities() -> io::Result<()> {
    let none = CapabilitySet::empty();
    let none = CapabilitySets { effective: none, permitted: none, inheritable: none };
    if capabilities(None)? != none {
        set_capabilities(None, none)?;
    }
    if capabilities(None)? == none { Ok(()) } else { Err(io::Error::other("the kernel has not dropped capabilities")) }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use rustix::process::{getgid, getuid};
    use rustix::thread::{
        CapabilitiesSecureBits, configure_capability_in_ambient_set, set_capabilities_secure_bits, set_no_new_privs,
    };

    use super::*;
    use crate::fixture::left_out::left_out;

    /// Another user if the test runs as root, otherwise its own.
    fn other() -> Account {
        let root = geteuid().is_root();
        let (uid, gid) = if root { (65_534, 65_533) } else { (geteuid().as_raw(), getegid().as_raw()) };
        Account { name: "x".into(), uid, gid, groups: vec![65_532], home: "/nonexistent".into() }
    }

    fn as_other<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
        as_user(other(), deadline::CALL_TIMEOUT, "ask", |_| work()).map_err(|error| error.desc)
    }

    #[test]
    fn only_the_thread_that_works_is_the_user() {
        let before = (geteuid(), getegid(), getuid(), getgid(), capabilities(None).unwrap());
        let ids = || (geteuid().as_raw(), getegid().as_raw(), getuid(), getgid());
        assert_eq!(as_other(ids), Ok((other().uid, other().gid, before.2, before.3)));
        assert_eq!((geteuid(), getegid(), getuid(), getgid(), capabilities(None).unwrap()), before);
    }

    /// Runs the test on a thread of its own; the working thread inherits its rights and limits.
    fn as_root_on_a_thread(test: impl FnOnce() + Send + 'static) {
        if !geteuid().is_root() {
            return println!("LEFT OUT: a thread with capabilities, which only root can make");
        }
        thread::spawn(test).join().unwrap();
    }

    #[test]
    fn no_capability_is_kept_however_the_agent_was_started() {
        as_root_on_a_thread(|| {
            let all = capabilities(None).unwrap();
            set_capabilities(None, CapabilitySets { inheritable: all.permitted, ..all }).unwrap();
            configure_capability_in_ambient_set(CapabilitySet::DAC_OVERRIDE, true).unwrap();
            set_capabilities_secure_bits(CapabilitiesSecureBits::NO_SETUID_FIXUP).unwrap();
            let of_root = tempfile::NamedTempFile::new().unwrap();
            let check = || {
                let path = of_root.path().to_owned();
                let (kept, read) = as_other(move || (capabilities(None), std::fs::read(path))).unwrap();
                let none = CapabilitySet::empty();
                assert_eq!(kept, Ok(CapabilitySets { effective: none, permitted: none, inheritable: none }));
                assert_eq!(read.unwrap_err().kind(), io::ErrorKind::PermissionDenied);
            };
            check();
            // An agent that runs as that user, with capabilities besides.
            set_thread_res_uid(None, Uid::from_raw(other().uid), None).unwrap();
            assert_ne!(capabilities(None).unwrap().effective, CapabilitySet::empty());
            check();
        });
    }

    #[test]
    fn a_thread_that_did_not_become_the_user_does_nothing() {
        // Some 32-bit processors have calls of these names for ids of 16 bits, and others for those in use.
        #[cfg(not(any(target_arch = "x86", target_arch = "arm")))]
        use libc::{SYS_setgroups as SET_GROUPS, SYS_setresgid as SET_GROUP, SYS_setresuid as SET_USER};
        #[cfg(any(target_arch = "x86", target_arch = "arm"))]
        use libc::{SYS_setgroups32 as SET_GROUPS, SYS_setresgid32 as SET_GROUP, SYS_setresuid32 as SET_USER};
        for (call, reason) in [
            (SET_GROUPS, "the kernel has not changed the ids"),
            (SET_GROUP, "the kernel has not changed the ids"),
            (SET_USER, "the kernel has not changed the ids"),
            (libc::SYS_capset, "the kernel has not dropped capabilities"),
        ] {
            as_root_on_a_thread(move || {
                match ignore(call) {
                    Err(error) if error.raw_os_error() == Some(libc::EINVAL) => {
                        return left_out("a thread that keeps its ids", "an emulator has no filters of system calls");
                    }
                    set => set.unwrap(),
                }
                assert_eq!(as_other(|| ()), Err(format!("cannot act as user 'x': {reason}")), "{call}");
            });
        }
    }

    /// Makes this system call do nothing and report success, for this thread and those it creates.
    fn ignore(call: libc::c_long) -> io::Result<()> {
        set_no_new_privs(true).unwrap();
        let step =
            |code: u32, jt: u8, jf: u8, k: u32| libc::sock_filter { code: u16::try_from(code).unwrap(), jt, jf, k };
        let mut steps = [
            // The call's number is the first member of the filter's data.
            step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, 0),
            step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 0, 1, u32::try_from(call).unwrap()),
            step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_ERRNO),
            step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_ALLOW),
        ];
        let filter = libc::sock_fprog { len: 4, filter: steps.as_mut_ptr() };
        // SAFETY: the kernel copies the filter, whose four steps live through the call.
        let set = unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const filter) };
        if set == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }
}
