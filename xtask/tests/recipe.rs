//! Follows CONTRIBUTING.md's recipe for a new command in a copy of the tree.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The copy: at the same place each time, so that Cargo replaces what it built before.
fn copy_of_the_tree() -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recipe");
    if copy.exists() {
        fs::remove_dir_all(&copy).expect("the copy is ours");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace");
    copy_folder(root, &copy);
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a readable folder") {
        let entry = entry.expect("an entry");
        let (name, path) = (entry.file_name(), entry.path());
        if name == "target" || name == ".git" {
            continue;
        }
        match path.is_dir() {
            true => copy_folder(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).expect("room")),
        }
    }
}

/// The fenced texts of the recipe, in order.
fn texts(contributing: &str) -> Vec<String> {
    let recipe = contributing.split_once("## Recipe: a new command in the guest schema\n").expect("the recipe").1;
    let recipe = recipe.split_once("\n## ").map_or(recipe, |(recipe, _)| recipe);
    let blocks =
        recipe.split("   ```").skip(1).step_by(2).map(|block| block.split_once('\n').expect("its first line").1);
    blocks
        .map(|block| block.lines().map(|line| format!("{}\n", line.strip_prefix("   ").unwrap_or(line))).collect())
        .collect()
}

/// Runs a program in the copy; whether it succeeds, and what it prints.
fn run(copy: &Path, program: &str, arguments: &[&str]) -> (bool, String) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("Cargo's target folder");
    let output = Command::new(program)
        .args(arguments)
        .current_dir(copy)
        .env("CARGO_MANIFEST_DIR", copy.join("xtask"))
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_INCREMENTAL", "0")
        .output()
        .expect("it is installed");
    (
        output.status.success(),
        [output.stdout, output.stderr].map(|it| String::from_utf8_lossy(&it).into_owned()).concat(),
    )
}

/// Adds a text to the end of a file.
fn append(copy: &Path, file: &str, text: &str) {
    let old = fs::read_to_string(copy.join(file)).expect(file);
    fs::write(copy.join(file), format!("{}\n{text}", old.trim_end())).expect("room");
}

#[test]
fn the_recipe_for_a_new_command_names_every_place() {
    let copy = copy_of_the_tree();
    let regenerate = |check: &[&str]| run(&copy, env!("CARGO_BIN_EXE_xtask"), &[&["regenerate"], check].concat());
    let check_agent = || run(&copy, env!("CARGO"), &["check", "--quiet", "--offline", "--package", "qga-agent"]);
    let texts = texts(&fs::read_to_string(copy.join("CONTRIBUTING.md")).expect("the recipes"));
    let [description, handler, row, steps] = &texts[..] else { panic!("{texts:?}") };
    let (done, shown) = regenerate(&["--check"]);
    assert!(done, "before the first step: {shown}");

    append(&copy, "schema/qapi-schema-guest.json", &format!("\n{description}"));
    let (done, shown) = regenerate(&["--check"]);
    assert!(!done && shown.contains("run `cargo xtask regenerate`"), "{shown}");
    for line in ["+| `guest-get-answer` | – | – |", "+pub struct GuestGetAnswer", "Get the answer."] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    assert!(shown.lines().count() < 160, "{shown}");

    let (done, written) = regenerate(&[]);
    assert!(done && written.contains("to do: qga-agent/src/commands: no handler for guest-get-answer"), "{written}");
    let (done, complaint) = check_agent();
    assert!(!done && complaint.contains("GuestGetAnswer"), "{complaint}");
    append(&copy, "qga-agent/src/commands/system.rs", &format!("\n{handler}"));
    let (done, complaint) = check_agent();
    assert!(done, "{complaint}");

    let (done, shown) = regenerate(&["--check"]);
    assert!(!done && shown.contains("+| `guest-get-answer` | yes | – | `commands/system.rs` |"), "{shown}");
    let (_, written) = regenerate(&[]);
    let to_do = [
        "ARCHITECTURE.md: no row with what guest-get-answer",
        "xtask/vm/scenarios: no scenario calls guest-get-answer",
    ];
    assert!(to_do.iter().all(|it| written.contains(&format!("to do: {it}"))), "{written}");
    let (done, shown) = regenerate(&["--check"]);
    assert!(!done && to_do.iter().all(|it| shown.contains(it)), "{shown}");
    append(&copy, "ARCHITECTURE.md", row);
    append(&copy, "xtask/vm/scenarios/system.scenario", steps);
    let (done, shown) = regenerate(&["--check"]);
    assert!(done, "{shown}");
}
