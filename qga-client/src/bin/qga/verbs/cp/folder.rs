//! Copies a folder and everything in it, file by file.
//!
//! Names that a guest chose lead nowhere but into the new folder: the library refuses those that would, and a link that
//! stands in the way is not followed.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use qga_client::{Attributes, Client};

use super::{How, name_of, tell};
use crate::context;
use crate::failure::Failure;
use crate::guest_path::copy_failure;

/// Folders within folders, at most: links are not followed, so this is no bound for honest trees.
const MAX_DEPTH: usize = 100;

/// What is in a folder of this host.
#[derive(Default)]
struct Found {
    /// Below the folder, each before what is in it; the folder itself is the first.
    folders: Vec<(PathBuf, Attributes)>,
    files: Vec<PathBuf>,
}

pub(super) fn to_guest(client: &mut Client, source: &Path, path: &str, how: &How) -> Result<ExitCode, Failure> {
    let mut found = Found::default();
    find(source, Path::new(""), 0, &mut found)?;
    let mut root = path.trim_end_matches('/').to_owned();
    if path.ends_with('/') || client.is_folder(path).map_err(copy_failure)? {
        root = format!("{root}/{}", name_of(source)?);
    }
    let in_guest = |below: &Path| match below.to_str() {
        Some("") => Some(root.clone()),
        below => below.map(|below| format!("{root}/{below}")),
    };
    let mut outcome = ExitCode::SUCCESS;
    let mut kept: Vec<(String, Attributes)> =
        found.folders.iter().filter_map(|(folder, attributes)| Some((in_guest(folder)?, *attributes))).collect();
    let folders: Vec<String> = kept.iter().map(|(folder, _)| folder.clone()).collect();
    client.make_folders(&folders).map_err(copy_failure)?;
    for file in found.files {
        let name = source.join(&file);
        let Some(path) = in_guest(&file) else {
            outcome = Failure::host(format!("{}: its name is no text, as a guest wants it", name.display())).report();
            continue;
        };
        match how.copy(client.copy_to(&name, path), &name.display().to_string()) {
            Ok(copied) => tell(&name.display().to_string(), copied),
            Err(failure @ Failure::Interrupted) => return Err(failure),
            Err(failure) => outcome = failure.report(),
        }
    }
    // What is made in a folder changes its time, and may need rights that it is not to have.
    kept.reverse();
    if !client.keep_folders(&kept).map_err(copy_failure)? {
        context::note(&format!("{}: modes or times of folders are not kept", source.display()));
    }
    Ok(outcome)
}

/// Finds what is in a folder; `below` leads from the first to this one.
fn find(source: &Path, below: &Path, depth: usize, found: &mut Found) -> Result<(), Failure> {
    let folder = source.join(below);
    let unread = |error| Failure::host(format!("{}: {error}", folder.display()));
    if depth > MAX_DEPTH {
        return Err(Failure::host(format!("{} is too deep", folder.display())));
    }
    let attributes = fs::metadata(&folder).map_err(unread).map(|metadata| Attributes::of(&metadata))?;
    found.folders.push((below.to_owned(), attributes));
    let mut entries = fs::read_dir(&folder).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(unread)?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (kind, path) = (entry.file_type().map_err(unread)?, below.join(entry.file_name()));
        if kind.is_dir() {
            find(source, &path, depth + 1, found)?;
        } else if kind.is_file() {
            found.files.push(path);
        } else {
            context::note(&format!("{}: left out; it is no file and no folder", entry.path().display()));
        }
    }
    Ok(())
}

pub(super) fn from_guest(client: &mut Client, path: &str, to: &Path, how: &How) -> Result<ExitCode, Failure> {
    let listing = client.list_tree(path).map_err(copy_failure)?;
    let mut root = to.to_owned();
    if to.is_dir() {
        // The user wrote that path; its last part is a name.
        let name = path.rsplit('/').find(|name| !matches!(*name, "" | "." | "..")).unwrap_or("guest");
        root.push(name);
    }
    make_folder(&root)?;
    for skipped in listing.skipped {
        context::note(&format!(
            "{path}/{skipped}: left out; it is no file and no folder, or its name is not safe here"
        ));
    }
    let mut outcome = ExitCode::SUCCESS;
    let mut kept = vec![(root.clone(), listing.attributes)];
    for entry in listing.entries {
        let mut host = root.clone();
        host.extend(&entry.names);
        let guest = format!("{}/{}", path.trim_end_matches('/'), entry.names.join("/"));
        let copied = if entry.is_folder {
            kept.push((host.clone(), entry.attributes));
            make_folder(&host)
        } else if is_link(&host) {
            Err(Failure::host(format!("{}: a link is in the way", host.display())))
        } else {
            how.copy(client.copy_from(&guest, &host), &guest).map(|copied| tell(&guest, copied))
        };
        match copied {
            Ok(()) => {}
            Err(failure @ Failure::Interrupted) => return Err(failure),
            Err(failure) => outcome = failure.report(),
        }
    }
    // What is made in a folder changes its time, and may need rights that it is not to have.
    for (folder, attributes) in kept.into_iter().rev() {
        let Some(attributes) = attributes.filter(|_| !is_link(&folder)) else { continue };
        if !File::open(&folder).and_then(|folder| attributes.give(&folder)).unwrap_or(false) {
            context::note(&format!("{}: its mode or time is not kept", folder.display()));
        }
    }
    Ok(outcome)
}

fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink())
}

/// Makes a folder unless there is one. A link to one is none.
fn make_folder(path: &Path) -> Result<(), Failure> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
        return Ok(());
    }
    fs::create_dir(path).map_err(|error| Failure::host(format!("cannot make the folder {}: {error}", path.display())))
}
