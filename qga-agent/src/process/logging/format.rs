//! The forms of a log line: text, JSON, and lines for systemd's journal.

use std::fmt::{self, Write as _};
use std::str::FromStr;
use std::time::{SystemTime, UNIX_EPOCH};

use log::kv::{self, Key, Value, VisitSource};
use log::{Level, Record};
use qga_runtime::JsonWriter;

/// Bytes of a line's text. A client's text may be long, and the system log drops a line that is too long.
pub(super) const MAX_LINE_BYTES: usize = 2048;

/// The form of the log's lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogFormat {
    /// `SECONDS: LEVEL: TEXT`, as the established agent writes it.
    #[default]
    Text,
    /// An object on each line: `time` in seconds since 1970, `level`, `message` and, for a command that was run,
    /// `command`, `milliseconds` and, if it failed, `error`: its class.
    Json,
    /// `<PRIORITY>TEXT`, from which systemd's journal takes the priority; it has the time already.
    Journal,
}

impl LogFormat {
    /// Its name in settings.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Journal => "journal",
        }
    }

    /// The record as a line of this form.
    pub(super) fn line(self, record: &Record<'_>) -> String {
        let text = one_line(record);
        let level = match record.level() {
            Level::Error => "critical",
            Level::Warn => "warning",
            Level::Info => "info",
            Level::Debug | Level::Trace => "debug",
        };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let time = format_args!("{}.{:06}", now.as_secs(), now.subsec_micros()).to_string();
        match self {
            Self::Text => format!("{time}: {level}: {text}\n"),
            Self::Json => {
                let mut members = Members(format!("{{\"time\": {time}, \"level\": \"{level}\""));
                members.add("message", &quoted(&text));
                // Returns only the visitor's errors, and this one makes none.
                let _ = record.key_values().visit(&mut members);
                members.0 + "}\n"
            }
            Self::Journal => {
                let priority = match record.level() {
                    Level::Error => 3,
                    Level::Warn => 4,
                    Level::Info => 6,
                    Level::Debug | Level::Trace => 7,
                };
                format!("<{priority}>{text}\n")
            }
        }
    }
}

impl FromStr for LogFormat {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let all = [Self::Text, Self::Json, Self::Journal];
        let named = all.into_iter().find(|format| format.as_str() == name);
        named.ok_or_else(|| format!("'{name}' is no format of the log: text, json or journal"))
    }
}

/// The members of an object that is being written.
struct Members(String);

impl Members {
    fn add(&mut self, name: &str, json: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.0, ", {}: {json}", quoted(name));
    }
}

impl<'r> VisitSource<'r> for Members {
    fn visit_pair(&mut self, key: Key<'r>, value: Value<'r>) -> Result<(), kv::Error> {
        let json = match value.to_f64().filter(|number| number.is_finite()) {
            Some(number) => format!("{number:.3}"),
            None => quoted(&value.to_string()),
        };
        self.add(key.as_str(), &json);
        Ok(())
    }
}

fn quoted(text: &str) -> String {
    let mut json = Vec::new();
    JsonWriter::new(&mut json).string(text);
    String::from_utf8_lossy(&json).into_owned()
}

/// The beginning of the record's text, its control characters replaced: they would break the line or control a
/// terminal.
pub(super) fn one_line(record: &Record<'_>) -> String {
    let mut line = Line(String::new());
    // Ends early where the text is longer.
    let _ = line.write_fmt(*record.args());
    line.0
}

struct Line(String);

impl fmt::Write for Line {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(|character| self.write_char(character))
    }

    fn write_char(&mut self, character: char) -> fmt::Result {
        if self.0.len() + character.len_utf8() > MAX_LINE_BYTES {
            return Err(fmt::Error);
        }
        self.0.push(if character.is_control() { ' ' } else { character });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_of_bounded_length() {
        let line = |text: &str| one_line(&Record::builder().args(format_args!("{text}")).build());
        assert_eq!(line("a\nb\x1b[2J\u{85}\0\u{e9}"), "a b [2J  \u{e9}");
        assert_eq!(line(&"x".repeat(MAX_LINE_BYTES + 1)), "x".repeat(MAX_LINE_BYTES));
        // Cut between characters.
        assert_eq!(line(&format!("x{}", "\u{e9}".repeat(MAX_LINE_BYTES))).len(), MAX_LINE_BYTES - 1);
    }

    #[test]
    fn each_form_has_level_and_text() {
        let line = |format: LogFormat, level, text: &str| {
            let fields = [("command", Value::from("guest-\"x\"")), ("milliseconds", Value::from(1.5))];
            let mut builder = Record::builder();
            let line = format.line(&builder.args(format_args!("{text}")).level(level).key_values(&fields).build());
            // Without the time.
            let at = line.find(|character: char| character.is_ascii_digit()).filter(|_| format != LogFormat::Journal);
            at.map_or(line.clone(), |at| {
                let rest =
                    line[at..].trim_start_matches(|character: char| character.is_ascii_digit() || character == '.');
                format!("{}T{rest}", &line[..at])
            })
        };
        let cases = [
            (LogFormat::Text, Level::Error, "T: critical: a \"b\" \u{e9}\n"),
            (
                LogFormat::Json,
                Level::Warn,
                "{\"time\": T, \"level\": \"warning\", \"message\": \"a \\\"b\\\" \\u00E9\", \
                 \"command\": \"guest-\\\"x\\\"\", \"milliseconds\": 1.500}\n",
            ),
            (LogFormat::Journal, Level::Error, "<3>a \"b\" \u{e9}\n"),
            (LogFormat::Journal, Level::Warn, "<4>a \"b\" \u{e9}\n"),
            (LogFormat::Journal, Level::Info, "<6>a \"b\" \u{e9}\n"),
            (LogFormat::Journal, Level::Debug, "<7>a \"b\" \u{e9}\n"),
        ];
        for (format, level, expected) in cases {
            assert_eq!(line(format, level, "a\n\"b\" \u{e9}"), expected);
        }
    }
}
