//! The kernel's names, release and load averages.

use qga_runtime::CommandError;
use qga_runtime::guest::types::GuestDeviceInfo;

/// guest-get-devices lists drivers that are installed separately; Linux has them in the kernel.
pub(super) const UNSUPPORTED: &[&str] = &["guest-get-devices"];

/// The fields of `uname`.
pub(super) struct Names {
    pub(super) host: String,
    pub(super) release: String,
    pub(super) version: String,
    pub(super) machine: String,
}

pub(super) fn names() -> Names {
    let names = rustix::system::uname();
    let text = |name: &std::ffi::CStr| name.to_string_lossy().into_owned();
    Names {
        host: text(names.nodename()),
        release: text(names.release()),
        version: text(names.version()),
        machine: text(names.machine()),
    }
}

/// The load averages of the last 1, 5 and 15 minutes; the kernel's unit is 1/65536.
pub(super) fn load() -> [f64; 3] {
    #[expect(clippy::cast_precision_loss, reason = "a load that needs more than 53 bits is none")]
    rustix::system::sysinfo().loads.map(|load| load as f64 / 65536.0)
}

/// Never reached: the command is not served.
pub(super) fn devices() -> Result<Vec<GuestDeviceInfo>, CommandError> {
    Err(CommandError::not_found("guest-get-devices"))
}
