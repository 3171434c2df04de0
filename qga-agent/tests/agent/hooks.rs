//! The ready-made freeze hooks, run with stand-ins for the programs that they call.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

const PACKAGING: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/packaging");

/// A folder with one hook and a program of the given name, which is first on `PATH`.
struct Hook {
    folder: TempDir,
    script: PathBuf,
}

impl Hook {
    fn new(name: &str, program: &str, text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let script = PathBuf::from(format!("{PACKAGING}/fsfreeze-hook-{name}"));
        let hook = Self { folder, script };
        hook.write(program, text);
        hook
    }

    /// Writes a program beside the first.
    fn write(&self, program: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(program);
        // Another process writes it: a program that any test's child still has open for writing cannot be started.
        let write = "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod 755 \"$0\"";
        let written = Command::new("sh").args(["-c", write]).arg(&path).arg(text).status();
        assert!(written.unwrap().success());
        path
    }

    /// Starts it by the name of a link.
    fn linked_as(mut self, name: &str) -> Self {
        let link = self.folder.path().join(name);
        symlink(&self.script, &link).unwrap();
        self.script = link;
        self
    }

    /// What it prints, and its exit status.
    fn run(&self, word: &str) -> (String, Option<i32>) {
        let folder = self.folder.path();
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
        let mut command = Command::new(&self.script);
        command.arg(word).env("PATH", path).env("FOLDER", folder).env("QGA_HOOK_STATE", folder.join("state"));
        let output = command.env("QGA_HOOK_USER", "").env("QGA_HOOK_SECONDS", "30").output().unwrap();
        (String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr), output.status.code())
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join(name)).unwrap_or_default()
    }

    fn holds(&self, name: &str) -> bool {
        self.folder.path().join(name).exists()
    }

    fn end_session(&self) {
        let session = self.read("state/session");
        assert!(Command::new("kill").arg(session.trim()).status().unwrap().success());
        while Command::new("kill").args(["-0", session.trim()]).output().unwrap().status.success() {}
    }
}

/// Stands in for a client of a database: says what `SELECT 'TEXT'` says.
const SESSION: &str = r#"echo "$*" > "$FOLDER/arguments"
while read -r line; do
  echo "$line" >> "$FOLDER/seen"
  [ ! -e "$FOLDER/fails" ] || { echo "ERROR: no"; exit 3; }
  case $line in
  "SELECT '"*) line=${line#*\'}; echo "${line%\';}" ;;
  esac
done"#;

fn check_session(name: &str, program: &str, begins: &str, ends: &str) {
    let hook = Hook::new(name, program, SESSION);
    // Nothing to end.
    assert_eq!(hook.run("thaw"), (String::new(), Some(0)), "{name}");
    assert_eq!(hook.run("freeze"), (String::new(), Some(0)), "{name}");
    assert!(hook.read("seen").contains(begins) && !hook.read("seen").contains(ends), "{name}: {}", hook.read("seen"));
    // The session is open until the thaw.
    assert!(hook.holds("state/session"), "{name}");
    assert_eq!(hook.run("thaw"), (String::new(), Some(0)), "{name}");
    assert!(hook.read("seen").contains(ends) && !hook.holds("state"), "{name}: {}", hook.read("seen"));

    // The server ends the session in the window, so that the snapshot is not what the hook promised.
    assert_eq!(hook.run("freeze"), (String::new(), Some(0)), "{name}");
    hook.end_session();
    let (output, status) = hook.run("thaw");
    assert!(output.starts_with(&format!("{name}: the session has ended before the thaw")), "{output}");
    assert_eq!((status, hook.holds("state")), (Some(1), false), "{name}");

    // The server refuses.
    fs::write(hook.folder.path().join("fails"), "").unwrap();
    let expected = format!("{name}: the session has ended\nERROR: no\n");
    assert_eq!((hook.run("freeze"), hook.holds("state")), ((expected, Some(1)), false), "{name}");
    assert_eq!(hook.run("nonsense").1, Some(2), "{name}");
}

#[test]
fn postgresql_is_in_backup_mode_over_the_window() {
    check_session("postgresql", "psql", "pg_backup_start('qemu-ga', true)", "pg_backup_stop(false)");
}

#[test]
fn mariadb_is_locked_over_the_window() {
    check_session("mariadb", "mariadb", "FLUSH TABLES WITH READ LOCK;", "UNLOCK TABLES;");
}

#[test]
fn a_session_that_starts_late_misses_no_line() {
    for (name, program) in [("postgresql", "psql"), ("mariadb", "mariadb")] {
        let mut hook = Hook::new(name, program, SESSION);
        hook.write("cat", "/bin/cat \"$@\"; : > \"$FOLDER/written\"");
        let script = fs::read_to_string(&hook.script).unwrap();
        let late = script.replace("(cd /", "(until [ -e \"$FOLDER/written\" ]; do :; done; cd /");
        assert_ne!(late, script, "{name}");
        hook.script = hook.write("late", &late);
        assert_eq!(hook.run("freeze"), (String::new(), Some(0)), "{name}");
        assert_eq!(hook.run("thaw"), (String::new(), Some(0)), "{name}");
    }
}

#[test]
fn redis_saves_before_the_freeze() {
    let hook = Hook::new("redis", "redis-cli", "echo $* >> $FOLDER/seen; cat $FOLDER/answer");
    fs::write(hook.folder.path().join("answer"), "OK\n").unwrap();
    assert_eq!((hook.run("freeze"), hook.run("thaw")), ((String::new(), Some(0)), (String::new(), Some(0))));
    assert_eq!(hook.read("seen"), "SAVE\n");
    fs::write(hook.folder.path().join("answer"), "ERR Background save already in progress\n").unwrap();
    assert_eq!(hook.run("freeze"), ("redis: ERR Background save already in progress\n".into(), Some(1)));
}

#[test]
fn a_unit_that_ran_is_stopped_and_started_again() {
    let systemctl = r#"echo "$*" >> "$FOLDER/seen"; [ "$1" != is-active ] || [ -e "$FOLDER/active" ]"#;
    let hook = Hook::new("systemd-unit", "systemctl", systemctl).linked_as("50-systemd-unit@acme@1.service");
    let done = (String::new(), Some(0));
    assert_eq!((hook.run("freeze"), hook.run("thaw")), (done.clone(), done.clone()));
    assert_eq!(hook.read("seen"), "is-active --quiet -- acme@1.service\n");
    fs::write(hook.folder.path().join("active"), "").unwrap();
    assert_eq!((hook.run("freeze"), hook.run("thaw"), hook.run("thaw")), (done.clone(), done.clone(), done));
    let all = "is-active --quiet -- acme@1.service\nis-active --quiet -- acme@1.service\nstop -- acme@1.service\n\
               start -- acme@1.service\n";
    assert_eq!(hook.read("seen"), all);
    let hook = Hook::new("systemd-unit", "systemctl", systemctl);
    assert_eq!(hook.run("freeze").1, Some(2));
}
