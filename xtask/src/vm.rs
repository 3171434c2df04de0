//! `cargo xtask vm`: a small Debian guest, booted by QEMU, in which the agent is tested.

mod accelerator;
mod agent_client;
mod attempt;
mod base64;
mod ci;
mod compare;
mod confinement;
mod console;
mod crash;
mod hardware;
mod image;
mod libvirt;
mod lines;
mod machine;
mod monitor;
mod payload;
mod qcow2;
pub(crate) mod scenario;
mod shell;
mod test;
mod tool;

use std::path::PathBuf;

use crate::programs::{self, Failure};
use crate::tools::{self, Purpose};

/// The subcommands of `cargo xtask vm`.
#[derive(clap::Subcommand)]
pub(crate) enum Task {
    /// Build the guest's image, unless it is up to date, and print its folder.
    Build {
        /// Install the Debian packages that building and booting need.
        #[arg(long)]
        install: bool,
        /// The guest of `test --selinux` instead.
        #[arg(long)]
        selinux: bool,
    },
    /// Install the tools, boot the guest once, compare and test in it.
    Ci,
    /// Boot the guest and run the behaviour tests in it.
    Test(test::Options),
    /// Boot the guest and compare our answers with those of the reference agent.
    Compare(compare::Options),
    /// Boot the guest as a libvirt domain and run virsh's commands for guest agents.
    Libvirt(libvirt::Options),
    /// Boot the guest and open a shell in it.
    Shell,
}

/// Runs a subcommand.
pub(crate) fn run(task: &Task) -> Result<(), Failure> {
    match task {
        Task::Build { install, selinux } => {
            if *install {
                tools::install(Purpose::Guest)?;
                tools::install(Purpose::Libvirt)?;
            }
            let image = image::build(if *selinux { image::Kind::Selinux } else { image::Kind::Small })?;
            println!("{}", image.folder.display());
            Ok(())
        }
        Task::Ci => ci::run(),
        Task::Test(options) => test::run(options),
        Task::Compare(options) => compare::run(options),
        Task::Libvirt(options) => libvirt::run(options),
        Task::Shell => shell::run(),
    }
}

/// The unpacked Debian system that the guest is made of, with Debian's own agent; built if an earlier run has not.
pub(crate) fn base() -> Result<PathBuf, Failure> {
    image::base(image::Kind::Small)
}

/// The folder of images, disks and logs.
fn folder() -> PathBuf {
    programs::target_folder().join("vm")
}

/// The folder of the guest's own files and the scenarios.
fn sources() -> PathBuf {
    programs::workspace().join("xtask").join("vm")
}

/// Explains an I/O error: what was being done, to what.
fn cannot<E: std::fmt::Display>(what: impl std::fmt::Display) -> impl FnOnce(E) -> Failure {
    move |error| format!("cannot {what}: {error}")
}
