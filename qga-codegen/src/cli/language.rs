//! The options that choose how a schema is read: its dialect, and the levels of lints.

use clap::Args;
use qga_schema::lint::{FORM, LINTS};
use qga_schema::{Dialect, Level, Lints, Options};

/// The grammar that a schema is written in.
#[derive(Args, Default)]
pub struct Language {
    /// The release of QEMU whose grammar the schema is written in; the default reads every schema since 6.2.
    #[arg(long, value_name = "VERSION")]
    qemu: Option<Dialect>,
    /// Read the oldest grammar, that of QEMU 1.0 to 2.3.
    #[arg(long, conflicts_with = "qemu")]
    legacy: bool,
}

impl Language {
    /// The chosen dialect.
    pub fn dialect(&self) -> Dialect {
        if self.legacy { Dialect::V1_0 } else { self.qemu.unwrap_or_default() }
    }

    /// The option that chooses the same dialect, after a blank; empty for the default.
    pub fn argument(&self) -> String {
        match self.dialect() {
            dialect if dialect == Dialect::default() => String::new(),
            dialect => format!(" --qemu {}", dialect.release()),
        }
    }

    /// The options with this dialect.
    pub(super) fn options(&self) -> Options {
        Options { dialect: self.dialect(), ..Options::default() }
    }
}

/// The levels of lints. An option that names one lint outweighs one that names the group.
#[derive(Args)]
pub(super) struct Levels {
    /// Do not report a lint.
    #[arg(long, value_name = "LINT", value_parser = known)]
    allow: Vec<String>,
    /// Report a lint as a warning.
    #[arg(long, value_name = "LINT", value_parser = known)]
    warn: Vec<String>,
    /// Report a lint as an error. `--deny form` gives the verdicts of QEMU's own tool.
    #[arg(long, value_name = "LINT", value_parser = known)]
    deny: Vec<String>,
}

impl Levels {
    /// The level of each lint; of two options for one lint, the stricter counts.
    pub(super) fn lints(&self) -> Lints {
        let mut lints = Lints::default();
        for groups in [true, false] {
            for (names, level) in [(&self.allow, Level::Allow), (&self.warn, Level::Warn), (&self.deny, Level::Deny)] {
                for name in names.iter().filter(|name| (*name == FORM) == groups) {
                    lints.set(name, level).expect("the command line's parser has checked it");
                }
            }
        }
        lints
    }
}

fn known(name: &str) -> Result<String, String> {
    let set = Lints::default().set(name, Level::Warn);
    set.map(|()| name.to_owned()).map_err(|error| error.to_string())
}

/// The lints, one a line, for the end of a help text.
pub(super) fn lint_help() -> String {
    let mut text = format!("Lints (* is one of `{FORM}`), which warn unless the options say otherwise:\n");
    for lint in LINTS {
        let mark = if lint.form { "*" } else { " " };
        let space = " ".repeat(8 - lint.code.len());
        text.push_str(&format!("  {}{mark}{space}{}\n", lint.code, lint.finds));
    }
    text + "DOC2 is an error unless it is lowered. All other codes are errors of the language, which cannot be lowered."
}
