//! Tables for people: cells that a terminal only shows, columns that fit it.

use comfy_table::{CellAlignment, ContentArrangement, presets};

use crate::context;
use crate::output::printable;

/// Characters of a cell at most; a guest may send megabytes.
const MAX_CELL_CHARACTERS: usize = 4096;

/// Rows at most; more of them are counted.
const MAX_ROWS: usize = 10_000;

/// Bytes of all cells at most: laying out text takes longer than reading it, and a guest may send 16 MiB.
const MAX_TABLE_BYTES: usize = 1 << 20;

/// A table that grows row by row.
pub(crate) struct Table {
    table: comfy_table::Table,
    /// Which columns are numbers.
    numbers: Vec<bool>,
    /// Bytes of the cells so far.
    bytes: usize,
    /// Rows that are only counted.
    left_out: usize,
}

impl Table {
    /// A table with these columns; those whose heading begins with `>` are numbers, aligned to the right.
    pub(crate) fn new(headings: &[&str]) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_preset(presets::NOTHING);
        match context::width() {
            Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        if headings.iter().any(|heading| !heading.is_empty()) {
            table.set_header(headings.iter().map(|heading| heading.trim_start_matches('>')));
        }
        let numbers = headings.iter().map(|heading| heading.starts_with('>')).collect();
        Table { table, numbers, bytes: 0, left_out: 0 }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        if self.table.row_count() == MAX_ROWS || self.bytes >= MAX_TABLE_BYTES {
            self.left_out += 1;
        } else {
            let cells = cells.map(|cell| shown(&cell));
            self.bytes += cells.iter().map(String::len).sum::<usize>();
            self.table.add_row(cells);
        }
    }

    /// The table as lines, or a sentence if there is nothing in it.
    pub(crate) fn finish(mut self, if_empty: &str) -> String {
        if self.table.is_empty() {
            return format!("{if_empty}\n");
        }
        for (column, is_number) in self.table.column_iter_mut().zip(&self.numbers) {
            column.set_padding((0, 2));
            if *is_number {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let mut text: String = self.table.lines().map(|line| format!("{}\n", line.trim_end())).collect();
        if self.left_out > 0 {
            text.push_str(&format!("… and {} more\n", self.left_out));
        }
        text
    }
}

/// A cell's text: escaped, and cut if it is long.
fn shown(cell: &str) -> String {
    match cell.char_indices().nth(MAX_CELL_CHARACTERS) {
        Some((end, _)) => printable(&cell[..end]) + "…",
        None => printable(cell),
    }
}

/// Facts as lines of a name and a value, the values in one column.
pub(crate) struct Facts(Table);

impl Default for Facts {
    fn default() -> Self {
        Facts(Table::new(&["", ""]))
    }
}

impl Facts {
    /// Adds a line.
    pub(crate) fn add(&mut self, name: &'static str, value: impl Into<String>) {
        self.0.row([name.to_owned(), value.into()]);
    }

    /// Adds a line if there is a value.
    pub(crate) fn add_some(&mut self, name: &'static str, value: Option<impl Into<String>>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    /// The lines.
    pub(crate) fn finish(self) -> String {
        self.0.finish("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_escaped_and_bounded() {
        let mut table = Table::new(&["NAME", ">SIZE"]);
        table.row(["a\u{1b}\nb".to_owned(), "7".to_owned()]);
        table.row(["c".to_owned(), "1000".to_owned()]);
        assert_eq!(table.finish("none"), "NAME        SIZE\na\\u{1b}\\nb     7\nc           1000\n");
        assert_eq!(Table::new(&["NAME"]).finish("none"), "none\n");

        let mut table = Table::new(&["NAME"]);
        (0..MAX_ROWS + 3).for_each(|_| table.row(["x".to_owned()]));
        assert!(table.finish("").ends_with("\n… and 3 more\n"));

        let mut table = Table::new(&["NAME"]);
        (0..2000).for_each(|_| table.row(["é\u{202e}".repeat(10_000)]));
        let text = table.finish("");
        assert!(text.len() < 2 * MAX_TABLE_BYTES && text.ends_with(" more\n"), "{} bytes", text.len());
        assert!(text.lines().nth(1).is_some_and(|cell| cell.ends_with('…')));
    }
}
