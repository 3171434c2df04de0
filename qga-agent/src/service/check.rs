//! `--check`: what the guest's owner can find out when the host says that the agent does not respond.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rustix::fs::{Access, access};

use crate::commands::fsfreeze;
use crate::os::errno;
use crate::process::trusted_path::Place;
use crate::settings::config::Config;
use crate::settings::policy::Policy;
use crate::settings::{ListPart, Settings};

mod channel;
mod selinux;

/// Commands without which hosts take an agent for dead.
const NEEDED: [&str; 4] = ["guest-sync", "guest-sync-delimited", "guest-ping", "guest-info"];

/// One result: a subject, what was found and, for a problem, its remedy.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    subject: &'static str,
    text: String,
    remedy: Option<String>,
}

impl Finding {
    fn ok(subject: &'static str, text: impl Into<String>) -> Self {
        Self { subject, text: text.into(), remedy: None }
    }

    fn problem(subject: &'static str, text: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { subject, text: text.into(), remedy: Some(remedy.into()) }
    }
}

impl Display for Finding {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.remedy {
            None => write!(f, "ok       {}: {}", self.subject, self.text),
            Some(remedy) => write!(f, "problem  {}: {}\n         remedy: {remedy}", self.subject, self.text),
        }
    }
}

/// The findings as text, and whether none is a problem.
pub(crate) fn report(findings: &[Finding]) -> (String, bool) {
    let lines = findings.iter().map(|finding| format!("{finding}\n")).collect();
    (lines, findings.iter().all(|finding| finding.remedy.is_none()))
}

/// The finding if the settings cannot be understood, so that nothing else can be checked.
pub(crate) fn not_understood(reason: &str) -> Vec<Finding> {
    vec![Finding::problem("configuration", reason, "correct it: the agent does not start with it")]
}

/// Checks everything that the agent needs, with these settings, below `root`.
pub(crate) fn check(root: &Path, settings: &Settings, commands: &[&str]) -> Vec<Finding> {
    let config = settings.config.anchored();
    let mut findings = configuration(settings);
    findings.extend(channel::check(root, &config));
    findings.extend(policy(&config, &settings.lists, commands));
    findings.push(hook(root, &config));
    findings.push(state(root, &config.statedir));
    findings.extend(config.logfile.as_deref().map(|file| log(root, file)));
    findings.push(selinux::check(root));
    findings
}

/// The files read, and each line that was not understood.
fn configuration(settings: &Settings) -> Vec<Finding> {
    const SUBJECT: &str = "configuration";
    let warnings = || settings.sources.iter().flat_map(|source| &source.warnings).chain(&settings.warnings);
    let files: Vec<_> = settings.sources.iter().flat_map(|source| &source.names).map(String::as_str).collect();
    let files = files.into_iter().chain(settings.file.as_deref()).collect::<Vec<_>>();
    let read = if files.is_empty() { "no file, all defaults".to_owned() } else { files.join(", ") };
    let problems = warnings().map(|warning| Finding::problem(SUBJECT, warning, "correct or remove it"));
    let ok = warnings().next().is_none().then(|| Finding::ok(SUBJECT, format!("understood: {read}")));
    ok.into_iter().chain(problems).collect()
}

/// The commands that are refused, and the places that refuse them.
fn policy(config: &Config, lists: &[ListPart], commands: &[&str]) -> Vec<Finding> {
    const SUBJECT: &str = "policy";
    let policy = Policy::new(&config.allow_rpcs, &config.block_rpcs);
    let refused: Vec<_> = commands.iter().copied().filter(|name| !policy.allows(name, false)).collect();
    let mut findings = Vec::new();
    if refused.is_empty() {
        findings.push(Finding::ok(SUBJECT, format!("all {} commands are allowed", commands.len())));
    } else {
        findings.push(Finding::ok(SUBJECT, format!("{} commands are refused: {}", refused.len(), refused.join(", "))));
    }
    for ListPart { origin, blocks, names } in lists.iter().filter(|list| !list.names.is_empty()) {
        let what = if *blocks { "blocks" } else { "allows only" };
        findings.push(Finding::ok(SUBJECT, format!("{origin} {what} {}", names.join(", "))));
    }
    for name in policy.unknown(|name| commands.contains(&name)).filter(|name| !name.is_empty()) {
        let remedy = "correct the name: `qemu-ga --block-rpcs help` lists all";
        findings.push(Finding::problem(SUBJECT, format!("there is no command '{name}'"), remedy));
    }
    for name in NEEDED.iter().filter(|name| refused.contains(name)) {
        let text = format!("{name} is refused, without which hosts take the agent for dead");
        findings.push(Finding::problem(SUBJECT, text, "take it off the block list, or put it on every allow list"));
    }
    findings
}

