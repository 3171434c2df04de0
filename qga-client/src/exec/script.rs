//! Scripts for the guest's shell. They use what POSIX has, and say so where they try for more.

/// Runs a program with a folder, a user and variables: FOLDER USER COUNT NAME=VALUE… PROGRAM ARGUMENT…
///
/// An empty folder or user is the agent's own. The status is the program's; 125 if it could not be started so.
pub(crate) const LAUNCH: &str = r#"
q_folder=$1 q_user=$2 q_count=$3
shift 3
while [ "$q_count" -gt 0 ]; do
  export "$1" || exit 125
  shift
  q_count=$((q_count - 1))
done
if [ -n "$q_folder" ]; then
  cd -- "$q_folder" || exit 125
fi
if [ -n "$q_user" ]; then
  q_home=$(getent passwd "$q_user" 2>/dev/null | cut -d: -f6)
  export HOME="${q_home:-/}" USER="$q_user" LOGNAME="$q_user"
  if command -v runuser >/dev/null 2>&1; then
    exec runuser -u "$q_user" -- "$@"
  elif command -v setpriv >/dev/null 2>&1; then
    exec setpriv --reuid "$q_user" --regid "$(id -g "$q_user")" --init-groups -- "$@"
  fi
  exec su -s /bin/sh "$q_user" -c 'exec "$@"' sh "$@"
fi
exec "$@"
"#;

/// Makes the private folder for the streams of a program: FOLDER INPUT, where INPUT is `fifo` or `none`.
///
/// `mkdir` fails if the name is taken, by a link, too. Prints what else the guest can do, a word a line.
pub(crate) const SPOOL_MAKE: &str = r#"
umask 077
mkdir -- "$1" || exit 1
: >"$1/out" && : >"$1/err" && : >"$1/status" || exit 1
if [ "$2" = fifo ]; then
  mkfifo "$1/in" "$1/end" || exit 1
fi
if command -v setsid >/dev/null 2>&1; then echo setsid; fi
if command -v script >/dev/null 2>&1; then echo script; fi
"#;

/// Runs a program with its streams in that folder: FOLDER INPUT MERGE WORD…, where MERGE is `merged` or `separated`.
///
/// A client that is killed removes nothing: a shell that sleeps does so, an hour after the program's end.
///
/// The program leads a session of its own, so that its children can be killed with it. A second shell holds the FIFO `in`
/// open between two writers, until `end` is opened. The streams are the innermost shell's: the outer one may write about a
/// signal that ends the program.
pub(crate) const SPOOL_RUN: &str = r#"
q_folder=$1 q_input=$2 q_merge=$3 q_holder=
shift 3
if [ "$q_input" = fifo ]; then
  { exec 9>"$q_folder/in"; read q_end <"$q_folder/end"; } >/dev/null 2>&1 &
  q_holder=$!
  exec <"$q_folder/in"
fi
exec 3>>"$q_folder/out"
if [ "$q_merge" = merged ]; then exec 4>&3; else exec 4>>"$q_folder/err"; fi
if command -v setsid >/dev/null 2>&1; then q_session=setsid; else q_session=; fi
$q_session /bin/sh -c 'echo "$$" >"$1/pid"; shift; exec "$@" >&3 2>&4 3>&- 4>&-' qga "$q_folder" "$@"
q_status=$?
if [ -n "$q_holder" ]; then kill "$q_holder" 2>/dev/null; fi
/bin/sh -c 'q_taken=
trap "q_taken=1; kill \$q_sleep" TERM
sleep 3600 & q_sleep=$!
if [ -z "$q_taken" ]; then wait; fi
if [ -n "$q_taken" ]; then kill "$q_sleep"; else rm -rf -- "$1"; fi' qga "$q_folder" </dev/null >/dev/null 2>&1 3>&- 4>&- &
echo "$!" >"$q_folder/cleaner"
echo "$q_status" >"$q_folder/status"
exit "$q_status"
"#;

/// Writes its standard input to the program's: FOLDER. It waits while the program does not read.
pub(crate) const SPOOL_FEED: &str = r#"exec cat >"$1/in""#;

/// Ends the program's standard input: FOLDER.
pub(crate) const SPOOL_END: &str = r#": >"$1/end""#;

