//! Prints answers: JSON for programs, indented lines for people, and nothing that a terminal acts on.
//!
//! An answer is printed from the message it came in, a part at a time, without a copy of it.

use std::convert::Infallible;
use std::fmt;
use std::io::{self, Write};

use qga_runtime::{JsonKind, JsonWriter, Payload, Unmarshal, Value};

use crate::hidden::is_hidden;

/// Writes the answer as one line of JSON, in printable ASCII.
pub(crate) fn write_json(answer: &Value<'_>, out: &mut impl Write) -> io::Result<()> {
    let mut buffer = Vec::new();
    let mut json = JsonWriter::streaming(&mut buffer, out);
    answer.print(&mut json);
    json.flush()?;
    out.write_all(b"\n")
}

/// Writes the answer as lines of `name: value`, nested values indented; the members of it that `payloads` names are
/// bytes in base64, and are decoded.
pub(crate) fn write_lines(answer: &Value<'_>, payloads: &[&str], out: &mut impl Write) -> io::Result<()> {
    if answer.kind() == JsonKind::Object && !payloads.is_empty() {
        for (name, value) in answer.members() {
            write_name(name, 0, out)?;
            match payloads.contains(&name).then(|| Payload::unmarshal(value.clone())) {
                Some(Ok(payload)) => write_payload(&payload.into_vec(), out)?,
                _ => write_member(&value, 0, out)?,
            }
        }
        return Ok(());
    }
    match answer.kind() {
        JsonKind::Object | JsonKind::Array => write_nested(answer, 0, out),
        _ => write_scalar(answer, out),
    }
}

/// Writes text of any origin; a terminal obeys its line ends, and shows all else.
pub(crate) fn write_text(text: &str, out: &mut impl Write) -> io::Result<()> {
    for line in text.split_inclusive('\n') {
        let (line, end) = line.strip_suffix('\n').map_or((line, ""), |line| (line, "\n"));
        write_printable(line, &mut |part| out.write_all(part.as_bytes()))?;
        out.write_all(end.as_bytes())?;
    }
    Ok(())
}

/// Text of any origin as one line that a terminal only shows.
pub(crate) fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let put: Result<(), Infallible> = write_printable(text, &mut |part| {
        shown.push_str(part);
        Ok(())
    });
    let Ok(()) = put;
    shown
}

