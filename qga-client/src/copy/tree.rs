//! Folders of the guest: what is in them, by names that are safe to use on the host.

use crate::either::EitherClient;

use super::{Attributes, CopyError, lines, script, shell};

/// Everything below a folder of the guest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listing {
    /// Those of the folder itself, if the guest can say them.
    pub attributes: Option<Attributes>,
    /// Folders and files, a folder before what is in it.
    pub entries: Vec<TreeEntry>,
    /// What is no file and no folder, such as links and devices, and names that are no text or not safe.
    pub skipped: Vec<String>,
}

/// A folder or a file below a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TreeEntry {
    /// The names that lead to it. None is empty, `.` or `..`, or holds a `/` or NUL: pushed to a path one after the other,
    /// they stay below it, provided that there are no links in it.
    pub names: Vec<String>,
    /// Whether it is a folder.
    pub is_folder: bool,
    /// Those of a folder, if the guest can say them.
    pub attributes: Option<Attributes>,
}

/// Names in a listing at most: each takes memory beside its text, and a guest may send millions of them.
const MAX_NAMES: usize = 1 << 20;

/// Given to one script at a time.
const FOLDERS_AT_ONCE: usize = 200;

pub(super) async fn list<C: EitherClient>(client: &mut C, path: &str) -> Result<Listing, CopyError> {
    // To list a large tree takes about as long as to read as many MiB.
    let output = shell(client, script::LIST, &[path], 1 << 30).await?;
    let output =
        output.ok_or_else(|| CopyError::Guest { path: path.to_owned(), reason: "there is no shell".into() })?;
    lines(&output, path)?;
    let listing = if output.stdout_truncated { None } else { read(&output.stdout) };
    listing.ok_or_else(|| {
        let reason = "it holds more than can be listed at once; copy its folders one by one".to_owned();
        CopyError::Guest { path: path.to_owned(), reason }
    })
}

/// Reads what the script prints. It comes from the guest, and may hold anything. `None` for too many names.
fn read(text: &[u8]) -> Option<Listing> {
    if text.split(|byte| matches!(byte, 0 | b'/')).count() > MAX_NAMES {
        return None;
    }
    let mut listing = Listing::default();
    for line in text.split(|byte| *byte == 0) {
        let Some((kind, mut name)) = line.split_first() else { continue };
        let mut attributes = None;
        if let (b'd', Some(at)) = (kind, name.iter().position(|byte| *byte == b'/')) {
            attributes = std::str::from_utf8(&name[..at]).ok().and_then(Attributes::read);
            name = &name[at + 1..];
        }
        let name = name.strip_prefix(b"./").unwrap_or(name);
        match (kind, std::str::from_utf8(name).ok().and_then(names)) {
            (b'd', _) if name == b"." => listing.attributes = attributes,
            (b'd' | b'f', Some(names)) => {
                listing.entries.push(TreeEntry { names, is_folder: *kind == b'd', attributes });
            }
            _ => listing.skipped.push(String::from_utf8_lossy(name).into_owned()),
        }
    }
    // A folder's names are the beginning of those in it.
    listing.entries.sort_by(|one, other| one.names.cmp(&other.names));
    Some(listing)
}

/// The names of a path, if they are safe.
fn names(path: &str) -> Option<Vec<String>> {
    let names: Vec<String> = path.split('/').map(str::to_owned).collect();
    names.iter().all(|name| !name.is_empty() && name != "." && name != "..").then_some(names)
}

pub(super) async fn make_folders<C: EitherClient>(client: &mut C, paths: &[String]) -> Result<(), CopyError> {
    for paths in paths.chunks(FOLDERS_AT_ONCE) {
        let first = paths.first().map(String::as_str).unwrap_or_default();
        let parameters: Vec<&str> = paths.iter().map(String::as_str).collect();
        let output = shell(client, script::MAKE_FOLDERS, &parameters, 0).await?;
        let no_shell = || CopyError::Guest { path: first.to_owned(), reason: "there is no shell".into() };
        lines(&output.ok_or_else(no_shell)?, first)?;
    }
    Ok(())
}

pub(super) async fn keep<C: EitherClient>(client: &mut C, folders: &[(String, Attributes)]) -> Result<bool, CopyError> {
    let mut is_kept = true;
    for folders in folders.chunks(FOLDERS_AT_ONCE) {
        let parameters: Vec<String> = folders
            .iter()
            .flat_map(|(path, at)| [format!("{:o}", at.mode), at.seconds.to_string(), path.clone()])
            .collect();
        let parameters: Vec<&str> = parameters.iter().map(String::as_str).collect();
        let output = shell(client, script::KEEP, &parameters, 0).await?;
        is_kept &= output.is_some_and(|output| output.status.success());
    }
    Ok(is_kept)
}

pub(super) async fn is_folder<C: EitherClient>(client: &mut C, path: &str) -> Result<bool, CopyError> {
    let output = shell(client, script::IS_FOLDER, &[path], 0).await?;
    Ok(output.is_some_and(|output| output.status.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_elsewhere_are_skipped() {
        let text =
            b"d755 7/.\0d/./a\0f./a/b c\0f./../x\0f./a/../../x\0f/etc/x\0f./a//x\0fa/.\0o./link\0f./\xff\0f./new\nline\0f..\0";
        let listing = read(text).expect("few names");
        let entries: Vec<String> = listing.entries.iter().map(|entry| entry.names.join("|")).collect();
        assert_eq!(entries, ["a", "a|b c", "new\nline"]);
        assert_eq!(listing.attributes, Attributes::read("755 7"));
        assert_eq!(listing.skipped, ["../x", "a/../../x", "/etc/x", "a//x", "a/.", "link", "\u{fffd}", ".."]);
    }

    #[test]
    fn names_without_end_are_refused_before_any_is_kept() {
        let files = b"f./a\0".repeat(MAX_NAMES / 2 + 1);
        let deep = [b"f.".as_slice(), &b"/a".repeat(MAX_NAMES)].concat();
        assert_eq!((read(&files), read(&deep)), (None, None));
        assert_eq!(read(&b"f./a\0".repeat(9)).map(|listing| listing.entries.len()), Some(9));
    }
}
