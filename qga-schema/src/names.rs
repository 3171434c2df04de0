//! The rules that names of definitions, members, values and features obey.

use std::borrow::Cow;

use crate::diagnostic::{Diagnostic, shown};
use crate::source::Span;

/// What a name is given to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    Event,
    Command,
    Type,
    Member,
    Argument,
    EnumValue,
    Alternative,
    Feature,
}

impl Named {
    fn describe(self) -> &'static str {
        match self {
            Self::Event => "event name",
            Self::Command => "command name",
            Self::Type => "type name",
            Self::Member => "member name",
            Self::Argument => "argument name",
            Self::EnumValue => "enum value",
            Self::Alternative => "branch name",
            Self::Feature => "feature name",
        }
    }
}

/// The fault of a name; `name` is without the mark of optional members. `excepted` says that a pragma allows
/// uppercase letters and `_`.
pub(crate) fn check(what: Named, name: &str, excepted: bool, span: Span) -> Option<Diagnostic> {
    let kind = what.describe();
    if what == Named::EnumValue && name.is_empty() {
        return Some(Diagnostic::at("NAM12", span, "an enum value is empty"));
    }
    let stem = match what {
        // Values may start with a digit: checked as if a letter stood in front.
        Named::EnumValue if name.starts_with(|c: char| c.is_ascii_digit()) => Some(name).filter(|it| is_stem_tail(it)),
        _ => stem(name),
    };
    let Some(stem) = stem else {
        let diagnostic = Diagnostic::at("NAM1", span, format!("'{}' is no valid {kind}", shown(name)));
        return Some(diagnostic.help(malformed_help(name)));
    };
    if is_reserved(name) {
        let message = format!("{kind} '{name}' starts with `q_` or `q-`, which is reserved");
        return Some(Diagnostic::at("NAM2", span, message));
    }
    let upper = stem.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = stem.bytes().any(|byte| byte.is_ascii_lowercase());
    let underscore = stem.contains('_');
    let fault = match what {
        Named::Event if lower || stem.contains('-') => ("NAM3", "must not contain lowercase letters or `-`"),
        Named::Command if upper || (underscore && !excepted) => ("NAM4", "must not contain uppercase letters or `_`"),
        Named::Type if !is_camel_case(stem) => {
            ("NAM5", "must be CamelCase: letters and digits, the first one uppercase, some lowercase")
        }
        Named::Type if name.ends_with("List") => ("NAM6", "must not end in `List`"),
        Named::Member | Named::Argument if (upper || underscore) && !excepted => {
            ("NAM7", "must not contain uppercase letters or `_`")
        }
        Named::EnumValue if (upper || underscore) && !excepted => ("NAM8", "must not contain uppercase letters or `_`"),
        Named::Alternative if upper || underscore => ("NAM9", "must not contain uppercase letters or `_`"),
        Named::Feature if upper || underscore => ("NAM10", "must not contain uppercase letters or `_`"),
        _ => return None,
    };
    let (code, rule) = fault;
    Some(Diagnostic::at(code, span, format!("{kind} '{name}' {rule}")).maybe_help(respelled(what, name, stem)))
}

/// Whether a name has the general shape of names, or is one of a value that starts with a digit.
pub(crate) fn has_shape(name: &str) -> bool {
    stem(name).is_some() || (name.starts_with(|c: char| c.is_ascii_digit()) && is_stem_tail(name))
}

/// Whether a fault is one of the general shape of names.
pub(crate) fn is_malformed(fault: &Diagnostic) -> bool {
    fault.code == "NAM1"
}

/// Whether a member may not be called so because C code needs the name.
pub(crate) fn is_reserved_member(name: &str) -> bool {
    name == "u" || name.starts_with("has-") || name.starts_with("has_")
}

/// The form in which names are compared: all but letters, digits and `_` replaced by `_`.
pub(crate) fn mangle(name: &str) -> Cow<'_, str> {
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if name.chars().all(plain) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().map(|c| if plain(c) { c } else { '_' }).collect())
}

/// Whether two names are equal in that form.
pub(crate) fn same_mangled(left: &str, right: &str) -> bool {
    let plain = |byte: u8| if byte.is_ascii_alphanumeric() { byte } else { b'_' };
    left == right || (left.len() == right.len() && left.bytes().map(plain).eq(right.bytes().map(plain)))
}

/// The part of a well-formed name behind the vendor's prefix and `x-`.
fn stem(name: &str) -> Option<&str> {
    let rest = match name.strip_prefix("__") {
        Some(rest) => {
            let (domain, rest) = rest.split_once('_')?;
            let valid = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
            if domain.is_empty() || !domain.bytes().all(valid) {
                return None;
            }
            rest
        }
        None => name,
    };
    let is_stem = |stem: &str| stem.starts_with(|c: char| c.is_ascii_alphabetic()) && is_stem_tail(stem);
    let unmarked = rest.strip_prefix("x-").or_else(|| rest.strip_prefix("X-"));
    [unmarked, Some(rest)].into_iter().flatten().find(|stem| is_stem(stem))
}

fn is_stem_tail(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}

fn is_reserved(name: &str) -> bool {
    // Mangling turns any character that is no letter or digit into `_`; in a well-formed name that can only be `-`.
    name.starts_with("q_") || name.starts_with("q-")
}

fn is_camel_case(stem: &str) -> bool {
    let mut bytes = stem.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_uppercase())
        && stem.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && bytes.any(|byte| byte.is_ascii_lowercase())
}

fn malformed_help(name: &str) -> &'static str {
    if name.is_empty() {
        "a name starts with a letter"
    } else if name.contains('?') {
        "a `*` in front of a member's name makes it optional"
    } else if name.starts_with('*') {
        "`*` marks optional members and arguments, once, and nothing else"
    } else if name.starts_with("__") {
        "a vendor's prefix is `__`, the reversed domain name, `_`: `__com.example_name`"
    } else {
        "a name is a letter, followed by letters, digits, `-` and `_`"
    }
}

/// The name as the rules would have it.
fn respelled(what: Named, name: &str, stem: &str) -> Option<String> {
    let prefix = name.strip_suffix(stem)?;
    if let (Named::Type, Some(element)) =
        (what, name.strip_suffix("List").filter(|it| !it.is_empty() && is_camel_case(stem)))
    {
        return Some(format!("that is what tools call an array of '{element}'"));
    }
    let words = words(stem);
    let respelled = match what {
        Named::Event => words.join("_").to_ascii_uppercase(),
        Named::Type => words.iter().map(|word| capitalised(word)).collect(),
        _ => words.join("-"),
    };
    if respelled.is_empty() || (what == Named::Type && (!is_camel_case(&respelled) || respelled.ends_with("List"))) {
        return None;
    }
    let exception = match what {
        Named::Command if !stem.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            "; or list it in the pragma `command-name-exceptions`"
        }
        Named::Member | Named::EnumValue => "; or list the type in the pragma `member-name-exceptions`",
        _ => "",
    };
    Some(format!("write '{prefix}{respelled}'{exception}"))
}

/// The words of a name in any spelling, in lowercase: `UUIDInfo`, `uuid_info` and `UUID-INFO` are two.
fn words(stem: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let bytes = stem.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        let after = bytes.get(at + 1);
        let starts = byte.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(|after| after.is_ascii_lowercase())
            });
        if byte == b'-' || byte == b'_' || starts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| byte.is_ascii_alphanumeric()) {
            word.push(byte.to_ascii_lowercase().into());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(chars).collect()
}
