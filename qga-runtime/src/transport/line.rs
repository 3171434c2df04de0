//! Claims a terminal, so that what other users write to it is not taken for the host's requests.
//!
//! A user who may open a serial line, as the members of Debian's group `dialout` may, can make its interface loop back:
//! what is written to the line then arrives on it. So nobody else may hold it open, be it since before the agent came.

use std::io;
use std::ops::RangeInclusive;
#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd;
use std::os::fd::OwnedFd;

use rustix::fs::{fstat, major};
use rustix::termios::ioctl_tiocexcl;

/// Major device numbers of pseudo-terminals.
const PSEUDO: RangeInclusive<u32> = 136..=143;

/// Makes the terminal exclusive, and hangs it up for processes that opened it earlier; `reopen` opens the same device.
///
/// Processes with `CAP_SYS_ADMIN` may open it all the same. Without this capability the agent cannot hang it up. The
/// other end of a pseudo-terminal would take a hang-up for the end; whoever has that end decides what arrives anyway.
///
/// # Errors
/// The device cannot be opened again, or another one has taken its place.
pub(super) fn claim(terminal: OwnedFd, reopen: impl FnOnce() -> io::Result<OwnedFd>) -> io::Result<OwnedFd> {
    ioctl_tiocexcl(&terminal)?;
    let device = fstat(&terminal)?.st_rdev;
    if PSEUDO.contains(&major(device)) || !hang_up(&terminal)? {
        return Ok(terminal);
    }
    // The descriptor is dead now. Open, it keeps the terminal exclusive until the next one is there.
    let reopened = reopen()?;
    if fstat(&reopened)?.st_rdev != device {
        return Err(io::Error::other("another device has taken its place"));
    }
    ioctl_tiocexcl(&reopened)?;
    end_loop(&reopened);
    Ok(reopened)
}

/// Invalidates all descriptors of the terminal; false without the capability to do so.
#[cfg(target_os = "linux")]
fn hang_up(terminal: &OwnedFd) -> io::Result<bool> {
    // SAFETY: the request takes no argument.
    if unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCVHANGUP) } == 0 {
        return Ok(true);
    }
    match io::Error::last_os_error() {
        error if error.kind() == io::ErrorKind::PermissionDenied => Ok(false),
        error => Err(error),
    }
}

#[cfg(not(target_os = "linux"))]
fn hang_up(_terminal: &OwnedFd) -> io::Result<bool> {
    Ok(false)
}

/// Ends the loop-back that an earlier holder may have set: it outlives the descriptor.
#[cfg(target_os = "linux")]
fn end_loop(terminal: &OwnedFd) {
    // `TIOCM_LOOP`, on every architecture.
    let bits: libc::c_int = 0x8000;
    // An interface without such a mode refuses. SAFETY: the request reads one integer, which lives through the call.
    let _ = unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCMBIC, &raw const bits) };
}

#[cfg(not(target_os = "linux"))]
fn end_loop(_terminal: &OwnedFd) {}
