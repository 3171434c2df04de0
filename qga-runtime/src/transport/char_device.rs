//! Character devices: virtio-serial ports and serial lines.

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

use rustix::fs::{Mode, OFlags, open};
use rustix::termios::{
    ControlModes, InputModes, LocalModes, OptionalActions, OutputModes, QueueSelector, SpecialCodeIndex, isatty,
    tcflush, tcgetattr, tcsetattr,
};

use super::line;
use super::stream::Stream;

/// The usual root folder of [`find_virtio`] and [`open_virtio`].
pub const ROOT: &str = "/";

/// The folder of udev's links to ports, by name.
const PORT_LINKS: &str = "/dev/virtio-ports/";

/// Finds the device of the virtio-serial port with this name, below `root`.
///
/// `name` is a port's name or the path of udev's link to it. Without that link, for instance before udev has run, the
/// port is found by its name in sysfs. Any other absolute path is the device itself.
///
/// # Errors
/// No port has this name.
pub fn find_virtio(name: &str, root: &Path) -> io::Result<PathBuf> {
    if let Some(linked) = name.strip_prefix(PORT_LINKS) {
        return find_virtio(linked, root).or_else(|_| Ok(PathBuf::from(name)));
    }
    if name.starts_with('/') {
        return Ok(PathBuf::from(name));
    }
    if name.contains('/') {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "a port's name holds no slash"));
    }
    let link = root.join("dev/virtio-ports").join(name);
    if link.exists() {
        return Ok(link);
    }
    if let Ok(ports) = fs::read_dir(root.join("sys/class/virtio-ports")) {
        for port in ports.flatten() {
            let read = fs::read_to_string(port.path().join("name"));
            if read.is_ok_and(|read| read.trim_end() == name) {
                return Ok(root.join("dev").join(port.file_name()));
            }
        }
    }
    Err(io::Error::new(io::ErrorKind::NotFound, format!("there is no virtio-serial port {name:?}")))
}

/// Opens a virtio-serial port, by name or path.
///
/// # Errors
/// There is no such port, it is in use, or may not be opened.
pub fn open_virtio(name: &str, root: &Path) -> io::Result<Stream> {
    Ok(Stream::device(open_device(&find_virtio(name, root)?)?))
}

/// Opens a virtio-serial port for this process alone. The driver ensures that; a terminal in its place is claimed.
///
/// # Errors
/// As [`open_virtio`].
pub(super) fn claim_virtio(name: &str, root: &Path) -> io::Result<Stream> {
    Ok(Stream::device(claim_device(&find_virtio(name, root)?)?))
}

/// Opens a serial line in raw mode.
///
/// # Errors
/// It cannot be opened.
pub fn open_serial(path: &Path) -> io::Result<Stream> {
    Ok(transparent(open_device(path)?))
}

/// Opens a serial line for this process alone, in raw mode; only processes with `CAP_SYS_ADMIN` can open it, too. If this
/// process has the capability, the line is hung up for processes that opened it earlier.
///
/// # Errors
/// It cannot be opened, or is claimed by another process.
pub(super) fn claim_serial(path: &Path) -> io::Result<Stream> {
    Ok(transparent(claim_device(path)?))
}

fn open_device(path: &Path) -> io::Result<OwnedFd> {
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    Ok(open(path, flags, Mode::empty())?)
}

fn claim_device(path: &Path) -> io::Result<OwnedFd> {
    let device = open_device(path)?;
    if isatty(&device) { line::claim(device, || open_device(path)) } else { Ok(device) }
}

fn transparent(line: OwnedFd) -> Stream {
    if isatty(&line) {
        // Virtual lines often have no modes, and work without.
        let _ = make_transparent(&line);
    }
    Stream::device(line)
}

fn make_transparent(line: &OwnedFd) -> io::Result<()> {
    let mut modes = tcgetattr(line)?;
    modes.input_modes -= InputModes::IGNBRK
        | InputModes::BRKINT
        | InputModes::IGNPAR
        | InputModes::PARMRK
        | InputModes::INPCK
        | InputModes::ISTRIP
        | InputModes::INLCR
        | InputModes::IGNCR
        | InputModes::ICRNL
        | InputModes::IXON
        | InputModes::IXOFF
        | InputModes::IXANY
        | InputModes::IMAXBEL;
    modes.output_modes = OutputModes::empty();
    modes.local_modes = LocalModes::empty();
    modes.control_modes |= ControlModes::CREAD | ControlModes::CLOCAL;
    // The host expects this speed; a line that does not support it keeps its own.
    let _ = modes.set_speed(rustix::termios::speed::B38400);
    modes.special_codes[SpecialCodeIndex::VMIN] = 1;
    modes.special_codes[SpecialCodeIndex::VTIME] = 0;
    // Before the modes are set: from then on the host may send.
    tcflush(line, QueueSelector::IFlush)?;
    Ok(tcsetattr(line, OptionalActions::Now, &modes)?)
}
