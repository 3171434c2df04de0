//! Says what the tests of this workspace leave out; a program of its own, since the usual one hides what passing tests print.

use std::path::Path;

fn main() {
    // With a filter or a listing the caller asks for something else.
    if std::env::args().len() > 1 {
        return;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let installed =
        |program: &str| std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).exists());
    let missing = ["qemu-system-x86_64", "mmdebstrap"].into_iter().find(|program| !installed(program));
    let remedy = match missing {
        Some(program) => format!(", for which {program} is missing here; `cargo xtask vm ci` installs it as root"),
        None => ": `cargo xtask vm ci`".to_owned(),
    };
    println!("LEFT OUT: the tests of every command in a virtual machine, which take minutes{remedy}");
}
