//! The open modes of guest-file-open.

/// Access to an open file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct OpenMode {
    pub(super) read: bool,
    pub(super) write: bool,
    /// Creates a missing file.
    pub(super) create: bool,
    /// Empties the file.
    pub(super) truncate: bool,
    /// Writes only at the end.
    pub(super) append: bool,
}

impl OpenMode {
    /// Parses a mode of C's `fopen`, with `b` in either place; other text is refused, as clients expect.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (first, update) = match text {
            "r" | "rb" => ('r', false),
            "w" | "wb" => ('w', false),
            "a" | "ab" => ('a', false),
            "r+" | "rb+" | "r+b" => ('r', true),
            "w+" | "wb+" | "w+b" => ('w', true),
            "a+" | "ab+" | "a+b" => ('a', true),
            _ => return None,
        };
        Some(Self {
            read: first == 'r' || update,
            write: first != 'r' || update,
            create: first != 'r',
            truncate: first == 'w',
            append: first == 'a',
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_fifteen_words_are_modes() {
        let shown = |text: &str| {
            let mode = OpenMode::parse(text)?;
            let flags = [mode.read, mode.write, mode.create, mode.truncate, mode.append];
            Some(flags.iter().zip("rwcta".chars()).filter(|(set, _)| **set).map(|(_, flag)| flag).collect::<String>())
        };
        let cases = [
            (vec!["r", "rb"], Some("r")),
            (vec!["w", "wb"], Some("wct")),
            (vec!["a", "ab"], Some("wca")),
            (vec!["r+", "rb+", "r+b"], Some("rw")),
            (vec!["w+", "wb+", "w+b"], Some("rwct")),
            (vec!["a+", "ab+", "a+b"], Some("rwca")),
            (vec!["", "x", "br", "rw", "r ", "R", "r+b+", "rbb", "wx"], None),
        ];
        for (texts, expected) in cases {
            for text in texts {
                assert_eq!(shown(text).as_deref(), expected, "{text:?}");
            }
        }
    }
}
