//! What a schema's documentation looks like is the user's choice.
#![deny(warnings)]

qga_runtime::include_schema!("schemas/style.json", allow = ["form"]);

fn main() {
    assert_eq!(info::COMMANDS.len(), 1);
}
