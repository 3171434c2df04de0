//! `qga cp`: copies files and folders between this host and a guest.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use clap::{Arg, ArgMatches, Command};
use qga_client::{Client, Copied, CopyFile};

use crate::command_line::switch;
use crate::context::{self, Context};
use crate::failure::Failure;
use crate::guest_path::{Place, copy_failure};
use crate::progress::Bar;
use crate::signals;
use crate::standard_input::StandardInput;

mod folder;

pub(crate) fn command() -> Command {
    Command::new("cp")
        .about("Copy files between this host and the guest")
        .override_usage("qga cp [-r] [--resume] SOURCE... DESTINATION")
        .arg(
            Arg::new("places")
                .value_name("PLACE")
                .num_args(2..)
                .required(true)
                .help("Sources and destination; TARGET:PATH is in the guest, :PATH in that of --target, - a stream"),
        )
        .arg(switch("recursive", "Copy folders and all that is in them").short('r'))
        .arg(switch("resume", "Go on where an earlier copy ended"))
        .after_help(
            "Modes and times are kept. A file is written as NAME.part and gets its name when it is whole and its\n\
             checksum is right, where the guest has a shell; qga says if it could not. --resume goes on with such a part.\n\
             Links and devices are not copied. With more than one source the destination is a folder.\n\n\
             Examples:\n  qga cp site.tar /run/vm1.sock:/srv/\n  qga cp -r vsock:3:9000:/etc/nginx backup/\n  \
             qga -s /run/vm1.sock cp :/etc/hosts -",
        )
}

/// How to copy.
struct How {
    recursive: bool,
    resume: bool,
    /// True after ctrl-C and the like; a second one ends this process.
    interrupt: Arc<AtomicBool>,
}

impl How {
    /// Copies one file, with a bar.
    fn copy(&self, copy: CopyFile<'_, Client>, name: &str) -> Result<Copied, Failure> {
        self.copy_stream(copy, name).inspect_err(|failure| {
            if matches!(failure, Failure::Interrupted) {
                context::note(&format!("{name}: interrupted; what was copied is kept, --resume goes on with it"));
            }
        })
    }

    /// Copies what can be read only once, with a bar.
    fn copy_stream(&self, copy: CopyFile<'_, Client>, name: &str) -> Result<Copied, Failure> {
        let bar = Bar::new(name);
        let copy = if self.resume { copy.resume() } else { copy };
        copy.progress(|at| bar.show(at)).interrupt(Arc::clone(&self.interrupt)).run().map_err(copy_failure)
    }
}

pub(crate) fn run(context: &mut Context, matches: &ArgMatches) -> Result<ExitCode, Failure> {
    let mut places: Vec<Place> =
        matches.get_many::<String>("places").unwrap_or_default().map(|word| Place::read(word)).collect();
    let Some(destination) = places.pop() else { return Err(Failure::usage("no destination")) };
    let how = How {
        recursive: matches.get_flag("recursive"),
        resume: matches.get_flag("resume"),
        interrupt: signals::interrupt()?,
    };
    let many = places.len() > 1;
    let mut outcome = ExitCode::SUCCESS;
    for source in places {
        let copied = match (source, &destination) {
            (Place::Guest { target, path }, Place::Guest { .. }) => Err(Failure::usage(format!(
                "{}:{path} and the destination are both in a guest; copy through this host",
                target.unwrap_or_default()
            ))),
            (source, Place::Guest { target, path }) => {
                let target = context.target_or(target.as_deref())?;
                to_guest(context.client_of(&target)?, source, path, many, &how)
            }
            (Place::Guest { target, path }, destination) => {
                let target = context.target_or(target.as_deref())?;
                from_guest(context.client_of(&target)?, &path, destination, many, &how)
            }
            _ => Err(Failure::usage("neither side is in a guest: write TARGET:PATH, or :PATH with --target")),
        };
        match copied {
            // Nothing was done yet, and nothing will be.
            Err(failure @ (Failure::Usage(_) | Failure::Interrupted)) => return Err(failure),
            Err(failure) => outcome = failure.report(),
            Ok(code) if code == ExitCode::SUCCESS => {}
            Ok(code) => outcome = code,
        }
    }
    Ok(outcome)
}

fn to_guest(client: &mut Client, source: Place, path: &str, many: bool, how: &How) -> Result<ExitCode, Failure> {
    let path = if many { format!("{}/", path.trim_end_matches('/')) } else { path.to_owned() };
    let source = match source {
        Place::Host(source) => source,
        _ => {
            let copied = how.copy_stream(client.put(StandardInput::until(&how.interrupt), &path), &path)?;
            tell(&path, copied);
            return Ok(ExitCode::SUCCESS);
        }
    };
    if source.is_dir() {
        folder_needs(how, &source)?;
        return folder::to_guest(client, &source, &path, how);
    }
    let name = source.display().to_string();
    let copied = how.copy(client.copy_to(source, &path), &name)?;
    tell(&name, copied);
    Ok(ExitCode::SUCCESS)
}

fn from_guest(client: &mut Client, path: &str, to: &Place, many: bool, how: &How) -> Result<ExitCode, Failure> {
    let Place::Host(to) = to else {
        let mut file = client.open(path)?;
        super::cat::copy(&mut file, path, &how.interrupt)?;
        return Ok(ExitCode::SUCCESS);
    };
    if many && !to.is_dir() {
        return Err(Failure::usage(format!("{} is no folder for more than one source", to.display())));
    }
    // A folder that was not made yet is no name for a file.
    if to.as_os_str().as_encoded_bytes().ends_with(b"/") && !to.is_dir() && !how.recursive {
        return Err(Failure::host(format!("there is no folder {}", to.display())));
    }
    if how.recursive && client.is_folder(path).map_err(copy_failure)? {
        return folder::from_guest(client, path, to, how);
    }
    let copied = how.copy(client.copy_from(path, to), path)?;
    tell(path, copied);
    Ok(ExitCode::SUCCESS)
}

fn folder_needs(how: &How, source: &Path) -> Result<(), Failure> {
    if how.recursive {
        return Ok(());
    }
    Err(Failure::host(format!("{} is a folder; copy it with -r", source.display())))
}

/// Says what was not possible.
pub(crate) fn tell(name: &str, copied: Copied) {
    if copied.is_in_place && !copied.is_checked {
        context::note(&format!(
            "{name}: written in place and not checked: the agent runs no shell in the guest, or it is no file"
        ));
    } else if !copied.is_checked && copied.bytes > 0 {
        context::note(&format!("{name}: not checked: the guest makes no checksum of it"));
    }
}

/// The last name of a path of this host, as text.
fn name_of(path: &Path) -> Result<String, Failure> {
    let full: PathBuf = path.canonicalize().map_err(|error| Failure::host(format!("{}: {error}", path.display())))?;
    let name = full.file_name().and_then(|name| name.to_str()).map(str::to_owned);
    name.ok_or_else(|| Failure::host(format!("{} has no name that the guest can have", path.display())))
}
