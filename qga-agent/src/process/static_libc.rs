//! Replaces functions of a static glibc that would link in unused parts of it.
//!
//! Rust's standard library and glibc's threads call each of these, and each call links a part of glibc: scanning and
//! printing of numbers, message catalogues, the loading of shared libraries, the resolver. The linker takes a function
//! from the program before it looks into the C library, so these short ones save a quarter of a megabyte. Compiled for
//! a static glibc only.

use std::arch::global_asm;
use std::ffi::{CStr, c_char, c_int, c_void};

/// Reports the bounds of the main thread's stack, for the message about an overflow; glibc reads `/proc/self/maps` for
/// it. Without them an overflow still ends the process with a signal.
#[unsafe(no_mangle)]
extern "C" fn pthread_getattr_np(_thread: libc::pthread_t, _attributes: *mut c_void) -> c_int {
    libc::ENOSYS
}

/// Looks up functions that only newer systems have. A static program has no symbols to find.
#[unsafe(no_mangle)]
extern "C" fn dlsym(_library: *mut c_void, _name: *const c_char) -> *mut c_void {
    std::ptr::null_mut()
}

/// Names the calling thread, the only one that the standard library names.
#[unsafe(no_mangle)]
extern "C" fn pthread_setname_np(_thread: libc::pthread_t, name: *const c_char) -> c_int {
    // SAFETY: the caller passes a string that ends in NUL.
    let name = unsafe { CStr::from_ptr(name) };
    rustix::thread::set_name(name).map_or_else(rustix::io::Errno::raw_os_error, |()| 0)
}

/// Translates error texts; the agent's answers are never translated.
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

// Where a new thread keeps its resolver's state. The agent resolves no names. Weak, so that the resolver's own
// definition wins if it is linked in.
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
