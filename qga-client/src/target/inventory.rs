//! The inventory: names and groups in `targets.toml`, in the user's and in the system's configuration folder.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use indexmap::IndexMap;
use serde::Deserialize;

use super::{Source, Target, TargetError, Way};

/// The system's folder.
const SYSTEM: &str = "/etc/qga";

/// A file is not read further than this.
const MAX_BYTES: u64 = 16 << 20;

/// What the files say; a name in the user's file hides the same name in the system's.
#[derive(Debug, Default)]
pub(super) struct Inventory {
    targets: IndexMap<String, Target>,
    groups: IndexMap<String, Vec<String>>,
}

/// One file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Names, and how each is reached.
    #[serde(default)]
    targets: IndexMap<String, String>,
    /// Names of targets, and of groups with an `@`.
    #[serde(default)]
    groups: IndexMap<String, Vec<String>>,
}

impl Inventory {
    /// Reads both files; one that is missing is empty.
    pub(super) fn read() -> Result<Self, TargetError> {
        let mut inventory = Inventory::default();
        for path in user_folder().into_iter().chain([SYSTEM.into()]) {
            inventory.add(&path.join("targets.toml"))?;
        }
        Ok(inventory)
    }

    fn add(&mut self, path: &Path) -> Result<(), TargetError> {
        let wrong = |reason: String| TargetError::Inventory { path: path.to_owned(), reason };
        let text = match read_file(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(wrong(error.to_string())),
        };
        // An error of the library shows the line over several; its first names the place.
        let file: File = toml::from_str(&text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            wrong(format!("line {line}: {}", error.message()))
        })?;
        for (name, way) in file.targets {
            let way: Way = way.parse().map_err(|error: TargetError| wrong(format!("{name}: {error}")))?;
            if is_name(&name) {
                let source = Source::Inventory(path.to_owned());
                self.targets.entry(name.clone()).or_insert(Target { name, way, source });
            } else {
                return Err(wrong(format!(
                    "'{name}' cannot be a name: it is empty, has one of , @ * ? [ : / or a blank at an end"
                )));
            }
        }
        for (name, members) in file.groups {
            self.groups.entry(name).or_insert(members);
        }
        Ok(())
    }

    pub(super) fn targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.values()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Target> {
        self.targets.get(name)
    }

    /// The members of a group, whose name comes without its `@`.
    pub(super) fn group(&self, name: &str) -> Option<&[String]> {
        self.groups.get(name).map(Vec::as_slice)
    }
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.trim() == name && !name.contains([',', '@', '*', '?', '[', ':', '/'])
}

fn read_file(path: &Path) -> io::Result<String> {
    let file = fs::File::open(path)?;
    io::read_to_string(io::Read::take(file, MAX_BYTES))
}

fn user_folder() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    Some(set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?.join("qga"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_file_wins_and_what_is_wrong_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).expect("writable");
            path
        };
        let mut inventory = Inventory::default();
        for (name, text) in [
            ("user", "[targets]\nweb1 = './a.sock'\n[groups]\nweb = ['web1', 'web2']"),
            ("system", "[targets]\nweb1 = './b.sock'\nweb2 = 'libvirt:web2'"),
        ] {
            inventory.add(&write(name, text)).expect("read");
        }
        inventory.add(&folder.path().join("missing")).expect("an empty one");
        let ways: Vec<String> = inventory.targets().map(|target| format!("{} {}", target.name, target.way)).collect();
        assert_eq!(ways, ["web1 unix:./a.sock", "web2 libvirt:web2"]);
        assert_eq!(inventory.group("web"), Some(["web1".to_owned(), "web2".to_owned()].as_slice()));
        for (text, expected) in [
            ("[targets]\nweb1 = 7", "line 2: invalid type: integer `7`, expected a string"),
            ("[target]\n", "line 1: unknown field `target`, expected `targets` or `groups`"),
            ("[targets]\nweb1 = 'web2'", "web1: no target: 'web2'"),
            ("[targets]\n'web*' = './a'", "'web*' cannot be a name"),
            ("[targets]\n' web' = './a'", "' web' cannot be a name"),
            ("[targets]\n'' = './a'", "'' cannot be a name: it is empty"),
        ] {
            let error = inventory.add(&write("wrong", text)).expect_err(text).to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
