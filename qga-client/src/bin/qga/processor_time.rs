//! What processors did, as shares of their time.

use std::collections::HashMap;

use qga_client::types::{GuestCpuStats, GuestLinuxCpuStats};

use crate::units::percent;

/// Shares of a processor's time, in percent; empty where nothing is known.
#[derive(Default)]
pub(crate) struct Shares {
    pub(crate) user: String,
    pub(crate) system: String,
    pub(crate) waiting: String,
    pub(crate) stolen: String,
    pub(crate) idle: String,
}

/// The times of each processor, by its number.
pub(crate) fn by_processor(stats: &[GuestCpuStats]) -> HashMap<i64, Times> {
    linux(stats).map(|stats| (stats.cpu, Times::of(stats))).collect()
}

/// The processors of a Linux guest.
pub(crate) fn linux(stats: &[GuestCpuStats]) -> impl Iterator<Item = &GuestLinuxCpuStats> {
    stats.iter().filter_map(|stats| match stats {
        GuestCpuStats::Linux(stats) => Some(stats),
        GuestCpuStats::Other(_) => None,
    })
}

/// Time of a processor in each state, in milliseconds.
#[derive(Clone, Copy, Default)]
pub(crate) struct Times {
    user: u64,
    system: u64,
    waiting: u64,
    stolen: u64,
    idle: u64,
}

impl Times {
    /// The counters; sums end at the largest number, since the guest chose the parts.
    pub(crate) fn of(stats: &GuestLinuxCpuStats) -> Self {
        let some = |value: Option<u64>| value.unwrap_or(0);
        Times {
            user: stats.user.saturating_add(stats.nice),
            system: stats.system.saturating_add(some(stats.irq)).saturating_add(some(stats.softirq)),
            waiting: some(stats.iowait),
            stolen: some(stats.steal),
            idle: stats.idle,
        }
    }

    /// What was added since earlier counters; nothing where a counter went back.
    pub(crate) fn since(&self, earlier: &Times) -> Times {
        Times {
            user: self.user.saturating_sub(earlier.user),
            system: self.system.saturating_sub(earlier.system),
            waiting: self.waiting.saturating_sub(earlier.waiting),
            stolen: self.stolen.saturating_sub(earlier.stolen),
            idle: self.idle.saturating_sub(earlier.idle),
        }
    }

    pub(crate) fn shares(&self) -> Shares {
        let parts = [self.user, self.system, self.waiting, self.stolen, self.idle];
        let whole = parts.iter().fold(0, |sum: u64, part| sum.saturating_add(*part));
        let [user, system, waiting, stolen, idle] = parts.map(|part| percent(part, whole));
        Shares { user, system, waiting, stolen, idle }
    }
}
