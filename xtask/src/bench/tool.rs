//! Measures the tool `qga` from its start to its exit: a program that is run, copies both ways, a copy's memory.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::memory;
use super::target::{Target, Verdicts};
use crate::programs::{self, Failure, RunningAgent};

/// A copy's time, as a ratio to that of the library's stream of the same bytes.
const COPY_RATIO_TARGET: Target = Target::AtMost(1.5);

/// Peak memory of a copy, in MiB.
const COPY_MIB_TARGET: Target = Target::AtMost(40.0);

const COPY_BYTES: u64 = 100_000_000;
const LARGE_COPY_BYTES: u64 = 1 << 30;
const EXEC_ROUNDS: u32 = 20;
const COPY_ROUNDS: u32 = 3;
const MEMORY_SAMPLE_INTERVAL: Duration = Duration::from_millis(2);

/// A loop with QEMU's own Python package.
const PYTHON_LOOP: &str = include_str!("agent_loop.py");

/// A loop with virsh.
const VIRSH_LOOP: &str = include_str!("agent_loop.sh");

/// Builds the tool, and prints its rows with each agent, and that of virsh with a domain.
pub(super) fn print(
    agents: &[(&str, &RunningAgent)],
    domain: Option<&str>,
    verdicts: &mut Verdicts,
) -> Result<(), Failure> {
    let package =
        ["--package", "qga-client", "--features", "qga-client/cli", "--bin", "qga", "--example", "stream_file"];
    let folder = programs::build("release", &package)?;
    let (tool, stream) = (folder.join("qga"), folder.join("examples/stream_file"));
    let files = Files::create()?;
    for (name, agent) in agents {
        let tool =
            Tool { program: &tool, stream: &stream, address: format!("unix:{}", agent.socket().display()), name };
        tool.print_exec()?;
        tool.print_copies(&files, verdicts)?;
        tool.print_memory(&files, verdicts)?;
    }
    print_virsh(domain)
}

/// libvirt reaches the agents of its own guests only, and then nothing else reaches them.
fn print_virsh(domain: Option<&str>) -> Result<(), Failure> {
    let row = "virsh qemu-agent-command loop";
    let Some(domain) = domain else {
        println!("{row:<36} not measured: --domain NAME, a running guest of libvirt with an agent, is missing");
        return Ok(());
    };
    let mut best = f64::INFINITY;
    for _ in 0..EXEC_ROUNDS {
        let mut shell = Command::new("sh");
        shell.args(["-c", VIRSH_LOOP, "sh", domain]);
        best = best.min(seconds(shell)?);
    }
    println!("{row:<36} {:>8.1} ms", best * 1000.0);
    Ok(())
}

/// The tool and its contestants, for one agent.
struct Tool<'t> {
    program: &'t Path,
    stream: &'t Path,
    address: String,
    name: &'t str,
}

