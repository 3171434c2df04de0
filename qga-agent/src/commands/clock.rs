//! guest-get-time and guest-set-time: the guest's clock.

#[cfg_attr(target_os = "linux", path = "clock/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "clock/unsupported.rs")]
mod sys;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use qga_runtime::guest::commands;
use qga_runtime::{CommandError, handler};

use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn get_time(_agent: &mut Agent, _command: commands::GuestGetTime) -> Result<i64, CommandError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let micros = since.map_or_else(|before| -signed(before.duration().as_micros()), |since| signed(since.as_micros()));
    // Whole microseconds, as in the established agent: host software may rely on the last digits.
    Ok(micros.saturating_mul(1000))
}

#[handler]
fn set_time(_agent: &mut Agent, command: commands::GuestSetTime) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-set-time called");
    let root = Path::new("/");
    match command.time {
        Some(nanoseconds) => sys::set(root, nanoseconds),
        None => sys::set_from_hardware(root),
    }
}

fn signed(micros: u128) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}
