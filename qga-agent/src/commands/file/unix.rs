//! An open file of a client, unbuffered, so that the command that causes an error reports it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::mem;
use std::os::fd::IntoRawFd;
use std::os::unix::fs::{FileExt, FileTypeExt, OpenOptionsExt};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use qga_runtime::{CommandError, Payload, ReadAt};

use super::mode::OpenMode;
use crate::os::errno;
use crate::process::deadline::{CALL_TIMEOUT, FILES};

#[cfg_attr(target_os = "linux", path = "cached.rs")]
#[cfg_attr(not(target_os = "linux"), path = "cached_unsupported.rs")]
mod cached;
mod create;

/// Commands of this topic that this operating system does not have.
pub(super) const UNSUPPORTED: &[&str] = &[];

/// Bytes read or written within one timeout. With more, a slow disk would look dead.
const MAX_STEP_BYTES: usize = 1 << 20;

/// Regular files of at least this size are read while the answer is sent.
const MIN_STREAMED_BYTES: u64 = 1 << 20;

/// The failed step of opening a file.
pub(super) enum Refused {
    Open(io::Error),
    Permission(io::Error),
}

/// An open file and the client's position in it.
pub(super) struct OpenFile {
    file: File,
    path: String,
    /// Whether reads and writes happen at `position`; other files (FIFOs, terminals) are streams.
    positional: bool,
    append: bool,
    /// Shared with an answer that is still reading the file.
    position: AtomicU64,
    waits: Blocking,
}

/// How operations on a file may block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blocking {
    /// Never: the content is in memory, or reads return `EAGAIN`.
    Never,
    /// Reading data may block on a disk; metadata does not.
    ForDisk,
    /// Every operation may block on a server.
    ForServer,
}

/// The bytes of a read, and whether it met the end.
pub(super) struct Chunk {
    pub(super) data: Payload,
    pub(super) end: bool,
}

/// Opens a file as the protocol describes: without waiting for a FIFO's other side or a terminal's carrier. A new file
/// gets mode 0666, whatever the umask.
pub(super) fn open(path: String, mode: OpenMode) -> Result<OpenFile, Refused> {
    let flags = libc::O_NOCTTY | libc::O_NONBLOCK;
    let mut options = File::options();
    options.read(mode.read).write(mode.write && !mode.append).append(mode.append).truncate(mode.truncate);
    options.custom_flags(flags);
    let file =
        if mode.create { create::create(&path, &options)? } else { options.open(&path).map_err(Refused::Open)? };
    let kind = file.metadata().map_err(Refused::Open)?.file_type();
    let positional = kind.is_file() || kind.is_block_device();
    let waits = match kind {
        // The device behind a device file may be on a network.
        kind if kind.is_block_device() => Blocking::ForServer,
        kind if kind.is_file() || kind.is_dir() => waits_for(&file),
        // Other files never block (`O_NONBLOCK`).
        _ => Blocking::Never,
    };
    Ok(OpenFile { file, path, positional, append: mode.append, position: AtomicU64::new(0), waits })
}

/// How a file's file system may block: a server program, another machine or a disk may hang.
fn waits_for(file: &File) -> Blocking {
    const MEMORY: [u32; 2] = [
        0x0102_1994, // tmpfs
        0x8584_58f6, // ramfs
    ];
    const SERVERS: [u32; 16] = [
        0x6969,      // NFS
        0x517b,      // SMB
        0xff53_4d42, // CIFS
        0xfe53_4d42, // SMB 2
        0x6573_5546, // FUSE, and with it virtiofs
        0x0102_1997, // 9P
        0x00c3_6400, // Ceph
        0x5346_414f, // AFS
        0x6b41_4653, // kAFS
        0x7375_7245, // Coda
        0x564c,      // NCP
        0x0187,      // autofs
        0x0116_1970, // GFS2
        0x7461_636f, // OCFS2
        0x0bd0_0bd0, // Lustre
        0x786f_4256, // VirtualBox's shared folders
    ];
    #[allow(
        clippy::cast_possible_truncation,
        reason = "all kinds have 32 bits; how the field is declared differs by machine"
    )]
    let kind = |answer: rustix::fs::StatFs| answer.f_type as u32;
    match rustix::fs::fstatfs(file).map(kind) {
        Ok(kind) if MEMORY.contains(&kind) => Blocking::Never,
        Ok(kind) if !SERVERS.contains(&kind) => Blocking::ForDisk,
        // An unknown file system may block.
        Ok(_) | Err(_) => Blocking::ForServer,
    }
}

impl OpenFile {
    fn size(&self) -> io::Result<u64> {
        let metadata = self.file.metadata()?;
        // A block device has no length, but can be searched for its end; the kernel's own position, which this moves,
        // is not used.
        if metadata.file_type().is_block_device() { (&self.file).seek(SeekFrom::End(0)) } else { Ok(metadata.len()) }
    }

