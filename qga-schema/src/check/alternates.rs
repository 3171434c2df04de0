//! Checks alternates: a value's JSON type has to select one branch.

use super::{Check, value_names, with_article};
use crate::diagnostic::Diagnostic;
use crate::ir::{Alternate, Alternative, Builtin, Definition, JsonClass, Type};
use crate::names::mangle;
use crate::source::Span;

/// A branch with what it takes.
struct Seen<'a> {
    branch: &'a Alternative,
    class: JsonClass,
    /// Values of an enum that look like something else on a command line.
    like_boolean: Option<Span>,
    like_number: Option<Span>,
}

impl<'a> Check<'a> {
    pub(super) fn alternate(&mut self, at: usize, it: &'a Alternate) {
        for branch in &it.branches {
            self.array(at, "TYP7", &branch.ty, branch.ty_span);
        }
        self.type_features(at);
        let mut seen: Vec<Seen<'a>> = Vec::new();
        let mut names = std::collections::HashMap::new();
        for branch in &it.branches {
            if let Some(&first) = names.get(&mangle(&branch.name)) {
                let message = format!("branch '{}' collides with another one", branch.name);
                self.error(at, Diagnostic::at("TYP8", branch.span, message).label(first, "first branch"));
            } else {
                names.insert(mangle(&branch.name), branch.span);
            }
            if let Some(branch) = self.alternative(at, branch) {
                // There are few classes; so are branches that do not conflict.
                match seen.iter().find_map(|first| conflict(first, &branch).map(|why| (first, why))) {
                    Some((first, why)) => self.conflict(at, first, &branch, &why),
                    None => seen.push(branch),
                }
            }
        }
    }

    /// Finds out what a branch takes.
    fn alternative(&mut self, at: usize, branch: &'a Alternative) -> Option<Seen<'a>> {
        if !self.type_exists(&branch.ty.ty) {
            if !branch.ty.array {
                let diagnostic = self.unknown_type("ALT5", branch.ty.ty.name(), branch.ty_span);
                self.error(at, diagnostic);
            }
            return None;
        }
        let Some(class) = self.class(branch) else {
            let name = branch.ty.ty.name();
            let kind = self.get(name).map_or("any value".into(), |it| with_article(it.kind()));
            let message = format!("a branch of an alternate cannot be {kind}");
            self.error(at, Diagnostic::at("ALT6", branch.ty_span, message));
            return None;
        };
        let mut found = Seen { branch, class, like_boolean: None, like_number: None };
        if class == JsonClass::String && !branch.ty.array {
            let place = |place: usize| match self.get(branch.ty.ty.name()) {
                Some(Definition::Enum(it)) => it.values.get(place).map(|value| value.span),
                _ => None,
            };
            let values = value_names(self, &branch.ty.ty).unwrap_or_default();
            let like_number = |name: &&str| name.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
            let boolean = values.iter().position(|name| *name == "on" || *name == "off");
            let number = values.iter().position(like_number);
            found.like_boolean = boolean.and_then(place);
            found.like_number = number.and_then(place);
        }
        Some(found)
    }

    fn class(&self, branch: &Alternative) -> Option<JsonClass> {
        if branch.ty.array {
            return Some(JsonClass::Array);
        }
        match &branch.ty.ty {
            Type::Builtin(builtin) => JsonClass::of_builtin(*builtin),
            Type::Defined(name) => match self.get(name)? {
                Definition::Enum(_) => Some(JsonClass::String),
                Definition::Struct(_) | Definition::Union(_) => Some(JsonClass::Object),
                _ => None,
            },
        }
    }

    fn conflict(&mut self, at: usize, first: &Seen<'a>, second: &Seen<'a>, why: &Conflict) {
        let (left, right) = (&first.branch.name, &second.branch.name);
        let message = format!("branch '{right}' cannot be told from branch '{left}': {}", why.text);
        let mut diagnostic = Diagnostic::at("ALT7", second.branch.span, message);
        diagnostic = diagnostic.label(first.branch.span, "first branch");
        if let Some(value) = why.value {
            diagnostic = diagnostic.label(value, "this value");
        }
        let tolerated = !why.same_class || is_integer_beside_number(first, second);
        if tolerated { self.error_today(at, diagnostic) } else { self.error(at, diagnostic) }
    }
}

/// Why two branches conflict.
struct Conflict {
    text: String,
    /// The enum value that causes it.
    value: Option<Span>,
    same_class: bool,
}

fn conflict(first: &Seen<'_>, second: &Seen<'_>) -> Option<Conflict> {
    if first.class == second.class {
        let text = format!("both take {}", first.class.describe());
        return Some(Conflict { text, value: None, same_class: true });
    }
    one_way(first, second).or_else(|| one_way(second, first))
}

/// Strings are also read from command lines, where they look like booleans and numbers.
fn one_way(string: &Seen<'_>, other: &Seen<'_>) -> Option<Conflict> {
    if string.class != JsonClass::String {
        return None;
    }
    let like = match other.class {
        JsonClass::Boolean => string.like_boolean,
        JsonClass::Number => string.like_number,
        _ => return None,
    };
    let any_string = string.branch.ty.ty == Type::Builtin(Builtin::Str);
    let text = match like {
        Some(_) => format!("a value of the enum looks like {}", other.class.describe()),
        None if any_string => format!("on a command line a string may look like {}", other.class.describe()),
        None => return None,
    };
    Some(Conflict { text, value: like, same_class: false })
}

/// Releases before 2.10 distinguished these two.
fn is_integer_beside_number(first: &Seen<'_>, second: &Seen<'_>) -> bool {
    let is = |seen: &Seen<'_>, number: bool| match &seen.branch.ty.ty {
        Type::Builtin(builtin) if number => *builtin == Builtin::Number,
        Type::Builtin(builtin) => builtin.is_integer(),
        Type::Defined(_) => false,
    };
    (is(first, true) && is(second, false)) || (is(first, false) && is(second, true))
}
