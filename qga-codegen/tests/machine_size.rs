//! Code for a schema as large as a machine protocol compiles without a warning and is the same in every run.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use qga_codegen::{Generated, Options, generate};
use qga_schema::Schema;

#[path = "machine/schema.rs"]
mod schema;
#[path = "machine/varied.rs"]
mod varied;

/// The code for a schema in one file, shaped like a machine protocol.
fn uniform() -> Generated {
    code(Schema::parse("machine.json", &schema::text(schema::MACHINE_PROTOCOL)))
}

/// The code for a schema in many files, of varied shape.
fn varied() -> Generated {
    let files = varied::files(varied::MODULES);
    let lines: usize = files.iter().map(|(_, text)| text.lines().count()).sum();
    assert!(lines >= 30_000, "{lines} lines");
    let files: BTreeMap<PathBuf, String> = files.into_iter().map(|(path, text)| (path.into(), text)).collect();
    let read =
        |path: &Path| files.get(path).map(|it| it.clone().into_bytes()).ok_or_else(|| ErrorKind::NotFound.into());
    code(Schema::load_from("root.json", &qga_schema::Options::default(), read))
}

fn code(schema: Result<Schema, qga_schema::Error>) -> Generated {
    let schema = schema.unwrap_or_else(|error| panic!("{error}"));
    generate(&schema, &Options::default()).expect("everything is supported")
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
    let library = "//! Generated.\n#![deny(warnings, missing_docs)]\n\n/// One.\npub mod uniform;\n/// The other.\npub mod varied;\n";
    fs::write(package.join("src/lib.rs"), library).expect("the source");
    for (name, code) in [("uniform", uniform()), ("varied", varied())] {
        fs::write(package.join("src").join(name).with_extension("rs"), code.render("a schema.")).expect("the source");
    }
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
    assert_eq!(uniform().render("a schema."), uniform().render("a schema."));
    assert_eq!(varied().render("a schema."), varied().render("a schema."));
}
