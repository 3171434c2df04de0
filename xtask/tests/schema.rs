//! `cargo xtask schema` runs the commands of `qapi`, whose own tests are in `qga-codegen/tests/qapi`.

use std::process::Command;

#[test]
fn schema_runs_the_commands_of_qapi() {
    let guest = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/qapi-schema-guest.json");
    for (arguments, status, text) in [
        (&["check", "--deny", "form", guest][..], 0, "no errors, definitions: "),
        (&["diff", guest, guest], 0, ""),
        (&["check", "/no/such/file"], 1, "cannot read"),
        (&["check"], 2, "cargo xtask schema check"),
        (&["--help"], 0, "Exit status:"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask")).arg("schema").args(arguments).output();
        let output = output.expect("xtask was built");
        let said = [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat();
        assert!(output.status.code() == Some(status) && said.contains(text), "{arguments:?}: {said}");
    }
}
