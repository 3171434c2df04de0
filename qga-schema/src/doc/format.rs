//! The rules for the layout of documentation: short lines, two spaces between sentences.

use crate::diagnostic::Diagnostic;
use crate::doc::block::Line;

/// How many characters a line may have, the `# ` in front included.
const MAX_WIDTH: usize = 70;

/// Checks line after line of one block.
#[derive(Debug, Default)]
pub(crate) struct FormatRules {
    literal: Literal,
}

/// Literal text, such as program code, is exempt from the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Literal {
    #[default]
    Off,
    /// A line has announced literal text; the next one that is not blank sets its indentation.
    Announced,
    Indented(usize),
}

impl FormatRules {
    pub(crate) fn check(&mut self, line: &Line<'_>, mut report: impl FnMut(Diagnostic)) {
        if line.is_blank() {
            return;
        }
        match self.literal {
            Literal::Announced => {
                self.literal = Literal::Indented(line.indent());
                return;
            }
            Literal::Indented(indent) if line.indent() >= indent => return,
            Literal::Indented(_) | Literal::Off => self.literal = Literal::Off,
        }
        if line.text.trim_start() == "::" || line.text.starts_with(".. qmp-example::") {
            self.literal = Literal::Announced;
        }
        check_width(line, &mut report);
        check_sentences(line, &mut report);
    }
}

fn check_width(line: &Line<'_>, report: &mut impl FnMut(Diagnostic)) {
    let room = MAX_WIDTH - 2;
    if line.text.len() <= room {
        return;
    }
    let Some((start, _)) = line.text.char_indices().nth(room) else {
        return;
    };
    if !is_address(line.text.trim_start()) {
        let message = format!("line of documentation is longer than {MAX_WIDTH} characters");
        let diagnostic = Diagnostic::at("DOC12", line.part(start, line.text.len()), message);
        report(diagnostic.help("break it into two"));
    }
}

fn is_address(text: &str) -> bool {
    let rest = ["http://", "https://", "ftp://"].iter().find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
}

fn check_sentences(line: &Line<'_>, report: &mut impl FnMut(Diagnostic)) {
    let bytes = line.text.as_bytes();
    for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes) {
        let starts_sentence = matches!(bytes.get(at + 2), Some(b'A'..=b'Z' | b'0'..=b'9' | b'('));
        if bytes.get(at + 1) == Some(&b' ') && starts_sentence && !is_abbreviation(bytes, at) {
            let message = "a single space stands between two sentences";
            report(Diagnostic::at("DOC13", line.part(at + 1, at + 2), message).help("put two spaces there"));
        }
    }
}

/// Whether the full stop at `at` ends `e.g.` or the number of a list item.
fn is_abbreviation(bytes: &[u8], at: usize) -> bool {
    if bytes[at] != b'.' {
        return false;
    }
    let list_number = matches!(bytes[..at].trim_ascii_start(), [b'0'..=b'9']);
    let example = bytes[..at].strip_suffix(b"e.g").is_some_and(|before| {
        !before.last().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii())
    });
    list_number || example
}
