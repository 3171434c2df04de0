//! `cargo xtask vm`: a small Debian guest, booted by QEMU, in which the agent proves what it does.

mod accelerator;
mod attempt;
mod base64;
mod channel;
mod ci;
mod compare;
mod console;
mod crash;
mod image;
mod libvirt;
mod lines;
mod machine;
mod monitor;
mod payload;
mod qcow2;
mod scenario;
mod shell;
mod test;
mod tool;

use std::path::PathBuf;

use crate::programs::{self, Failure};
use crate::tools::{self, Purpose};

/// What to do with the guest.
#[derive(clap::Subcommand)]
pub(crate) enum Task {
    /// Build the guest's image, or say where it is when it is up to date.
    Build {
        /// Install the Debian packages that building and booting it need.
        #[arg(long)]
        install: bool,
    },
    /// Install what is needed, boot the guest once, compare and test in it.
    Ci,
    /// Boot the guest and run the behaviour tests in it.
    Test(test::Options),
    /// Boot the guest and compare our answers with those of the reference agent.
    Compare(compare::Options),
    /// Boot the guest as a libvirt domain and run virsh's commands for guest agents.
    Libvirt(libvirt::Options),
    /// Boot the guest and look around in it.
    Shell,
}

/// Does what was asked for.
pub(crate) fn run(task: &Task) -> Result<(), Failure> {
    match task {
        Task::Build { install } => {
            if *install {
                tools::install(Purpose::Guest)?;
                tools::install(Purpose::Libvirt)?;
            }
            let image = image::build()?;
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

/// Where everything about guests is kept.
fn folder() -> PathBuf {
    programs::target_folder().join("vm")
}

/// Where the guest's own files and the scenarios are.
fn sources() -> PathBuf {
    programs::workspace().join("xtask").join("vm")
}

/// Explains an I/O error: what was being done, to what.
fn cannot<E: std::fmt::Display>(what: impl std::fmt::Display) -> impl FnOnce(E) -> Failure {
    move |error| format!("cannot {what}: {error}")
}
