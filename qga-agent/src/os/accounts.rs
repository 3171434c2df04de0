//! Looks up user accounts by name and by number.
//!
//! The usual library call would load the guest's name service plugins into the agent: a static binary cannot do that
//! safely, and a dead directory server would hang the agent. So `/etc/passwd` is read here, and other users are looked
//! up by the helper `getent`, which runs the plugins in a process of its own with a timeout.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use qga_runtime::CommandError;

use crate::os::errno;
use crate::process::deadline;
use crate::process::programs::{self, GETENT, Helper};

pub(crate) mod group;

/// A user's entry, as far as the agent needs it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Account {
    pub(crate) name: String,
    pub(crate) uid: u32,
    pub(crate) gid: u32,
    /// Further groups, of which only those in `/etc/group` are known.
    pub(crate) groups: Vec<u32>,
    pub(crate) home: PathBuf,
}

/// Looks a user up in the files and the directory service; `None` if there is no such user.
///
/// # Errors
/// When the local file cannot be read, or the directory service does not answer in time.
pub(crate) fn find(name: &str) -> Result<Option<Account>, CommandError> {
    let root = Path::new("/");
    if let Some(account) = local(root, name).map_err(|error| {
        CommandError::new(format!("cannot look up user '{name}' in /etc/passwd: {}", errno::text(error)))
    })? {
        return Ok(Some(account));
    }
    // Text that cannot be a name must not reach the helper as an option or as several words.
    if name.is_empty() || name.starts_with('-') || name.contains(|c: char| c.is_control() || c == ':') {
        return Ok(None);
    }
    let arguments = ["passwd", name];
    let action = format!("look up user '{name}'");
    let Some(program) = programs::find(root, GETENT)? else { return Ok(None) };
    let answer = Helper::new(program, &action, deadline::CALL_TIMEOUT).arguments(&arguments).finish()?;
    // `getent` takes a name of digits for a number, so the answer may be another user.
    let account = answer.output.lines().filter_map(parse).find(|account| account.name == name);
    Ok(account.filter(|_| answer.status.success()).map(|account| with_groups(root, account)))
}

/// Looks a user up in the files below `root`.
pub(crate) fn local(root: &Path, name: &str) -> io::Result<Option<Account>> {
    let account = passwd(root)?.lines().filter_map(parse).find(|account| account.name == name);
    Ok(account.map(|account| with_groups(root, account)))
}

/// The name of a user id in the files below `root`.
pub(crate) fn name_of(root: &Path, uid: u32) -> Option<String> {
    passwd(root).ok()?.lines().filter_map(parse).find(|account| account.uid == uid).map(|account| account.name)
}

/// The names of the account's groups in the files below `root`.
pub(crate) fn group_names(root: &Path, account: &Account) -> Vec<String> {
    let groups = fs::read(root.join("etc/group")).unwrap_or_default();
    let name = |line: &str| {
        let mut fields = line.split(':');
        let (name, gid) = (fields.next()?, fields.nth(1)?.parse().ok()?);
        (gid == account.gid || account.groups.contains(&gid)).then(|| name.to_owned())
    };
    String::from_utf8_lossy(&groups).lines().filter_map(name).collect()
}

/// A missing file is an empty one: in a container there may be no users at all.
fn passwd(root: &Path) -> io::Result<String> {
    match fs::read(root.join("etc/passwd")) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
    }
}

/// `name:password:uid:gid:description:home:shell`; lines that begin with `+` or `-` are an old way to include a
/// directory.
fn parse(line: &str) -> Option<Account> {
    let fields: Vec<_> = line.split(':').collect();
    let [name, _, uid, gid, _, home, ..] = *fields else { return None };
    if name.is_empty() || name.starts_with(['+', '-', '#']) {
        return None;
    }
    Some(Account {
        name: name.to_owned(),
        uid: uid.parse().ok()?,
        gid: gid.parse().ok()?,
        groups: Vec::new(),
        home: home.into(),
    })
}

fn with_groups(root: &Path, account: Account) -> Account {
    // An account without further groups can do less, never more.
    let groups = fs::read(root.join("etc/group")).unwrap_or_default();
    let member = |line: &str| {
        let fields: Vec<_> = line.split(':').collect();
        let [_, _, gid, members] = *fields else { return None };
        members.split(',').any(|member| member == account.name).then(|| gid.parse().ok())?
    };
    let groups = String::from_utf8_lossy(&groups).lines().filter_map(member).collect();
    Account { groups, ..account }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Root, spoilt};

    #[test]
    fn accounts_come_from_the_files_below_the_root() {
        let root = Root::new(&[
            (
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\nbroken:x:1\n+::::::\n:x:7:7::/:\nbob:x:1000:100:Bob,,,:/home/bob:\n\
                 huge:x:99999999999:1::/:\n\u{fc}nal:x:1001:1001::/home/u\n",
            ),
            ("etc/group", "root:x:0:\nwheel:x:10:alice,bob\nsudo:x:27:bobby\nbad:x:y:bob\nadm:x:4:bob\n"),
        ]);
        let bob = Account { name: "bob".into(), uid: 1000, gid: 100, groups: vec![10, 4], home: "/home/bob".into() };
        assert_eq!(group_names(root.path(), &bob), ["wheel", "adm"]);
        assert_eq!(group_names(root.path(), &Account { gid: 27, ..bob.clone() }), ["wheel", "sudo", "adm"]);
        assert_eq!(local(root.path(), "bob").unwrap(), Some(bob));
        assert_eq!(local(root.path(), "\u{fc}nal").unwrap().map(|account| account.uid), Some(1001));
        for missing in ["broken", "+", "", "huge", "Bob", "bob:x"] {
            assert_eq!(local(root.path(), missing).unwrap(), None, "{missing}");
        }
        assert_eq!(name_of(root.path(), 1000).as_deref(), Some("bob"));
        assert_eq!(name_of(root.path(), 7), None);
        assert_eq!(local(Root::new(&[]).path(), "root").unwrap(), None);
    }

    #[test]
    fn names_that_cannot_be_are_not_asked_for() {
        for name in ["", "-s", "a\nb", "a:b", "no-such-user-of-this-test"] {
            assert_eq!(find(name).unwrap(), None, "{name:?}");
        }
    }

    #[test]
    fn no_line_makes_the_readers_panic() {
        let root = Root::new(&[("etc/", "")]);
        let text = b"root:x:0:0:root:/root:/bin/sh\nbob:x:1000:100:Bob,,,:/home/bob:/bin/sh\nwheel:x:10:alice,bob\n";
        for spoilt in spoilt(text) {
            fs::write(root.join("etc/passwd"), &spoilt).unwrap();
            fs::write(root.join("etc/group"), &spoilt).unwrap();
            // An account is found only if its number was complete.
            let found = local(root.path(), "bob").unwrap();
            let shown = String::from_utf8_lossy(&spoilt);
            assert!(found.is_none_or(|bob| shown.contains(&format!("{}:", bob.uid))), "{shown}");
            name_of(root.path(), 1000);
        }
    }
}
