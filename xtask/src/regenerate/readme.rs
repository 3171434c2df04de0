//! Writes the README's list of commands: the agent's file for each, and the operating systems that support it.

use std::fs;
use std::path::{Path, PathBuf};

use qga_schema::Schema;

use crate::programs::Failure;

const BEGIN: &str = "<!-- commands: written by `cargo xtask regenerate` -->\n";
const END: &str = "<!-- end of commands -->\n";

/// The folder of the agent's topics.
const TOPICS: &str = "qga-agent/src/commands";

/// The README as it should be, below the workspace's `root`.
pub(super) fn wanted(root: &Path, schema: &Schema) -> Result<String, Failure> {
    let topics = topics(root)?;
    let mut rows = String::from("| command | Linux | elsewhere | served in |\n|---|---|---|---|\n");
    for command in schema.commands() {
        let name = &command.common.name;
        let Some(topic) = topics.iter().find(|topic| topic.serves(name)) else {
            // A new command has no handler yet: that needs the generated code first.
            rows += &format!("| `{name}` | – | – | |\n");
            continue;
        };
        let (linux, elsewhere) = (topic.on_linux(name), topic.state(name, &topic.elsewhere));
        rows += &format!("| `{name}` | {linux} | {elsewhere} | `commands/{}.rs` |\n", topic.name);
    }
    replaced(&read(&root.join("README.md"))?, &rows)
}

fn replaced(readme: &str, rows: &str) -> Result<String, Failure> {
    let parts = readme.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = parts.ok_or_else(|| format!("README.md has no place for the commands: {BEGIN}{END}"))?;
    Ok(format!("{before}{BEGIN}\n{rows}\n{END}{after}"))
}

/// A file of the agent's commands, and its halves for operating systems.
pub(super) struct Topic {
    name: String,
    text: String,
    /// The text of the half for Linux, and of the one for other systems, if they exist.
    linux: Option<String>,
    elsewhere: Option<String>,
}

impl Topic {
    /// Whether it has the command's handler.
    pub(super) fn serves(&self, command: &str) -> bool {
        let camel: String = command.split('-').map(capitalised).collect();
        let handled = format!("command: commands::{camel}");
        self.text.match_indices(&handled).any(|(at, _)| self.text[at + handled.len()..].starts_with([',', ')']))
    }

    /// Whether Linux supports a command: `yes` or `–`.
    pub(super) fn on_linux(&self, command: &str) -> &'static str {
        self.state(command, &self.linux)
    }

    /// Whether a half supports a command. A topic without that half does not support the system, unless it has no halves.
    fn state(&self, command: &str, half: &Option<String>) -> &'static str {
        match half {
            None if self.text.contains("mod sys") => "–",
            Some(text) if unsupported(text).contains(&format!("\"{command}\"")) => "–",
            _ => "yes",
        }
    }
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_uppercase() + rest
}

/// The list in a half's `UNSUPPORTED`.
fn unsupported(half: &str) -> &str {
    let list = half.split_once("const UNSUPPORTED: &[&str] =").map_or("", |(_, rest)| rest);
    list.split_once(';').map_or(list, |(list, _)| list)
}

/// The agent's topics, below the workspace's `root`.
pub(super) fn topics(root: &Path) -> Result<Vec<Topic>, Failure> {
    let folder = root.join(TOPICS);
    let failed = |error| format!("cannot read {}: {error}", folder.display());
    let mut topics = Vec::new();
    for entry in fs::read_dir(&folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let (Some(name), Some("rs")) = (path.file_stem(), path.extension().and_then(|it| it.to_str())) else {
            continue;
        };
        let half = |names: &[&str]| -> Option<String> {
            let paths = names.iter().map(|half| path.with_extension("").join(half));
            paths.map(|path: PathBuf| read(&path)).find_map(Result::ok)
        };
        topics.push(Topic {
            name: name.to_string_lossy().into_owned(),
            text: read(&path)?,
            linux: half(&["linux.rs", "unix.rs"]),
            elsewhere: half(&["unsupported.rs"]),
        });
    }
    Ok(topics)
}

pub(super) fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topics_text_shows_the_commands_that_it_serves_and_lacks() {
        let text = "mod sys;\nfn a(command: commands::GuestFile, b: u8)\nfn c(_command: commands::GuestFileOpen)";
        let linux = "const UNSUPPORTED: &[&str] =\n    &[\"guest-file\"];\nconst NAME: &str = \"guest-file-open\";";
        let topic = Topic { name: "file".into(), text: text.into(), linux: Some(linux.into()), elsewhere: None };
        assert!(topic.serves("guest-file") && topic.serves("guest-file-open") && !topic.serves("guest-fil"));
        assert_eq!(topic.state("guest-file", &topic.linux), "–");
        assert_eq!(topic.state("guest-file-open", &topic.linux), "yes");
        assert_eq!(topic.state("guest-file-open", &topic.elsewhere), "–");
    }

    #[test]
    fn only_what_is_between_the_marks_changes() {
        let readme = format!("before\n{BEGIN}old\n{END}after\n");
        let new = replaced(&readme, "| new |\n").expect("both marks");
        assert_eq!(new, format!("before\n{BEGIN}\n| new |\n\n{END}after\n"));
        assert_eq!(replaced(&new, "| new |\n"), Ok(new.clone()));
        assert!(replaced("no marks", "").is_err());
    }
}
