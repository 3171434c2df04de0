//! `include_schema!` turns a schema into types, commands and both sides of the protocol; `#[handler]` turns a function
//! into a handler. Both expand to paths of `qga_runtime`, which re-exports them.

mod handler;
mod include_schema;

use proc_macro::TokenStream;

/// Expands to the modules `types`, `commands`, `client`, `server`, and `events` if there are any, of a schema.
///
/// The path is relative to the folder of the crate's `Cargo.toml`. The crate is built again when the schema changes.
///
/// ```text
/// qga_runtime::include_schema!("acme.json");
/// ```
///
/// Of a large schema, select the definitions that are needed; the types they use are included:
///
/// ```text
/// qga_runtime::include_schema!("machine.json", commands = ["query-status", "stop"], events = ["SHUTDOWN"]);
/// ```
///
/// If types contain each other more than about 30 deep, the compiler asks for `#![recursion_limit = "256"]`: it follows
/// them to check whether a command is `Send`.
///
/// Schemas of old releases of QEMU are written in an older form of the language:
///
/// ```text
/// qga_runtime::include_schema!("qemu-2.4.json", legacy = true);
/// ```
#[proc_macro]
pub fn include_schema(input: TokenStream) -> TokenStream {
    include_schema::expand(input.into()).into()
}

/// Makes a function the handler of the command it takes.
///
/// ```text
/// #[handler]
/// fn close(agent: &mut Agent, command: commands::GuestFileClose) -> Result<(), CommandError> {
///     agent.files.remove(command.handle)
/// }
/// ```
///
/// The function is unchanged; `impl Handler<commands::GuestFileClose> for Agent` is added.
#[proc_macro_attribute]
pub fn handler(arguments: TokenStream, item: TokenStream) -> TokenStream {
    handler::expand(&arguments.into(), item.into()).into()
}
