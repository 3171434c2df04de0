//! A schema as large as a machine protocol gives code that compiles without a warning, the same in every run.

use std::fs;
use std::path::Path;
use std::process::Command;

use qga_codegen::{Generated, Options, generate};
use qga_schema::Schema;

#[path = "machine/schema.rs"]
mod schema;

fn generated() -> Generated {
    let schema = Schema::parse("machine.json", &schema::text(schema::MACHINE_PROTOCOL));
    generate(&schema.unwrap_or_else(|error| panic!("{error}")), &Options::default()).expect("everything is supported")
}

#[test]
fn generated_code_compiles_without_warnings() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("machine");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate is a member of a workspace");
    fs::create_dir_all(package.join("src")).expect("the target folder is writable");
    let runtime = workspace.join("qga-runtime").display().to_string().replace('\\', "/");
    let manifest = format!(
        "[package]\nname = \"machine\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         qga-runtime = {{ path = \"{runtime}\", default-features = false }}\n"
    );
    fs::write(package.join("Cargo.toml"), manifest).expect("the manifest");
    // The versions the workspace has, so that nothing has to be fetched.
    fs::copy(workspace.join("Cargo.lock"), package.join("Cargo.lock")).expect("the lock file");
    let code = format!("//! Generated.\n#![deny(warnings, missing_docs)]\n{}", generated().render("machine.json"));
    fs::write(package.join("src/lib.rs"), code).expect("the source");
    let output = Command::new(env!("CARGO"))
        .args(["check", "--quiet", "--offline", "--target-dir"])
        .arg(package.join("target"))
        .current_dir(&package)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn generating_twice_gives_the_same_bytes() {
    assert_eq!(generated().render("machine.json"), generated().render("machine.json"));
}
