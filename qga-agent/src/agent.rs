//! The state every command handler works on: one struct per topic, owned by that topic.

/// The stock agent. A vendor's crate may implement `Handler` of its own commands for it.
///
/// A topic that keeps state between commands adds one field here, of a type that lives in the topic's own file.
#[derive(Debug, Default)]
pub struct Agent {}
