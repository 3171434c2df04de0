//! The vendor's template compiles as a package of its own, outside of this workspace.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The packages that the template takes from the registry, and these use.
const PACKAGES: &[&str] = &["qga-agent", "qga-client", "qga-codegen", "qga-macros", "qga-runtime", "qga-schema"];

#[test]
fn the_template_compiles_outside_of_the_workspace() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = here.parent().expect("the crate is a member of a workspace");
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("template");
    copy(&here.join("template"), &package);

    // The packages as they are here, in place of released ones.
    let mut manifest = fs::read_to_string(package.join("Cargo.toml")).expect("the template's manifest");
    manifest.push_str("\n[patch.crates-io]\n");
    for name in PACKAGES {
        let path = workspace.join(name).display().to_string().replace('\\', "/");
        manifest.push_str(&format!("{name} = {{ path = \"{path}\" }}\n"));
    }
    fs::write(package.join("Cargo.toml"), manifest).expect("the manifest");
    // The versions the workspace has, so that nothing has to be fetched.
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("the lock file");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--all-targets", "--target-dir"])
        .arg(package.join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .current_dir(&package)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the target folder is writable");
    for entry in fs::read_dir(from).expect("the template is there") {
        let path = entry.expect("the folder is readable").path();
        let target = to.join(path.file_name().expect("an entry has a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}
