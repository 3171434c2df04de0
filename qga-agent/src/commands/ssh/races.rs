//! Swaps links while the agent works, and checks that it never touches their targets.
//!
//! As root the work is done for another user, and one of the victims is root's. `QGA_SSH_RACES` sets the number of
//! races; the virtual machine runs 100,000.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, lchown, symlink};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::process::{getegid, geteuid};

use super::tests::NO_ROOT;
use super::*;

const RACES: usize = 150;

const FOLDER: &str = ".ssh";
const FILE: &str = "authorized_keys";

const VICTIMS: [&str; 2] = ["own", "root"];
const SECRET: &str = "ssh-rsa secret\n";
const SECRET_START: &[u8] = b"ssh-rsa secret";

struct Scene {
    folder: tempfile::TempDir,
    account: Account,
}

impl Scene {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The user of the keys must be able to enter this folder.
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o711)).unwrap();
        let root = geteuid().is_root();
        let (uid, gid) = if root { (65_534, 65_534) } else { (geteuid().as_raw(), getegid().as_raw()) };
        let home = folder.path().join("home");
        let scene =
            Self { account: Account { name: "user".into(), uid, gid, groups: Vec::new(), home: home.clone() }, folder };
        scene.make_folder("home");
        scene.make_folder("home/.ssh");
        scene.make_folder("own");
        scene.make_folder("root");
        if root {
            chown(scene.path("root"), Some(0), Some(0)).unwrap();
            chown(scene.path("root/authorized_keys"), Some(0), Some(0)).unwrap();
        }
        scene
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// A folder of the user's with a file in it.
    fn make_folder(&self, below: &str) {
        let folder = self.path(below);
        fs::create_dir(&folder).unwrap();
        let file = folder.join(FILE);
        fs::write(&file, "ssh-rsa victim\n").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        for path in [folder, file] {
            chown(path, Some(self.account.uid), Some(self.account.gid)).unwrap();
        }
    }

    /// Everything about a folder that a write into it would change.
    fn state(&self, below: &str) -> Vec<(String, u64, u32, u32, i64, String)> {
        let folder = self.path(below);
        let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.push(folder);
        paths.sort();
        let describe = |path: &PathBuf| {
            let data = fs::metadata(path).unwrap();
            let content = fs::read_to_string(path).unwrap_or_default();
            (path.display().to_string(), data.ino(), data.mode(), data.uid(), data.mtime_nsec(), content)
        };
        paths.iter().map(describe).collect()
    }
}

/// Rounds of adding, reading and removing during `attack`, until some rounds succeed and some are refused because of a
/// link, which proves that there was a race.
fn race(scene: &Scene, attack: impl Fn(usize) + Send) {
    for victim in VICTIMS {
        fs::write(scene.path(victim).join(FILE), SECRET).unwrap();
    }
    let before = VICTIMS.map(|victim| scene.state(victim));
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| (0..).take_while(|_| !over.load(Ordering::Relaxed)).for_each(attack));
        let _end = End(&over);
        let races = races();
        let (mut served, mut refused) = (0usize, 0usize);
        for round in 0..races * 10 {
            if round >= races && served > 0 && refused > 0 {
                break;
            }
            let keys = vec![format!("ssh-rsa {}", round % 8), SECRET.trim().to_owned()];
            let result = match round % 3 {
                0 => add(&NO_ROOT, scene.account.clone(), keys),
                1 => remove(&NO_ROOT, scene.account.clone(), keys),
                _ => replace(&NO_ROOT, scene.account.clone(), b"ssh-rsa new\n".to_vec()),
            };
            *(if result.is_ok() { &mut served } else { &mut refused }) += 1;
            let found = read(&NO_ROOT, scene.account.clone()).unwrap_or_default();
            assert!(!found.starts_with(SECRET_START), "read through a link");
        }
        assert!(served > 0 && refused > 0, "{served} served, {refused} refused: no race");
    });
    assert_eq!(VICTIMS.map(|victim| scene.state(victim)), before);
}

/// Ends the attack, even if a check fails.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn races() -> usize {
    std::env::var("QGA_SSH_RACES").ok().and_then(|number| number.parse().ok()).unwrap_or(RACES)
}

#[test]
fn a_swapped_folder_leads_nowhere() {
    let scene = Scene::new();
    let home = scene.path("home");
    for victim in VICTIMS {
        symlink(scene.path(victim), home.join(victim)).unwrap();
    }
    race(&scene, |round| {
        let link = home.join(VICTIMS[round / 2 % 2]);
        renameat_with(CWD, home.join(FOLDER), CWD, link, RenameFlags::EXCHANGE).unwrap();
    });
}

#[test]
fn a_swapped_file_leads_nowhere() {
    let scene = Scene::new();
    let folder = scene.path("home/.ssh");
    // The agent replaces the link by a file, so the attacker makes a new one each time.
    race(&scene, |round| {
        let next = folder.join("next");
        match round % 4 {
            0 | 1 => fs::write(&next, "ssh-rsa own\n").unwrap(),
            place => symlink(scene.path(VICTIMS[place - 2]).join(FILE), &next).unwrap(),
        }
        // The user could not change a file of root's.
        lchown(&next, Some(scene.account.uid), Some(scene.account.gid)).unwrap();
        fs::rename(&next, folder.join(FILE)).unwrap();
    });
}
