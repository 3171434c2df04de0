//! Freezing file systems for a snapshot: guest-fsfreeze-status, -freeze, -freeze-list and -thaw.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::process::logging::AUDIT;
use crate::service::agent::Agent;
use crate::settings::config::Config;

mod freezer;
mod guardian;
mod hook;
mod marker;
mod order;
mod record;
mod rules;
mod volumes;
mod window;

#[cfg_attr(target_os = "linux", path = "fsfreeze/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "fsfreeze/unsupported.rs")]
mod sys;

pub(crate) use self::freezer::Freezer;
use self::freezer::Settings;
use self::hook::Hook;
pub(crate) use self::hook::check as check_hook;
use self::marker::Marker;
use self::record::Record;
use self::rules::Rules;
use self::volumes::Volumes;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// The freezer of this machine's file systems; nothing is frozen yet, except by an earlier process of the agent.
pub(crate) fn machine(config: &Config) -> Freezer {
    let hook = |program: &PathBuf| Hook {
        program: program.clone(),
        timeout: config.fsfreeze_hook_timeout,
        required: config.fsfreeze_hook_required,
    };
    let file = |name: &str| config.statedir.join(name);
    let marker = Marker { path: file("qga.state.isfrozen"), root: "/".into() };
    let record = Record { path: file("qga.state.thawed"), root: "/".into() };
    Freezer::new(Settings {
        volumes: volumes(config),
        files: Some((marker, record)),
        // The conventional path for no hook.
        hook: config.fsfreeze_hook.as_ref().filter(|path| *path != Path::new("/dev/null")).map(hook),
        limit: config.fsfreeze_timeout,
    })
}

/// What a freeze with these settings would do, for `--freeze-plan`.
///
/// # Errors
/// The text to report: why a freeze would fail.
pub(crate) fn plan(config: &Config) -> Result<String, String> {
    volumes(&config.anchored()).plan().map_err(|error| error.desc)
}

fn volumes(config: &Config) -> Arc<dyn Volumes> {
    let rules = Rules {
        required: config.freeze_required.clone(),
        optional: config.freeze_optional.clone(),
        excluded: config.freeze_exclude.clone(),
    };
    let files = [Some(&config.statedir), config.logfile.as_ref(), config.fsfreeze_hook.as_ref()];
    sys::mounted(Path::new("/"), rules, files.into_iter().flatten().cloned().collect())
}

#[handler]
fn status(
    agent: &mut Agent,
    _command: commands::GuestFsfreezeStatus,
) -> Result<types::GuestFsfreezeStatus, CommandError> {
    Ok(agent.offer().freeze_status())
}

#[handler]
fn freeze(agent: &mut Agent, _command: commands::GuestFsfreezeFreeze) -> Result<i64, CommandError> {
    log::info!(target: AUDIT, "guest-fsfreeze called");
    agent.freezer.freeze(None)
}

#[handler]
fn freeze_list(agent: &mut Agent, command: commands::GuestFsfreezeFreezeList) -> Result<i64, CommandError> {
    log::info!(target: AUDIT, "guest-fsfreeze called");
    agent.freezer.freeze(command.mountpoints.as_deref())
}

#[handler]
fn thaw(agent: &mut Agent, _command: commands::GuestFsfreezeThaw) -> Result<i64, CommandError> {
    let thawed = agent.freezer.thaw();
    log::info!(target: AUDIT, "guest-fsthaw called");
    thawed
}
