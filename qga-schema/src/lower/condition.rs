//! Reads build conditions.

use super::Lower;
use crate::diagnostic::{Diagnostic, shown};
use crate::expr::{Value, ValueKind};
use crate::ir::Condition;
use crate::suggest;

const OPERATORS: [&str; 3] = ["all", "any", "not"];

impl Lower<'_> {
    /// Reads a condition; none if there are errors in it.
    pub(super) fn condition(&mut self, value: &Value) -> Option<Condition> {
        let entries = match &value.kind {
            ValueKind::Str(text) => return self.symbol(text, value),
            ValueKind::Object(entries) => entries,
            ValueKind::Array(_) if self.dialect.is_old() => {
                let all = self.operands("all", value)?;
                return Some(if all.len() == 1 { all.into_iter().next()? } else { Condition::All(all) });
            }
            _ => {
                let message = format!("a condition must be a string or an object, not {}", value.describe());
                let help = match value.kind {
                    ValueKind::Array(_) => "several conditions are joined by { 'all': [ … ] } or { 'any': [ … ] }",
                    _ => "what always exists needs no condition",
                };
                self.push(Diagnostic::at("CON1", value.span, message).help(help));
                return None;
            }
        };
        if let Some(unknown) = entries.iter().find(|entry| !OPERATORS.contains(&&*entry.key)) {
            let message = format!("a condition has no operator '{}'", shown(&unknown.key));
            let help = suggest::key(&unknown.key, OPERATORS);
            let help = help.unwrap_or_else(|| "the operators are 'all', 'any' and 'not'".into());
            self.push(Diagnostic::at("CON3", unknown.key_span, message).help(help));
            return None;
        }
        let [entry] = &entries[..] else {
            let found = entries.len();
            let message = format!("a condition must have exactly one operator, not {found}");
            self.push(Diagnostic::at("CON4", value.span, message).help("combine conditions with 'all' or 'any'"));
            return None;
        };
        match &*entry.key {
            "not" => self.condition(&entry.value).map(|inner| Condition::Not(Box::new(inner))),
            "any" => self.operands("any", &entry.value).map(Condition::Any),
            _ => self.operands("all", &entry.value).map(Condition::All),
        }
    }

    fn operands(&mut self, operator: &str, value: &Value) -> Option<Vec<Condition>> {
        let ValueKind::Array(operands) = &value.kind else {
            let message = format!("'{operator}' needs an array of conditions, not {}", value.describe());
            self.error("CON5", value.span, message);
            return None;
        };
        if operands.is_empty() {
            self.error("CON6", value.span, format!("'{operator}' needs at least one condition"));
            return None;
        }
        // All operands are looked at, so that all their errors show.
        let read: Vec<_> = operands.iter().map(|operand| self.condition(operand)).collect();
        read.into_iter().collect()
    }

    fn symbol(&mut self, text: &str, value: &Value) -> Option<Condition> {
        if is_symbol(text) {
            return Some(Condition::Symbol(text.into()));
        }
        if self.dialect.is_old() {
            let read = c_expression(text);
            let form =
                read.as_ref().map_or_else(|| "kept as it is".into(), |it| format!("read as {}", schema_form(it)));
            self.push(Diagnostic::at("LEG8", value.span, format!("the preprocessor expression is {form}")).note());
            return Some(read.unwrap_or_else(|| Condition::Raw(text.into())));
        }
        let message = match text {
            "" => "the condition is empty".to_owned(),
            _ => format!("'{}' is no condition", shown(text)),
        };
        let diagnostic = Diagnostic::at("CON2", value.span, message);
        let help = match c_expression(text) {
            Some(condition) => format!("write {}", schema_form(&condition)),
            None if is_symbol(&text.to_ascii_uppercase()) => format!("write '{}'", text.to_ascii_uppercase()),
            None => "a condition is one symbol: uppercase letters, digits and `_`".into(),
        };
        self.push(diagnostic.help(help));
        None
    }
}

fn is_symbol(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

fn schema_form(condition: &Condition) -> String {
    let list = |operator: &str, operands: &[Condition]| {
        let operands: Vec<String> = operands.iter().map(schema_form).collect();
        format!("{{ '{operator}': [ {} ] }}", operands.join(", "))
    };
    match condition {
        Condition::Symbol(text) | Condition::Raw(text) => format!("'{text}'"),
        Condition::All(operands) => list("all", operands),
        Condition::Any(operands) => list("any", operands),
        Condition::Not(inner) => format!("{{ 'not': {} }}", schema_form(inner)),
    }
}

/// Reads a preprocessor expression made of `defined(SYMBOL)`, `&&`, `||`, `!` and parentheses.
pub(crate) fn c_expression(text: &str) -> Option<Condition> {
    /// Far more than anybody writes, far less than a stack holds.
    const MAX_LENGTH: usize = 1000;
    if text.len() > MAX_LENGTH {
        return None;
    }
    let mut rest = text.trim();
    let condition = any_of(&mut rest, 0)?;
    rest.is_empty().then_some(condition)
}

fn any_of(rest: &mut &str, depth: usize) -> Option<Condition> {
    series(rest, "||", Condition::Any, |rest| series(rest, "&&", Condition::All, |rest| term(rest, depth)))
}

fn series(
    rest: &mut &str,
    operator: &str,
    join: impl Fn(Vec<Condition>) -> Condition,
    operand: impl Fn(&mut &str) -> Option<Condition>,
) -> Option<Condition> {
    let first = operand(rest)?;
    let mut operands = vec![first];
    while take(rest, operator) {
        operands.push(operand(rest)?);
    }
    if operands.len() == 1 { operands.pop() } else { Some(join(operands)) }
}

fn term(rest: &mut &str, depth: usize) -> Option<Condition> {
    const MAX_DEPTH: usize = 50;
    if depth > MAX_DEPTH {
        return None;
    }
    if take(rest, "!") {
        return term(rest, depth + 1).map(|inner| Condition::Not(Box::new(inner)));
    }
    if take(rest, "(") {
        let inner = any_of(rest, depth + 1)?;
        return take(rest, ")").then_some(inner);
    }
    if !take(rest, "defined") {
        return None;
    }
    let enclosed = take(rest, "(");
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
    let (symbol, tail) = rest.split_at(length);
    *rest = tail.trim_start();
    let closed = !enclosed || take(rest, ")");
    let named = symbol.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    (closed && named).then(|| Condition::Symbol(symbol.into()))
}

fn take(rest: &mut &str, token: &str) -> bool {
    let Some(tail) = rest.strip_prefix(token) else { return false };
    *rest = tail.trim_start();
    true
}
