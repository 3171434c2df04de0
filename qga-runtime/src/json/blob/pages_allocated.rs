//! Memory for large blocks, where the allocator does as well as the kernel.

use std::ops::{Deref, DerefMut};

/// Zeroed memory of a fixed size.
pub(super) struct Pages(Vec<u8>);

impl Pages {
    /// This many bytes.
    pub(super) fn new(length: usize) -> Self {
        Pages(vec![0; length])
    }
}

impl Deref for Pages {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl DerefMut for Pages {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}
