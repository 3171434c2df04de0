//! Maintenance tasks of this workspace.

fn main() {}
