//! The virtual machine: its start, its saved state, and its end with the task.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::accelerator::Accelerator;
use super::agent_client::AgentClient;
use super::confinement::{self, Confinement};
use super::console::Console;
use super::crash::End;
use super::hardware::{self, HOTPLUGGED_DISK, Socket};
use super::image::Image;
use super::monitor::Monitor;
use super::{Failure, cannot, folder, payload, qcow2};

/// Timeout for the first answer of QEMU's monitor.
const START_TIMEOUT: Duration = Duration::from_secs(120);

/// Timeout for QEMU's end after it has closed its sockets.
const END_TIMEOUT: Duration = Duration::from_secs(10);

/// Loads of the saved state: with TCG, now and then, the timer of a processor does not run afterwards.
const MAX_LOADS: usize = 3;

/// Boots at most, for the same reason.
const MAX_BOOTS: usize = 3;

/// A guest that has not answered after this time, with KVM, may have stopped.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// Ends only if the timers of all processors run. Those that are offline are passed over.
const SLEEP_ON_EACH_PROCESSOR: &str = "for processor in /sys/devices/system/cpu/cpu[0-9]*; do
    taskset -c ${processor##*/cpu} sleep 0.01 || true
done";

/// A running guest; dropping it ends QEMU and removes the guest's disks.
pub(crate) struct Machine {
    child: Child,
    /// The folder of disks and logs, below `target/vm`.
    pub(crate) folder: PathBuf,
    /// The folder of sockets, in the system's temporary folder because socket paths must be short.
    sockets: PathBuf,
    pub(crate) accelerator: Accelerator,
    pub(crate) monitor: Monitor,
    pub(crate) console: Console,
    /// The state of the booted guest is saved.
    saved: bool,
    image: Image,
    /// The agent program under test.
    agent: PathBuf,
    /// It is installed before the guest's state is saved, so a restored guest has it, too.
    confinement: Confinement,
    /// The part of the guest's output on its first serial line that was searched for denials.
    checked: usize,
}

impl Machine {
    /// Starts the guest with `agent` in it and waits until it has booted.
    pub(crate) fn boot(
        image: &Image,
        agent: &Path,
        accelerator: Accelerator,
        confinement: Confinement,
    ) -> Result<Self, Failure> {
        let start = Instant::now();
        let mut machine = Self::start(image, agent, accelerator)?;
        for _ in 1..MAX_BOOTS {
            let answers = machine.console.wait(machine.scaled(ANSWER_TIMEOUT)).is_ok();
            if answers || machine.end().is_some() {
                break;
            }
            println!("booted again: the guest is silent; QEMU may have stopped a processor's timer");
            drop(machine);
            machine = Self::start(image, agent, accelerator)?;
        }
        machine.confinement = confinement;
        let install = confinement.installation();
        let booted = machine.wait_for_boot().and_then(|()| machine.console.must(install).map(drop));
        let booted = booted.and_then(|()| machine.save()).and_then(|()| machine.plug());
        if let Err(failure) = booted {
            let end = machine.end().map(|end| format!("\n{end}"));
            return Err(failure + &end.unwrap_or_default());
        }
        let Monitor { version, package, .. } = &machine.monitor;
        let seconds = start.elapsed().as_secs_f32();
        println!("QEMU {version} ({package}) with {accelerator:?}: the guest has booted in {seconds:.0} s");
        Ok(machine)
    }

    /// Ends QEMU, if it still runs, and boots the guest from its image.
    ///
    /// # Errors
    /// The guest does not boot; then no guest runs.
    pub(crate) fn reboot_from_image(&mut self) -> Result<(), Failure> {
        *self = Self::boot(&self.image, &self.agent, self.accelerator, self.confinement)?;
        Ok(())
    }

    /// QEMU's end, if it has ended.
    pub(crate) fn end(&mut self) -> Option<End> {
        let deadline = Instant::now() + END_TIMEOUT;
        loop {
            if let Some(status) = self.child.try_wait().expect("the process is this one's own") {
                let log = std::fs::read(self.folder.join("qemu.log")).unwrap_or_default();
                let (version, log) = (self.monitor.version.clone(), String::from_utf8_lossy(&log).into_owned());
                return Some(End { version, status, log });
            }
            if self.status().is_ok() || Instant::now() > deadline {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Starts the guest and returns while it boots.
    pub(crate) fn start(image: &Image, agent: &Path, accelerator: Accelerator) -> Result<Self, Failure> {
        remove_orphans();
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let name = format!("run-{}.{}", std::process::id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let (folder, sockets) = (folder().join(&name), std::env::temp_dir().join(format!("qga-vm-{name}")));
        for path in [&folder, &sockets] {
            std::fs::create_dir_all(path).map_err(cannot(format_args!("create {}", path.display())))?;
        }
        hardware::make_disks(&folder)?;
        let root = image.root();
        let size = std::fs::metadata(&root).map_err(cannot(format_args!("see {}", root.display())))?.len();
        qcow2::create(&folder.join("root"), size, Some(&root))?;
        payload::pack(agent, &folder.join("programs"))?;
        let mut child =
            hardware::emulator(image, &folder, &sockets, accelerator).spawn().map_err(cannot("run qemu"))?;
        match connect(&mut child, &sockets, accelerator) {
            Ok((monitor, console)) => {
                let (image, agent) = (image.clone(), agent.to_owned());
                Ok(Self {
                    child,
                    folder,
                    sockets,
                    accelerator,
                    monitor,
                    console,
                    saved: false,
                    image,
                    agent,
                    confinement: Confinement::None,
                    checked: 0,
                })
            }
            Err(failure) => {
                child.kill().and_then(|()| child.wait()).map_err(cannot("stop qemu"))?;
                let log = std::fs::read_to_string(folder.join("qemu.log")).unwrap_or_default();
                Err(format!("{failure}\n{log}"))
            }
        }
    }

    /// A timeout for this accelerator; `timeout` is the one with KVM.
    pub(crate) fn scaled(&self, timeout: Duration) -> Duration {
        timeout * self.accelerator.slowness()
    }

    /// Waits until the console answers; it starts last.
    pub(crate) fn wait_for_boot(&mut self) -> Result<(), Failure> {
        let timeout = self.scaled(Duration::from_secs(60));
        self.console.wait(timeout).map_err(|failure| format!("{failure}\n{}", self.terminal_tail()))?;
        let state = self.console.run("systemctl is-failed -q qga-testbed.service")?;
        if state.status == 0 {
            return Err(self.console.must("journalctl --no-pager -b -u qga-testbed.service")?);
        }
        Ok(())
    }

    /// Saves the booted guest: restoring it takes seconds, a boot takes a minute.
    fn save(&mut self) -> Result<(), Failure> {
        self.monitor.type_in("savevm booted")?;
        self.saved = true;
        Ok(())
    }

    /// Fails if the kernel has printed a denial of the agent since the last call, or QEMU has ended.
    pub(crate) fn check_denials(&mut self) -> Result<(), Failure> {
        let runs = self.status()? == "running";
        if !self.confinement.prints_denials() {
            return Ok(());
        }
        // The kernel prints a moment later. A guest that is switched off, or restarts, has printed all.
        if runs {
            self.console.finishes("true", self.scaled(Duration::from_secs(2)))?;
        }
        let log = self.terminal()?;
        let lines = log.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let messages = String::from_utf8_lossy(&log[self.checked..lines]);
        self.checked = lines;
        let denials = confinement::denials(&messages);
        if denials.is_empty() { Ok(()) } else { Err(denials.join("\n")) }
    }

    /// Plugs in the hot-plugged disk, and waits until it is in use.
    fn plug(&mut self) -> Result<(), Failure> {
        let device = json!({"driver": "nvme", "bus": "plugs", "drive": HOTPLUGGED_DISK, "serial": "qga-nvme", "id": HOTPLUGGED_DISK});
        self.monitor.execute("device_add", device)?;
        self.console.must("/usr/local/sbin/qga-testbed plugged").map(drop)
    }

    /// Brings the guest back to the state after its boot, by booting it if QEMU crashes.
    pub(crate) fn restore_or_boot(&mut self) -> Result<(), Failure> {
        let Err(failure) = self.restore() else { return Ok(()) };
        match self.end() {
            None => Err(failure),
            Some(end) if end.crash().is_none() => Err(format!("{failure}\n{end}")),
            Some(end) => {
                println!("booted instead of restored: {end}");
                self.reboot_from_image()
            }
        }
    }

    /// Brings the guest back to the state after its boot, from any state.
    pub(crate) fn restore(&mut self) -> Result<(), Failure> {
        if !self.saved {
            return Err("the guest was never saved".to_owned());
        }
        self.monitor.forget_events()?;
        self.monitor.execute("device_del", json!({"id": HOTPLUGGED_DISK}))?;
        // A reset removes the device without the guest's help.
        self.monitor.execute("system_reset", json!({}))?;
        self.monitor.wait_for("DEVICE_DELETED", Duration::from_secs(30))?;
        self.monitor.execute("cont", json!({}))?;
        // It exists already, unless a scenario has failed half-way.
        let _ = self.monitor.execute("device_add", hardware::unpluggable(self.accelerator));
        for _ in 0..MAX_LOADS {
            self.monitor.type_in("loadvm booted")?;
            let answers = self.console.wait(self.scaled(ANSWER_TIMEOUT)).is_ok();
            if answers && self.console.finishes(SLEEP_ON_EACH_PROCESSOR, self.scaled(Duration::from_secs(2)))? {
                return self.plug();
            }
            println!("restored again: QEMU has stopped a processor's timer");
        }
        Err(format!("a processor's timer has stopped in each of {MAX_LOADS} loads of the saved state"))
    }

    pub(crate) fn socket(&self, socket: Socket) -> PathBuf {
        self.sockets.join(socket.name())
    }

    /// A client of one of the guest's agents.
    pub(crate) fn client(&self, socket: Socket) -> AgentClient {
        AgentClient::new(&self.socket(socket), self.scaled(Duration::from_secs(12)))
    }

    /// Bytes of the host's disk that an image occupies.
    pub(crate) fn allocated(&self, disk: &str) -> Result<u64, Failure> {
        use std::os::unix::fs::MetadataExt;
        let path = self.folder.join(disk);
        let metadata = std::fs::metadata(&path).map_err(cannot(format_args!("see {}", path.display())))?;
        Ok(metadata.blocks() * 512)
    }

    /// QEMU's status of the machine, for instance `running` or `suspended`.
    pub(crate) fn status(&mut self) -> Result<Value, Failure> {
        Ok(self.monitor.execute("query-status", json!({}))?["status"].take())
    }

    /// The end of the guest's output on its first serial line.
    pub(crate) fn terminal_tail(&self) -> String {
        let log = self.terminal().unwrap_or_default();
        String::from_utf8_lossy(&log[log.len().saturating_sub(3000)..]).into_owned()
    }

    /// The guest's output on its first serial line.
    fn terminal(&self) -> Result<Vec<u8>, Failure> {
        let path = self.folder.join("terminal.log");
        std::fs::read(&path).map_err(cannot(format_args!("read {}", path.display())))
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        // A process and folders that are gone already need no action.
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
        let _ = std::fs::remove_dir_all(&self.sockets);
    }
}

/// Runs a command that must succeed.
pub(super) fn succeed(mut command: Command) -> Result<(), Failure> {
    let status = command.stdin(Stdio::null()).status().map_err(cannot(format_args!("run {command:?}")))?;
    if status.success() { Ok(()) } else { Err(format!("{command:?}: {status}")) }
}

/// Removes the folders of killed tasks.
pub(super) fn remove_orphans() {
    for (folder, prefix) in [(folder(), "run-"), (std::env::temp_dir(), "qga-vm-run-")] {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let process = name.to_str().and_then(|name| name.strip_prefix(prefix)?.split('.').next());
            if process.is_some_and(|process| !Path::new("/proc").join(process).exists()) {
                // Another task may be removing it as well.
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
    }
}

fn connect(child: &mut Child, sockets: &Path, accelerator: Accelerator) -> Result<(Monitor, Console), Failure> {
    let deadline = Instant::now() + START_TIMEOUT;
    let monitor = loop {
        match Monitor::connect(&sockets.join(Socket::Monitor.name()), Duration::from_secs(1)) {
            Ok(monitor) => break monitor,
            Err(failure) => {
                if let Some(status) = child.try_wait().map_err(cannot("see whether QEMU runs"))? {
                    return Err(format!("QEMU ended with {status} at its start"));
                }
                if Instant::now() > deadline {
                    return Err(failure);
                }
            }
        }
    };
    let timeout = Duration::from_secs(30) * accelerator.slowness();
    let console = Console::connect(&sockets.join(Socket::Console.name()), timeout)?;
    Ok((monitor, console))
}
