//! `cargo xtask targets`: builds agent and runtime for other processors and runs their unit tests.

use std::path::PathBuf;
use std::process::Command;

use clap::Args;

use crate::dist;
use crate::programs::{self, Failure};
use crate::tools::{self, Purpose};

mod debian_rust;
mod library;

/// What is built and tested.
#[derive(Args)]
pub(crate) struct Options {
    /// Only `i686`, `s390x`, which is big-endian, and `aarch64`.
    #[arg(long, conflicts_with_all = ["targets", "debian_rust"])]
    check: bool,
    /// Instead: build and test with Debian 13's own compiler, in a root folder of its own.
    #[arg(long, conflicts_with = "targets")]
    debian_rust: bool,
    /// Targets, as `i686` or `i686-unknown-linux-gnu`; by default all.
    #[arg(value_name = "TARGET", value_parser = find)]
    targets: Vec<&'static Target>,
}

/// A target of Rust.
#[derive(Debug)]
pub(crate) struct Target {
    triple: &'static str,
    /// Debian's name of it: its cross compiler is `NAME-gcc`, its C library is in `/usr/NAME`.
    debian: &'static str,
    /// The program that runs its programs; none where this machine does.
    emulator: Option<&'static str>,
}

/// The first of the targets, with 32 bits, another byte order, and the packages' second processor, are those of `--check`.
const CHECKED: usize = 3;

const TARGETS: [Target; 6] = [
    Target { triple: "i686-unknown-linux-gnu", debian: "i686-linux-gnu", emulator: None },
    Target { triple: "s390x-unknown-linux-gnu", debian: "s390x-linux-gnu", emulator: Some("qemu-s390x") },
    Target { triple: "aarch64-unknown-linux-gnu", debian: "aarch64-linux-gnu", emulator: Some("qemu-aarch64") },
    Target { triple: "armv7-unknown-linux-gnueabihf", debian: "arm-linux-gnueabihf", emulator: Some("qemu-arm") },
    Target { triple: "riscv64gc-unknown-linux-gnu", debian: "riscv64-linux-gnu", emulator: Some("qemu-riscv64") },
    Target { triple: "powerpc64le-unknown-linux-gnu", debian: "powerpc64le-linux-gnu", emulator: Some("qemu-ppc64le") },
];

fn find(name: &str) -> Result<&'static Target, String> {
    let named = TARGETS.iter().find(|target| target.triple == name || architecture(target.triple) == name);
    named.ok_or_else(|| format!("the targets are {}", TARGETS.map(|target| target.triple).join(", ")))
}

impl Target {
    /// The variable of the environment by which Cargo is told this of the target.
    fn variable(&self, name: &str) -> String {
        format!("CARGO_TARGET_{}_{name}", self.triple.to_uppercase().replace('-', "_"))
    }

    fn linker(&self) -> String {
        format!("{}-gcc", self.debian)
    }
}

/// A target's processor architecture, as Rust names it.
pub(crate) fn architecture(triple: &str) -> &str {
    triple.split_once('-').map_or(triple, |(architecture, _)| architecture)
}

/// The program that links for a target: Debian's cross compiler, or this machine's own.
///
/// # Errors
/// This machine's own target is unknown.
pub(crate) fn linker(triple: &str) -> Result<String, Failure> {
    let host = dist::host_target()?;
    let cross = TARGETS.iter().find(|target| target.triple == triple && triple != host);
    Ok(cross.map_or_else(|| "cc".to_owned(), Target::linker))
}

/// Makes Cargo build a program that aborts on a panic for a target, with Debian's cross compiler where this is not the
/// machine's own.
///
/// # Errors
/// There is no standard library for the target.
pub(crate) fn prepare(command: &mut Command, triple: &str) -> Result<(), Failure> {
    let library = library::find(&[triple])?;
    if let (library::Library::Source(_), Some(target)) = (&library, TARGETS.iter().find(|it| it.triple == triple)) {
        command.env(target.variable("LINKER"), target.linker());
    }
    library.configure(command, "std,panic_abort");
    Ok(())
}

/// Runs the unit tests; what cannot be had here is left out, in one line.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    if options.debian_rust {
        return debian_rust::run();
    }
    let chosen: Vec<_> = match &*options.targets {
        [] if options.check => TARGETS[..CHECKED].iter().collect(),
        [] => TARGETS.iter().collect(),
        named => named.to_vec(),
    };
    let (mut available, mut triples) = (Vec::new(), Vec::new());
    for target in chosen {
        match lacking(target) {
            Some(reason) => left_out(target.triple, &reason),
            None => {
                available.push(target);
                triples.push(target.triple);
            }
        }
    }
    if available.is_empty() {
        return Ok(());
    }
    match library::find(&triples) {
        Ok(library) => test(&available, &library),
        Err(failure) => {
            left_out(&triples.join(", "), &failure);
            Ok(())
        }
    }
}

fn left_out(what: &str, why: &str) {
    println!("left out: unit tests for {what}: {}", tools::in_one_line(why));
}

/// Tests of large amounts, which take minutes under an emulator: the processor makes no other difference to them.
const LOADS: &[&str] = &[
    "a_thousand_children",
    "input_that_is_not_read",
    "a_million_keys",
    "races::",
    "letters_come_back",
    "takes_no_more_memory_than_its_text",
    "in_linear_time",
    "a_large_payload_is_never_held",
];

/// Runs the unit tests of agent and runtime for these targets.
fn test(targets: &[&Target], library: &library::Library) -> Result<(), Failure> {
    let mut command = programs::cargo();
    command
        .args(["test", "--quiet", "--no-fail-fast", "--lib", "--package", "qga-runtime", "--package", "qga-agent"])
        .arg("--target-dir")
        .arg(folder())
        // Emulators are slow, and these programs are not debugged.
        .envs([("PROPTEST_CASES", "8"), ("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_INCREMENTAL", "0")]);
    command.args(unoptimized());
    for target in targets {
        // A static program finds its files where they are; a C library's folder would be the emulator's root folder.
        command
            .args(["--target", target.triple])
            .env(target.variable("LINKER"), target.linker())
            .env(target.variable("RUSTFLAGS"), "-C target-feature=+crt-static")
            .envs(target.emulator.map(|emulator| (target.variable("RUNNER"), emulator)));
    }
    library.configure(&mut command, "std,test,panic_unwind");
    command.arg("--").args(LOADS.iter().flat_map(|test| ["--skip", test]));
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("unit tests for other targets: {status}")) }
}

/// Options of Cargo that undo the workspace's optimisation of single crates, which takes longer than these tests.
fn unoptimized() -> impl Iterator<Item = String> {
    let packages = ["prettyplease", "proc-macro2", "syn", "xtask"];
    packages.into_iter().map(|package| format!("--config=profile.dev.package.{package}.opt-level=0"))
}

/// The Debian packages that this machine lacks for a target, as a reason.
fn lacking(target: &Target) -> Option<Failure> {
    let all = tools::missing(Purpose::OtherTargets).chain(tools::missing(Purpose::AllTargets));
    let needed = all.filter(|(program, package)| {
        program.contains(target.debian) || target.emulator.is_some() && *package == "qemu-user"
    });
    let missing: Vec<_> = needed.map(|tool| tool.1).collect();
    (!missing.is_empty()).then(|| format!("not installed: {}", missing.join(", ")))
}

/// The folder of all that is built here.
fn folder() -> PathBuf {
    programs::target_folder().join("targets")
}
