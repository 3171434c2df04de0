//! The agent's settings, and their reading from and printing as a configuration file.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use log::LevelFilter;
use qga_runtime::Address;

use crate::process::logging::{self, LogFormat};
use crate::service::channel::Channel;
use crate::settings::keyfile::{self, KeyFile};

const GROUP: &str = "general";

/// The configuration file if no other is named; it may be missing.
pub(crate) const DEFAULT_FILE: &str = "/etc/qemu/qemu-ga.conf";

/// The hook that `-F` without a path means.
pub(crate) const DEFAULT_HOOK: &str = "/etc/qemu/fsfreeze-hook";

/// Databases may take a while to quiesce.
const DEFAULT_HOOK_TIMEOUT: Duration = Duration::from_secs(120);

/// Where the state file and the marker of frozen file systems live.
pub(crate) const DEFAULT_STATEDIR: &str = "/var/run";

/// The pid file of `--daemonize`.
pub(crate) const DEFAULT_PIDFILE: &str = "/var/run/qemu-ga.pid";

/// The agent's settings. Every field may be set freely before the agent is created.
#[derive(Clone, Debug)]
pub struct Config {
    /// Run in the background.
    pub daemon: bool,
    /// Kind of channel: `virtio-serial`, `isa-serial`, `unix-listen` or `vsock-listen`.
    pub method: String,
    /// Path of the channel; each of the serial methods has a default.
    pub path: Option<String>,
    /// Further channels, each served beside the first with a decoder of its own: unix, vsock, virtio and serial addresses.
    pub channels: Vec<Address>,
    /// Users that Unix sockets serve besides root and the agent's own, by name in `/etc/passwd` or by number.
    pub channel_users: Vec<String>,
    /// Log file; stderr if there is none.
    pub logfile: Option<PathBuf>,
    /// Path of the pid file, used with `daemon`.
    pub pidfile: PathBuf,
    /// The program to run before freezing and after thawing.
    pub fsfreeze_hook: Option<PathBuf>,
    /// Time that the program may take, each time.
    pub fsfreeze_hook_timeout: Duration,
    /// Whether a failure of the program fails the command; otherwise it is only logged.
    pub fsfreeze_hook_required: bool,
    /// Frozen file systems are thawed without a request after this time; `None`: never.
    pub fsfreeze_timeout: Option<Duration>,
    /// File systems whose failure to freeze fails the freeze, also if they cannot be frozen at all: mount points, devices
    /// and types.
    pub freeze_required: Vec<String>,
    /// File systems whose failure to freeze is only logged.
    pub freeze_optional: Vec<String>,
    /// File systems that are not frozen.
    pub freeze_exclude: Vec<String>,
    /// Let the kernel switch off at once where the guest has no program that shuts it down.
    pub shutdown_by_kernel: bool,
    /// Answer a sync at once that comes more than a second after a request that is still not answered; that request runs
    /// on, and its answer is dropped.
    pub sync_overtakes: bool,
    /// Where the state file and the marker of frozen file systems live.
    pub statedir: PathBuf,
    /// Log everything, whatever the level.
    pub verbose: bool,
    /// The least important lines of the log.
    pub log_level: LevelFilter,
    /// The form of the log's lines.
    pub log_format: LogFormat,
    /// Reopen the channel whenever it is lost.
    pub retry_path: bool,
    /// Commands that are refused.
    pub block_rpcs: Vec<String>,
    /// The only commands that are not refused; empty means all.
    pub allow_rpcs: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            daemon: false,
            method: "virtio-serial".into(),
            path: None,
            channels: Vec::new(),
            channel_users: Vec::new(),
            logfile: None,
            pidfile: DEFAULT_PIDFILE.into(),
            fsfreeze_hook: None,
            fsfreeze_hook_timeout: DEFAULT_HOOK_TIMEOUT,
            fsfreeze_hook_required: true,
            fsfreeze_timeout: None,
            freeze_required: Vec::new(),
            freeze_optional: Vec::new(),
            freeze_exclude: Vec::new(),
            shutdown_by_kernel: false,
            sync_overtakes: true,
            statedir: DEFAULT_STATEDIR.into(),
            verbose: false,
            log_level: LevelFilter::Error,
            log_format: LogFormat::Text,
            retry_path: false,
            block_rpcs: Vec::new(),
            allow_rpcs: Vec::new(),
        }
    }
}

impl Config {
    /// Applies a configuration file.
    ///
    /// # Errors
    /// The text to print: a value is invalid.
    pub(crate) fn load(&mut self, file: &ConfigFile) -> Result<(), String> {
        self.apply(&file.values).map_err(|(key, reason)| {
            let line = file.values.line(GROUP, key);
            failed(&file.path, &format!("line {line}: key '{key}': {reason}"))
        })
    }

