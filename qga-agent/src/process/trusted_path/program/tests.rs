use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, lchown, symlink};

use rustix::fs::{XattrFlags, setxattr};
use rustix::io::Errno;
use rustix::process::{getegid, geteuid};

use super::super::acl;
use super::*;
use crate::fixture::Root;

/// A user and a group that no test runs as.
const EVE: u32 = 65_534;

/// A folder with `d/hook`, in which files can be put, and users and groups.
struct Setting {
    folder: Root,
    accounts: Root,
}

impl Setting {
    fn new() -> Self {
        let (uid, gid) = (geteuid().as_raw(), getegid().as_raw());
        let passwd = format!("root:x:0:0::/:\nme:x:{uid}:{gid}::/:\neve:x:{EVE}:{EVE}::/:\n");
        let group = format!("root:x:0:\nmine:x:{gid}:me\nempty:x:65530:\nhers:x:65531:eve\n");
        let accounts = Root::new(&[("etc/passwd", &passwd), ("etc/group", &group)]);
        Self { folder: Root::new(&[("d/hook", "")]), accounts }
    }

    fn mode(&self, path: &str, mode: u32) -> &Self {
        fs::set_permissions(self.folder.join(path), Permissions::from_mode(mode)).unwrap();
        self
    }

    fn own(&self, path: &str, uid: u32, gid: u32) -> &Self {
        lchown(self.folder.join(path), Some(uid), Some(gid)).unwrap();
        self
    }

    fn link(&self, target: &str, path: &str) -> &Self {
        symlink(target, self.folder.join(path)).unwrap();
        self
    }

    /// The path found, or the error; paths without the test's folder.
    fn find(&self, program: &str) -> Result<Option<String>, String> {
        let found = find(self.accounts.path(), &self.folder.join(program));
        let plain = |found: Option<Found>| found.map(|found| self.folder.plain(&found.path.to_string_lossy()));
        found.map(plain).map_err(|reason| self.folder.plain(&reason))
    }
}

fn found(path: &str) -> Result<Option<String>, String> {
    Ok(Some(path.to_owned()))
}

fn refused(path: &str) -> Result<Option<String>, String> {
    Err(format!("others than root may change '{path}'"))
}

#[test]
fn no_other_user_may_write_to_the_program_or_a_folder_on_its_way() {
    let setting = Setting::new();
    setting.link("d/hook", "link");
    let (own, d, hook) = (found("/d/hook"), refused("/d"), refused("/d/hook"));
    let cases = [
        (0o755, 0o755, &own),
        (0o700, 0o711, &own),
        (0o755, 0o757, &hook),
        (0o757, 0o755, &d),
        // In a folder like /tmp no user may replace another's file.
        (0o1777, 0o755, &own),
        (0o1777, 0o757, &hook),
        // Nothing protects a file in this way.
        (0o755, 0o1757, &hook),
        // The own group, with no other user in it.
        (0o775, 0o775, &own),
    ];
    for (folder, file, expected) in cases {
        setting.mode("d", folder).mode("d/hook", file);
        for program in ["d/hook", "link"] {
            assert_eq!(setting.find(program), *expected, "{folder:o} {file:o} {program}");
        }
    }
}

#[test]
fn owners_and_groups_count_as_the_users_they_are() {
    if !geteuid().is_root() {
        eprintln!("left out: only root gives files to other users");
        return;
    }
    let setting = Setting::new();
    setting.mode("d", 0o2775).mode("d/hook", 0o775);
    for (gid, expected) in [(0, found("/d/hook")), (65_530, found("/d/hook")), (65_531, refused("/d"))] {
        assert_eq!(setting.own("d", 0, gid).find("d/hook"), expected, "{gid}");
    }
    // A group that is in no file may have any members.
    assert_eq!(setting.own("d", 0, 0).own("d/hook", 0, 65_532).find("d/hook"), refused("/d/hook"));
    assert_eq!(setting.mode("d/hook", 0o755).find("d/hook"), found("/d/hook"));
    assert_eq!(setting.own("d/hook", EVE, 0).find("d/hook"), refused("/d/hook"));
    assert_eq!(setting.own("d/hook", 0, 0).own("d", EVE, 0).find("d/hook"), refused("/d"));
}

