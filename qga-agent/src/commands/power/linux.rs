//! Shuts down and suspends a Linux guest, with the init system and tools it has.

mod shutdown;
mod suspend;

pub(crate) const UNSUPPORTED: &[&str] = &[];

pub(crate) use shutdown::shutdown;
pub(crate) use suspend::suspend;
