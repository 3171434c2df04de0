//! guest-get-time: the guest's clock.

use std::time::{SystemTime, UNIX_EPOCH};

use qga_runtime::CommandError;
use qga_runtime::guest::commands;

use crate::agent::Agent;

#[cfg(any())]
fn get_time(_agent: &mut Agent, _command: commands::GuestGetTime) -> Result<i64, CommandError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let micros = since.map_or_else(|before| -signed(before.duration().as_micros()), |since| signed(since.as_micros()));
    // Whole microseconds, as it always was: host software may take the last digits for more than they are.
    Ok(micros.saturating_mul(1000))
}

fn signed(micros: u128) -> i64 {
    i64::try_from(micros).unwrap_or(i64::MAX)
}
