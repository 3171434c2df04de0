//! Tests whether QEMU can use KVM, by booting the guest's kernel with it.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Duration;

use super::image::Image;
use super::{Failure, cannot, folder};

/// Timeout until the kernel reports the missing root disk; on some hosts KVM is very slow.
const TRIAL_TIMEOUT: Duration = Duration::from_secs(8);

/// The last message of a kernel without a root disk.
const NO_ROOT_MESSAGE: &str = "not syncing";

/// How QEMU runs the guest's instructions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Accelerator {
    /// Directly on the processor.
    Kvm,
    /// By translation: works everywhere, but is slower.
    Tcg,
}

impl Accelerator {
    /// QEMU's options for it. Without the capabilities register, which nested hosts refuse to set.
    pub(crate) fn options(self) -> [&'static str; 4] {
        match self {
            Self::Kvm => ["-accel", "kvm", "-cpu", "host,-arch-capabilities"],
            Self::Tcg => ["-accel", "tcg,thread=multi", "-cpu", "max"],
        }
    }

    /// QEMU's device name of a processor that can be unplugged.
    pub(crate) fn processor(self) -> &'static str {
        match self {
            Self::Kvm => "host-x86_64-cpu",
            Self::Tcg => "max-x86_64-cpu",
        }
    }

    /// Repetitions of a race in a scenario, for a run of a minute or two.
    pub(crate) fn races(self) -> u32 {
        match self {
            Self::Kvm => 100_000,
            Self::Tcg => 300,
        }
    }

    /// Restarts of the agent in a scenario.
    pub(crate) fn cycles(self) -> u32 {
        match self {
            Self::Kvm => 100,
            Self::Tcg => 10,
        }
    }

    /// The factor for timeouts, compared with KVM.
    pub(crate) fn slowness(self) -> u32 {
        match self {
            Self::Kvm => 1,
            Self::Tcg => 10,
        }
    }
}

/// Chooses the fastest accelerator that works: from `QGA_VM_ACCEL`, from an earlier trial on this boot of the host, or
/// by a trial. Prints the reason, and what is left out without KVM.
pub(crate) fn choose(image: &Image) -> Result<Accelerator, Failure> {
    let (accelerator, reason) = match std::env::var("QGA_VM_ACCEL").as_deref() {
        Ok("kvm") => (Accelerator::Kvm, "QGA_VM_ACCEL asks for it".to_owned()),
        Ok("tcg") => (Accelerator::Tcg, "QGA_VM_ACCEL asks for tcg".to_owned()),
        Ok(other) => return Err(format!("QGA_VM_ACCEL is {other:?}, and neither kvm nor tcg")),
        Err(_) => match obstacle(image)? {
            None => (Accelerator::Kvm, "it boots the guest's kernel".to_owned()),
            Some(obstacle) => (Accelerator::Tcg, obstacle),
        },
    };
    println!("{}", announcement(accelerator, &reason));
    Ok(accelerator)
}

fn announcement(accelerator: Accelerator, reason: &str) -> String {
    let (races, cycles) = (Accelerator::Kvm.races(), Accelerator::Kvm.cycles());
    match accelerator {
        Accelerator::Kvm => format!("KVM is used: {reason}"),
        Accelerator::Tcg => format!(
            "left out: KVM, and all but {} of {races} tries of a race and {} of {cycles} restarts: {reason}",
            accelerator.races(),
            accelerator.cycles()
        ),
    }
}

/// The reason why KVM cannot be used, if there is one: from the note of this boot of the host, or from a trial, which is
/// noted.
fn obstacle(image: &Image) -> Result<Option<String>, Failure> {
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let note = folder().join("accelerator");
    let noted = std::fs::read_to_string(&note).unwrap_or_default();
    let obstacle = match noted.split_once('\n') {
        Some((noted_at, obstacle)) if noted_at == boot.trim() => obstacle.to_owned(),
        _ => {
            let obstacle = try_kvm(image)?;
            std::fs::write(&note, format!("{}\n{obstacle}", boot.trim())).map_err(cannot("note the accelerator"))?;
            obstacle
        }
    };
    Ok(Some(obstacle).filter(|obstacle| !obstacle.is_empty()))
}

/// Boots the guest's kernel with KVM, without a disk; returns the reason if that fails, else an empty text.
fn try_kvm(image: &Image) -> Result<String, Failure> {
    if !std::path::Path::new("/dev/kvm").exists() {
        return Ok("there is no /dev/kvm".to_owned());
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
        let booted = output
            .split(b'\n')
            .map_while(Result::ok)
            .any(|line| String::from_utf8_lossy(&line).contains(NO_ROOT_MESSAGE));
        // The receiver is gone if the trial has timed out.
        let _ = sender.send(booted);
    });
    let result = receiver.recv_timeout(TRIAL_TIMEOUT);
    child.kill().and_then(|()| child.wait()).map_err(cannot("stop the trial"))?;
    Ok(match result {
        Ok(true) => String::new(),
        Ok(false) => "QEMU ends with it before the guest's kernel has booted".to_owned(),
        Err(_) => format!("the guest's kernel does not boot with it within {TRIAL_TIMEOUT:?}"),
    })
}

#[cfg(test)]
mod tests {
    use super::{Accelerator, announcement};

    #[test]
    fn the_announcement_names_what_is_tried_less_often_without_kvm() {
        assert_eq!(
            announcement(Accelerator::Tcg, "there is no /dev/kvm"),
            "left out: KVM, and all but 300 of 100000 tries of a race and 10 of 100 restarts: there is no /dev/kvm"
        );
        assert_eq!(announcement(Accelerator::Kvm, "it boots"), "KVM is used: it boots");
    }
}
