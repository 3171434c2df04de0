//! Looks for denials of SELinux in the audit log.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::Finding;

const SUBJECT: &str = "SELinux";

/// The end of the audit log that is searched.
const MAX_LOG_BYTES: u64 = 1 << 20;

/// Whether the agent was denied anything, if SELinux enforces its policy.
pub(super) fn check(root: &Path) -> Finding {
    let mode = std::fs::read_to_string(root.join("sys/fs/selinux/enforce"));
    match mode.as_deref().map(str::trim) {
        Ok("1") => {}
        Ok(_) => return Finding::ok(SUBJECT, "permissive"),
        Err(_) => return Finding::ok(SUBJECT, "not in use"),
    }
    let Some(log) = end(&root.join("var/log/audit/audit.log")) else {
        return Finding::ok(SUBJECT, "enforcing; there is no audit log to search");
    };
    let is_denial = |line: &&str| line.contains("denied") && line.contains("comm=\"qemu-ga\"");
    let denials: Vec<_> = log.lines().filter(is_denial).collect();
    match denials.last() {
        None => Finding::ok(SUBJECT, "enforcing, without a denial in the audit log"),
        Some(last) => Finding::problem(
            SUBJECT,
            format!("{} denials, the last: {last}", denials.len()),
            "see `ausearch -m avc -c qemu-ga`; booleans: virt_qemu_ga_read_nonsecurity_files (freeze, files), \
             virt_qemu_ga_manage_ssh (keys), virt_qemu_ga_run_unconfined (hooks)",
        ),
    }
}

fn end(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(MAX_LOG_BYTES))).ok()?;
    let mut bytes = Vec::new();
    file.take(MAX_LOG_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