    /// The error is a key and what is wrong with its value.
    fn apply(&mut self, values: &KeyFile) -> Result<(), (&'static str, String)> {
        let flag = |key: &'static str| named(key, values.value(GROUP, key).map(keyfile::boolean).transpose());
        let text = |key: &'static str| named(key, values.value(GROUP, key).map(keyfile::unescape).transpose());
        let path = |key: &'static str| text(key).map(|value| value.map(PathBuf::from));

        self.daemon = flag("daemon")?.unwrap_or(self.daemon);
        self.method = text("method")?.unwrap_or_else(|| self.method.clone());
        self.path = text("path")?.or_else(|| self.path.take());
        for address in text("channels")?.unwrap_or_default().split(',').filter(|address| !address.is_empty()) {
            self.add_channel(named("channels", channel(address))?);
        }
        add_users(&mut self.channel_users, &text("channel-users")?.unwrap_or_default());
        self.logfile = path("logfile")?.or_else(|| self.logfile.take());
        self.pidfile = path("pidfile")?.unwrap_or_else(|| self.pidfile.clone());
        self.fsfreeze_hook = path("fsfreeze-hook")?.or_else(|| self.fsfreeze_hook.take());
        if let Some(seconds) = text("fsfreeze-hook-timeout")? {
            let limit = named("fsfreeze-hook-timeout", timeout(&seconds))?;
            self.fsfreeze_hook_timeout = limit.unwrap_or(DEFAULT_HOOK_TIMEOUT);
        }
        self.fsfreeze_hook_required = flag("fsfreeze-hook-required")?.unwrap_or(self.fsfreeze_hook_required);
        if let Some(seconds) = text("fsfreeze-timeout")? {
            self.fsfreeze_timeout = named("fsfreeze-timeout", timeout(&seconds))?;
        }
        let lists = [
            ("freeze-required", &mut self.freeze_required),
            ("freeze-optional", &mut self.freeze_optional),
            ("freeze-exclude", &mut self.freeze_exclude),
        ];
        for (key, list) in lists {
            let names = text(key)?.unwrap_or_default();
            list.extend(names.split(',').filter(|name| !name.is_empty()).map(str::to_owned));
        }
        self.shutdown_by_kernel = flag("shutdown-by-kernel")?.unwrap_or(self.shutdown_by_kernel);
        self.sync_overtakes = flag("sync-overtakes")?.unwrap_or(self.sync_overtakes);
        self.statedir = path("statedir")?.unwrap_or_else(|| self.statedir.clone());
        // Like the command line's, this flag can only be set.
        self.verbose |= flag("verbose")?.unwrap_or(false);
        if let Some(level) = text("log-level")? {
            self.log_level = named("log-level", logging::level(&level))?;
        }
        if let Some(format) = text("log-format")? {
            self.log_format = named("log-format", format.parse())?;
        }
        self.retry_path = flag("retry-path")?.unwrap_or(self.retry_path);
        // The name up to release 7.1. It still applies: a command that an owner refused stays refused.
        for key in ["blacklist", "block-rpcs"] {
            extend(&mut self.block_rpcs, &text(key)?.unwrap_or_default());
        }
        extend(&mut self.allow_rpcs, &text("allow-rpcs")?.unwrap_or_default());
        Ok(())
    }

    /// Adds a further channel, unless another place has already named it.
    pub(crate) fn add_channel(&mut self, address: Address) {
        if !self.channels.contains(&address) {
            self.channels.push(address);
        }
    }

    /// What is logged.
    pub(crate) fn log_level(&self) -> LevelFilter {
        if self.verbose { LevelFilter::Debug } else { self.log_level }
    }

    /// The same settings with absolute paths: a daemon leaves the folder it was started in, and opens some of these
    /// files later.
    pub(crate) fn anchored(&self) -> Self {
        let mut config = self.clone();
        let paths = [Some(&mut config.pidfile), Some(&mut config.statedir), config.logfile.as_mut()];
        for path in paths.into_iter().chain([config.fsfreeze_hook.as_mut()]).flatten() {
            // Fails for an empty path, and if the current folder was removed; the next use of the path reports that.
            if let Ok(absolute) = std::path::absolute(&*path) {
                *path = absolute;
            }
        }
        config
    }