/// Writes decoded bytes below their name if they are text, or says how many there are.
fn write_payload(bytes: &[u8], out: &mut impl Write) -> io::Result<()> {
    match std::str::from_utf8(bytes) {
        Ok("") => out.write_all(b" none\n"),
        Ok(text) => {
            out.write_all(b"\n")?;
            for line in text.lines() {
                out.write_all(b"  ")?;
                write_printable(line, &mut |part| out.write_all(part.as_bytes()))?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
        Err(_) => writeln!(out, " {} bytes that are not text (--format json shows them in base64)", bytes.len()),
    }
}

fn write_name(name: &str, depth: usize, out: &mut impl Write) -> io::Result<()> {
    write!(out, "{:1$}", "", 2 * depth)?;
    write_printable(name, &mut |text| out.write_all(text.as_bytes()))?;
    out.write_all(b":")
}

/// Writes the members or elements of a value. The protocol bounds how deep they nest.
fn write_nested(value: &Value<'_>, depth: usize, out: &mut impl Write) -> io::Result<()> {
    for (name, value) in value.members() {
        write_name(name, depth, out)?;
        write_member(&value, depth, out)?;
    }
    for element in value.elements() {
        write!(out, "{:1$}-", "", 2 * depth)?;
        write_member(&element, depth, out)?;
    }
    Ok(())
}

/// Writes what follows a name or a dash: a scalar on the same line, anything larger below it.
fn write_member(value: &Value<'_>, depth: usize, out: &mut impl Write) -> io::Result<()> {
    let is_nested = matches!(value.kind(), JsonKind::Object | JsonKind::Array);
    if is_nested && value.members().next().is_none() && value.elements().next().is_none() {
        out.write_all(b" none\n")
    } else if is_nested {
        out.write_all(b"\n")?;
        write_nested(value, depth + 1, out)
    } else {
        out.write_all(b" ")?;
        write_scalar(value, out)
    }
}

fn write_scalar(value: &Value<'_>, out: &mut impl Write) -> io::Result<()> {
    if value.kind() == JsonKind::String {
        value.read_string(|part| write_printable(part, &mut |text| out.write_all(text.as_bytes())))?;
    } else {
        out.write_all(value.text().as_bytes())?;
    }
    out.write_all(b"\n")
}

/// Hands on the text with every character escaped that a terminal obeys or does not show: a guest chooses these strings.
fn write_printable<E>(text: &str, put: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    let mut rest = text;
    while let Some((at, hidden)) = rest.char_indices().find(|(_, character)| is_hidden(*character)) {
        put(&rest[..at])?;
        put(&hidden.escape_default().to_string())?;
        rest = &rest[at + hidden.len_utf8()..];
    }
    put(rest)
}

/// A formatter that writes printable text only, and no more than the first bytes of it.
pub(crate) struct Printable<'f, 'a> {
    out: &'f mut fmt::Formatter<'a>,
    left: usize,
    length: usize,
}

impl<'f, 'a> Printable<'f, 'a> {
    /// A formatter that writes what becomes of the first `limit` bytes.
    pub(crate) fn new(out: &'f mut fmt::Formatter<'a>, limit: usize) -> Self {
        Printable { out, left: limit, length: 0 }
    }

    /// Writes a note if not everything was written.
    pub(crate) fn finish(self) -> fmt::Result {
        if self.left > 0 { Ok(()) } else { write!(self.out, " … (cut here; {} bytes in all)", self.length) }
    }
}

impl fmt::Write for Printable<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.length += text.len();
        let mut end = text.len().min(self.left);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        // Once something was left out, nothing follows.
        self.left = if end < text.len() { 0 } else { self.left - end };
        write_printable(&text[..end], &mut |part| self.out.write_str(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_never_sees_a_control_character() {
        assert_eq!(printable("a\u{1b}[2Jb\u{9b}c\u{202e}d\n"), "a\\u{1b}[2Jb\\u{9b}c\\u{202e}d\\n");
        assert_eq!(
            printable("\u{200b}\u{feff}\u{e0041}\u{2066}x\u{ad}"),
            "\\u{200b}\\u{feff}\\u{e0041}\\u{2066}x\\u{ad}"
        );
        assert_eq!(printable("Grüße 😀 हिन्दी"), "Grüße 😀 हिन्दी");
    }

    #[test]
    fn answers_read_as_indented_lines() {
        for (answer, expected) in [
            ("{}", ""),
            ("7", "7\n"),
            (r#"{"name": "x\u0007", "on": true}"#, "name: x\\u{7}\non: true\n"),
            (r#"{"a\nb": null}"#, "a\\nb: null\n"),
            (r#"{"count": 4, "buf-b64": "YQobYg=="}"#, "count: 4\nbuf-b64:\n  a\n  \\u{1b}b\n"),
            (r#"{"buf-b64": "/w=="}"#, "buf-b64: 1 bytes that are not text (--format json shows them in base64)\n"),
            (r#"{"buf-b64": ""}"#, "buf-b64: none\n"),
            (r#"{"buf-b64": 7}"#, "buf-b64: 7\n"),
            (
                r#"[{"path": "/", "more": [1, 2]}, {"path": "/b", "more": []}]"#,
                "-\n  path: /\n  more:\n    - 1\n    - 2\n-\n  path: /b\n  more: none\n",
            ),
        ] {
            let mut lines = Vec::new();
            write_lines(&Value::lenient(answer).expect("JSON"), &["buf-b64"], &mut lines)
                .expect("a vector takes everything");
            assert_eq!(String::from_utf8(lines).expect("text"), expected);
        }
    }

    #[test]
    fn a_long_error_is_cut_with_a_note() {
        struct Error<'t>(&'t str);
        impl fmt::Display for Error<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let mut shown = Printable::new(f, 10);
                fmt::Write::write_str(&mut shown, "no: ")?;
                fmt::Write::write_str(&mut shown, self.0)?;
                shown.finish()
            }
        }
        assert_eq!(Error("\u{7}!").to_string(), "no: \\u{7}!");
        assert_eq!(Error(&"é".repeat(1000)).to_string(), "no: ééé … (cut here; 2004 bytes in all)");
    }
}
