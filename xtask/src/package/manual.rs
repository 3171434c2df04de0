//! Turns Markdown into a manual page.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The manual page `name` of this section, whose Markdown has headings of level 1 as its sections.
pub(crate) fn page(name: &str, section: u8, version: &str, markdown: &str) -> String {
    let mut page =
        Page { out: format!(".TH {} {section} \"\" \"qga {version}\"\n", name.to_uppercase()), ..Page::default() };
    for event in Parser::new_ext(markdown, Options::empty()) {
        page.event(event);
    }
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    /// In an example, whose lines and blanks count.
    literal: bool,
    /// The number of lists around this place.
    lists: usize,
    /// The next paragraph is the beginning of an item, after the item's mark.
    begun: bool,
}

impl Page {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.line();
                self.out.push_str(match level {
                    HeadingLevel::H1 | HeadingLevel::H2 => ".SH ",
                    _ => ".SS ",
                });
            }
            Event::Start(Tag::Paragraph) => {
                self.line();
                if !std::mem::take(&mut self.begun) {
                    // In an item, below its first line.
                    self.out.push_str(if self.lists > 0 { ".IP \"\" 2\n" } else { ".PP\n" });
                }
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.line();
                self.out.push_str(".PP\n.RS 4\n.nf\n");
                self.literal = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.line();
                self.out.push_str(".fi\n.RE\n");
                self.literal = false;
            }
            Event::Start(Tag::List(_)) => {
                self.line();
                self.lists += 1;
                if self.lists > 1 {
                    self.out.push_str(".RS 4\n");
                }
            }
            Event::End(TagEnd::List(_)) => {
                self.line();
                if self.lists > 1 {
                    self.out.push_str(".RE\n");
                }
                self.lists -= 1;
            }
            Event::Start(Tag::Item) => {
                self.line();
                self.out.push_str(".IP \\(bu 2\n");
                self.begun = true;
            }
            Event::Start(Tag::BlockQuote(_)) => {
                self.line();
                self.out.push_str(".RS 4\n");
            }
            Event::End(TagEnd::BlockQuote(_)) => {
                self.line();
                self.out.push_str(".RE\n");
            }
            Event::Start(Tag::Strong) => self.out.push_str("\\fB"),
            Event::Start(Tag::Emphasis) => self.out.push_str("\\fI"),
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => self.out.push_str("\\fR"),
            Event::End(TagEnd::Heading(_) | TagEnd::Paragraph | TagEnd::Item) => {
                self.line();
                self.begun = false;
            }
            Event::Code(text) => {
                self.begun = false;
                self.out.push_str("\\fB");
                self.text(&text);
                self.out.push_str("\\fR");
            }
            Event::Text(text) => {
                self.begun = false;
                self.text(&text);
            }
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("\n.br\n"),
            _ => {}
        }
    }

    /// Text, in which no character is a command of the formatter.
    fn text(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.out.push('\n');
            }
            if self.out.ends_with('\n') && line.starts_with(['.', '\'']) {
                self.out.push_str("\\&");
            }
            let escaped = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('`', "\\(ga");
            self.out.push_str(&escaped.replace('^', "\\(ha").replace('~', "\\(ti"));
        }
    }

    fn line(&mut self) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }
}

/// The options of `--help` as Markdown: lines that begin with two blanks, and
/// the last two of a line part the option from its text.
pub(crate) fn options(help: &str) -> String {
    let lines = help.lines().skip_while(|line| !line.starts_with("  ")).take_while(|line| !line.is_empty());
    let mut list = String::new();
    for line in lines {
        let (option, text) = line.trim_start().rsplit_once("  ").unwrap_or((line.trim_start(), ""));
        let option = option.split_whitespace().collect::<Vec<_>>().join(" ");
        list.push_str(&format!("- **{option}**\n\n  {text}\n\n"));
    }
    list
}

/// The settings of the configuration file as Markdown, and the text in front of them: each block of the file is a
/// comment and the keys that it describes.
pub(crate) fn settings(configuration: &str) -> (String, String) {
    let (introduction, blocks) = configuration.split_once("[general]\n").unwrap_or(("", configuration));
    let mut paragraphs = Vec::new();
    for block in blocks.split("\n\n").map(str::trim).filter(|block| !block.is_empty()) {
        let (text, keys): (Vec<_>, Vec<_>) = block.lines().partition(|line| line.starts_with("# "));
        let keys: Vec<_> = keys.iter().map(|key| format!("**{}**", key.trim_start_matches('#'))).collect();
        let text: Vec<_> = text.iter().map(|line| line.trim_start_matches("# ")).collect();
        paragraphs.push(format!("- {}\n\n  {}\n", keys.join(", "), text.join("\n  ")));
    }
    (comments(introduction), paragraphs.join("\n"))
}

/// A comment without its marks; indented lines are a list. The first paragraph names the file and is left out.
fn comments(text: &str) -> String {
    let lines = text.lines().map(|line| line.trim_start_matches('#'));
    let lines = lines.skip_while(|line| !line.is_empty());
    lines
        .map(|line| line.strip_prefix("   ").map_or_else(|| line.trim_start().to_owned(), |item| format!("- {item}")))
        .map(|line| if line.starts_with("In all but") { format!("\n{line}") } else { line })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_a_page() {
        for (markdown, expected) in [
            ("# NAME\n\nx - *y* **z**", ".SH NAME\n.PP\nx \\- \\fIy\\fR \\fBz\\fR\n"),
            ("a `b-c`\n.d", ".PP\na \\fBb\\-c\\fR\n\\&.d\n"),
            ("- one\n- two\n  more", ".IP \\(bu 2\none\n.IP \\(bu 2\ntwo\nmore\n"),
            ("- one\n\n  more\n\nx", ".IP \\(bu 2\none\n.IP \"\" 2\nmore\n.PP\nx\n"),
            ("- one\n\n  - in", ".IP \\(bu 2\none\n.RS 4\n.IP \\(bu 2\nin\n.RE\n"),
            ("```\n'a\\\n```", ".PP\n.RS 4\n.nf\n\\&\\(aqa\\e\n.fi\n.RE\n"),
        ] {
            let page = page("x", 8, "1", markdown);
            assert_eq!(page.strip_prefix(".TH X 8 \"\" \"qga 1\"\n"), Some(expected), "{markdown}");
        }
    }

    #[test]
    fn options_and_their_texts_are_parted() {
        let help = "Usage: x\n\n  -m, --method VALUE   a\n      --check          c\n  -s  VALUE            d\n\nPlaces:\n  /etc\n";
        let expected = "- **-m, --method VALUE**\n\n  a\n\n- **--check**\n\n  c\n\n- **-s VALUE**\n\n  d\n\n";
        assert_eq!(options(help), expected);
    }

    #[test]
    fn every_key_of_the_configuration_file_is_described() {
        let path = crate::programs::workspace().join("qga-agent/packaging/qemu-ga.conf");
        let file = std::fs::read_to_string(path).expect("it is there");
        let (introduction, settings) = settings(&file);
        assert!(introduction.contains("- the command line"), "{introduction}");
        for key in file.lines().filter_map(|line| line.strip_prefix('#')).filter(|line| !line.starts_with(' ')) {
            let Some((key, _)) = key.split_once('=') else { continue };
            assert!(settings.contains(&format!("**{key}=")), "{key}");
        }
    }
}
