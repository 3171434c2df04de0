//! Claims a terminal, so that other users' input is not taken for the host's requests.
//!
//! A user who may open a serial line, such as a member of Debian's group `dialout`, can set its loop-back mode: bytes
//! written to the line are then received on it. So no other process may have it open, not even from before the agent.

use std::io;
use std::ops::RangeInclusive;
#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd;
use std::os::fd::OwnedFd;

use rustix::fs::{fstat, major};
use rustix::termios::ioctl_tiocexcl;

/// Major device numbers of pseudo-terminals.
const PTY_MAJORS: RangeInclusive<u32> = 136..=143;

/// Makes the terminal exclusive, and hangs it up for processes that opened it earlier; `reopen` opens the same device.
///
/// Processes with `CAP_SYS_ADMIN` can still open it. Without this capability the agent cannot hang it up. A
/// pseudo-terminal is not hung up: its other end would read that as the end, and controls all input anyway.
///
/// # Errors
/// The device cannot be opened again, or another one has taken its place.
pub(super) fn claim(terminal: OwnedFd, reopen: impl FnOnce() -> io::Result<OwnedFd>) -> io::Result<OwnedFd> {
    ioctl_tiocexcl(&terminal)?;
    let device = fstat(&terminal)?.st_rdev;
    if PTY_MAJORS.contains(&major(device)) || !hang_up(&terminal)? {
        return Ok(terminal);
    }
    // The descriptor is dead now, but keeps the terminal exclusive until it is opened again.
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

/// Ends the loop-back mode, which outlives the descriptor of the process that set it.
#[cfg(target_os = "linux")]
fn end_loop(terminal: &OwnedFd) {
    // `TIOCM_LOOP`, on every architecture.
    let bits: libc::c_int = 0x8000;
    // A device without this mode refuses. SAFETY: the request reads one integer, which lives through the call.
    let _ = unsafe { libc::ioctl(terminal.as_raw_fd(), libc::TIOCMBIC, &raw const bits) };
}

#[cfg(not(target_os = "linux"))]
fn end_loop(_terminal: &OwnedFd) {}
