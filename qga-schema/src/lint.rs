//! Lints: findings about the form and completeness of documentation, each reported as its user wants.

use std::fmt;

use crate::diagnostic::Severity;
use crate::dialect::Dialect;

/// How a lint is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Level {
    /// Not at all.
    Allow,
    /// As a warning: the schema is accepted.
    Warn,
    /// As an error: the schema is refused.
    Deny,
}

impl Level {
    /// The word for it: `allow`, `warn` or `deny`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }

    /// The severity of a finding; none is not reported.
    pub(crate) fn severity(self) -> Option<Severity> {
        match self {
            Self::Allow => None,
            Self::Warn => Some(Severity::Warning),
            Self::Deny => Some(Severity::Error),
        }
    }
}

/// A rule whose breach leaves no doubt what a schema means.
#[derive(Clone, Copy, Debug)]
pub struct Lint {
    /// Its code, by which it is set.
    pub code: &'static str,
    /// Whether it is one of [`FORM`].
    pub form: bool,
    /// What it finds, in a few words.
    pub finds: &'static str,
}

/// The name of the group of lints that QEMU's own tool has; denying them gives its verdicts.
pub const FORM: &str = "form";

/// All lints, in the order of their codes.
pub const LINTS: [Lint; 21] = [
    other("DOC2", "a definition without documentation, although the pragma `doc-required` asks for it"),
    form("DOC11", "a line `@NAME:` in free-form documentation"),
    form("DOC12", "a line that is longer than 70 characters"),
    form("DOC13", "a single space between two sentences"),
    form("DOC14", "a section whose second line is indented less than its first one"),
    form("DOC15", "the description of a member behind `Features:`, `Returns:` and the like"),
    form("DOC16", "`Returns:` of something that is no command"),
    form("DOC17", "`Returns:` of a command that returns nothing"),
    form("DOC18", "`Errors:` of something that is no command"),
    form("DOC19", "a member, argument, value or branch without a description"),
    form("DOC20", "a feature without a description"),
    form("DOC21", "the description of a member that does not exist"),
    form("DOC22", "the description of a feature that does not exist"),
    form("DOC23", "a second line `Features:`"),
    form("DOC24", "`Features:` without a description behind it"),
    form("DOC25", "a second description of the same name"),
    form("DOC26", "a description whose name is empty"),
    form("DOC27", "a second `Returns:`, `Errors:` or `Since:`"),
    form("DOC28", "a description or section without text"),
    form("DOC29", "`Note:` or `Example:`, sections of old releases"),
    other("WARN1", "a section that ends by a smaller indentation alone"),
];

const fn form(code: &'static str, finds: &'static str) -> Lint {
    Lint { code, form: true, finds }
}

const fn other(code: &'static str, finds: &'static str) -> Lint {
    Lint { code, form: false, finds }
}

/// The level of each lint, where it is not the default.
///
/// By default lints warn, except that the pragma `doc-required` is obeyed, and that dialects before QEMU 6.2 ask for no
/// descriptions.
///
/// ```
/// use qga_schema::{Level, Lints, Options, Schema};
///
/// let text = "##\n# @go:\n#\n# Go. Then stop.\n##\n{ 'command': 'go' }\n";
/// assert_eq!(Schema::parse("go.json", text)?.warnings()[0].code, "DOC13");
/// let mut lints = Lints::default();
/// lints.set("form", Level::Deny)?;
/// assert!(Schema::parse_with("go.json", text, &Options { lints, ..Options::default() }).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Lints {
    levels: [Option<Level>; LINTS.len()],
}

impl Lints {
    /// All lints of QEMU's own tool denied, which gives its verdicts.
    pub fn deny_form() -> Self {
        let levels = LINTS.map(|lint| lint.form.then_some(Level::Deny));
        Self { levels }
    }

    /// Sets the level of a lint by its code, or of all lints of the group `form`. The last setting counts.
    ///
    /// # Errors
    ///
    /// There is no lint of this name; errors of the language cannot be lowered.
    pub fn set(&mut self, name: &str, level: Level) -> Result<(), NoSuchLint> {
        let mut found = false;
        for (lint, set) in LINTS.iter().zip(&mut self.levels) {
            if lint.code.eq_ignore_ascii_case(name) || (lint.form && name == FORM) {
                *set = Some(level);
                found = true;
            }
        }
        if found { Ok(()) } else { Err(NoSuchLint(name.into())) }
    }

    /// The level of a finding; none if its code is that of no lint.
    pub(crate) fn level(&self, code: &str, dialect: Dialect) -> Option<Level> {
        let at = LINTS.iter().position(|lint| lint.code == code)?;
        Some(self.levels[at].unwrap_or_else(|| default_level(code, dialect)))
    }
}

fn default_level(code: &str, dialect: Dialect) -> Level {
    match code {
        "DOC2" if !dialect.is_old() => Level::Deny,
        "DOC19" | "DOC20" if dialect.is_old() => Level::Allow,
        _ => Level::Warn,
    }
}

/// A name that no lint has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoSuchLint(String);

impl fmt::Display for NoSuchLint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.0;
        let is_code =
            name.ends_with(|c: char| c.is_ascii_digit()) && name.starts_with(|c: char| c.is_ascii_uppercase());
        match is_code {
            true => write!(f, "'{name}' is no lint: errors of the language are always errors"),
            false => write!(f, "there is no lint '{name}': name `{FORM}` or a code such as DOC12"),
        }
    }
}

impl std::error::Error for NoSuchLint {}

#[cfg(test)]
mod tests {
    use super::{LINTS, Level, Lints};
    use crate::dialect::Dialect;

    #[test]
    fn what_is_set_later_counts_and_only_lints_can_be_set() {
        let mut lints = Lints::default();
        assert_eq!(lints.level("DOC12", Dialect::V6_2), Some(Level::Warn));
        assert_eq!(lints.level("DOC2", Dialect::V6_2), Some(Level::Deny));
        assert_eq!(lints.level("DOC19", Dialect::V2_4), Some(Level::Allow));
        lints.set("form", Level::Deny).expect("a group");
        lints.set("doc12", Level::Allow).expect("a lint");
        assert_eq!(lints.level("DOC12", Dialect::V6_2), Some(Level::Allow));
        assert_eq!(lints.level("DOC19", Dialect::V2_4), Some(Level::Deny));
        assert_eq!(lints.level("TYP6", Dialect::V6_2), None);
        let refused = lints.set("TYP6", Level::Allow).expect_err("an error of the language");
        assert_eq!(refused.to_string(), "'TYP6' is no lint: errors of the language are always errors");
        assert!(lints.set("Form", Level::Allow).is_err());
    }

    #[test]
    fn each_lint_is_listed_once() {
        assert!(LINTS.iter().enumerate().all(|(at, lint)| LINTS[..at].iter().all(|other| other.code != lint.code)));
    }
}
