//! Acme's schema as Rust code, for both ends: types, commands, client methods and the table of the agent's commands.

qga_runtime::include_schema!(
    "acme.json",
    // Commands under conditions are left out: name the symbols that are defined here.
    defines = [],
);
