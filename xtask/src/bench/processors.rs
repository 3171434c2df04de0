//! Chooses the processors on which the benchmark and its contestants run.
//!
//! Two processes that answer each other are ten times slower on two processors than on one, and the scheduler chooses.
//! So small requests are measured with both ends on one processor, where the rate shows the work per request; large ones
//! on all.

use std::process::{Command, Stdio};

use crate::programs::Failure;

/// The allowed processors, and the processes that are moved.
pub(super) struct Processors {
    all: String,
    one: String,
    processes: Vec<u32>,
    /// False without the program `taskset`: then no process is moved.
    movable: bool,
}

impl Processors {
    /// The processors that this process may use, for itself and these processes.
    pub(super) fn of(processes: Vec<u32>) -> Result<Self, Failure> {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let all = status.lines().find_map(|line| line.strip_prefix("Cpus_allowed_list:")).unwrap_or("0").trim();
        let one = all.rsplit([',', '-']).next().unwrap_or(all);
        let mut processors = Self { all: all.to_owned(), one: one.to_owned(), processes, movable: true };
        processors.movable = processors.move_to(&processors.all).is_ok();
        if !processors.movable {
            println!("small requests are not measured on one processor, since the program taskset is missing\n");
        }
        processors.processes.push(std::process::id());
        Ok(processors)
    }

    /// Moves all processes to one processor.
    pub(super) fn gather(&self) -> Result<(), Failure> {
        self.move_to(&self.one)
    }

    /// Lets all processes use all processors.
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
