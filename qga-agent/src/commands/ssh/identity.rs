//! Does work on files with a user's rights, on a thread of its own.
//!
//! On Linux rights belong to threads; only the C library keeps those of a process alike. So a thread can take on a user
//! by plain system calls, while the agent's others stay root. A child process would do as well, but what may run between
//! fork and exec of a process with threads is next to nothing, and starting the agent's own program again needs that
//! program to still be on disk. The thread ends with the work, and its rights with it.
//!
//! Only the effective ids change. With them go, by the kernel's own rule, the effective capabilities and the identity
//! that counts for files. The real and saved ids stay root, which keeps the user from sending the thread a signal: one
//! that ends a thread ends the agent.

use std::io;
use std::time::Duration;

use qga_runtime::CommandError;
use rustix::fs::{Gid, Uid};
use rustix::process::{getegid, geteuid};
use rustix::thread::{set_thread_groups, set_thread_res_gid, set_thread_res_uid};

use crate::accounts::Account;
use crate::{deadline, errno};

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
        .run_apart(limit, &what, move || take_on(&account).map(|()| work(&account)))?
        .map_err(|error| CommandError::new(format!("cannot act as user '{name}': {}", errno::text(error))))
}

fn take_on(account: &Account) -> io::Result<()> {
    let (uid, gid) = (Uid::from_raw(account.uid), Gid::from_raw(account.gid));
    if geteuid() == uid {
        // Nothing to take on; and an agent without privileges can at least serve the user it runs as.
        return Ok(());
    }
    let groups: Vec<_> = account.groups.iter().copied().map(Gid::from_raw).collect();
    set_thread_groups(&groups)?;
    set_thread_res_gid(None, gid, None)?;
    set_thread_res_uid(None, uid, None)?;
    // Nothing may go on with more rights than meant because a sandbox let the calls pass without doing them.
    if geteuid() == uid && getegid() == gid { Ok(()) } else { Err(io::ErrorKind::PermissionDenied.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::process::{getgid, getuid};

    /// As root this takes on somebody else, otherwise it can only be who it is.
    #[test]
    fn only_the_thread_that_works_is_the_user() {
        let other = if geteuid().is_root() { 65_534 } else { geteuid().as_raw() };
        let group = if geteuid().is_root() { 65_533 } else { getegid().as_raw() };
        let account =
            Account { name: "x".into(), uid: other, gid: group, groups: vec![65_532], home: "/nonexistent".into() };
        let before = (geteuid(), getegid(), getuid(), getgid());
        let ids = |_: &Account| (geteuid().as_raw(), getegid().as_raw(), getuid(), getgid());
        let found = as_user(account, deadline::SHORT, "ask", ids).unwrap();
        assert_eq!(found, (other, group, before.2, before.3));
        assert_eq!((geteuid(), getegid(), getuid(), getgid()), before);
    }
}
