//! Memory for large blocks, straight from the kernel and in large pages where it has them.
//!
//! Page faults would cost more than all other work on a large payload, and an allocator may keep freed memory.

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
    /// This many bytes.
    pub(super) fn new(length: usize) -> Self {
        let flags = MapFlags::PRIVATE;
        // SAFETY: the kernel chooses a place where nothing is.
        let mapped = unsafe { mmap_anonymous(ptr::null_mut(), length, ProtFlags::READ | ProtFlags::WRITE, flags) };
        let Ok(start) = mapped else {
            handle_alloc_error(Layout::from_size_align(length, 4096).unwrap_or(Layout::new::<u8>()))
        };
        // SAFETY: the advice does not change the memory's content. A kernel without large pages refuses it.
        let _ = unsafe { madvise(start, length, Advice::LinuxHugepage) };
        Pages { start, length }
    }
}

// SAFETY: the memory belongs to this value alone, like a vector's.
unsafe impl Send for Pages {}

// SAFETY: shared, it can only be read.
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
        // SAFETY: as above, and the borrow is exclusive.
        unsafe { slice::from_raw_parts_mut(self.start.cast(), self.length) }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: mapped by `new` with this length; no reference to it is left. It cannot fail for a whole mapping.
        let _ = unsafe { munmap(self.start, self.length) };
    }
}
