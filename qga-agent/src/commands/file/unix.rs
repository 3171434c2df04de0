//! An open file of a client: unbuffered, so that every error shows in the command that caused it.

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

/// Read or written under one deadline. A larger piece would make a slow disk look like a dead one.
const MAX_STEP_BYTES: usize = 1 << 20;

/// From this many bytes on a regular file's content is read while the answer is being sent.
const MIN_STREAMED_BYTES: u64 = 1 << 20;

/// Why a file could not be opened: the step that failed, as the text names it.
pub(super) enum Refused {
    Open(io::Error),
    Permission(io::Error),
}

/// An open file and where in it the client is.
pub(super) struct OpenFile {
    file: File,
    path: String,
    /// Whether reads and writes happen at `position`; other files (FIFOs, terminals) are streams.
    positional: bool,
    append: bool,
    /// Shared with the answer that is reading on from here while it is sent.
    position: AtomicU64,
    waits: Blocking,
}

/// What the operations on a file may have to wait for, at times for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Blocking {
    /// It is in memory, or says at once that it has nothing.
    Never,
    /// For a disk, which may be gone or suspended, or its file system frozen; but not when it only tells of itself.
    ForDisk,
    /// For whoever answers for the file, whatever is asked.
    ForServer,
}

/// What a read has got, and whether it met the end.
pub(super) struct Chunk {
    pub(super) data: Payload,
    pub(super) end: bool,
}

/// Opens a file the way the protocol describes: never waiting for the other side of a FIFO or a terminal's carrier, and
/// with permission 0666 for a file that this creates, whatever the umask says.
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
        // What is no file system's data never waits (`O_NONBLOCK`).
        _ => Blocking::Never,
    };
    Ok(OpenFile { file, path, positional, append: mode.append, position: AtomicU64::new(0), waits })
}

/// Where a file's content is: a program or another machine may be dead, a disk as well.
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
        // What cannot even be asked for is not trusted.
        Ok(_) | Err(_) => Blocking::ForServer,
    }
}

impl OpenFile {
    fn size(&self) -> io::Result<u64> {
        let metadata = self.file.metadata()?;
        // A disk has no length but an end; the place in the file that this moves is nobody's.
        if metadata.file_type().is_block_device() { (&self.file).seek(SeekFrom::End(0)) } else { Ok(metadata.len()) }
    }

    /// Reads up to `count` bytes; fewer only at the end, or when a stream has no more for now.
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
                // Only now: what comes too late was not read, as far as the client knows.
                self.position.store(position.saturating_add(piece.len() as u64), Ordering::Release);
            });
            match piece {
                Ok(piece) if piece.is_empty() => end = true,
                Ok(piece) if data.is_empty() => data = piece,
                Ok(piece) => data.extend_from_slice(&piece),
                // What has been read must not be lost; the next read meets the same error.
                Err(_) if !data.is_empty() => break,
                Err(error) => return Err(read_error(error)),
            }
        }
        Ok(Chunk { data: data.into(), end })
    }

    /// Writes the first `count` bytes; fewer only when a stream takes no more for now.
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

    /// Moves to a place and says which it is.
    pub(super) fn seek(self: &Arc<Self>, target: SeekFrom) -> Result<u64, CommandError> {
        let sought = self.within("seek in", move |open| open.seek_now(target))?;
        sought.map_err(|error| CommandError::new(format!("failed to seek file: {}", errno::text(error))))
    }

    /// Closes the file; what a network file system only says now is an error, too.
    pub(super) fn close(self: Arc<Self>) -> Result<(), CommandError> {
        let what = format!("close \"{}\"", self.path);
        // Whoever else holds it is a read or write that hangs; it closes the file when it ends.
        let Some(open) = Arc::into_inner(self) else { return Ok(()) };
        let descriptor = open.file.into_raw_fd();
        // SAFETY: the descriptor was just taken out of its owner, and nothing uses it after this.
        let close =
            move || if unsafe { libc::close(descriptor) } == 0 { Ok(()) } else { Err(io::Error::last_os_error()) };
        let closed = if open.waits == Blocking::ForServer { FILES.run(CALL_TIMEOUT, &what, close)? } else { close() };
        closed.map_err(|error| CommandError::new(format!("failed to close handle: {}", errno::text(error))))
    }

    /// Asks the file about itself, where even that may hang on a thread that may.
    fn within<T: Send + 'static>(
        self: &Arc<Self>,
        verb: &str,
        work: impl FnOnce(&Self) -> io::Result<T> + Send + 'static,
    ) -> Result<io::Result<T>, CommandError> {
        if self.waits == Blocking::ForServer { self.aside(verb, work) } else { Ok(work(self)) }
    }

    /// Does something with the file's content on a thread that may hang.
    fn aside<T: Send + 'static>(
        self: &Arc<Self>,
        verb: &str,
        work: impl FnOnce(&Self) -> io::Result<T> + Send + 'static,
    ) -> Result<io::Result<T>, CommandError> {
        let what = format!("{verb} \"{}\"", self.path);
        let open = Arc::clone(self);
        FILES.task(CALL_TIMEOUT, &what).on(self.address()).run(move || work(&open))
    }

    /// What the registry knows this file by: work that hangs keeps it here.
    fn address(self: &Arc<Self>) -> u64 {
        Arc::as_ptr(self).addr() as u64
    }

    /// Reads once, at most so much. What is in memory already is read in place: a thread would cost more than that.
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
            // Only a stream has no position, and none needs it.
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

/// Reads a large file in steps while the answer is sent, and moves the client's position along with it, so that the next
/// read goes on where this one really ended.
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

/// Writes a payload's bytes as they come, or collected in pieces under the deadline where writing may hang.
struct Writer<'a> {
    open: &'a Arc<OpenFile>,
    left: usize,
    piece: Vec<u8>,
    written: usize,
    /// Set when nothing more is to be written.
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

    /// Takes note of how writing so many bytes ended.
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
            // Another thread writes it, which needs bytes of its own.
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
        // Ends the decoding of what nobody will write.
        if self.end.is_some() { Err(io::ErrorKind::Other.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
