//! The options that say how a schema is read: which dialect, and which lints.

use std::io::{self, Read};
use std::path::Path;

use clap::Args;
use qga_schema::lint::{FORM, LINTS};
use qga_schema::{Dialect, Level, Lints, Options, Schema, read_file};

use super::Error;

/// Which grammar a schema is written in.
#[derive(Args, Default)]
pub(crate) struct Language {
    /// The release of QEMU whose grammar the schema is written in; the default reads every schema since 6.2.
    #[arg(long, value_name = "VERSION")]
    qemu: Option<Dialect>,
    /// Read the oldest grammar, that of QEMU 1.0 to 2.3.
    #[arg(long, conflicts_with = "qemu")]
    legacy: bool,
}

impl Language {
    /// The dialect that is asked for.
    pub(crate) fn dialect(&self) -> Dialect {
        if self.legacy { Dialect::V1_0 } else { self.qemu.unwrap_or_default() }
    }

    /// The option that asks for it again, behind a blank; empty for the default.
    pub(crate) fn argument(&self) -> String {
        match self.dialect() {
            dialect if dialect == Dialect::default() => String::new(),
            dialect => format!(" --qemu {}", dialect.release()),
        }
    }

    /// Reads and checks a schema file with everything it includes.
    pub(crate) fn load(&self, file: &Path) -> Result<Schema, Error> {
        let options = Options { dialect: self.dialect(), ..Options::default() };
        load(file, &options).map_err(Error::Schema)
    }
}

/// Reads and checks a schema file with everything it includes; `-` is standard input.
pub(super) fn load(file: &Path, options: &Options) -> Result<Schema, qga_schema::Error> {
    if file != Path::new("-") {
        return Schema::load_with(file, options);
    }
    let root = Path::new("<stdin>");
    Schema::load_from(root, options, |path| if path == root { read_input() } else { read_file(path) })
}

/// Reads standard input up to its end, which has to come within 256 MiB.
fn read_input() -> io::Result<Vec<u8>> {
    const MAX_SIZE: u64 = 1 << 28;
    let mut bytes = Vec::new();
    io::stdin().lock().take(MAX_SIZE + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > MAX_SIZE {
        true => Err(io::Error::new(io::ErrorKind::InvalidData, "it is larger than 256 MiB")),
        false => Ok(bytes),
    }
}

/// How findings about documentation are reported. What names one lint outweighs what names all of them.
#[derive(Args)]
pub(crate) struct Levels {
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
    /// The level of each lint; of two that are given for one, the stricter.
    pub(crate) fn lints(&self) -> Lints {
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
pub(crate) fn lint_help() -> String {
    let mut text = format!("Lints (* is one of `{FORM}`), which warn unless the options say otherwise:\n");
    for lint in LINTS {
        let mark = if lint.form { "*" } else { " " };
        let space = " ".repeat(8 - lint.code.len());
        text.push_str(&format!("  {}{mark}{space}{}\n", lint.code, lint.finds));
    }
    text + "DOC2 is an error unless it is lowered. All other codes are errors of the language, which cannot be lowered."
}
