//! Generates Rust code from a checked QAPI schema.
