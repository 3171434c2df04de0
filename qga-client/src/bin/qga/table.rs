//! Tables for people: cells that a terminal only shows, columns that fit it.

use comfy_table::{CellAlignment, ContentArrangement, presets};

use crate::context;
use crate::output::printable;

/// Characters of a cell at most; a guest may send megabytes.
const MAX_CELL_CHARACTERS: usize = 4096;

/// Rows at most; more of them are counted.
const MAX_ROWS: usize = 10_000;

/// A table that grows row by row.
pub(crate) struct Table {
    table: comfy_table::Table,
    /// Which columns are numbers.
    numbers: Vec<bool>,
    left_out: usize,
}

impl Table {
    /// A table with these columns; those whose heading begins with `>` are numbers, aligned to the right.
    pub(crate) fn new(headings: &[&str]) -> Self {
        let mut table = comfy_table::Table::new();
        table.load_style(presets::NOTHING);
        match context::width() {
            Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
            None => table.set_content_arrangement(ContentArrangement::Disabled),
        };
        if headings.iter().any(|heading| !heading.is_empty()) {
            table.set_header(headings.iter().map(|heading| heading.trim_start_matches('>')));
        }
        Table { table, numbers: headings.iter().map(|heading| heading.starts_with('>')).collect(), left_out: 0 }
    }

    /// Adds a row.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        if self.table.row_count() == MAX_ROWS {
            self.left_out += 1;
        } else {
            self.table.add_row(cells.iter().map(|cell| shown(cell)));
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
