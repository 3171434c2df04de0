//! A child process with one owner, who feeds and drains its pipes without blocking.

use std::io;
use std::os::fd::OwnedFd;
use std::process::Child;

use rustix::io::Errno;

/// A child that was started and has no owner yet; dropped, it is killed.
pub(crate) struct Unclaimed(Option<Child>);

impl Unclaimed {
    pub(crate) fn new(child: Child) -> Self {
        Self(Some(child))
    }

    /// Takes the child over; the caller must wait for it.
    pub(crate) fn claim(mut self) -> Child {
        self.0.take().expect("only this and drop take it, and both end the value")
    }
}

impl Drop for Unclaimed {
    /// A child without an owner (it started after its deadline) must neither run on nor stay a zombie.
    fn drop(&mut self) {
        if let Some(mut child) = self.0.take() {
            // Fails only when it has ended already, and waiting for one's own child does not fail.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// How far `drain` got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Progress {
    /// The pipe is empty for now, or had more than one round reads.
    Open,
    /// Every writer has closed the pipe.
    End,
}

/// The reading end of a child's stdout or stderr, and the bytes kept of it.
pub(crate) struct Capture {
    /// `None` after the end.
    pipe: Option<OwnedFd>,
    kept: Vec<u8>,
    /// Bytes kept at most.
    limit: usize,
    truncated: bool,
}

impl Capture {
    /// A stream of which the first `limit` bytes are kept.
    ///
    /// # Errors
    /// The descriptor is not a pipe.
    pub(crate) fn new(pipe: OwnedFd, limit: usize) -> io::Result<Self> {
        nonblocking(&pipe)?;
        Ok(Self { pipe: Some(pipe), kept: Vec::new(), limit, truncated: false })
    }

    /// Reads available bytes, at most a few buffers full, so that one loud child does not starve the others. Keeps at
    /// most `room` of them.
    pub(crate) fn drain(&mut self, buffer: &mut [u8], room: usize) -> Progress {
        let Some(pipe) = &self.pipe else { return Progress::End };
        let most = self.limit.min(self.kept.len().saturating_add(room));
        for _ in 0..4 {
            match rustix::io::read(pipe, &mut *buffer) {
                Ok(0) => return Progress::End,
                Ok(read) => keep(&mut self.kept, &mut self.truncated, &buffer[..read], most),
                Err(Errno::AGAIN) => return Progress::Open,
                Err(Errno::INTR) => {}
                // A pipe that cannot be read counts as ended.
                Err(_) => return Progress::End,
            }
        }
        Progress::Open
    }

    /// Bytes kept.
    pub(crate) fn len(&self) -> usize {
        self.kept.len()
    }

    pub(crate) fn pipe(&self) -> Option<&OwnedFd> {
        self.pipe.as_ref()
    }

    /// Ends the capture and returns the pipe, to read on or to close.
    pub(crate) fn take_pipe(&mut self) -> Option<OwnedFd> {
        self.pipe.take()
    }

    /// The bytes and whether more were written; `None` if none were.
    pub(crate) fn into_data(self) -> Option<(Vec<u8>, bool)> {
        (!self.kept.is_empty()).then_some((self.kept, self.truncated))
    }
}

/// Reads a pipe and drops its content.
pub(crate) fn discard(pipe: &OwnedFd, buffer: &mut [u8]) -> Progress {
    match rustix::io::read(pipe, buffer) {
        Ok(0) => Progress::End,
        Ok(_) | Err(Errno::AGAIN | Errno::INTR) => Progress::Open,
        Err(_) => Progress::End,
    }
}

fn keep(kept: &mut Vec<u8>, truncated: &mut bool, read: &[u8], most: usize) {
    let room = most - kept.len();
    *truncated |= read.len() > room;
    kept.extend_from_slice(&read[..read.len().min(room)]);
}

/// Bytes on their way to a child's stdin.
pub(crate) struct Feed<T> {
    pipe: OwnedFd,
    input: T,
    written: usize,
}

impl<T: AsRef<[u8]>> Feed<T> {
    /// # Errors
    /// The descriptor is not a pipe.
    pub(crate) fn new(pipe: OwnedFd, input: T) -> io::Result<Self> {
        nonblocking(&pipe)?;
        Ok(Self { pipe, input, written: 0 })
    }

    pub(crate) fn pipe(&self) -> &OwnedFd {
        &self.pipe
    }

    /// Bytes held in memory, written or not.
    pub(crate) fn len(&self) -> usize {
        self.input.as_ref().len()
    }

    pub(crate) fn into_pipe(self) -> OwnedFd {
        self.pipe
    }

    /// Writes what the pipe takes; `End` after the last byte, or if the pipe has no reader.
    pub(crate) fn push(&mut self) -> Progress {
        loop {
            let rest = &self.input.as_ref()[self.written..];
            if rest.is_empty() {
                return Progress::End;
            }
            match rustix::io::write(&self.pipe, rest) {
                Ok(written) => self.written += written,
                Err(Errno::AGAIN) => return Progress::Open,
                Err(Errno::INTR) => {}
                // A child may close its stdin early.
                Err(_) => return Progress::End,
            }
        }
    }
}

/// Makes reads and writes of a pipe's end return at once.
fn nonblocking(pipe: &OwnedFd) -> io::Result<()> {
    Ok(rustix::fs::fcntl_setfl(pipe, rustix::fs::OFlags::NONBLOCK)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_buffer_is_not_truncated_until_one_byte_more_arrives() {
        let cases: [(&[&[u8]], &[u8], bool); 5] = [
            (&[b"abc"], b"abc", false),
            (&[b"ab", b"cd"], b"abcd", false),
            (&[b"abcd", b""], b"abcd", false),
            (&[b"abcd", b"e"], b"abcd", true),
            (&[b"abc", b"def", b"g"], b"abcd", true),
        ];
        for (reads, expected, expected_truncated) in cases {
            let (mut kept, mut truncated) = (Vec::new(), false);
            for read in reads {
                keep(&mut kept, &mut truncated, read, 4);
            }
            assert_eq!((kept.as_slice(), truncated), (expected, expected_truncated), "{reads:?}");
        }
    }
}