    /// Reads up to `count` bytes; fewer only at the end, or if a stream has no more for now.
    pub(super) fn read(self: &Arc<Self>, count: u64) -> Result<Chunk, CommandError> {
        if self.positional && count >= MIN_STREAMED_BYTES {
            let position = self.position.load(Ordering::Acquire);
            let size = self.within("read", Self::size)?;
            let rest = size.map_err(read_error)?.saturating_sub(position);
            if rest >= MIN_STREAMED_BYTES {
                let ahead = Ahead { open: Arc::clone(self), kept: Mutex::default() };
                let data = Payload::from_source(ahead, position, count.min(rest));
                return Ok(Chunk { data, end: count > rest });
            }
        }
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let (mut data, mut end) = (Vec::new(), false);
        while data.len() < count && !end {
            let wanted = MAX_STEP_BYTES.min(count - data.len());
            let position = self.position.load(Ordering::Acquire);
            let piece = self.read_at(position, wanted)?.inspect(|piece| {
                // Moved only after success: the client does not receive a late result.
                self.position.store(position.saturating_add(piece.len() as u64), Ordering::Release);
            });
            match piece {
                Ok(piece) if piece.is_empty() => end = true,
                Ok(piece) if data.is_empty() => data = piece,
                Ok(piece) => data.extend_from_slice(&piece),
                // The bytes read so far are returned; the next read meets the same error.
                Err(_) if !data.is_empty() => break,
                Err(error) => return Err(read_error(error)),
            }
        }
        Ok(Chunk { data: data.into(), end })
    }

    /// Writes the first `count` bytes; fewer only if a stream takes no more for now.
    pub(super) fn write(self: &Arc<Self>, data: &Payload, count: usize) -> Result<usize, CommandError> {
        let mut writer = Writer { open: self, left: count, piece: Vec::new(), written: 0, end: None };
        if data.write_to(&mut writer).is_ok() {
            writer.put();
        }
        match writer.end {
            Some(Err(error)) => Err(error),
            Some(Ok(())) | None => Ok(writer.written),
        }
    }

    /// Moves the position and returns it.
    pub(super) fn seek(self: &Arc<Self>, target: SeekFrom) -> Result<u64, CommandError> {
        let sought = self.within("seek in", move |open| open.seek_now(target))?;
        sought.map_err(|error| CommandError::new(format!("failed to seek file: {}", errno::text(error))))
    }

    /// Closes the file; a network file system may report write errors only here.
    pub(super) fn close(self: Arc<Self>) -> Result<(), CommandError> {
        let what = format!("close \"{}\"", self.path);
        // Another owner is a read or write that hangs; it closes the file when it ends.
        let Some(open) = Arc::into_inner(self) else { return Ok(()) };
        let descriptor = open.file.into_raw_fd();
        // SAFETY: the descriptor was taken out of its owner, and nothing uses it after this.
        let close =
            move || if unsafe { libc::close(descriptor) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) };
        let closed = if open.waits == Blocking::ForServer { FILES.run(CALL_TIMEOUT, &what, close)? } else { close() };
        closed.map_err(|error| CommandError::new(format!("failed to close handle: {}", errno::text(error))))
    }

    /// Runs a metadata operation, on a helper thread if it may hang.
    fn within<T: Send + 'static>(
        self: &Arc<Self>,
        verb: &str,
        work: impl FnOnce(&Self) -> io::Result<T> + Send + 'static,
    ) -> Result<io::Result<T>, CommandError> {
        if self.waits == Blocking::ForServer { self.aside(verb, work) } else { Ok(work(self)) }
    }

    /// Runs an operation on a helper thread.
    fn aside<T: Send + 'static>(
        self: &Arc<Self>,
        verb: &str,
        work: impl FnOnce(&Self) -> io::Result<T> + Send + 'static,
    ) -> Result<io::Result<T>, CommandError> {
        let what = format!("{verb} \"{}\"", self.path);
        let open = Arc::clone(self);
        FILES.task(CALL_TIMEOUT).on(self.address()).run(&what, move || work(&open))
    }

    /// The file's key in the registry; unique, since hanging work keeps the file alive.
    fn address(self: &Arc<Self>) -> u64 {
        Arc::as_ptr(self).addr() as u64
    }

    /// Reads once, at most this many bytes. Cached bytes are read on this thread: a helper thread would cost more.
    fn read_at(self: &Arc<Self>, position: u64, wanted: usize) -> Result<io::Result<Vec<u8>>, CommandError> {
        if self.waits == Blocking::Never {
            return Ok(self.piece(position, wanted));
        }
        if self.waits == Blocking::ForDisk && !FILES.hangs_on(self.address()) {
            let mut piece = vec![0; wanted];
            if let Some(count) = cached::read(&self.file, &mut piece, position) {
                piece.truncate(count);
                return Ok(Ok(piece));
            }
        }
        self.aside("read", move |open| open.piece(position, wanted))
    }

    fn piece(&self, position: u64, wanted: usize) -> io::Result<Vec<u8>> {
        let mut piece = vec![0; wanted];
        let read = retry(|| {
            if self.positional {
                FileExt::read_at(&self.file, &mut piece, position)
            } else {
                (&self.file).read(&mut piece)
            }
        })?;
        piece.truncate(read);
        Ok(piece)
    }

    fn put(&self, mut piece: &[u8]) -> io::Result<usize> {
        let whole = piece.len();
        while !piece.is_empty() {
            let position = self.position.load(Ordering::Acquire);
            let written = retry(|| {
                if self.positional && !self.append {
                    self.file.write_at(piece, position)
                } else {
                    (&self.file).write(piece)
                }
            });
            let written = match written {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(written) => written,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && piece.len() < whole => break,
                Err(error) => return Err(error),
            };
            piece = &piece[written..];
            let position = if self.append { (&self.file).stream_position() } else { Ok(position + written as u64) };
            // Streams have no position.
            self.position.store(position.unwrap_or_default(), Ordering::Release);
        }
        Ok(whole - piece.len())
    }

    fn seek_now(&self, target: SeekFrom) -> io::Result<u64> {
        let target = match target {
            SeekFrom::Current(offset) if self.positional => {
                let position = self.position.load(Ordering::Acquire).checked_add_signed(offset);
                SeekFrom::Start(position.ok_or_else(invalid)?)
            }
            other => other,
        };
        let position = (&self.file).seek(target)?;
        self.position.store(position, Ordering::Release);
        Ok(position)
    }
}

