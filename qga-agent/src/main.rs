//! The guest agent daemon.

use std::process::ExitCode;

fn main() -> ExitCode {
    qga_agent::main(qga_agent::commands())
}
