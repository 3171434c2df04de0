//! A child of the agent: waited for by an owner, fed through one pipe and drained through others, without blocking.

use std::io;
use std::os::fd::OwnedFd;
use std::process::Child;

use rustix::io::Errno;

/// A child that has just been started, and that somebody waits for.
pub(crate) struct Unclaimed(Option<Child>);

impl Unclaimed {
    pub(crate) fn new(child: Child) -> Self {
        Self(Some(child))
    }

    /// Takes the child over; who has it must wait for it.
    pub(crate) fn claim(mut self) -> Child {
        self.0.take().expect("only this and drop take it, and both end the value")
    }
}

impl Drop for Unclaimed {
    /// A child that nobody took over (it started after its time was over) must neither run unseen nor stay a zombie.
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
    /// The pipe is empty for now, or had more than its turn.
    Open,
    /// Every writer is gone.
    End,
}

/// The reading end of a child's stdout or stderr.
pub(crate) struct Capture {
    /// `None` when all was read.
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
    /// It is no pipe.
    pub(crate) fn new(pipe: OwnedFd, limit: usize) -> io::Result<Self> {
        nonblocking(&pipe)?;
        Ok(Self { pipe: Some(pipe), kept: Vec::new(), limit, truncated: false })
    }

    /// Reads what is there, at most a few buffers full, so that one loud child does not starve the others. Of what is
    /// read now at most `room` bytes are kept.
    pub(crate) fn drain(&mut self, buffer: &mut [u8], room: usize) -> Progress {
        let Some(pipe) = &self.pipe else { return Progress::End };
        let most = self.limit.min(self.kept.len().saturating_add(room));
        for _ in 0..4 {
            match rustix::io::read(pipe, &mut *buffer) {
                Ok(0) => return Progress::End,
                Ok(read) => keep(&mut self.kept, &mut self.truncated, &buffer[..read], most),
                Err(Errno::AGAIN) => return Progress::Open,
                Err(Errno::INTR) => {}
                // A pipe that cannot be read has nothing more to give.
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

    /// Ends the capture; the pipe is for who reads on, or closes it.
    pub(crate) fn take_pipe(&mut self) -> Option<OwnedFd> {
        self.pipe.take()
    }

    /// The bytes and whether there were more of them; nothing when nothing was written.
    pub(crate) fn into_data(self) -> Option<(Vec<u8>, bool)> {
        (!self.kept.is_empty()).then_some((self.kept, self.truncated))
    }
}

/// Reads a pipe whose content nobody wants.
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
    /// It is no pipe.
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

    /// Writes what the pipe takes; `End` when all is written or nobody reads it any more.
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
                // A child may well not want all of its input.
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