impl Tool<'_> {
    fn print_exec(&self) -> Result<(), Failure> {
        let python = || {
            let mut python = Command::new("python3");
            python.args(["-c", PYTHON_LOOP, self.address.trim_start_matches("unix:")]);
            python
        };
        let has_python = Command::new("python3")
            .args(["-c", "import qemu.qmp.legacy"])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        let (mut best, mut best_python) = (f64::INFINITY, f64::INFINITY);
        for _ in 0..EXEC_ROUNDS {
            best = best.min(seconds(self.qga(&["exec", &self.address, "--", "true"]))?);
            if has_python {
                best_python = best_python.min(seconds(python())?);
            }
        }
        let row = format!("qga exec true, {}", self.name);
        println!("{row:<36} {:>8.1} ms", best * 1000.0);
        let row = format!("QEMU's Python package, {}", self.name);
        if has_python {
            println!("{row:<36} {:>8.1} ms", best_python * 1000.0);
        } else {
            println!("{row:<36} not measured: the Python package qemu.qmp is missing");
        }
        Ok(())
    }

    fn print_copies(&self, files: &Files, verdicts: &mut Verdicts) -> Result<(), Failure> {
        let (source, target) = (files.path("source"), files.path("target"));
        for (what, way) in [("to the guest", "write"), ("from the guest", "read")] {
            let (mut best, mut best_stream) = (f64::INFINITY, f64::INFINITY);
            for _ in 0..COPY_ROUNDS {
                let (guest, host) = if way == "write" { (&target, &source) } else { (&source, &target) };
                let mut stream = Command::new(self.stream);
                stream.args([&self.address, way, guest, host]);
                best_stream = best_stream.min(seconds(stream)?);
                best = best.min(seconds(self.copy(way, &source, &target))?);
            }
            let ratio = best / best_stream;
            let row = format!("qga cp 100 MB {what}, {}", self.name);
            let verdict = verdicts.judge(&row, Some(ratio), Some(COPY_RATIO_TARGET));
            println!("{row:<36} {best:>8.2} s   {ratio:.2} of the library's {best_stream:.2} s   {verdict}");
        }
        Ok(())
    }

    fn print_memory(&self, files: &Files, verdicts: &mut Verdicts) -> Result<(), Failure> {
        let (source, target) = (files.path("large"), files.path("target"));
        for (what, way) in [("to the guest", "write"), ("from the guest", "read")] {
            let kib = peak_kib(self.copy(way, &source, &target))?;
            #[allow(clippy::cast_precision_loss, reason = "a number for people to read")]
            let mib = kib as f64 / 1024.0;
            let row = format!("peak memory, cp 1 GiB {what}, {}", self.name);
            let verdict = verdicts.judge(&row, Some(mib), Some(COPY_MIB_TARGET));
            println!("{row:<47} {mib:>6.1} MiB   {verdict}");
        }
        Ok(())
    }

    fn copy(&self, way: &str, source: &str, target: &str) -> Command {
        let (source, target) = match way {
            "write" => (source.to_owned(), format!(":{target}")),
            _ => (format!(":{source}"), target.to_owned()),
        };
        self.qga(&["-s", &self.address, "cp", &source, &target])
    }

    fn qga(&self, words: &[&str]) -> Command {
        let mut qga = Command::new(self.program);
        qga.args(words);
        qga
    }
}

/// The time of a program from its start to its exit, which has to be a success.
fn seconds(mut command: Command) -> Result<f64, Failure> {
    let started = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status();
    let took = started.elapsed().as_secs_f64();
    let status = status.map_err(|error| format!("cannot run {}: {error}", programs::program_name(&command)))?;
    if status.success() { Ok(took) } else { Err(format!("{}: {status}", programs::program_name(&command))) }
}

/// A program's peak resident memory (VmHWM), read again and again until it ends; the last growth may be missed.
fn peak_kib(mut command: Command) -> Result<u64, Failure> {
    let name = programs::program_name(&command);
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
    let mut child = child.map_err(|error| format!("cannot run {name}: {error}"))?;
    let mut peak = 0;
    loop {
        // A process that has just ended has no such field.
        peak = peak.max(memory::field(child.id(), "status", "VmHWM:").unwrap_or(0));
        match child.try_wait().map_err(|error| format!("cannot wait for {name}: {error}"))? {
            Some(status) if status.success() => return Ok(peak),
            Some(status) => return Err(format!("{name}: {status}")),
            None => std::thread::sleep(MEMORY_SAMPLE_INTERVAL),
        }
    }
}

/// A folder with the files that are copied, removed when dropped.
struct Files {
    folder: PathBuf,
}

impl Files {
    fn create() -> Result<Self, Failure> {
        let files = Files { folder: std::env::temp_dir().join(format!("qga-bench-tool-{}", std::process::id())) };
        let failed = |error| format!("cannot make files in {}: {error}", files.folder.display());
        std::fs::create_dir(&files.folder).map_err(failed)?;
        for (name, bytes) in [("source", COPY_BYTES), ("large", LARGE_COPY_BYTES)] {
            // A file with a hole: nothing is read from a disk.
            File::create(files.path(name)).and_then(|file| file.set_len(bytes)).map_err(failed)?;
        }
        Ok(files)
    }

    fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        // A failure leaves a folder in the temporary folder, without harm.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
