//! `cargo xtask targets`: builds agent and runtime for other processors and runs their unit tests.

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::programs::{self, Failure};
use crate::tools::{self, Purpose};

mod debian_rust;
mod library;

/// What is built and tested.
#[derive(Args)]
pub(crate) struct Options {
    /// Only a 32-bit processor, and the runtime for a big-endian one.
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
    /// The program that runs its programs with the C library in the folder that follows.
    runner: &'static str,
}

const TARGETS: [Target; 6] = [
    Target {
        triple: "i686-unknown-linux-gnu",
        debian: "i686-linux-gnu",
        runner: "/usr/i686-linux-gnu/lib/ld-linux.so.2 --library-path /usr/i686-linux-gnu/lib",
    },
    Target {
        triple: "s390x-unknown-linux-gnu",
        debian: "s390x-linux-gnu",
        runner: "qemu-s390x -L /usr/s390x-linux-gnu",
    },
    Target {
        triple: "aarch64-unknown-linux-gnu",
        debian: "aarch64-linux-gnu",
        runner: "qemu-aarch64 -L /usr/aarch64-linux-gnu",
    },
    Target {
        triple: "armv7-unknown-linux-gnueabihf",
        debian: "arm-linux-gnueabihf",
        runner: "qemu-arm -L /usr/arm-linux-gnueabihf",
    },
    Target {
        triple: "riscv64gc-unknown-linux-gnu",
        debian: "riscv64-linux-gnu",
        runner: "qemu-riscv64 -L /usr/riscv64-linux-gnu",
    },
    Target {
        triple: "powerpc64le-unknown-linux-gnu",
        debian: "powerpc64le-linux-gnu",
        runner: "qemu-ppc64le -L /usr/powerpc64le-linux-gnu",
    },
];

fn find(name: &str) -> Result<&'static Target, String> {
    let named = TARGETS.iter().find(|target| target.triple == name || target.triple.split('-').next() == Some(name));
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

/// Makes Cargo build a program that aborts on a panic for a target, with Debian's cross compiler where this is not the
/// machine's own.
///
/// # Errors
/// There is no standard library for the target.
pub(crate) fn prepare(command: &mut Command, triple: &str) -> Result<(), Failure> {
    let library = library::find(triple)?;
    if let (library::Library::Source(_), Some(target)) = (&library, TARGETS.iter().find(|it| it.triple == triple)) {
        command.env(target.variable("LINKER"), target.linker());
    }
    library.configure(command, "std,panic_abort");
    Ok(())
}

/// Runs the unit tests; what cannot be had here is left out, in one line.
pub(crate) fn run(options: &Options) -> Result<(), Failure> {
    const BOTH: &[&str] = &["qga-runtime", "qga-agent"];
    const RUNTIME: &[&str] = &["qga-runtime"];
    if options.debian_rust {
        return debian_rust::run();
    }
    if options.check {
        test(&TARGETS[0], BOTH)?;
        return test(&TARGETS[1], RUNTIME);
    }
    let chosen = if options.targets.is_empty() { TARGETS.iter().collect() } else { options.targets.clone() };
    let mut failed = Vec::new();
    for target in chosen {
        if let Err(failure) = test(target, BOTH) {
            println!("{}: {failure}", target.triple);
            failed.push(target.triple);
        }
    }
    if failed.is_empty() { Ok(()) } else { Err(format!("unit tests failed for {}", failed.join(", "))) }
}

/// Runs the unit tests of these packages for a target.
fn test(target: &Target, packages: &[&str]) -> Result<(), Failure> {
    let what = format!("unit tests of {} for {}", packages.join(" and "), target.triple);
    let library = match lacking(target).map_or_else(|| library::find(target.triple), Err) {
        Ok(library) => library,
        Err(failure) => {
            println!("left out: {what}: {}", tools::in_one_line(&failure));
            return Ok(());
        }
    };
    println!("{what}:");
    let mut command = cargo(target, &library);
    command.args(packages.iter().flat_map(|package| ["--package", package]));
    let status = command.status().map_err(|error| format!("cannot run cargo: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{what}: {status}")) }
}

/// The Debian packages that this machine lacks for a target, as a reason.
fn lacking(target: &Target) -> Option<Failure> {
    let runner = target.runner.split(' ').next().unwrap_or_default();
    let needed = |program: &str| program.contains(target.debian) || program == runner;
    let all = tools::missing(Purpose::OtherTargets).chain(tools::missing(Purpose::AllTargets));
    let missing: Vec<_> = all.filter(|(program, _)| needed(program)).map(|tool| tool.1).collect();
    (!missing.is_empty()).then(|| format!("not installed: {}", missing.join(", ")))
}

fn cargo(target: &Target, library: &library::Library) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(programs::workspace())
        .args(["test", "--quiet", "--lib", "--target", target.triple, "--target-dir"])
        .arg(folder())
        .env(target.variable("LINKER"), target.linker())
        .env(target.variable("RUNNER"), target.runner)
        // Emulators are slow, and these programs are not debugged.
        .envs([("PROPTEST_CASES", "8"), ("CARGO_PROFILE_DEV_DEBUG", "0"), ("CARGO_INCREMENTAL", "0")]);
    if target.runner.starts_with("qemu") {
        command.env("CARGO_PROFILE_DEV_OPT_LEVEL", "1");
    }
    library.configure(&mut command, "std,test,panic_unwind");
    command
}

/// The folder of all that is built here.
fn folder() -> PathBuf {
    programs::target_folder().join("targets")
}

/// Removes and makes a folder.
fn fresh(folder: &Path) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).map_err(|error| format!("cannot remove {}: {error}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).map_err(|error| format!("cannot create {}: {error}", folder.display()))
}
