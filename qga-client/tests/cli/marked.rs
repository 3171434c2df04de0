//! Ends what an agent has started and left, such as the shells that remove a program's folder an hour later.

use std::fs;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

/// Kills the processes that have this variable from the agent that started them. The agent has to have ended.
pub(crate) fn end_marked(variable: &str, value: &Path) {
    let marker = format!("{variable}={}", value.display());
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()).and_then(Pid::from_raw) else {
            continue;
        };
        let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
        if environment.split(|byte| *byte == 0).any(|one| one == marker.as_bytes()) {
            // It may have ended by itself.
            let _ = kill_process(pid, Signal::KILL);
        }
    }
}
