//! The guest agent daemon.

fn main() {}
