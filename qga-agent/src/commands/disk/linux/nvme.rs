//! Reads the health log of an NVMe controller.

use std::fs::File;
use std::os::fd::AsRawFd;
use std::path::Path;

use qga_runtime::guest::types::{GuestNVMeSmart, GuestNVMeSmartMembers};
use rustix::ioctl::{Opcode, opcode};

/// `struct nvme_passthru_cmd` of the kernel's interface.
#[derive(Default)]
#[repr(C)]
struct AdminCommand {
    opcode: u8,
    flags: u8,
    reserved: u16,
    nsid: u32,
    cdw2: u32,
    cdw3: u32,
    metadata: u64,
    addr: u64,
    metadata_len: u32,
    data_len: u32,
    cdw10: u32,
    cdw11: u32,
    cdw12: u32,
    cdw13: u32,
    cdw14: u32,
    cdw15: u32,
    timeout_ms: u32,
    result: u32,
}

const SMART_LOG_BYTES: u32 = 512;
const GET_LOG_PAGE_OPCODE: u8 = 0x02;
const ALL_NAMESPACES: u32 = u32::MAX;
const SMART_LOG_PAGE: u32 = 0x02;
/// Reads the log without clearing the event that announced it.
const RETAIN_EVENT: u32 = 1 << 15;
/// Length in 32-bit words, minus one.
const SMART_LOG_WORDS: u32 = (SMART_LOG_BYTES / 4 - 1) << 16;
const ADMIN_COMMAND: Opcode = opcode::read_write::<AdminCommand>(b'N', 0x41);

/// The health log of the controller of this device node; `None` if the device does not return it.
pub(crate) fn smart(node: &Path) -> Option<GuestNVMeSmart> {
    let device = File::open(node).ok()?;
    let mut log = [0; SMART_LOG_BYTES as usize];
    let mut command = AdminCommand {
        opcode: GET_LOG_PAGE_OPCODE,
        nsid: ALL_NAMESPACES,
        addr: log.as_mut_ptr() as u64,
        data_len: SMART_LOG_BYTES,
        cdw10: SMART_LOG_PAGE | RETAIN_EVENT | SMART_LOG_WORDS,
        ..AdminCommand::default()
    };
    // SAFETY: the command is laid out as the kernel's, and the buffer it points to is as long as it says; both outlive
    // the call. Another driver's device refuses the request by its number, which contains the size of the structure.
    let status = unsafe { libc::ioctl(device.as_raw_fd(), ADMIN_COMMAND as libc::Ioctl, &mut command) };
    (status == 0).then(|| decode(&log))
}

fn decode(log: &[u8; SMART_LOG_BYTES as usize]) -> GuestNVMeSmart {
    let half = |at: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&log[at..at + 8]);
        u64::from_le_bytes(bytes)
    };
    // The members are in the order of the log: five bytes or words, then numbers of 128 bits, the lower half first.
    GuestNVMeSmart::new(GuestNVMeSmartMembers {
        critical_warning: log[0].into(),
        temperature: u16::from_le_bytes([log[1], log[2]]).into(),
        available_spare: log[3].into(),
        available_spare_threshold: log[4].into(),
        percentage_used: log[5].into(),
        data_units_read_lo: half(32),
        data_units_read_hi: half(40),
        data_units_written_lo: half(48),
        data_units_written_hi: half(56),
        host_read_commands_lo: half(64),
        host_read_commands_hi: half(72),
        host_write_commands_lo: half(80),
        host_write_commands_hi: half(88),
        controller_busy_time_lo: half(96),
        controller_busy_time_hi: half(104),
        power_cycles_lo: half(112),
        power_cycles_hi: half(120),
        power_on_hours_lo: half(128),
        power_on_hours_hi: half(136),
        unsafe_shutdowns_lo: half(144),
        unsafe_shutdowns_hi: half(152),
        media_errors_lo: half(160),
        media_errors_hi: half(168),
        number_of_error_log_entries_lo: half(176),
        number_of_error_log_entries_hi: half(184),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_request_has_the_number_and_size_of_the_kernel_s_header() {
        assert_eq!(size_of::<AdminCommand>(), 72);
        assert_eq!(ADMIN_COMMAND, 0xC048_4E41);
    }

    #[test]
    fn the_log_is_read_at_the_offsets_of_the_specification() {
        let mut log = [0; SMART_LOG_BYTES as usize];
        log[..6].copy_from_slice(&[4, 0x43, 0x01, 100, 10, 3]);
        for (index, place) in (32..192).step_by(8).enumerate() {
            log[place] = u8::try_from(index).expect("twenty halves") + 1;
            log[place + 7] = 0x80;
        }
        let smart = decode(&log);
        assert_eq!((smart.critical_warning, smart.temperature), (4, 323));
        assert_eq!((smart.available_spare, smart.available_spare_threshold, smart.percentage_used), (100, 10, 3));
        assert_eq!(smart.data_units_read_lo, 0x8000_0000_0000_0001);
        assert_eq!(smart.data_units_read_hi, 0x8000_0000_0000_0002);
        assert_eq!(smart.power_on_hours_lo, 0x8000_0000_0000_000D);
        assert_eq!(smart.number_of_error_log_entries_hi, 0x8000_0000_0000_0014);
    }
}
