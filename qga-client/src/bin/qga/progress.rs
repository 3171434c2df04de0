//! A bar that shows how far a copy is, on a terminal alone.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use qga_client::Progress;

use crate::output::printable;

/// With and without a known end.
const KNOWN: &str = "{msg} {bytes}/{total_bytes} {bar:20} {bytes_per_sec} {eta}";
const UNKNOWN: &str = "{msg} {bytes} {spinner} {bytes_per_sec} {elapsed}";

/// The longest part of a name that is shown.
const MAX_NAME_CHARACTERS: usize = 30;

/// The bar of one file; removed when this is dropped.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    /// A bar with the file's name, which may be the guest's.
    pub(crate) fn new(name: &str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Bar(ProgressBar::hidden());
        }
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let shown = printable(name);
        let skipped = shown.chars().count().saturating_sub(MAX_NAME_CHARACTERS);
        let end: String = shown.chars().skip(skipped).collect();
        // First, since each change is drawn.
        bar.set_style(style(UNKNOWN));
        bar.set_message(if skipped > 0 { format!("…{end}") } else { end });
        Bar(bar)
    }

    pub(crate) fn show(&self, at: Progress) {
        if let (Some(total), None) = (at.total, self.0.length()) {
            self.0.set_style(style(KNOWN));
            self.0.set_length(total);
        }
        self.0.set_position(at.done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("the template is sound")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_are_sound() {
        style(KNOWN);
        style(UNKNOWN);
    }
}