/// The freeze hook: there, runnable, and only root's to change.
fn hook(root: &Path, config: &Config) -> Finding {
    const SUBJECT: &str = "freeze hook";
    let Some(hook) = config.fsfreeze_hook.as_ref().filter(|path| *path != Path::new("/dev/null")) else {
        return Finding::ok(SUBJECT, "none is configured");
    };
    let shown = hook.display();
    let program = below(root, hook);
    match fs::metadata(&program) {
        Err(error) => {
            let remedy = "create it, or unset fsfreeze-hook: a freeze fails without it";
            Finding::problem(SUBJECT, format!("cannot look at '{shown}': {}", errno::text(error)), remedy)
        }
        Ok(data) if !data.is_file() || data.permissions().mode() & 0o111 == 0 => {
            Finding::problem(SUBJECT, format!("'{shown}' is no program"), format!("chmod 755 '{shown}'"))
        }
        Ok(_) => match fsfreeze::check_hook(root, &program) {
            Err(reason) => {
                let remedy = "chown root and chmod go-w what is named, its access control list included";
                Finding::problem(SUBJECT, format!("'{shown}' is not run: {reason}"), remedy)
            }
            Ok(()) => Finding::ok(SUBJECT, format!("'{shown}' is runnable, and only root can change it")),
        },
    }
}

/// The folder of the state files: there, writable, and not another user's.
fn state(root: &Path, folder: &Path) -> Finding {
    const SUBJECT: &str = "state directory";
    let shown = folder.display();
    let place = below(root, folder);
    let remedy = || format!("create '{shown}' as root's with mode 0755, or set statedir");
    if !place.is_dir() {
        return Finding::problem(SUBJECT, format!("there is no folder '{shown}'"), remedy());
    }
    if let Err(error) = access(&place, Access::WRITE_OK | Access::EXEC_OK) {
        return Finding::problem(SUBJECT, format!("cannot write in '{shown}': {}", errno::text(error)), remedy());
    }
    match Place::behind(&place.join("qga.state")) {
        Ok(place) if !place.is_shared() => Finding::ok(SUBJECT, format!("'{shown}' is writable")),
        Ok(_) => Finding::problem(SUBJECT, format!("others than root may write in '{shown}'"), remedy()),
        Err(error) => Finding::problem(SUBJECT, format!("cannot use '{shown}': {}", errno::text(error)), remedy()),
    }
}

/// The log file: there and writable, or in a folder in which it can be made. Without it the agent does not start.
fn log(root: &Path, file: &Path) -> Finding {
    const SUBJECT: &str = "log file";
    let shown = file.display();
    let place = below(root, file);
    let folder = place.parent().unwrap_or(root);
    let (needed, rights) =
        if place.exists() { (&*place, Access::WRITE_OK) } else { (folder, Access::WRITE_OK | Access::EXEC_OK) };
    let writable = Place::behind(&place).and_then(|_| Ok(access(needed, rights)?));
    match writable {
        Ok(()) => Finding::ok(SUBJECT, format!("'{shown}' is writable")),
        Err(error) => {
            let text = format!("cannot write '{shown}': {}", errno::text(error));
            Finding::problem(SUBJECT, text, "create its folder, or set logfile: the agent does not start without it")
        }
    }
}

/// An absolute path in another root.
fn below(root: &Path, path: &Path) -> std::path::PathBuf {
    root.join(path.strip_prefix("/").unwrap_or(path))
}

#[cfg(test)]
mod tests;
