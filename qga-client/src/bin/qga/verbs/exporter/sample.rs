//! Asks one guest's agent for what the metrics show.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use qga_client::{CallError, Client, Options, SessionLimits, Target, commands, types};
use qga_runtime::Command;

use super::families::{self, Labels, Samples};
use crate::processor_time;

/// File systems of a guest that have series.
pub(super) const MAX_FILE_SYSTEMS: usize = 64;

/// Disks of a guest that have series.
pub(super) const MAX_DISKS: usize = 64;

/// Network interfaces of a guest that have series.
pub(super) const MAX_INTERFACES: usize = 64;

/// Series of a guest, at most: two of a file system, five of a disk, four of an interface, and those of the whole guest.
pub(super) const MAX_SERIES: usize = 2 * MAX_FILE_SYSTEMS + 5 * MAX_DISKS + 4 * MAX_INTERFACES + 20;

/// A label that the guest chooses is cut after so many bytes.
pub(super) const MAX_LABEL_BYTES: usize = 128;

/// A longer answer is not read; a guest with 500 file systems has 200 KiB.
pub(super) const MAX_ANSWER_BYTES: usize = 1 << 20;

/// A disk counts in sectors of this size, whatever its own are.
const SECTOR_BYTES: f64 = 512.0;

/// One guest's agent while it is asked.
struct Asked {
    client: Client,
    deadline: Instant,
    info: types::GuestAgentInfo,
    samples: Samples,
    left_out: usize,
}

/// Asks an agent, until `deadline` at the latest.
///
/// # Errors
/// The agent does not answer; what it said of itself then means nothing.
pub(super) fn ask(target: &Target, deadline: Instant) -> Result<Samples, CallError> {
    let begun = Instant::now();
    let limit = deadline.saturating_duration_since(begun);
    let limits = SessionLimits {
        answer: MAX_ANSWER_BYTES,
        without_payload: MAX_ANSWER_BYTES,
        tokens: MAX_ANSWER_BYTES / 4,
        stale: 4 * MAX_ANSWER_BYTES,
    };
    let mut client = target.connect(&Options { limits, ..Options::with_timeout(limit) })?;
    // With it both sides get in step.
    let info = client.call_within(commands::GuestInfo::new(), deadline.saturating_duration_since(Instant::now()))?;
    let mut asked = Asked { client, deadline, info, samples: Samples::default(), left_out: 0 };
    asked.samples.set(families::UP, 1.0);
    asked.samples.set(families::SYNC, begun.elapsed().as_secs_f64());
    asked.samples.add(families::AGENT, vec![("version", label(&asked.info.version))], 1.0);
    asked.ask_all();
    asked.samples.set(families::LEFT_OUT, count(asked.left_out));
    Ok(asked.samples)
}

impl Asked {
    fn ask_all(&mut self) {
        if let Some(status) = self.answer(commands::GuestFsfreezeStatus::new()) {
            self.samples.set(families::FROZEN, f64::from(u8::from(status == types::GuestFsfreezeStatus::Frozen)));
        }
        self.clock();
        if let Some(load) = self.answer(commands::GuestGetLoad::new()) {
            self.samples.set(families::LOAD1, load.load1m);
            self.samples.set(families::LOAD5, load.load5m);
            self.samples.set(families::LOAD15, load.load15m);
        }
        if let Some(processors) = self.answer(commands::GuestGetVcpus::new()) {
            let online = processors.iter().filter(|processor| processor.online).count();
            self.samples.set(families::PROCESSORS, count(online));
        }
        if let Some(stats) = self.answer(commands::GuestGetCpustats::new()) {
            self.processor_seconds(&stats);
        }
        for disk in self.bounded(commands::GuestGetDiskstats::new(), MAX_DISKS) {
            self.disk(&disk);
        }
        for interface in self.bounded(commands::GuestNetworkGetInterfaces::new(), MAX_INTERFACES) {
            self.interface(&interface);
        }
        // Last: a server of one of them may be gone.
        for file_system in self.bounded(commands::GuestGetFsinfo::new(), MAX_FILE_SYSTEMS) {
            self.file_system(&file_system);
        }
    }

    /// The answer to a command, if the agent has it.
    fn answer<C: Command>(&mut self, command: C) -> Option<C::Returns> {
        let mut offered = self.info.supported_commands.iter().flatten();
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || !offered.any(|offered| offered.name == C::NAME && offered.enabled) {
            return None;
        }
        let answer = self.client.call_within(command, left);
        // While frozen it is offered again later.
        self.left_out += usize::from(matches!(&answer, Err(error) if !matches!(error, CallError::Frozen(_))));
        answer.ok()
    }

