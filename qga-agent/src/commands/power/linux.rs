//! Shuts a Linux guest down and sends it to sleep, with whatever of init systems and tools it has.

mod shutdown;
mod suspend;

pub(crate) const UNSUPPORTED: &[&str] = &[];

pub(crate) use shutdown::shutdown;
pub(crate) use suspend::suspend;
