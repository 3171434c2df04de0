//! On which processors the benchmark and its contestants run.
//!
//! Two processes that answer each other take ten times as long when each must wake the other on a processor of its own,
//! and the scheduler puts them together or apart as it likes. Small requests are therefore measured with both ends on
//! one processor, where a rate tells how much work a request is; large ones on all.

use std::process::{Command, Stdio};

use crate::programs::Failure;

/// What the benchmark was started with, and whom it moves.
pub(super) struct Processors {
    all: String,
    one: String,
    processes: Vec<u32>,
    /// Nobody can be moved without the program `taskset`.
    movable: bool,
}

impl Processors {
    /// The processors this process may use, for itself and these.
    pub(super) fn of(processes: Vec<u32>) -> Result<Self, Failure> {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let all = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or("0").trim();
        let one = all.rsplit([',', '-']).next().unwrap_or(all);
        let mut processors = Self { all: all.to_owned(), one: one.to_owned(), processes, movable: true };
        processors.movable = processors.move_to(&processors.all).is_ok();
        if !processors.movable {
            println!("not on one processor for small requests, since the program taskset is missing\n");
        }
        processors.processes.push(std::process::id());
        Ok(processors)
    }

    /// Everybody on one processor.
    pub(super) fn gather(&self) -> Result<(), Failure> {
        self.move_to(&self.one)
    }

    /// Everybody on all.
    pub(super) fn spread(&self) -> Result<(), Failure> {
        self.move_to(&self.all)
    }

    fn move_to(&self, list: &str) -> Result<(), Failure> {
        for process in self.processes.iter().filter(|_| self.movable) {
            let mut taskset = Command::new("taskset");
            taskset.args(["--all-tasks", "--cpu-list", "--pid", list, &process.to_string()]).stdout(Stdio::null());
            let status = taskset.status().map_err(|error| format!("cannot run taskset: {error}"))?;
            if !status.success() {
                return Err(format!("taskset: {status}"));
            }
        }
        Ok(())
    }
}
