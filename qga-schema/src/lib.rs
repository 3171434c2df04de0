//! Parses and checks QAPI schemas, the interface language of QEMU.

pub mod doc;
pub mod ir;
pub mod source;
