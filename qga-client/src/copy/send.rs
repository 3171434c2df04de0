//! Copies a file to the guest.

use std::io::SeekFrom;

use qga_runtime::CallError;

use super::checksum::Checksum;
use super::host::Reader;
use super::{Copied, CopyError, Progress, Source, Watch, about, lines, script, shell};
use crate::either::EitherClient;
use crate::file::{self, OpenMode};

/// Where in the guest the bytes go.
struct Target {
    /// The final path.
    path: String,
    /// What is written; the same if the file is written in place.
    part: String,
    /// How much of it is there.
    length: u64,
}

pub(super) async fn send<C: EitherClient>(
    client: &mut C,
    source: Source,
    path: String,
    resume: bool,
    watch: &mut Watch<'_>,
) -> Result<Copied, CopyError> {
    let name = match &source {
        Source::File(path) => path.file_name().and_then(|name| name.to_str()).unwrap_or("file").to_owned(),
        Source::Reader(_) => "stdin".to_owned(),
    };
    let is_stream = matches!(source, Source::Reader(_));
    let mut reader = Reader::open(client, source).await?;
    let target = prepare(client, path, &name, resume).await?;
    let (handle, resumed) = open(client, &target, resume, reader.length).await?;
    let sent = send_all(client, &mut reader, handle, resumed, watch).await;
    let closed = file::close(client, handle).await;
    let sent = sent.map_err(|error| error.named(&target.path));
    let sent = sent.and_then(|sent| closed.map_err(about(&target.path)).map(|()| sent));
    if sent.is_err() && is_stream && !resume && target.part != target.path {
        // The error is the one above.
        let _ = shell(client, script::REMOVE, &[&target.part], 0).await;
    }
    let (sum, bytes) = sent?;
    let mut copied = Copied { bytes, resumed, is_in_place: target.part == target.path, ..Copied::default() };
    if !copied.is_in_place {
        finish(client, &target, &reader, sum, &mut copied).await?;
    }
    Ok(copied)
}

/// Finds out where the file goes; without a shell that is the path itself.
async fn prepare<C: EitherClient>(client: &mut C, path: String, name: &str, resume: bool) -> Result<Target, CopyError> {
    let resume = if resume { "resume" } else { "anew" };
    let Some(output) = shell(client, script::PREPARE, &[&path, name, resume], 0).await? else {
        return Ok(Target { part: path.clone(), path, length: 0 });
    };
    let lines = lines(&output, &path)?;
    let [kind, into, length] = lines.as_slice() else {
        return Err(CopyError::Guest { path, reason: "its shell answers nonsense".into() });
    };
    let path = if into == "into" { format!("{}/{name}", path.trim_end_matches('/')) } else { path };
    let part = if kind == "part" { format!("{path}.part") } else { path.clone() };
    Ok(Target { path, part, length: length.parse().unwrap_or(0) })
}

/// Opens what is written, at the place to go on from.
async fn open<C: EitherClient>(
    client: &mut C,
    target: &Target,
    resume: bool,
    length: Option<u64>,
) -> Result<(i64, u64), CopyError> {
    // A part that is longer than the file is of another one.
    let fits = |there: u64| length.is_none_or(|length| there <= length);
    let is_part = target.part != target.path;
    if resume && (!is_part || (target.length > 0 && fits(target.length))) {
        if let Ok(handle) = file::open(client, &target.part, OpenMode::ReadWrite).await {
            // What cannot be sought, as a device, is written from its start.
            let end = file::seek(client, handle, SeekFrom::End(0)).await.unwrap_or(0);
            if fits(end) {
                return Ok((handle, end));
            }
            file::close(client, handle).await.map_err(about(&target.path))?;
        }
    }
    let handle = file::open(client, &target.part, OpenMode::Write).await.map_err(about(&target.path))?;
    Ok((handle, 0))
}

/// Why not all was sent.
enum Unsent {
    /// For a reason of this host's.
    Host(CopyError),
    Guest(CallError),
}

impl Unsent {
    fn named(self, path: &str) -> CopyError {
        match self {
            Unsent::Host(error) => error,
            Unsent::Guest(error) => about(path)(error),
        }
    }
}

/// Sends what is not there yet, and returns the checksum and the length of the whole.
async fn send_all<C: EitherClient>(
    client: &mut C,
    reader: &mut Reader,
    handle: i64,
    resumed: u64,
    watch: &mut Watch<'_>,
) -> Result<(Checksum, u64), Unsent> {
    let (mut sum, mut done) = (Checksum::default(), 0_u64);
    loop {
        // A stream may fail because it was interrupted.
        let unread = |error| if watch.is_interrupted() { CopyError::Interrupted } else { error };
        let mut piece = reader.next(client).await.map_err(unread).map_err(Unsent::Host)?;
        if piece.is_empty() {
            return Ok((sum, done));
        }
        sum.update(&piece);
        let there = resumed.saturating_sub(done).min(piece.len() as u64);
        done += piece.len() as u64;
        piece.drain(..usize::try_from(there).unwrap_or(usize::MAX));
        if !piece.is_empty() {
            file::write(client, handle, piece).await.map_err(Unsent::Guest)?;
        }
        watch.done(Progress { done, total: reader.length }).map_err(Unsent::Host)?;
    }
}

/// Checks the part and gives it its attributes and its name.
async fn finish<C: EitherClient>(
    client: &mut C,
    target: &Target,
    reader: &Reader,
    sum: Checksum,
    copied: &mut Copied,
) -> Result<(), CopyError> {
    let (mode, seconds) = match reader.attributes {
        Some(attributes) => (format!("{:o}", attributes.mode), attributes.seconds.to_string()),
        None => (String::new(), String::new()),
    };
    let sum = sum.printed();
    let parameters = [&target.part, &target.path, &sum, &mode, &seconds].map(String::as_str);
    let Some(output) = shell(client, script::FINISH, &parameters, copied.bytes).await? else {
        let reason = "its shell is gone; the file is whole, as NAME.part".to_owned();
        return Err(CopyError::Guest { path: target.path.clone(), reason });
    };
    let lines = lines(&output, &target.path)?;
    if lines.first().is_some_and(|line| line == "damaged") {
        return Err(CopyError::Damaged { path: target.path.clone() });
    }
    copied.is_checked = lines.first().is_some_and(|line| line == "checked");
    copied.is_kept = lines.get(1).is_some_and(|line| line == "kept");
    Ok(())
}
