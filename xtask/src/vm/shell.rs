//! `cargo xtask vm shell`: connects this terminal with the guest's login shell.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::process::Command;

use super::confinement::Confinement;
use super::hardware::Socket;
use super::machine::Machine;
use super::{Failure, accelerator, cannot, image, payload};

/// The key that quits the shell: Ctrl-], as in telnet.
const QUIT_KEY: u8 = 0x1d;

/// Boots the guest and connects this terminal with its first serial line until Ctrl-].
pub(crate) fn run() -> Result<(), Failure> {
    let agent = payload::agent()?;
    payload::packages(&agent)?;
    let image = image::build(image::Kind::Small)?;
    let machine = Machine::boot(&image, &agent, accelerator::choose(&image)?, Confinement::None)?;
    println!("our agent: {}", machine.socket(Socket::Agent).display());
    println!("reference: {}", machine.socket(Socket::Reference).display());
    println!("monitor:   {} (in use)", machine.socket(Socket::Monitor).display());
    println!("Ctrl-] quits and ends the guest");
    let mut guest = UnixStream::connect(machine.socket(Socket::Terminal)).map_err(cannot("reach the terminal"))?;
    let mut output = guest.try_clone().map_err(cannot("reach the terminal"))?;
    let _raw = RawTerminal::enter()?;
    std::thread::spawn(move || show(&mut output));
    guest.write_all(b"\r").map_err(cannot("write to the terminal"))?;
    let mut keys = [0; 256];
    loop {
        let count = std::io::stdin().read(&mut keys).map_err(cannot("read the keyboard"))?;
        let typed = &keys[..count];
        if typed.is_empty() || typed.contains(&QUIT_KEY) {
            return Ok(());
        }
        guest.write_all(typed).map_err(cannot("write to the terminal"))?;
    }
}

/// Shows the guest's output at once, until either end closes.
fn show(output: &mut UnixStream) -> std::io::Result<()> {
    let mut chunk = [0; 4096];
    let mut terminal = std::io::stdout();
    loop {
        match output.read(&mut chunk)? {
            0 => return Ok(()),
            count => terminal.write_all(&chunk[..count]).and_then(|()| terminal.flush())?,
        }
    }
}

/// This terminal in raw mode; restored when dropped.
struct RawTerminal;

impl RawTerminal {
    fn enter() -> Result<Self, Failure> {
        let status = Command::new("stty").args(["raw", "-echo"]).status().map_err(cannot("run stty"))?;
        if status.success() { Ok(Self) } else { Err("this is no terminal".to_owned()) }
    }
}

impl Drop for RawTerminal {
    fn drop(&mut self) {
        // If it fails, the user can run `reset`.
        let _ = Command::new("stty").arg("sane").status();
    }
}
