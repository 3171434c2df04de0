//! Checks whether all members of a group are trusted users.
//!
//! Only files are read. A directory service may name further members and is not asked: where `/etc/nsswitch.conf` has one
//! for users or groups, no group is trusted.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::{Account, parse, passwd};

/// Sources in `/etc/nsswitch.conf` that add no member to a group of `/etc/group`. With `compat` a line that begins with
/// `+` or `-` does, and is refused here; with `systemd` the records below do.
const LOCAL_SOURCES: [&str; 3] = ["files", "compat", "systemd"];

/// Where systemd finds users and members of groups that are not in the files.
const SYSTEMD_RECORDS: [&str; 5] =
    ["etc/userdb", "run/userdb", "run/host/userdb", "usr/lib/userdb", "run/systemd/userdb/io.systemd.Home"];

/// Whether every member of the group is a trusted user, be it the member's primary group or a further one. True of a group
/// without members; false if in doubt: an unknown group or member, an unreadable file or line, a directory service.
pub(crate) fn has_only_trusted(root: &Path, gid: u32, is_trusted: impl Fn(u32) -> bool) -> bool {
    is_local(root) && members_are_trusted(root, gid, is_trusted).unwrap_or_default()
}

/// `None` if a file or a line cannot be read: it may name a member.
fn members_are_trusted(root: &Path, gid: u32, is_trusted: impl Fn(u32) -> bool) -> Option<bool> {
    let users: Vec<Account> = lines(&passwd(root).ok()?).map(parse).collect::<Option<_>>()?;
    let (groups, shadow) = (read(root, "etc/group")?, read(root, "etc/gshadow")?);
    let entries: Vec<[&str; 4]> = lines(&groups).map(entry).collect::<Option<_>>()?;
    let shadow: Vec<[&str; 4]> = lines(&shadow).map(entry).collect::<Option<_>>()?;

    let entries: Vec<_> = entries.into_iter().filter(|[_, _, number, _]| number.parse() == Ok(gid)).collect();
    let shadow = shadow.into_iter().filter(|[name, ..]| entries.iter().any(|[other, ..]| name == other));
    // `name:password:gid:members`, and in the shadow `name:password:administrators:members`.
    let open = |[_, password, ..]: &[&str; 4]| !matches!(*password, "" | "x") && !password.starts_with(['*', '!']);
    let is_trusted_name = |name: &str| {
        users.iter().any(|user| user.name == name)
            && users.iter().filter(|user| user.name == name).all(|user| is_trusted(user.uid))
    };
    let names = |list: &str| list.split(',').filter(|name| !name.is_empty()).all(is_trusted_name);

    Some(
        !entries.is_empty()
            && users.iter().filter(|user| user.gid == gid).all(|user| is_trusted(user.uid))
            && entries.iter().all(|entry| !open(entry) && names(entry[3]))
            && shadow.into_iter().all(|entry| !open(&entry) && names(entry[2]) && names(entry[3])),
    )
}

/// Whether the files name all users and all members of groups.
fn is_local(root: &Path) -> bool {
    let Some(switch) = read(root, "etc/nsswitch.conf") else { return false };
    let local = |line: &str| {
        let line = line.split('#').next().unwrap_or_default();
        let Some((database, sources)) = line.split_once(':') else { return true };
        // Brackets hold a condition on the source before them.
        let mut sources = sources.split_whitespace().filter(|word| !word.contains(['[', ']', '=']));
        !matches!(database.trim(), "passwd" | "group" | "initgroups") || sources.all(|it| LOCAL_SOURCES.contains(&it))
    };
    switch.lines().all(local) && !SYSTEMD_RECORDS.iter().any(|records| root.join(records).exists())
}

/// A missing file is an empty one. `/etc/gshadow` is root's to read; an agent that is not root does without.
fn read(root: &Path, file: &str) -> Option<String> {
    match fs::read(root.join(file)) {
        Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::PermissionDenied) => Some(String::new()),
        Err(_) => None,
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

fn entry(line: &str) -> Option<[&str; 4]> {
    let fields = line.split(':').collect::<Vec<_>>().try_into().ok();
    fields.filter(|[name, ..]: &[&str; 4]| !name.starts_with(['+', '-']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Root;

    const PASSWD: &str = "root:x:0:0:root:/root:/bin/sh\nme:x:7:7::/:\neve:x:1000:1000::/home/eve:/bin/sh\n";
    const GROUP: &str = "root:x:0:\n\n# empty\nstaff:x:50:\nours:x:60:me,root\nadm:x:4:root,eve\neve:x:1000:\n\
                         gone:x:61:nobody-known\nkey:secret:62:\nours2:x:60:\n";

    fn trusted(files: &[(&str, &str)], gid: u32) -> bool {
        let root = Root::new(&[&[("etc/passwd", PASSWD), ("etc/group", GROUP)], files].concat());
        has_only_trusted(root.path(), gid, |uid| uid == 0 || uid == 7)
    }

    #[test]
    fn a_group_is_trusted_if_all_its_members_are() {
        let cases =
            [(0, true), (50, true), (60, true), (4, false), (1000, false), (61, false), (62, false), (99, false)];
        for (gid, expected) in cases {
            assert_eq!(trusted(&[], gid), expected, "{gid}");
        }
        assert!(!trusted(&[("etc/passwd", &format!("{PASSWD}bob:x:1001:50::/:\n"))], 50));
        // A second line with the number adds its members.
        assert!(!trusted(&[("etc/group", &format!("{GROUP}stuff:x:50:eve\n"))], 50));
    }

    #[test]
    fn users_who_may_join_by_a_password_or_add_members_count() {
        let cases = [
            ("staff:*::\nadm:x:eve:eve\n", true),
            ("staff:!$6$x::\n", true),
            ("staff:::root\n", true),
            ("staff:xyzzy::\n", false),
            ("staff:!:eve:\n", false),
            ("staff:!::eve\n", false),
            ("staff\n", false),
        ];
        for (shadow, expected) in cases {
            assert_eq!(trusted(&[("etc/gshadow", shadow)], 50), expected, "{shadow}");
        }
    }

    #[test]
    fn lines_that_are_not_understood_and_directory_services_may_name_members() {
        let cases = [
            (
                "etc/nsswitch.conf",
                "passwd: files systemd # sss\n\ngroup:compat [success=merge] files\nhosts: dns\n",
                true,
            ),
            ("etc/nsswitch.conf", "passwd: files sss\n", false),
            ("etc/nsswitch.conf", "group: files [NOTFOUND=return] ldap\n", false),
            ("etc/nsswitch.conf", "initgroups: nis\n", false),
            ("etc/group", "staff:x:50:\n+:::\n", false),
            ("etc/group", "staff:x:50\n", false),
            ("etc/passwd", "root:x:0:0::/:\n+::::::\n", false),
            ("etc/passwd", "eve:x:1000:many::/:\n", false),
            ("etc/userdb/", "", false),
        ];
        for (file, content, expected) in cases {
            assert_eq!(trusted(&[(file, content)], 50), expected, "{file}: {content}");
        }
        assert!(!has_only_trusted(Root::new(&[]).path(), 0, |_| true), "no files at all");
    }
}
