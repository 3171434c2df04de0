//! `qapi doc`: writes the reference manual of a schema: its documentation as one Markdown page, commands by topic.

use std::collections::HashMap;
use std::process::ExitCode;

use clap::Args;
use qga_schema::Schema;
use qga_schema::ir::Definition;

use super::topics::{Topic, topics};
use super::{One, definition, print};

/// The schema, and the manual's title.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    schema: One,
    /// The manual's title; by default it names the file.
    #[arg(long)]
    title: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, super::Error> {
    let schema = arguments.schema.load()?;
    let file = arguments.schema.source.file_name();
    let title = arguments.title.clone().unwrap_or_else(|| format!("Reference of {file}"));
    print(&manual(&schema, &title))
}

fn manual(schema: &Schema, title: &str) -> String {
    let topics = topics(schema);
    let anchors = Anchors::new(title, &topics);
    let mut out = format!("# {title}\n\n");
    contents(&topics, &anchors, &mut out);
    for (number, topic) in topics.iter().enumerate() {
        if !topic.title.is_empty() {
            heading(topic.level, &topic.title, &mut out);
        }
        section(&super::markup::to_markdown(&topic.text, &|name| anchors.link(name)), &mut out);
        for definition in topic.ordered() {
            heading(topics[number].level + 1, definition.name(), &mut out);
            section(&definition::describe(definition, &|name| anchors.link(name)), &mut out);
        }
    }
    index(schema, &anchors, &mut out);
    out
}

/// Topics with their commands and events.
fn contents(topics: &[Topic<'_>], anchors: &Anchors, out: &mut String) {
    for (number, topic) in topics.iter().enumerate().filter(|(_, topic)| !topic.title.is_empty()) {
        let commands: Vec<_> = topic
            .ordered()
            .filter(|definition| !is_type(definition))
            .filter_map(|it| anchors.link(it.name()))
            .collect();
        let indent = "  ".repeat(topic.level.saturating_sub(2));
        let colon = if commands.is_empty() { "" } else { ": " };
        let anchor = &anchors.topics[number];
        out.push_str(&format!("{indent}- [{}](#{anchor}){colon}{}\n", topic.title, commands.join(", ")));
    }
    out.push('\n');
}

/// All types by name, since they are spread over the topics.
fn index(schema: &Schema, anchors: &Anchors, out: &mut String) {
    let mut names: Vec<_> = schema.definitions().filter(|it| is_type(it)).map(Definition::name).collect();
    names.sort_unstable();
    if !names.is_empty() {
        heading(2, "Types by name", out);
        section(&names.into_iter().filter_map(|name| anchors.link(name)).collect::<Vec<_>>().join(", "), out);
    }
}

pub(super) fn is_type(definition: &Definition) -> bool {
    !matches!(definition, Definition::Command(_) | Definition::Event(_))
}

fn heading(level: usize, text: &str, out: &mut String) {
    out.push_str(&format!("{} {text}\n\n", "#".repeat(level.min(6))));
}

fn section(text: &str, out: &mut String) {
    if !text.is_empty() {
        out.push_str(text);
        out.push_str("\n\n");
    }
}

/// The addresses of headings, made the way Markdown viewers make them: a repeated one gets a number.
struct Anchors {
    topics: Vec<String>,
    definitions: HashMap<String, String>,
}

impl Anchors {
    fn new(title: &str, topics: &[Topic<'_>]) -> Self {
        let mut used = HashMap::new();
        let mut anchor = |heading: &str| {
            let slug = slug(heading);
            let count: &mut usize = used.entry(slug.clone()).or_default();
            *count += 1;
            if *count == 1 { slug } else { format!("{slug}-{}", *count - 1) }
        };
        anchor(title);
        let mut anchors = Self { topics: Vec::new(), definitions: HashMap::new() };
        for topic in topics {
            anchors.topics.push(if topic.title.is_empty() { String::new() } else { anchor(&topic.title) });
            for definition in topic.ordered() {
                anchors.definitions.insert(definition.name().to_owned(), anchor(definition.name()));
            }
        }
        anchors
    }

    fn link(&self, name: &str) -> Option<String> {
        self.definitions.get(name).map(|anchor| format!("[`{name}`](#{anchor})"))
    }
}

fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}
