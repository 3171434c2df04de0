//! Accepted uses of the macros, and error messages for the others.

use std::fs;
use std::path::Path;

#[test]
fn accepted_code_runs_and_refused_code_is_explained() {
    provide_schemas();
    let cases = trybuild::TestCases::new();
    cases.pass("tests/ui/pass/*.rs");
    cases.compile_fail("tests/ui/fail/*.rs");
}

/// Copies the schemas into the package that trybuild creates: it compiles the cases as programs of that package.
fn provide_schemas() {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("tests/trybuild/qga-macros/schemas");
    fs::create_dir_all(&package).expect("the target folder is writable");
    for entry in fs::read_dir("tests/ui/schemas").expect("the schemas are there") {
        let path = entry.expect("the folder is readable").path();
        let name = path.file_name().expect("a file has a name");
        fs::copy(&path, package.join(name)).expect("a copy beside the package");
    }
}
