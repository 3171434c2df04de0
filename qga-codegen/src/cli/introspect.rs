//! `qapi introspect`: prints what a server that speaks a schema answers to `query-qmp-schema`.

use std::process::ExitCode;

use clap::Args;
use qga_schema::introspect::{TypeNames, introspect};

use super::{Error, One, print_json};

/// The schema, and how to name its types.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    schema: One,
    /// Name types as the schema does; servers give numbers instead.
    #[arg(long)]
    unmasked: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Error> {
    let schema = arguments.schema.load()?;
    let names = if arguments.unmasked { TypeNames::Plain } else { TypeNames::Masked };
    print_json(&introspect(&schema, names))
}
