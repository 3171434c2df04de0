//! Holds every crate that the workspace's programs are built from to `.cargo/deny.toml`, which `cargo deny` reads, too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use spdx::{Expression, ParseMode};

#[test]
fn licences_sources_and_versions_are_as_allowed() {
    let rules = std::fs::read_to_string(workspace().join(".cargo/deny.toml")).expect("the rules are there");
    let rules: toml::Table = rules.parse().expect("the rules are TOML");
    let allowed = texts(&rules["licenses"]["allow"]);
    let targets = texts(&rules["graph"]["targets"]);
    let tree = ["tree", "--locked", "--workspace", "--all-features", "--edges", "normal,build", "--prefix", "none"];
    let targets = targets.iter().flat_map(|target| ["--target", target]);
    let tree = cargo(&tree.into_iter().chain(["--format", "{p};{l}"]).chain(targets).collect::<Vec<_>>());
    assert!(tree.contains("serde_json v"), "{tree}");
    assert_eq!(faults(&tree, &allowed, &workspace().to_string_lossy()), [""; 0]);
}

#[test]
fn no_crate_is_depended_on_in_any_version() {
    let metadata = cargo(&["metadata", "--locked", "--no-deps", "--format-version", "1"]);
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("it is JSON");
    let packages = metadata["packages"].as_array().expect("the members");
    let dependencies: Vec<_> =
        packages.iter().filter_map(|package| package["dependencies"].as_array()).flatten().collect();
    assert!(dependencies.len() > packages.len(), "{dependencies:?}");
    // A test may use another member in its present version, which is not published.
    let any = dependencies.iter().filter(|it| it["req"] == "*" && it["kind"] != "dev");
    assert_eq!(any.map(|it| &it["name"]).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn each_kind_of_fault_is_found() {
    for (tree, expected) in [
        ("a v1.0.0;MIT\na v1.0.0;MIT (*)\nown v0.1.0 (/here/own);MIT\nb v2.0.0 (proc-macro);MIT/Apache-2.0", vec![]),
        ("a v1.0.0;(GPL-3.0 OR MIT) AND ISC", vec!["a v1.0.0: licence (GPL-3.0 OR MIT) AND ISC"]),
        ("a v1.0.0;Apache-2.0 WITH LLVM-exception", vec!["a v1.0.0: licence Apache-2.0 WITH LLVM-exception"]),
        ("a v1.0.0;", vec!["a v1.0.0: licence "]),
        ("a v1.0.0 (https://host/a#1234);MIT", vec!["a v1.0.0: source (https://host/a#1234)"]),
        ("a v1.0.0 (/there/a);MIT", vec!["a v1.0.0: source (/there/a)"]),
        ("a v1.0.0;MIT\nb v1.0.0;MIT\na v1.1.0;MIT", vec!["a: versions v1.0.0 and v1.1.0"]),
    ] {
        let tree = format!("{tree}\nz v1.0.0;MIT OR Apache-2.0");
        assert_eq!(faults(&tree, &["MIT", "Apache-2.0"], "/here"), expected, "{tree}");
    }
    assert_eq!(faults("a v1.0.0;MIT", &["MIT", "ISC"], "/here"), ["licence ISC is allowed and no crate has it"]);
}

/// The workspace's root folder.
fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace")
}

/// Cargo's output about the workspace.
fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).current_dir(workspace()).args(arguments).output().expect("cargo runs");
    String::from_utf8(output.stdout).expect("names are UTF-8")
}

/// A list of texts among the rules.
fn texts(list: &toml::Value) -> Vec<&str> {
    list.as_array().expect("a list").iter().map(|text| text.as_str().expect("a text")).collect()
}

/// What is not allowed about these crates, which are lines of `cargo tree`.
fn faults(tree: &str, allowed: &[&str], workspace: &str) -> Vec<String> {
    let (mut versions, mut met) = (BTreeMap::new(), BTreeSet::new());
    let mut faults = Vec::new();
    // Empty lines are between the members of the workspace.
    for (package, licence) in tree.lines().filter_map(|line| line.trim_end_matches(" (*)").split_once(';')) {
        let package = package.replace(" (proc-macro)", "");
        let mut words = package.splitn(3, ' ').map(str::to_owned);
        let (name, version) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        if !is_allowed(licence, allowed, &mut met) {
            faults.push(format!("{name} {version}: licence {licence}"));
        }
        // A crate of the registry has none.
        if let Some(source) = words.next().filter(|source| !source.starts_with(&format!("({workspace}/"))) {
            faults.push(format!("{name} {version}: source {source}"));
        }
        if let Some(other) = versions.insert(name.clone(), version.clone()).filter(|other| *other != version) {
            faults.push(format!("{name}: versions {other} and {version}"));
        }
    }
    let unmet = allowed.iter().filter(|name| !met.contains(**name));
    faults.extend(unmet.map(|name| format!("licence {name} is allowed and no crate has it")));
    faults
}

/// Whether licences that are allowed suffice; one with an exception to it is another licence. All are added to `met`.
fn is_allowed(licence: &str, allowed: &[&str], met: &mut BTreeSet<String>) -> bool {
    let is_listed = |one: &spdx::LicenseReq| {
        let name = one.license.to_string();
        let is_listed = one.addition.is_none() && allowed.contains(&&*name);
        met.insert(name);
        is_listed
    };
    Expression::parse_mode(licence, ParseMode::LAX).is_ok_and(|expression| expression.evaluate(is_listed))
}
