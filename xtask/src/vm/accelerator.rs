//! Finds out whether QEMU can use the host's virtualisation, by booting the guest's kernel with it.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::image::Image;
use super::{Failure, cannot, folder};

/// How long a kernel may take until it misses its root disk; some hosts offer KVM and then crawl.
const PATIENCE: Duration = Duration::from_secs(8);

/// What a kernel without a root disk says last.
const LAST_WORDS: &str = "not syncing";

/// How QEMU runs the guest's instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Accelerator {
    /// On the processor itself.
    Kvm,
    /// Translated: everywhere, but slower.
    Tcg,
}

impl Accelerator {
    /// QEMU's options for it. The capabilities register is left out because nested hosts refuse to set it.
    pub(crate) fn options(self) -> [&'static str; 4] {
        match self {
            Self::Kvm => ["-accel", "kvm", "-cpu", "host,-arch-capabilities"],
            Self::Tcg => ["-accel", "tcg,thread=multi", "-cpu", "max"],
        }
    }

    /// QEMU's name for such a processor as a device, which can be unplugged.
    pub(crate) fn processor(self) -> &'static str {
        match self {
            Self::Kvm => "host-x86_64-cpu",
            Self::Tcg => "max-x86_64-cpu",
        }
    }

    /// How often a scenario that looks for a race should run it, so that it stays a matter of a minute or two.
    pub(crate) fn races(self) -> u32 {
        match self {
            Self::Kvm => 100_000,
            Self::Tcg => 300,
        }
    }

    /// How often a scenario should start and stop the agent.
    pub(crate) fn cycles(self) -> u32 {
        match self {
            Self::Kvm => 100,
            Self::Tcg => 10,
        }
    }

    /// How many times longer everything may take than on the processor itself.
    pub(crate) fn slowness(self) -> u32 {
        match self {
            Self::Kvm => 1,
            Self::Tcg => 10,
        }
    }
}

/// The fastest that works: what `QGA_VM_ACCEL` says, what an earlier trial on this boot of the host found, or a trial.
pub(crate) fn choose(image: &Image) -> Result<Accelerator, Failure> {
    match std::env::var("QGA_VM_ACCEL").as_deref() {
        Ok("kvm") => return Ok(Accelerator::Kvm),
        Ok("tcg") => return Ok(Accelerator::Tcg),
        Ok(other) => return Err(format!("QGA_VM_ACCEL is {other:?}, and neither kvm nor tcg")),
        Err(_) => {}
    }
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let note = folder().join("accelerator");
    let kvm = match std::fs::read_to_string(&note) {
        Ok(known) if known.starts_with(boot.trim()) => known.ends_with("kvm"),
        _ => {
            let kvm = kvm_boots(image)?;
            let text = format!("{} {}", boot.trim(), if kvm { "kvm" } else { "tcg" });
            std::fs::write(&note, text).map_err(cannot("note the accelerator"))?;
            kvm
        }
    };
    Ok(if kvm { Accelerator::Kvm } else { Accelerator::Tcg })
}

fn kvm_boots(image: &Image) -> Result<bool, Failure> {
    if !std::path::Path::new("/dev/kvm").exists() {
        return Ok(false);
    }
    let mut child = Command::new("qemu-system-x86_64")
        .args(["-machine", "q35", "-m", "256", "-smp", "2", "-nodefaults", "-display", "none", "-serial", "stdio"])
        .args(Accelerator::Kvm.options())
        .arg("-kernel")
        .arg(image.kernel())
        .args(["-append", "console=ttyS0 earlyprintk=ttyS0"])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(cannot("run qemu-system-x86_64"))?;
    let output = BufReader::new(child.stdout.take().expect("it is piped"));
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let booted =
            output.split(b'\n').map_while(Result::ok).any(|line| String::from_utf8_lossy(&line).contains(LAST_WORDS));
        // Nobody listens any more when the trial has taken too long.
        let _ = sender.send(booted);
    });
    let start = Instant::now();
    let boots = receiver.recv_timeout(PATIENCE).unwrap_or(false);
    child.kill().and_then(|()| child.wait()).map_err(cannot("stop the trial"))?;
    println!(
        "KVM {} (tried for {:.1} s)",
        if boots { "works" } else { "does not work here" },
        start.elapsed().as_secs_f32()
    );
    Ok(boots)
}
