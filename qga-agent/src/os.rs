//! Facts about the operating system that several topics need: accounts, the time zone, units, error texts.

pub(crate) mod accounts;
pub(crate) mod calendar;
pub(crate) mod errno;
pub(crate) mod units;
pub(crate) mod zone;
