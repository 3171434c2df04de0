//! Tests of key file places: layouts that only root can have made, and several files.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown, symlink};
use std::path::Path;

use rustix::process::{getegid, geteuid};

use super::tests::NO_ROOT;
use super::*;
use crate::fixture::Root;
use crate::fixture::left_out::left_out;

const USER: u32 = 65_534;

/// Folders and files below a root that all may enter; names that begin with `user` belong to the user, others to root.
/// `None` if only root could create them.
fn layout(files: &[(&str, &str)], links: &[(&str, &str)]) -> Option<Root> {
    if !geteuid().is_root() {
        left_out("keys in folders of two users", "only root can make them");
        return None;
    }
    let root = Root::new(files);
    for (link, target) in links {
        symlink(target, root.join(link)).unwrap();
    }
    give(root.path());
    Some(root)
}

fn give(path: &Path) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let owner = Some(if name.starts_with("user") { USER } else { 0 });
    let data = fs::symlink_metadata(path).unwrap();
    if data.is_symlink() {
        return lchown(path, owner, owner).unwrap();
    }
    chown(path, owner, owner).unwrap();
    fs::set_permissions(path, Permissions::from_mode(if data.is_dir() { 0o755 } else { 0o644 })).unwrap();
    if data.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| give(&entry.unwrap().path()));
    }
}

fn account(root: &Root, uid: u32, home: &str) -> Account {
    Account { name: "user".into(), uid, gid: uid, groups: Vec::new(), home: root.join(home) }
}

fn keys_of(account: &Account) -> Result<String, String> {
    let keys = read(&NO_ROOT, account.clone());
    keys.map(|keys| String::from_utf8(keys).unwrap()).map_err(|error| error.desc)
}

/// Adds a key and removes it again.
fn change(account: &Account) -> Result<String, String> {
    let key = vec!["ssh-rsa new".to_owned()];
    let text = |error: CommandError| error.desc;
    add(&NO_ROOT, account.clone(), key.clone()).map_err(text)?;
    let keys = keys_of(account);
    remove(&NO_ROOT, account.clone(), key).map_err(text)?;
    keys
}

fn owner_and_mode(root: &Root, path: &str) -> (u32, u32) {
    let data = fs::symlink_metadata(root.join(path)).unwrap();
    (data.uid(), data.mode() & 0o777)
}

#[test]
fn links_of_roots_own_are_followed() {
    for (file, link, target) in [
        ("pve/priv/keys", "root/.ssh/authorized_keys", "../../pve/priv/keys"),
        ("other/authorized_keys", "root/.ssh", "../other"),
        ("homes/root/.ssh/authorized_keys", "root", "homes/root"),
    ] {
        let folder = Path::new(link).parent().unwrap().to_str().unwrap();
        let Some(root) = layout(&[(file, "one\n"), (&format!("{folder}/"), "")], &[(link, target)]) else { return };
        fs::set_permissions(root.join(file), Permissions::from_mode(0o640)).unwrap();
        let account = account(&root, 0, "root");
        assert_eq!(keys_of(&account).as_deref(), Ok("one\n"), "{link}");
        assert_eq!(change(&account).as_deref(), Ok("one\nssh-rsa new\n"), "{link}");
        assert_eq!((root.read(file), owner_and_mode(&root, file)), ("one\n".into(), (0, 0o640)), "{link}");
        assert!(root.join(link).is_symlink(), "{link}");
    }
}

#[test]
fn a_home_of_roots_gets_a_folder_of_the_users() {
    let Some(root) = layout(&[("home/", "")], &[]) else { return };
    let account = account(&root, USER, "home");
    assert_eq!(change(&account).as_deref(), Ok("ssh-rsa new\n"));
    assert_eq!(owner_and_mode(&root, "home/.ssh"), (USER, 0o700));
    assert_eq!(owner_and_mode(&root, "home/.ssh/authorized_keys"), (USER, 0o600));
}

#[test]
fn a_folder_of_roots_keeps_roots_files() {
    let file = "home/.ssh/authorized_keys";
    let Some(root) = layout(&[(file, "one\n")], &[]) else { return };
    let account = account(&root, USER, "home");
    // Reading is done with root's rights if the user's do not suffice.
    fs::set_permissions(root.join("home/.ssh"), Permissions::from_mode(0o700)).unwrap();
    assert_eq!(keys_of(&account).as_deref(), Ok("one\n"));
    assert_eq!(change(&account).as_deref(), Ok("one\nssh-rsa new\n"));
    assert_eq!(owner_and_mode(&root, file), (0, 0o644));
    fs::remove_file(root.join(file)).unwrap();
    assert_eq!(change(&account).as_deref(), Ok("ssh-rsa new\n"));
    assert_eq!(owner_and_mode(&root, file), (0, 0o644));
}

