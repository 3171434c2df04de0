//! Replaces what is secret in a message: by its schema where the command is known, else by its look.

use qga_client::command_info;
use qga_runtime::{JsonKind, MemberInfo, TypeInfo, Value};

/// What is known of a value.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    /// It has this type.
    Type(&'a TypeInfo),
    /// It is no secret.
    Plain,
    /// Nothing, or that it is secret.
    Nothing,
}

/// The text of a request of this command.
pub(super) fn request(message: Value<'_>, command: Option<&str>) -> String {
    object(message, |name| match (name, command) {
        ("execute", Some(_)) | ("id", _) => How::Is(Known::Plain),
        ("arguments", Some(command)) => match command_info(command) {
            Some(info) => How::Members(info.arguments),
            // A vendor's, or misspelt: nothing tells what is secret in it.
            None => How::Is(Known::Nothing),
        },
        _ => How::Is(Known::Nothing),
    })
}

/// The text of an answer to a command that returns this.
pub(super) fn answer<'a>(message: Value<'_>, returns: Known<'a>) -> String {
    const ERROR: &[MemberInfo] = &[MemberInfo::new("class", TypeInfo::Str), MemberInfo::new("desc", TypeInfo::Str)];
    object(message, |name| match name {
        "return" => How::Is(returns),
        "error" => How::Members(ERROR),
        "id" => How::Is(Known::Plain),
        _ => How::Is(Known::Nothing),
    })
}

/// How a member is shown.
enum How<'a> {
    Is(Known<'a>),
    /// An object with these members.
    Members(&'a [MemberInfo]),
}

fn shown(value: Value<'_>, how: &How<'_>) -> String {
    match how {
        How::Is(known) => masked(value, *known),
        How::Members(members) => object(value, |name| How::Is(member(members.iter(), name))),
    }
}

/// An object, each of whose members is shown so; another value is secret.
fn object<'a>(value: Value<'_>, how: impl Fn(&str) -> How<'a>) -> String {
    if value.kind() != JsonKind::Object {
        return masked(value, Known::Nothing);
    }
    let members: Vec<String> = value
        .members()
        .map(|(name, value)| format!("{}: {}", serde_json::Value::from(name), shown(value, &how(name))))
        .collect();
    format!("{{{}}}", members.join(", "))
}

/// What is known of the member of this name; one that there should not be may be a secret's name, misspelt.
fn member<'a>(mut members: impl Iterator<Item = &'a MemberInfo>, name: &str) -> Known<'a> {
    match members.find(|member| member.name == name) {
        Some(member) if !member.secret => Known::Type(&member.ty),
        _ => Known::Nothing,
    }
}

fn masked(value: Value<'_>, known: Known<'_>) -> String {
    match value.kind() {
        JsonKind::Object => object(value, |name| How::Is(inside(known, name))),
        JsonKind::Array => {
            let element = match known {
                Known::Type(TypeInfo::Array(element)) => Known::Type(element),
                Known::Plain => Known::Plain,
                Known::Type(_) | Known::Nothing => Known::Nothing,
            };
            let elements: Vec<String> = value.elements().map(|value| masked(value, element)).collect();
            format!("[{}]", elements.join(", "))
        }
        JsonKind::String => string(&value.text(), known),
        JsonKind::Number if matches!(known, Known::Nothing) => "0".to_owned(),
        _ => value.text(),
    }
}

/// What is known of a member of an object of which something is known.
fn inside<'a>(known: Known<'a>, name: &str) -> Known<'a> {
    match known {
        Known::Plain => Known::Plain,
        Known::Type(TypeInfo::Object(info) | TypeInfo::Union(info)) => {
            let branches = info.branches.iter().filter_map(|branch| branch.ty.as_ref());
            match member(info.members.iter(), name) {
                Known::Nothing => branches
                    .map(|branch| inside(Known::Type(branch), name))
                    .find(|known| !matches!(known, Known::Nothing))
                    .unwrap_or(Known::Nothing),
                found => found,
            }
        }
        Known::Type(TypeInfo::Alternate(info)) => info
            .branches
            .iter()
            .map(|branch| inside(Known::Type(&branch.ty), name))
            .find(|known| !matches!(known, Known::Nothing))
            .unwrap_or(Known::Nothing),
        Known::Type(_) | Known::Nothing => Known::Nothing,
    }
}

/// A string, given as JSON.
fn string(text: &str, known: Known<'_>) -> String {
    let is_bytes = match known {
        Known::Type(TypeInfo::Bytes) => true,
        Known::Plain | Known::Type(TypeInfo::Str | TypeInfo::Enum(_) | TypeInfo::Alternate(_)) => false,
        Known::Type(_) | Known::Nothing => return "\"***\"".to_owned(),
    };
    if is_bytes { stars(text) } else { text.to_owned() }
}

/// The base64 of as many stars as there were bytes, so that lengths stay right.
fn stars(text: &str) -> String {
    let digits = text.bytes().filter(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')).count();
    let (whole, rest) = (digits / 4, digits % 4);
    let end = match rest {
        2 => "Kg==",
        3 => "Kio=",
        _ => "",
    };
    format!("\"{}{end}\"", "Kioq".repeat(whole))
}

#[cfg(test)]
mod tests {
    use super::stars;

    #[test]
    fn stars_are_as_many_as_the_bytes_were() {
        for (text, expected) in
            [("\"\"", "\"\""), ("\"YQ==\"", "\"Kg==\""), ("\"YWI=\"", "\"Kio=\""), ("\"YWJj\"", "\"Kioq\"")]
        {
            assert_eq!(stars(text), expected);
        }
    }
}