/// Sends a signal to the program and its children: FOLDER SIGNAL. A program on a terminal has a session of its own there.
pub(crate) const SPOOL_KILL: &str = r#"
q_pid=$(cat "$1/leader" 2>/dev/null || cat "$1/pid") && [ -n "$q_pid" ] || exit 1
kill -s "$2" -- "-$q_pid" 2>/dev/null || kill -s "$2" "$q_pid"
"#;

/// Gives the program's terminal a size: FOLDER ROWS COLUMNS. The kernel tells the program.
pub(crate) const SPOOL_RESIZE: &str = r#"q_line=$(cat "$1/line") && stty rows "$2" cols "$3" <"$q_line""#;

/// Sends a signal to a process: PROCESS SIGNAL.
pub(crate) const KILL: &str = r#"kill -s "$2" "$1""#;

/// Removes the folder, and what still writes into it: FOLDER FEEDER.
pub(crate) const SPOOL_REMOVE: &str = r#"
if [ -n "$2" ]; then kill "$2" 2>/dev/null; fi
if [ -f "$1/cleaner" ]; then read -r q_cleaner <"$1/cleaner" && kill "$q_cleaner"; fi
rm -rf -- "$1"
"#;

/// Ends the program as a terminal that is closed does, and removes the folder: FOLDER FEEDER.
///
/// The shell around the program may just then write its status, and the folder is not empty after all.
pub(crate) const SPOOL_ABANDON: &str = r#"
q_pid=$(cat "$1/leader" 2>/dev/null || cat "$1/pid") && [ -n "$q_pid" ] && {
  kill -s HUP -- "-$q_pid" 2>/dev/null || kill -s HUP "$q_pid"
}
if [ -n "$2" ]; then kill "$2" 2>/dev/null; fi
if [ -f "$1/cleaner" ]; then read -r q_cleaner <"$1/cleaner" && kill "$q_cleaner"; fi
rm -rf -- "$1" 2>/dev/null || { sleep 1; rm -rf -- "$1"; }
"#;

/// A word as the shell reads it back.
pub(crate) fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};
    use std::{fs, thread};

    use super::*;

    /// Runs a script to its end, and of all that holds its output.
    fn run(script: &str, words: &[&str]) {
        let output = std::process::Command::new("/bin/sh").args(["-c", script, "qga"]).args(words).output();
        let output = output.expect("a shell");
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    }

    fn until(what: &str, mut is_so: impl FnMut() -> bool) {
        let end = Instant::now() + Duration::from_secs(120);
        while !is_so() {
            assert!(Instant::now() < end, "{what}");
            thread::yield_now();
        }
    }

    #[test]
    fn a_folder_that_is_left_is_removed_by_the_guest() {
        let parent = tempfile::tempdir().expect("a temporary folder");
        let folder = parent.path().join("spool");
        let name = folder.to_str().expect("a temporary path");
        run(SPOOL_MAKE, &[name, "none"]);
        run(&SPOOL_RUN.replace("sleep 3600", "sleep 0"), &[name, "none", "separated", "true"]);
        until("the folder is left", || !folder.exists());

        run(SPOOL_MAKE, &[name, "none"]);
        run(SPOOL_RUN, &[name, "none", "separated", "true"]);
        let cleaner = fs::read_to_string(folder.join("cleaner")).expect("a process").trim().to_owned();
        let mut sleeps = String::new();
        until("the cleaner does not sleep", || {
            sleeps = fs::read_to_string(format!("/proc/{cleaner}/task/{cleaner}/children")).unwrap_or_default();
            !sleeps.is_empty()
        });
        run(SPOOL_REMOVE, &[name, ""]);
        assert!(!folder.exists());
        for process in [cleaner.as_str(), sleeps.trim()] {
            let stat = || fs::read_to_string(format!("/proc/{process}/stat"));
            until("a process is left", || stat().map_or(true, |stat| stat.contains(") Z ")));
        }
    }

    #[test]
    fn the_shell_reads_back_what_was_quoted() {
        for word in ["", "plain", "two words", "it's", "$HOME `x` \\ \" ; & | *", "-n", "line\nline"] {
            let script = format!("printf %s {}", quoted(word));
            let output = std::process::Command::new("/bin/sh").args(["-c", &script]).output().expect("a shell");
            assert_eq!(String::from_utf8_lossy(&output.stdout), word);
        }
    }
}
