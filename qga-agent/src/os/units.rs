//! The kernel's units, from the C library: reading them needs no `/proc`.

/// Bytes in a page of memory.
pub(crate) fn page_size() -> usize {
    // SAFETY: only a number is asked for.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) })
        .ok()
        .filter(|size| size.is_power_of_two())
        .unwrap_or(4096)
}

/// Ticks in a second of a process's or a processor's time.
pub(crate) fn clock_ticks_per_second() -> u64 {
    // SAFETY: only a number is asked for.
    u64::try_from(unsafe { libc::sysconf(libc::_SC_CLK_TCK) }).ok().filter(|ticks| *ticks > 0).unwrap_or(100)
}
