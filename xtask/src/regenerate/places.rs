//! Finds commands that lack a handler, a row in ARCHITECTURE.md, or a scenario.

use std::path::Path;

use qga_schema::Schema;

use super::readme::{read, topics};
use crate::programs::Failure;
use crate::vm::scenario::{Scenario, read_all};

/// The heading of the table in ARCHITECTURE.md with what each command reads and changes.
const TABLE: &str = "## What each command reads";

/// What commands of the schema lack below the workspace's `root`, one line for each.
pub(super) fn missing(root: &Path, schema: &Schema) -> Result<Vec<String>, Failure> {
    let topics = topics(root)?;
    let architecture = read(&root.join("ARCHITECTURE.md"))?;
    let rows = architecture.split_once(TABLE).map_or("", |(_, rows)| rows);
    let scenarios = read_all(&root.join("xtask/vm/scenarios"), &[])?;
    let called: Vec<&str> = scenarios.iter().flat_map(Scenario::commands).collect();
    let mut missing = Vec::new();
    for command in schema.commands() {
        let name = command.common.name.as_str();
        let Some(topic) = topics.iter().find(|topic| topic.serves(name)) else {
            missing.push(format!("qga-agent/src/commands: no handler for {name}"));
            continue;
        };
        if topic.on_linux(name) == "yes" && !has_row(rows, name) {
            missing.push(format!("ARCHITECTURE.md: no row with what {name} reads and changes"));
        }
        if !called.contains(&name) {
            missing.push(format!("xtask/vm/scenarios: no scenario calls {name}"));
        }
    }
    Ok(missing)
}

/// Whether the first cell of a row names the command.
fn has_row(rows: &str, command: &str) -> bool {
    let cells = rows.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    cells.into_iter().any(|(cell, _)| cell.split(", ").any(|name| name == format!("`{command}`")))
}

#[cfg(test)]
mod tests {
    use super::has_row;

    #[test]
    fn a_row_names_one_or_more_commands() {
        let rows = "| command | lives in |\n|---|---|\n| `go`, `go-back` | `motion`, `halt` |\n";
        assert!(has_row(rows, "go") && has_row(rows, "go-back"));
        assert!(!has_row(rows, "halt") && !has_row(rows, "back"));
    }
}
