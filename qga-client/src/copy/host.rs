//! The host's side of a copy: files that are read or written on a thread that may wait for a disk.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use super::attributes::{Attributes, MODE_BITS};
use super::checksum::Checksum;
use super::{CopyError, Source};
use crate::either::EitherClient;
use crate::file::CHUNK_BYTES;

/// What is copied to the guest.
pub(super) struct Reader {
    path: PathBuf,
    /// None at the end, which a terminal shows once.
    source: Option<Box<dyn Read + Send>>,
    /// None of a stream.
    pub(super) length: Option<u64>,
    pub(super) attributes: Option<Attributes>,
}

impl Reader {
    pub(super) async fn open<C: EitherClient>(client: &mut C, source: Source) -> Result<Self, CopyError> {
        let path = match source {
            Source::Reader(reader) => {
                let path = PathBuf::from("standard input");
                return Ok(Reader { path, source: Some(reader), length: None, attributes: None });
            }
            Source::File(path) => path,
        };
        let opened = path.clone();
        let opening = client.on_host(move || {
            let file = File::open(&opened)?;
            let metadata = file.metadata()?;
            if metadata.is_dir() { Err(io::ErrorKind::IsADirectory.into()) } else { Ok((file, metadata)) }
        });
        let (file, metadata) = opening.await.and_then(|opened| opened).map_err(about(&path))?;
        // A pipe has no length.
        let length = metadata.is_file().then_some(metadata.len());
        Ok(Reader { path, source: Some(Box::new(file)), length, attributes: Some(Attributes::of(&metadata)) })
    }

    /// The next piece; an empty one is the end.
    pub(super) async fn next<C: EitherClient>(&mut self, client: &mut C) -> Result<Vec<u8>, CopyError> {
        let Some(mut source) = self.source.take() else { return Ok(Vec::new()) };
        let reading = client.on_host(move || {
            let mut piece = Vec::with_capacity(CHUNK_BYTES);
            let read = source.by_ref().take(CHUNK_BYTES as u64).read_to_end(&mut piece);
            (source, read.map(|_| piece))
        });
        let (source, piece) = reading.await.map_err(about(&self.path))?;
        let piece = piece.map_err(about(&self.path))?;
        self.source = Some(source).filter(|_| piece.len() == CHUNK_BYTES);
        Ok(piece)
    }
}

/// What is copied from the guest: a part beside the target, or the target itself if that is no regular file.
pub(super) struct Writer {
    file: Option<File>,
    target: PathBuf,
    /// None if the target is written in place.
    part: Option<PathBuf>,
    /// What an earlier try left: its length and checksum.
    pub(super) resumed: u64,
    pub(super) sum: Checksum,
}

impl Writer {
    pub(super) async fn open<C: EitherClient>(
        client: &mut C,
        target: PathBuf,
        name: String,
        resume: bool,
    ) -> Result<Self, CopyError> {
        let named = target.clone();
        let opening = client.on_host(move || Writer::open_now(target, &name, resume));
        opening.await.and_then(|opened| opened).map_err(about(&named))
    }

    fn open_now(mut target: PathBuf, name: &str, resume: bool) -> io::Result<Self> {
        if target.is_dir() {
            target.push(name);
        }
        let mut writer = Writer { file: None, target, part: None, resumed: 0, sum: Checksum::default() };
        match fs::metadata(&writer.target) {
            Ok(metadata) if metadata.is_dir() => return Err(io::ErrorKind::IsADirectory.into()),
            Ok(metadata) if !metadata.is_file() => {
                writer.file = Some(OpenOptions::new().write(true).open(&writer.target)?);
                return Ok(writer);
            }
            _ => {}
        }
        let mut part = writer.target.clone().into_os_string();
        part.push(".part");
        let part = PathBuf::from(part);
        let is_left = fs::symlink_metadata(&part).is_ok_and(|metadata| metadata.is_file());
        let file = if resume && is_left {
            let mut file = OpenOptions::new().read(true).write(true).open(&part)?;
            (writer.resumed, writer.sum) = summed(&mut file)?;
            file
        } else {
            if is_left {
                fs::remove_file(&part)?;
            }
            // Made anew, so that no link is followed, and for this user alone until it is whole.
            OpenOptions::new().write(true).create_new(true).mode(0o600).open(&part)?
        };
        (writer.file, writer.part) = (Some(file), Some(part));
        Ok(writer)
    }

    pub(super) fn is_in_place(&self) -> bool {
        self.part.is_none()
    }

    pub(super) async fn write<C: EitherClient>(&mut self, client: &mut C, bytes: Vec<u8>) -> Result<(), CopyError> {
        self.sum.update(&bytes);
        let mut file = self.file.take().expect("it is put back below, unless the copy has failed");
        let writing = client.on_host(move || {
            let written = file.write_all(&bytes);
            (file, written)
        });
        let (file, written) = writing.await.map_err(about(&self.target))?;
        self.file = Some(file);
        written.map_err(about(&self.target))
    }

    /// Removes the part.
    pub(super) fn discard(self) {
        if let Some(part) = self.part {
            // It is in nobody's way: the next try makes a new one.
            let _ = fs::remove_file(part);
        }
    }

    /// Gives the file its mode, time and name. A time that cannot be set is no failure. Returns whether both were kept.
    pub(super) async fn finish<C: EitherClient>(
        self,
        client: &mut C,
        attributes: Option<Attributes>,
    ) -> Result<bool, CopyError> {
        let target = self.target.clone();
        let finishing = client.on_host(move || self.finish_now(attributes));
        finishing.await.and_then(|finished| finished).map_err(about(&target))
    }

    fn finish_now(self, attributes: Option<Attributes>) -> io::Result<bool> {
        let (Some(part), Some(file)) = (self.part, self.file) else { return Ok(false) };
        let is_kept = match attributes {
            Some(attributes) => attributes.give(&file)?,
            None => {
                // It gets the mode of the file it replaces, or what is usual for one that a program makes.
                let mode = fs::metadata(&self.target).map_or(0o644, |metadata| metadata.mode() & MODE_BITS);
                file.set_permissions(Permissions::from_mode(mode))?;
                false
            }
        };
        fs::rename(part, &self.target)?;
        Ok(is_kept)
    }
}

/// The length and the checksum of what is in a file, which is then at its end.
fn summed(file: &mut File) -> io::Result<(u64, Checksum)> {
    let (mut length, mut sum, mut piece) = (0, Checksum::default(), vec![0; 64 << 10]);
    loop {
        match file.read(&mut piece) {
            Ok(0) => return Ok((length, sum)),
            Ok(count) => {
                sum.update(&piece[..count]);
                length += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn about(path: &Path) -> impl FnOnce(io::Error) -> CopyError + '_ {
    move |source| CopyError::Host { path: path.to_owned(), source }
}
