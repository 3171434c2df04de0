//! Reduces the memory of the idle agent.

use std::ffi::{c_int, c_void};

use crate::os::units;

/// Unmaps the program's code pages; the kernel maps a page again when it is used.
///
/// The kernel maps many pages around each one that is touched, and the start and the last requests touched far more of
/// them than waiting does.
pub(crate) fn unmap_program() {
    // SAFETY: the callback has the required signature and uses no data.
    unsafe { libc::dl_iterate_phdr(Some(unmap_object), std::ptr::null_mut()) };
}

/// Called for the program itself first; it ends the iteration, since libraries are shared with others anyway.
unsafe extern "C" fn unmap_object(object: *mut libc::dl_phdr_info, _size: usize, _data: *mut c_void) -> c_int {
    // SAFETY: the loader passes a valid description of an object that stays loaded.
    let object = unsafe { &*object };
    if object.dlpi_phdr.is_null() {
        return 1;
    }
    // SAFETY: the loader says how many headers there are.
    let headers = unsafe { std::slice::from_raw_parts(object.dlpi_phdr, object.dlpi_phnum.into()) };
    let page = units::page_size();
    for header in headers.iter().filter(|header| header.p_type == libc::PT_LOAD && header.p_flags & libc::PF_W == 0) {
        let (Ok(start), Ok(length)) = (usize::try_from(header.p_vaddr), usize::try_from(header.p_memsz)) else {
            continue;
        };
        let begin = usize::try_from(object.dlpi_addr).unwrap_or_default().wrapping_add(start);
        let first = begin & !(page - 1);
        // SAFETY: these pages are the file's and can never have been written, so they come back as they are; if the
        // kernel refuses, they stay.
        unsafe {
            libc::madvise(std::ptr::with_exposed_provenance_mut(first), begin - first + length, libc::MADV_DONTNEED)
        };
    }
    1
}
