//! Runs the program `qapi` on the guest schema and on small ones.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

mod check;
mod diff;
mod dump;
mod generate;
mod manual;
mod sources;

/// The schema of the guest agent.
const GUEST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/qapi-schema-guest.json");

/// The definitions of the guest schema, counted by hand and by other tools.
const INTERFACE: &str = include_str!("../guest-interface.json");

fn qapi(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_qapi")).args(arguments).output().expect("qapi was built")
}

fn stdout(arguments: &[&str]) -> String {
    let output = qapi(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Writes a test's schema to the build's folder of temporary files.
fn schema_file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("the build's folder for temporary files is writable");
    path
}

fn name(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

#[test]
fn the_command_line_explains_itself() {
    let help = stdout(&["--help"]);
    for text in ["git:REV:PATH", "Exit status:", "Examples:", "introspect", "completions"] {
        assert!(help.contains(text), "{text} in {help}");
    }
    assert!(stdout(&["--version"]).starts_with("qapi "));
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout(&["completions", shell]).contains("introspect"), "{shell}");
    }
}