#[test]
fn every_link_is_followed_only_from_a_folder_where_no_other_user_can_replace_it() {
    let setting = Setting::new();
    fs::create_dir(setting.folder.join("open")).unwrap();
    setting.link("../d/hook", "open/link").link("open/link", "chain").link("d/../d/./hook", "up").link("d", "folder");
    setting.link(setting.folder.join("chain").to_str().unwrap(), "absolute").link("round", "round");
    let (through_open, others) =
        (["open/link", "chain", "absolute"], ["up", "folder/hook", "folder/../d/hook", "d//hook"]);
    for program in through_open {
        assert_eq!(setting.mode("open", 0o755).find(program), found("/d/hook"), "{program}");
        assert_eq!(setting.mode("open", 0o777).find(program), refused("/open"), "{program}");
    }
    for program in others {
        assert_eq!(setting.find(program), found("/d/hook"), "{program}");
    }
    let text = "cannot look at '/round': Too many levels of symbolic links";
    assert_eq!(setting.find("round"), Err(text.to_owned()));
    // In a folder like /tmp, its owner could replace it.
    if geteuid().is_root() {
        setting.own("open/link", EVE, EVE);
        assert_eq!(setting.mode("open", 0o1777).find("chain"), refused("/open/link"));
        assert_eq!(setting.mode("open", 0o755).find("chain"), found("/d/hook"));
    }
    // The kernel resolves this link by the process, not by its text.
    let own = find(setting.accounts.path(), Path::new("/proc/self/exe"));
    assert_eq!(own, Err("others than root may change '/proc/self'".to_owned()));
}

#[test]
fn what_is_missing_must_not_be_for_another_user_to_create() {
    let setting = Setting::new();
    setting.link("d/none", "dangling");
    for program in ["d/none", "dangling", "none/hook"] {
        assert_eq!(setting.mode("d", 0o755).find(program), Ok(None), "{program}");
    }
    for program in ["d/none", "dangling"] {
        assert_eq!(setting.mode("d", 0o1777).find(program), refused("/d"), "{program}");
    }
    assert_eq!(setting.find("d/hook/x"), Err("cannot look at '/d/hook/x': Not a directory".to_owned()));
}

#[test]
fn a_list_that_lets_another_user_write_is_no_group_permission() {
    const ANY: u32 = u32::MAX;
    let setting = Setting::new();
    let me = geteuid().as_raw();
    let set = |path: &str, named: &[(u16, u16, u32)], mask: u16| {
        let mut entries = [&[(1, 7, ANY)], named, &[(4, 5, ANY), (16, mask, ANY), (32, 5, ANY)]].concat();
        entries.sort_by_key(|entry| entry.0);
        setxattr(setting.folder.join(path), acl::ATTRIBUTE, &acl::list(&entries), XattrFlags::empty())
    };
    if set("d", &[], 5) == Err(Errno::NOTSUP) {
        eprintln!("left out: this machine's folder for temporary files has no access control lists");
        return;
    }
    let cases: [(&[(u16, u16, u32)], u16, bool); 7] = [
        (&[(2, 7, EVE)], 7, false),
        (&[(2, 7, EVE)], 5, true),
        (&[(2, 5, EVE)], 7, true),
        (&[(2, 7, me)], 7, true),
        (&[(8, 6, 65_531)], 7, false),
        (&[(8, 6, 65_530)], 7, true),
        (&[(8, 6, 65_532)], 7, false),
    ];
    for path in ["d", "d/hook"] {
        for (named, mask, allowed) in cases {
            set(path, named, mask).unwrap();
            let expected = if allowed { found("/d/hook") } else { refused(&format!("/{path}")) };
            assert_eq!(setting.find("d/hook"), expected, "{path} {named:?} {mask}");
        }
        set(path, &[], 5).unwrap();
    }
}