    /// The first things of a list.
    fn bounded<T, C: Command<Returns = Vec<T>>>(&mut self, command: C, limit: usize) -> Vec<T> {
        let mut things = self.answer(command).unwrap_or_default();
        self.left_out += things.len().saturating_sub(limit);
        things.truncate(limit);
        things
    }

    fn clock(&mut self) {
        let asked = Instant::now();
        let Some(guest) = self.answer(commands::GuestGetTime::new()) else { return };
        let Ok(host) = SystemTime::now().duration_since(UNIX_EPOCH) else { return };
        // The guest looked at its clock in between, most likely in the middle.
        let then = host.saturating_sub(asked.elapsed() / 2);
        let ahead = i128::from(guest) - i128::try_from(then.as_nanos()).unwrap_or(i128::MAX);
        let offset = Duration::from_nanos(u64::try_from(ahead.unsigned_abs()).unwrap_or(u64::MAX)).as_secs_f64();
        self.samples.set(families::CLOCK, if ahead < 0 { -offset } else { offset });
    }

    fn processor_seconds(&mut self, stats: &[types::GuestCpuStats]) {
        let states: [(&str, fn(&types::GuestLinuxCpuStats) -> u64); 8] = [
            ("user", |stats| stats.user),
            ("nice", |stats| stats.nice),
            ("system", |stats| stats.system),
            ("idle", |stats| stats.idle),
            ("iowait", |stats| stats.iowait.unwrap_or(0)),
            ("irq", |stats| stats.irq.unwrap_or(0)),
            ("softirq", |stats| stats.softirq.unwrap_or(0)),
            ("steal", |stats| stats.steal.unwrap_or(0)),
        ];
        for (state, time) in states {
            let milliseconds: f64 = processor_time::linux(stats).map(|stats| float(time(stats))).sum();
            self.samples.add(families::PROCESSOR_SECONDS, vec![("state", state.to_owned())], milliseconds / 1e3);
        }
    }

    fn disk(&mut self, disk: &types::GuestDiskStatsInfo) {
        let stats = &disk.stats;
        for (family, value, unit) in [
            (families::DISK_READ, stats.read_sectors, SECTOR_BYTES),
            (families::DISK_WRITTEN, stats.write_sectors, SECTOR_BYTES),
            (families::DISK_READS, stats.read_ios, 1.0),
            (families::DISK_WRITES, stats.write_ios, 1.0),
            (families::DISK_BUSY, stats.total_ticks, 1e-3),
        ] {
            if let Some(value) = value {
                self.samples.add(family, vec![("device", label(&disk.name))], float(value) * unit);
            }
        }
    }

    fn file_system(&mut self, file_system: &types::GuestFilesystemInfo) {
        let labels: Labels = vec![
            ("mountpoint", label(&file_system.mountpoint)),
            ("device", label(&file_system.name)),
            ("type", label(&file_system.r#type)),
        ];
        for (family, value) in [(families::SIZE, file_system.total_bytes), (families::USED, file_system.used_bytes)] {
            if let Some(value) = value {
                self.samples.add(family, labels.clone(), float(value));
            }
        }
    }

    fn interface(&mut self, interface: &types::GuestNetworkInterface) {
        let Some(stats) = &interface.statistics else { return };
        for (family, value) in [
            (families::RECEIVED, float(stats.rx_bytes)),
            (families::SENT, float(stats.tx_bytes)),
            (families::RECEIVE_ERRORS, float(stats.rx_errs) + float(stats.rx_dropped)),
            (families::SEND_ERRORS, float(stats.tx_errs) + float(stats.tx_dropped)),
        ] {
            self.samples.add(family, vec![("device", label(&interface.name))], value);
        }
    }
}

/// A counter, as Prometheus holds it.
#[expect(clippy::cast_precision_loss, reason = "metrics are floating point numbers")]
fn float(value: u64) -> f64 {
    value as f64
}

fn count(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

/// A guest's text as a label's value.
fn label(text: &str) -> String {
    let end = (0..=MAX_LABEL_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_cut_between_characters() {
        assert_eq!(label("/srv"), "/srv");
        assert_eq!(label(&"é".repeat(100)), "é".repeat(64));
        assert_eq!(label(&format!("x{}", "é".repeat(100))), format!("x{}", "é".repeat(63)));
    }
}
