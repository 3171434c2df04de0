//! Memory for large blocks, mapped from the kernel, in large pages where it has them.
//!
//! Page faults of small pages cost more than all other work on a large payload, and an allocator may keep freed memory.

use std::alloc::{Layout, handle_alloc_error};
use std::ffi::c_void;
use std::ops::{Deref, DerefMut};
use std::{ptr, slice};

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

/// Zeroed memory of a fixed size, unmapped when dropped.
pub(super) struct Pages {
    start: *mut c_void,
    length: usize,
}

impl Pages {
    /// Maps this many bytes.
    pub(super) fn new(length: usize) -> Self {
        let flags = MapFlags::PRIVATE;
        // SAFETY: the kernel chooses a free address.
        let mapped = unsafe { mmap_anonymous(ptr::null_mut(), length, ProtFlags::READ | ProtFlags::WRITE, flags) };
        let Ok(start) = mapped else {
            handle_alloc_error(Layout::from_size_align(length, 4096).unwrap_or(Layout::new::<u8>()))
        };
        // SAFETY: the advice does not change the content. A kernel without large pages refuses it, without harm.
        let _ = unsafe { madvise(start, length, Advice::LinuxHugepage) };
        Pages { start, length }
    }
}

// SAFETY: the memory belongs to this value alone, like a vector's.
unsafe impl Send for Pages {}

// SAFETY: a shared reference can only read it.
unsafe impl Sync for Pages {}

impl Deref for Pages {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: mapped with this length and zeroed by the kernel, until it is dropped.
        unsafe { slice::from_raw_parts(self.start.cast(), self.length) }
    }
}

impl DerefMut for Pages {
    fn deref_mut(&mut self) -> &mut [u8] {
        // SAFETY: as above, and `&mut self` is the only reference.
        unsafe { slice::from_raw_parts_mut(self.start.cast(), self.length) }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: mapped by `new` with this length; no reference is left. It cannot fail for a whole mapping.
        let _ = unsafe { munmap(self.start, self.length) };
    }
}
