//! guest-file-open, -close, -read, -write, -seek and -flush: files of the guest, by handle.

mod counter;
mod mode;
#[cfg_attr(unix, path = "file/unix.rs")]
mod sys;

use std::collections::BTreeMap;
use std::io::{self, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use qga_runtime::guest::commands;
use qga_runtime::guest::types::{self, GuestFileWhence, QGASeek};
use qga_runtime::{CommandError, handler};

use self::counter::Counter;
use self::mode::OpenMode;
use self::sys::{OpenFile, Refused};
use crate::os::errno;
use crate::process::deadline;
use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

/// Files that may be open at once. A client that disconnects leaves its files open.
const MAX_OPEN_FILES: usize = 1024;

const DEFAULT_READ_BYTES: i64 = 4096;
const MAX_READ_BYTES: i64 = 48 << 20;

/// The files that clients have open. Paths are text on the wire, so a name that is not UTF-8 cannot be asked for.
pub(crate) struct Files {
    open: BTreeMap<i64, Arc<OpenFile>>,
    counter: Counter,
}

#[handler]
fn open(agent: &mut Agent, command: commands::GuestFileOpen) -> Result<i64, CommandError> {
    let word = command.mode.unwrap_or_else(|| "r".into());
    let mode = OpenMode::parse(&word).ok_or_else(|| CommandError::new(format!("invalid file open mode '{word}'")))?;
    let path = command.path;
    log::info!(target: AUDIT, "guest-file-open called, filepath: {path:?}, mode: {word}");
    if agent.files.open.len() >= MAX_OPEN_FILES {
        let text =
            format!("failed to open file '{path}' (mode: '{word}'): {MAX_OPEN_FILES} files are open; close some first");
        return Err(CommandError::new(text));
    }
    let asked = path.clone();
    let opened =
        deadline::FILES.run(deadline::CALL_TIMEOUT, &format!("open \"{path}\""), move || sys::open(asked, mode))?;
    let open = opened.map_err(|refused| {
        let (failed, error) = match refused {
            Refused::Open(error) => ("open file", error),
            Refused::Permission(error) => ("set permission 0666 on new file", error),
        };
        CommandError::new(format!("failed to {failed} '{path}' (mode: '{word}'): {}", errno::text(error)))
    })?;
    let handle = agent.files.counter.take();
    agent.files.open.insert(handle, Arc::new(open));
    Ok(handle)
}

#[handler]
fn close(agent: &mut Agent, command: commands::GuestFileClose) -> Result<(), CommandError> {
    agent.files.find(command.handle)?;
    // The handle is removed even if closing fails: it would be of no use.
    agent.files.open.remove(&command.handle).map_or(Ok(()), OpenFile::close)
}

#[handler]
fn read(agent: &mut Agent, command: commands::GuestFileRead) -> Result<types::GuestFileRead, CommandError> {
    let open = agent.files.find(command.handle)?;
    let count = command.count.unwrap_or(DEFAULT_READ_BYTES);
    let wanted = u64::try_from(count).ok().filter(|_| count <= MAX_READ_BYTES).ok_or_else(|| bad_count(count))?;
    let chunk = open.read(wanted)?;
    let length = i64::try_from(chunk.data.len()).unwrap_or(MAX_READ_BYTES);
    Ok(types::GuestFileRead::new(length, chunk.data, chunk.end))
}

#[handler]
fn write(agent: &mut Agent, command: commands::GuestFileWrite) -> Result<types::GuestFileWrite, CommandError> {
    let open = agent.files.find(command.handle)?;
    let data = command.buf_b64;
    let count = match command.count {
        None => data.len(),
        Some(count) => {
            usize::try_from(count).ok().filter(|count| *count <= data.len()).ok_or_else(|| bad_count(count))?
        }
    };
    let written = open.write(&data, count)?;
    Ok(types::GuestFileWrite::new(i64::try_from(written).unwrap_or(i64::MAX), false))
}

#[handler]
fn seek(agent: &mut Agent, command: commands::GuestFileSeek) -> Result<types::GuestFileSeek, CommandError> {
    let open = agent.files.find(command.handle)?;
    let offset = command.offset;
    let target = match command.whence {
        GuestFileWhence::Name(QGASeek::Set) | GuestFileWhence::Value(0) => match u64::try_from(offset) {
            Ok(offset) => SeekFrom::Start(offset),
            Err(_) => return Err(CommandError::new("failed to seek file: Invalid argument")),
        },
        GuestFileWhence::Name(QGASeek::Cur) | GuestFileWhence::Value(1) => SeekFrom::Current(offset),
        GuestFileWhence::Name(QGASeek::End) | GuestFileWhence::Value(2) => SeekFrom::End(offset),
        GuestFileWhence::Value(code) => return Err(CommandError::new(format!("invalid whence code {code}"))),
        _ => return Err(CommandError::new("this whence is not supported")),
    };
    let position = open.seek(target)?;
    Ok(types::GuestFileSeek::new(i64::try_from(position).unwrap_or(i64::MAX), false))
}

#[handler]
fn flush(agent: &mut Agent, command: commands::GuestFileFlush) -> Result<(), CommandError> {
    // Nothing is buffered: every write has reached the kernel, or failed.
    agent.files.find(command.handle).map(drop)
}

impl Files {
    /// # Errors
    /// The state directory is missing.
    pub(crate) fn new(statedir: &Path) -> io::Result<Self> {
        Ok(Self { open: BTreeMap::new(), counter: Counter::load(statedir)? })
    }

    fn find(&self, handle: i64) -> Result<&Arc<OpenFile>, CommandError> {
        self.open.get(&handle).ok_or_else(|| CommandError::new(format!("handle '{handle}' has not been found")))
    }
}

fn bad_count(count: i64) -> CommandError {
    CommandError::new(format!("value '{count}' is invalid for argument count"))
}
