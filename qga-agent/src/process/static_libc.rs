//! Stands in for functions of a static glibc that would bring in what the agent never uses.
//!
//! Rust's standard library and glibc's threads call each of these, and behind each call stands a part of glibc: scanning
//! and printing of numbers, message catalogues, the loading of shared libraries, the resolver. The linker takes a function
//! from the program before it looks into the C library, so these short ones save a quarter of a megabyte. Nothing but a
//! static glibc is concerned; there, each does what the agent needs of it.

use std::arch::global_asm;
use std::ffi::{CStr, c_char, c_int, c_void};

/// Asked for the bounds of the main thread's stack, to tell of its overflow in words. glibc reads `/proc/self/maps` for
/// it. An overflow ends the process with a signal all the same.
#[unsafe(no_mangle)]
extern "C" fn pthread_getattr_np(_thread: libc::pthread_t, _attributes: *mut c_void) -> c_int {
    libc::ENOSYS
}

/// Asked for functions that only newer systems have. A static program has no symbols to find, and no newer system either.
#[unsafe(no_mangle)]
extern "C" fn dlsym(_library: *mut c_void, _name: *const c_char) -> *mut c_void {
    std::ptr::null_mut()
}

/// Names the calling thread; the standard library names no other.
#[unsafe(no_mangle)]
extern "C" fn pthread_setname_np(_thread: libc::pthread_t, name: *const c_char) -> c_int {
    // SAFETY: the caller passes a string that ends in NUL.
    let name = unsafe { CStr::from_ptr(name) };
    rustix::thread::set_name(name).map_or_else(rustix::io::Errno::raw_os_error, |()| 0)
}

/// Translates the texts of errors, which stand in answers and are never translated there.
#[unsafe(no_mangle)]
extern "C" fn __dcgettext(_domain: *const c_char, text: *const c_char, _category: c_int) -> *const c_char {
    text
}

/// Ends the process when glibc finds itself broken.
#[unsafe(no_mangle)]
extern "C" fn __assert_fail(
    _condition: *const c_char,
    _file: *const c_char,
    _line: c_int,
    _function: *const c_char,
) -> ! {
    std::process::abort()
}

// Where a new thread keeps its resolver's state. The agent resolves no names. Weak, so that it gives way where the
// resolver is linked in after all.
global_asm!(
    ".pushsection .tbss.__libc_resp,\"awT\",@nobits",
    ".weak __libc_resp",
    ".type __libc_resp,@object",
    ".size __libc_resp,8",
    ".balign 8",
    "__libc_resp:",
    ".zero 8",
    ".popsection",
);
