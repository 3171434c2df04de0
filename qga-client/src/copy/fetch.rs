//! Copies a file from the guest.

use std::io::SeekFrom;
use std::path::PathBuf;

use super::host::Writer;
use super::{Attributes, Copied, CopyError, Progress, Script, Watch, about, lines, script, shell};
use crate::either::EitherClient;
use crate::file::{self, CHUNK_BYTES, OpenMode};

pub(super) async fn fetch<C: EitherClient>(
    client: &mut C,
    path: String,
    target: PathBuf,
    resume: bool,
    watch: &mut Watch<'_>,
) -> Result<Copied, CopyError> {
    let description = describe(client, &path).await?;
    let handle = file::open(client, &path, OpenMode::Read).await.map_err(about(&path))?;
    // The guest makes its checksum while the file is read.
    let check = match description.length.map(|length| length.to_string()) {
        Some(length) => Script::start(client, script::CHECK, &[&path, &length]).await?,
        None => None,
    };
    let fetched = fetch_open(client, &path, handle, target, resume, &description, watch).await;
    // A file that is only read has nothing to report.
    let _ = file::close(client, handle).await;
    let (writer, mut copied) = match (fetched, check) {
        (Err(error), Some(check)) => {
            check.cancel(client).await;
            return Err(error);
        }
        (Err(error), None) => return Err(error),
        (Ok(fetched), None) => fetched,
        (Ok((writer, mut copied)), Some(check)) => {
            let checked = check.finish(client, copied.bytes).await?;
            if let Some(output) = checked.filter(|output| output.status.success()) {
                if lines(&output, &path)?.first() != Some(&writer.sum.clone().printed()) {
                    writer.discard();
                    return Err(CopyError::Damaged { path });
                }
                copied.is_checked = true;
            }
            (writer, copied)
        }
    };
    copied.is_kept = writer.finish(client, description.attributes).await?;
    Ok(copied)
}

/// What the guest says of a file.
#[derive(Default)]
struct Description {
    /// None if it is no regular file, or there is no shell to ask.
    length: Option<u64>,
    attributes: Option<Attributes>,
}

async fn describe<C: EitherClient>(client: &mut C, path: &str) -> Result<Description, CopyError> {
    let Some(output) = shell(client, script::STAT, &[path], 0).await? else { return Ok(Description::default()) };
    let lines = lines(&output, path)?;
    let (length, attributes) = lines.first().and_then(|line| line.split_once(' ')).unwrap_or_default();
    // What the kernel makes while it is read has no length, such as everything below /proc.
    let length = length.parse().ok().filter(|length| *length > 0);
    Ok(Description { length, attributes: Attributes::read(attributes) })
}

async fn fetch_open<C: EitherClient>(
    client: &mut C,
    path: &str,
    handle: i64,
    target: PathBuf,
    resume: bool,
    description: &Description,
    watch: &mut Watch<'_>,
) -> Result<(Writer, Copied), CopyError> {
    // The caller wrote that path; its last part is a name.
    let name = path.rsplit(['/', '\\']).find(|name| !name.is_empty()).unwrap_or("file").to_owned();
    let mut writer = Writer::open(client, target.clone(), name.clone(), resume).await?;
    let fits = description.length.is_none_or(|length| writer.resumed <= length);
    if !fits {
        // It is of another file.
        writer.discard();
        writer = Writer::open(client, target, name, false).await?;
    }
    let resumed = writer.resumed;
    if resumed > 0 {
        file::seek(client, handle, SeekFrom::Start(resumed)).await.map_err(about(path))?;
    }
    let mut done = resumed;
    loop {
        // What is appended while it is copied, as to a log, is for the next copy.
        let left = description.length.map_or(u64::MAX, |length| length - done.min(length));
        let limit = usize::try_from(left).unwrap_or(usize::MAX).min(CHUNK_BYTES);
        let piece =
            if limit == 0 { Vec::new() } else { file::read(client, handle, limit).await.map_err(about(path))? };
        if piece.is_empty() {
            break;
        }
        done += piece.len() as u64;
        writer.write(client, piece).await?;
        watch.done(Progress { done, total: description.length })?;
    }
    if description.length.is_some_and(|length| done < length) {
        let reason = format!("it became shorter while it was copied, {done} bytes");
        return Err(CopyError::Guest { path: path.to_owned(), reason });
    }
    let is_in_place = writer.is_in_place();
    Ok((writer, Copied { bytes: done, resumed, is_in_place, ..Copied::default() }))
}