    /// The settings as a configuration file, for `--dump-conf`.
    pub(crate) fn dump(&self) -> String {
        let mut dump = format!("[{GROUP}]\n");
        let mut line = |key: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = writeln!(dump, "{key}={}", keyfile::escape(value));
        };
        let path = |path: &Path| path.to_string_lossy().into_owned();
        line("daemon", word(self.daemon));
        line("method", &self.method);
        self.path.iter().for_each(|value| line("path", value));
        // Not keys of the established agent, so they are printed only if set.
        if !self.channels.is_empty() {
            line("channels", &self.channels.iter().map(Address::to_string).collect::<Vec<_>>().join(","));
        }
        if !self.channel_users.is_empty() {
            line("channel-users", &self.channel_users.join(","));
        }
        self.logfile.iter().for_each(|value| line("logfile", &path(value)));
        line("pidfile", &path(&self.pidfile));
        self.fsfreeze_hook.iter().for_each(|value| line("fsfreeze-hook", &path(value)));
        self.fsfreeze_timeout.iter().for_each(|value| line("fsfreeze-timeout", &value.as_secs().to_string()));
        // As above.
        if self.fsfreeze_hook_timeout != DEFAULT_HOOK_TIMEOUT {
            line("fsfreeze-hook-timeout", &self.fsfreeze_hook_timeout.as_secs().to_string());
        }
        if !self.fsfreeze_hook_required {
            line("fsfreeze-hook-required", word(false));
        }
        let lists = [
            ("freeze-required", &self.freeze_required),
            ("freeze-optional", &self.freeze_optional),
            ("freeze-exclude", &self.freeze_exclude),
        ];
        for (key, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
            line(key, &list.join(","));
        }
        if self.shutdown_by_kernel {
            line("shutdown-by-kernel", word(true));
        }
        if !self.sync_overtakes {
            line("sync-overtakes", word(false));
        }
        if self.log_level != LevelFilter::Error {
            line("log-level", logging::level_name(self.log_level));
        }
        if self.log_format != LogFormat::Text {
            line("log-format", self.log_format.as_str());
        }
        line("statedir", &path(&self.statedir));
        line("verbose", word(self.verbose));
        line("retry-path", word(self.retry_path));
        line("block-rpcs", &names(&self.block_rpcs));
        line("allow-rpcs", &names(&self.allow_rpcs));
        dump
    }
}

/// A configuration file, read and not yet applied.
#[derive(Debug)]
pub(crate) struct ConfigFile {
    path: PathBuf,
    is_there: bool,
    values: KeyFile,
}

impl ConfigFile {
    /// # Errors
    /// The text to print: the file cannot be read or is invalid.
    pub(crate) fn read(path: PathBuf, required: bool) -> Result<Self, String> {
        let (text, is_there) = match fs::read(&path) {
            Ok(text) => (text, true),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !required => (Vec::new(), false),
            Err(error) => return Err(failed(&path, &crate::os::errno::text(error))),
        };
        let values = KeyFile::parse(&text).map_err(|reason| failed(&path, &reason))?;
        Ok(Self { path, is_there, values })
    }

    /// The file's path, for messages.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Whether there is such a file.
    pub(crate) fn is_there(&self) -> bool {
        self.is_there
    }

    /// Whether it sets the channel's path or method.
    pub(crate) fn names_channel(&self) -> bool {
        ["method", "path"].iter().any(|key| self.values.value(GROUP, key).is_some())
    }

    /// Warnings about unknown keys and groups, and old names, after the file has been loaded.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let path = self.path.display();
        let unknown = self.values.unread().map(|(line, group, key)| {
            let place = if group == GROUP { String::new() } else { format!(" of group [{group}]") };
            format!("{path}:{line}: key '{key}'{place} is not understood")
        });
        let old = self.values.value(GROUP, "blacklist").map(|_| format!("{path}: key 'blacklist' is now block-rpcs"));
        unknown.chain(old).collect()
    }
}

fn failed(file: &Path, reason: &str) -> String {
    format!("error loading configuration from path: {}, {reason}", file.display())
}

/// A list as a value of the file. A list that allows no command must not become one that allows all.
fn names(list: &[String]) -> String {
    let value = list.join(",");
    if value.is_empty() && !list.is_empty() { ",".into() } else { value }
}

/// The address of a further channel.
///
/// # Errors
/// The text to report.
pub(crate) fn channel(address: &str) -> Result<Address, String> {
    let address = address.parse::<Address>().map_err(|error| error.to_string())?;
    Channel::at(&address).map(|_| address)
}

/// Adds the users of one comma-separated value.
pub(crate) fn add_users(list: &mut Vec<String>, value: &str) {
    list.extend(value.split(',').map(str::trim).filter(|user| !user.is_empty()).map(str::to_owned));
}

/// Adds the names of one comma-separated value. Within a value they are added in reverse, the order of the established
/// `--dump-conf`; blanks around a name are dropped. An empty name is kept, although no command has it: a list of commas
/// alone allows nothing.
pub(crate) fn extend(list: &mut Vec<String>, value: &str) {
    if !value.is_empty() {
        list.extend(value.rsplit(',').map(|name| name.trim().to_owned()));
    }
}

/// A time limit in whole seconds; 0 means none.
pub(crate) fn timeout(seconds: &str) -> Result<Option<Duration>, String> {
    match seconds.trim_end().parse() {
        Ok(0) => Ok(None),
        Ok(seconds) => Ok(Some(Duration::from_secs(seconds))),
        Err(_) => Err(format!("'{seconds}' is not a number of seconds")),
    }
}

fn named<T>(key: &'static str, value: Result<T, String>) -> Result<T, (&'static str, String)> {
    value.map_err(|reason| (key, reason))
}

fn word(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}