fn invalid() -> io::Error {
    io::Error::from_raw_os_error(libc::EINVAL)
}

fn read_error(error: io::Error) -> CommandError {
    CommandError::new(format!("failed to read file: {}", errno::text(error)))
}

fn retry(mut call: impl FnMut() -> io::Result<usize>) -> io::Result<usize> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Reads a large file in steps while the answer is sent, and moves the client's position, so that the next read
/// continues where this one ended.
struct Ahead {
    open: Arc<OpenFile>,
    /// Where the last step was read, and its bytes. A source is shared, so its buffer is locked.
    kept: Mutex<(u64, Vec<u8>)>,
}

impl ReadAt for Ahead {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut skip = offset.checked_sub(kept.0).and_then(|skip| usize::try_from(skip).ok());
        if skip.is_none_or(|skip| skip >= kept.1.len()) {
            *kept = (offset, self.open.read_at(offset, MAX_STEP_BYTES).map_err(io::Error::other)??);
            skip = Some(0);
        }
        let rest = skip.and_then(|skip| kept.1.get(skip..)).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.open.position.store(offset + count as u64, Ordering::Release);
        Ok(count)
    }
}

/// Writes a payload's bytes as they are decoded, or in larger pieces with a timeout if writing may hang.
struct Writer<'a> {
    open: &'a Arc<OpenFile>,
    left: usize,
    piece: Vec<u8>,
    written: usize,
    /// Set to stop writing.
    end: Option<Result<(), CommandError>>,
}

impl Writer<'_> {
    fn put(&mut self) {
        let piece = mem::take(&mut self.piece);
        if !piece.is_empty() && self.end.is_none() {
            let whole = piece.len();
            let written = self.open.aside("write", move |open| open.put(&piece));
            self.note(written, whole);
        }
    }

    /// Records the result of writing this many bytes.
    fn note(&mut self, written: Result<io::Result<usize>, CommandError>, whole: usize) {
        match written {
            Ok(Ok(written)) => {
                self.written += written;
                self.end = (written < whole).then_some(Ok(()));
            }
            Ok(Err(error)) if error.kind() == io::ErrorKind::WouldBlock && self.written > 0 => self.end = Some(Ok(())),
            Ok(Err(error)) => {
                let text = format!("failed to write to file: {}", errno::text(error));
                self.end = Some(Err(CommandError::new(text)));
            }
            Err(error) => self.end = Some(Err(error)),
        }
    }
}

impl Write for Writer<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let wanted = bytes.len().min(self.left);
        self.left -= wanted;
        if self.open.waits != Blocking::Never {
            // The helper thread needs bytes of its own.
            if self.piece.capacity() == 0 {
                self.piece.reserve_exact(MAX_STEP_BYTES.min(wanted + self.left));
            }
            self.piece.extend_from_slice(&bytes[..wanted]);
            if self.piece.len() >= MAX_STEP_BYTES {
                self.put();
            }
        } else if self.end.is_none() && wanted > 0 {
            self.note(Ok(self.open.put(&bytes[..wanted])), wanted);
        }
        // Ends the decoding of bytes that will not be written.
        if self.end.is_some() { Err(io::ErrorKind::Other.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