#[test]
fn a_link_of_roots_leads_into_a_folder_of_the_users_once() {
    let files = [("home/", ""), ("user-keys/authorized_keys", "one\n"), ("secret", "secret\n")];
    let Some(root) = layout(&files, &[("home/.ssh", "../user-keys")]) else { return };
    chown(root.join("user-keys/authorized_keys"), Some(USER), None).unwrap();
    let account = account(&root, USER, "home");
    assert_eq!(change(&account).as_deref(), Ok("one\nssh-rsa new\n"));
    assert_eq!(owner_and_mode(&root, "user-keys/authorized_keys"), (USER, 0o600));
    // In that folder the user may make links.
    fs::remove_file(root.join("user-keys/authorized_keys")).unwrap();
    symlink(root.join("secret"), root.join("user-keys/authorized_keys")).unwrap();
    assert!(keys_of(&account).unwrap_err().ends_with("Too many levels of symbolic links"));
    assert!(change(&account).unwrap_err().ends_with("Too many levels of symbolic links"));
    assert_eq!(root.read("secret"), "secret\n");
}

#[test]
fn links_that_a_user_can_make_or_move_are_refused() {
    let victim = "root/.ssh/authorized_keys";
    for (link, target) in [
        ("user-home/.ssh", "../root/.ssh"),
        ("user-home/.ssh/authorized_keys", "../../root/.ssh/authorized_keys"),
        ("home/.ssh/authorized_keys", "../../root/.ssh/authorized_keys"),
        ("home/.ssh", "../root/.ssh"),
    ] {
        let folder = Path::new(link).parent().unwrap().to_str().unwrap();
        let Some(root) = layout(&[(victim, "secret\n"), (&format!("{folder}/"), "")], &[(link, target)]) else {
            return;
        };
        fs::set_permissions(root.join("root"), Permissions::from_mode(0o711)).unwrap();
        // In a folder of root's, root has left a link of the user's.
        if folder.starts_with("home") {
            lchown(root.join(link), Some(USER), None).unwrap();
        }
        let account = account(&root, USER, folder.split('/').next().unwrap());
        assert!(keys_of(&account).is_err() && change(&account).is_err(), "{link}");
        let reset = replace(&NO_ROOT, account, b"reset\n".to_vec());
        assert!(reset.is_err() || !root.join(link).is_symlink(), "{link}");
        assert_eq!((root.read(victim), owner_and_mode(&root, victim)), ("secret\n".into(), (0, 0o644)), "{link}");
    }
}

#[test]
fn a_folder_of_roots_in_a_users_home_can_be_read_only() {
    let Some(root) = layout(&[("user-home/.ssh/authorized_keys", "one\n")], &[]) else { return };
    let account = account(&root, USER, "user-home");
    assert_eq!(keys_of(&account).as_deref(), Ok("one\n"));
    assert!(change(&account).unwrap_err().ends_with("Permission denied"));
}

#[test]
fn several_files_are_read_and_cleared_and_the_first_is_added_to() {
    let root = Root::new(&[("keys/", ""), ("home/.ssh/second", "two\nold"), ("shared", "all\n")]);
    let (uid, gid) = (geteuid().as_raw(), getegid().as_raw());
    let account = Account { name: "user".into(), uid, gid, groups: Vec::new(), home: root.join("home") };
    let folder = root.path().display();
    let line = format!("AuthorizedKeysFile {folder}/keys/%u .ssh/second .ssh/third {folder}/shared\n");
    fs::create_dir_all(root.join("etc/ssh")).unwrap();
    fs::write(root.join("etc/ssh/sshd_config"), line).unwrap();
    let (first, second) = ("keys/user", "home/.ssh/second");
    let keys = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();

    assert_eq!(read(root.path(), account.clone()).unwrap(), b"two\nold");
    add(root.path(), account.clone(), keys(&["one", "old"])).unwrap();
    assert_eq!(read(root.path(), account.clone()).unwrap(), b"one\nold\n\ntwo\nold");
    remove(root.path(), account.clone(), keys(&["old", "all"])).unwrap();
    assert_eq!((root.read(first), root.read(second)), ("one\n".into(), "two\n".into()));
    replace(root.path(), account.clone(), b"new\n".to_vec()).unwrap();
    assert_eq!(
        (root.read(first), root.read(second), root.read("shared")),
        ("new\n".into(), String::new(), "all\n".into())
    );
    assert!(!root.join("home/.ssh/third").exists());

    fs::write(root.join("etc/ssh/sshd_config"), "AuthorizedKeysFile none\n").unwrap();
    let expected = "the SSH server is configured to read no key file of user 'user' alone";
    assert_eq!(read(root.path(), account).unwrap_err().desc, expected);
}
