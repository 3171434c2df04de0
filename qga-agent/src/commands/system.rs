//! The guest's name, zone, system and load: guest-get-host-name, -timezone, -osinfo, -load and -devices.

mod osrelease;
#[cfg_attr(target_os = "linux", path = "system/linux.rs")]
mod sys;

use std::env;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::os::zone;
use crate::service::agent::Agent;

/// Paths of os-release, the preferred one first.
const OS_RELEASE: [&str; 2] = ["/etc/os-release", "/usr/lib/os-release"];

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn host_name(_agent: &mut Agent, _command: commands::GuestGetHostName) -> Result<types::GuestHostName, CommandError> {
    Ok(types::GuestHostName::new(sys::names().host))
}

#[handler]
fn timezone(agent: &mut Agent, _command: commands::GuestGetTimezone) -> Result<types::GuestTimezone, CommandError> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now = i64::try_from(since.as_secs()).unwrap_or_default();
    let variable = env::var("TZ").ok();
    let files = zone::files(Path::new("/"), variable.as_deref());
    let content = agent.zone.read("read the time zone", files, |content| content.map(<[u8]>::to_vec))?;
    let zone = zone::of(content.as_deref(), variable.as_deref(), now);
    Ok(types::GuestTimezone::new(zone.offset).with_zone(zone.name))
}

#[handler]
fn osinfo(agent: &mut Agent, _command: commands::GuestGetOsinfo) -> Result<types::GuestOSInfo, CommandError> {
    let named = env::var_os("QGA_OS_RELEASE").map(PathBuf::from);
    let files = named.map_or_else(|| OS_RELEASE.map(PathBuf::from).to_vec(), |file| vec![file]);
    let names = sys::names();
    let release = agent.release.read("read os-release", files, osrelease::members)?;
    Ok(release
        .clone()
        .with_kernel_release(names.release)
        .with_kernel_version(names.version)
        .with_machine(names.machine))
}

#[handler]
fn load(_agent: &mut Agent, _command: commands::GuestGetLoad) -> Result<types::GuestLoadAverage, CommandError> {
    let [load1m, load5m, load15m] = sys::load();
    Ok(types::GuestLoadAverage::new(load1m, load5m, load15m))
}

#[handler]
fn devices(
    _agent: &mut Agent,
    _command: commands::GuestGetDevices,
) -> Result<Vec<types::GuestDeviceInfo>, CommandError> {
    sys::devices()
}
