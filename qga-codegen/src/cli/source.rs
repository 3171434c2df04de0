//! Reads schemas from files, standard input and git revisions.

use std::convert::Infallible;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};
use std::str::FromStr;

use qga_schema::{Options, Schema, read_file};

use super::Error;

/// The place of a schema's root file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    File(PathBuf),
    StandardInput,
    Git {
        /// The revision, such as a tag.
        revision: String,
        /// The path from the root of the repository or, with `./` in front, from the current folder.
        path: String,
    },
}

/// The name of standard input in messages.
const STDIN: &str = "<stdin>";

impl FromStr for Source {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        let git = text.strip_prefix("git:").and_then(|rest| rest.split_once(':'));
        Ok(match git {
            Some((revision, path)) => Self::Git { revision: revision.to_owned(), path: path.to_owned() },
            None if text == "-" => Self::StandardInput,
            None => Self::File(text.into()),
        })
    }
}

impl Source {
    /// Reads and checks the schema with all files it includes.
    pub(super) fn load(&self, options: &Options) -> Result<Schema, qga_schema::Error> {
        match self {
            Self::File(path) => Schema::load_with(path, options),
            Self::StandardInput => {
                let root = Path::new(STDIN);
                let read = |path: &Path| if path == root { limited(&mut io::stdin().lock()) } else { read_file(path) };
                Schema::load_from(root, options, read)
            }
            Self::Git { revision, path } => {
                // Files of the revision are below a folder of this name, which no message and no include leaves.
                let folder = PathBuf::from(format!("git:{revision}:"));
                let read = |path: &Path| read_blob(revision, path.strip_prefix(&folder).unwrap_or(path));
                match in_repository(path) {
                    Ok(path) => Schema::load_from(folder.join(path), options, read),
                    Err(error) => {
                        let message = error.to_string();
                        let fail = |_: &Path| Err(io::Error::other(message.clone()));
                        Schema::load_from(folder.join(path), options, fail)
                    }
                }
            }
        }
    }

    /// The text that names it on the command line.
    pub(super) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::StandardInput => "-".to_owned(),
            Self::Git { revision, path } => format!("git:{revision}:{path}"),
        }
    }

    /// The name of the root file without its folders.
    pub(super) fn file_name(&self) -> String {
        match self {
            Self::File(path) => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Self::StandardInput => STDIN.to_owned(),
            Self::Git { path, .. } => path.rsplit('/').next().unwrap_or_default().to_owned(),
        }
    }
}

/// Refuses a second schema from standard input, which can be read once.
pub(super) fn read_once<'a>(sources: impl IntoIterator<Item = &'a Source>) -> Result<(), Error> {
    match sources.into_iter().filter(|source| **source == Source::StandardInput).count() {
        0 | 1 => Ok(()),
        _ => Err(Error::Usage("only one schema can come from standard input".to_owned())),
    }
}

/// The path from the root of the repository; `./` in front makes it relative to the current folder.
fn in_repository(path: &str) -> io::Result<PathBuf> {
    if !path.starts_with("./") && !path.starts_with("../") {
        return Ok(path.trim_start_matches('/').into());
    }
    let prefix = git(&["rev-parse", "--show-prefix"])?;
    normal(&Path::new(String::from_utf8_lossy(&prefix).trim_end()).join(path))
}

/// Reads a file of a revision.
fn read_blob(revision: &str, path: &Path) -> io::Result<Vec<u8>> {
    if revision.is_empty() || revision.starts_with('-') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a revision of git is missing in front of the path"));
    }
    let path = normal(path)?;
    git(&["cat-file", "blob", &format!("{revision}:{}", path.display())])
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> io::Result<PathBuf> {
    let mut parts = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir if !parts.pop() => {
                return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is outside of the repository"));
            }
            Component::Normal(part) => parts.push(part),
            _ => {}
        }
    }
    Ok(parts)
}

/// Runs git and returns its output, or its error message.
fn git(arguments: &[&str]) -> io::Result<Vec<u8>> {
    let mut child = Command::new("git")
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let output = child.stdout.take().map(|mut pipe| limited(&mut pipe));
    // The message is a line, so git does not wait for its reader while the output is read.
    let mut message = String::new();
    if let Some(mut pipe) = child.stderr.take() {
        pipe.read_to_string(&mut message)?;
    }
    match child.wait()?.success() {
        true => output.unwrap_or_else(|| Ok(Vec::new())),
        false => Err(io::Error::other(message.trim().to_owned())),
    }
}

/// Reads up to the end, which has to come within 256 MiB.
fn limited(input: &mut dyn Read) -> io::Result<Vec<u8>> {
    const MAX_BYTES: u64 = 1 << 28;
    let mut bytes = Vec::new();
    input.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > MAX_BYTES {
        true => Err(io::Error::new(io::ErrorKind::InvalidData, "it is larger than 256 MiB")),
        false => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::{Source, normal};
    use std::path::Path;

    #[test]
    fn the_spelling_selects_the_kind_of_source() {
        let git = |revision: &str, path: &str| Source::Git { revision: revision.into(), path: path.into() };
        for (text, source) in [
            ("-", Source::StandardInput),
            ("a.json", Source::File("a.json".into())),
            ("./git:a:b", Source::File("./git:a:b".into())),
            ("git:a", Source::File("git:a".into())),
            ("git:origin/main:qapi/a.json", git("origin/main", "qapi/a.json")),
            ("git:HEAD:./a.json", git("HEAD", "./a.json")),
        ] {
            assert_eq!(text.parse(), Ok(source.clone()), "{text}");
            assert_eq!(source.name(), text);
        }
    }

    #[test]
    fn paths_of_a_repository_stay_in_it() {
        assert_eq!(normal(Path::new("a/./../b/c.json")).expect("inside"), Path::new("b/c.json"));
        assert!(normal(Path::new("a/../../b.json")).is_err());
    }
}
