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
/// Commands and events under a condition (`'if': 'CONFIG_VALVE'`) are all generated, unless the macro is told which symbols
/// are defined:
///
/// ```text
/// qga_runtime::include_schema!("acme.json", defines = ["CONFIG_VALVE"]);
/// ```
///
/// Which strings hold bytes in base64, and which members debug output must omit, is said here, too; a member is named by
/// its command or type and its own name:
///
/// ```text
/// qga_runtime::include_schema!("acme.json", bytes = ["acme-read:data-b64"], secret = ["acme-login:passphrase"]);
/// ```
///
/// A mandatory member that older agents do not send has its release in `younger`, unless the documentation has its "since";
/// a client reads it as an `Option`:
///
/// ```text
/// qga_runtime::include_schema!("acme.json", younger = { "AcmeReport:turns": "1.2" });
/// ```
///
/// A schema that uses the guest agent's types includes their definitions, and says which Rust module has them already. So
/// they are the same types, and nothing is generated for them:
///
/// ```text
/// qga_runtime::include_schema!("acme.json", external = { "qapi-schema-guest.json": "qga_runtime::guest" });
/// ```
///
/// `lengths` are members that hold the length of bytes in the same object, which may turn out shorter when they are sent.
///
/// If types contain each other more than about 30 deep, the compiler asks for `#![recursion_limit = "256"]`: it follows
/// them to check whether a command is `Send`.
///
/// Schemas of releases of QEMU before 6.2 are written in an older form of the language; `legacy = true` names the
/// oldest, that of QEMU 1.0 to 2.3:
///
/// ```text
/// qga_runtime::include_schema!("qemu-2.4.json", qemu = "2.4");
/// ```
///
/// Findings about the documentation are warnings of the compiler, at the schema's path. Each lint, by its code, and all
/// of them, as `form`, can be allowed, reported or denied:
///
/// ```text
/// qga_runtime::include_schema!("acme.json", deny = ["form"], allow = ["DOC12"]);
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
