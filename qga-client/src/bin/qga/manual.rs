//! Makes the schema's documentation, which is reStructuredText, fit for a terminal.

/// The text without markup: examples get a heading of their own, literals lose their backquotes.
pub(crate) fn plain(text: &str) -> String {
    let mut plain = String::new();
    for line in text.lines() {
        let shown = match line.trim_start() {
            directive if directive.starts_with(".. qmp-example::") => "Example:".to_owned(),
            directive if directive.starts_with(".. ") && directive.ends_with("::") => {
                format!("{}:", capitalised(directive.trim_start_matches('.').trim().trim_end_matches(':')))
            }
            option if option.starts_with(":annotated:") => continue,
            option if option.starts_with(":title:") => {
                // The title completes the heading that was just written.
                plain.truncate(plain.trim_end().trim_end_matches(':').len());
                format!(" ({}):", option.trim_start_matches(":title:").trim())
            }
            _ => line.replace("``", "'").replace('`', "'"),
        };
        plain.push_str(&shown);
        plain.push('\n');
    }
    plain.truncate(plain.trim_end().len());
    plain
}

fn capitalised(word: &str) -> String {
    let mut characters = word.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_becomes_headings_and_quotes() {
        for (text, expected) in [
            ("Open a file, like ``fopen``.", "Open a file, like 'fopen'."),
            (".. note:: \n\n   Take care.", ".. note:: \n\n   Take care."),
            (".. note::\n\n   Take care.", "Note:\n\n   Take care."),
            ("Text.\n\n.. qmp-example::\n\n   -> {}", "Text.\n\nExample:\n\n   -> {}"),
            (".. qmp-example::\n   :title: A copy\n   :annotated:\n\n   -> {}", "Example (A copy):\n\n   -> {}"),
        ] {
            assert_eq!(plain(text), expected);
        }
    }
}
