//! The benchmark's client: a raw socket, requests as bytes, answers up to the line feed.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

use crate::programs::Failure;

/// A connection to a contestant.
pub(super) struct Peer {
    stream: UnixStream,
    socket: std::path::PathBuf,
    buffer: Vec<u8>,
}

impl Peer {
    pub(super) fn connect(socket: &Path) -> Result<Self, Failure> {
        let stream = open(socket)?;
        Ok(Self { stream, socket: socket.to_path_buf(), buffer: vec![0; 256 << 10] })
    }

    /// Closes the connection and opens a new one.
    pub(super) fn reconnect(&mut self) -> Result<(), Failure> {
        self.stream = open(&self.socket)?;
        Ok(())
    }

    /// Sends one request and reads its answer without keeping it; returns the answer's length.
    pub(super) fn ask(&mut self, request: &[u8]) -> Result<usize, Failure> {
        self.stream.write_all(request).map_err(|error| format!("cannot send: {error}"))?;
        self.skip_answers(1)
    }

    /// Sends several requests in one write and reads their answers.
    pub(super) fn ask_many(&mut self, requests: &[u8], count: usize) -> Result<usize, Failure> {
        self.stream.write_all(requests).map_err(|error| format!("cannot send: {error}"))?;
        self.skip_answers(count)
    }

    /// Sends one request and returns its answer's text.
    pub(super) fn ask_text(&mut self, request: &[u8]) -> Result<String, Failure> {
        self.stream.write_all(request).map_err(|error| format!("cannot send: {error}"))?;
        let mut text = Vec::new();
        while text.last() != Some(&b'\n') {
            let count = self.receive()?;
            text.extend_from_slice(&self.buffer[..count]);
        }
        String::from_utf8(text).map_err(|error| format!("the answer is not text: {error}"))
    }

    fn skip_answers(&mut self, mut lines: usize) -> Result<usize, Failure> {
        let mut total = 0;
        while lines > 0 {
            let count = self.receive()?;
            let bytes = &self.buffer[..count];
            // The last answer ends a read; scanning a large one would be part of the measurement.
            lines -= if lines == 1 {
                usize::from(bytes.last() == Some(&b'\n'))
            } else {
                bytes.iter().filter(|&&byte| byte == b'\n').count()
            };
            total += count;
        }
        Ok(total)
    }

    fn receive(&mut self) -> Result<usize, Failure> {
        match self.stream.read(&mut self.buffer) {
            Ok(0) => Err("the agent closed the connection".to_owned()),
            Ok(count) => Ok(count),
            Err(error) => Err(format!("cannot receive: {error}")),
        }
    }
}

fn open(socket: &Path) -> Result<UnixStream, Failure> {
    UnixStream::connect(socket).map_err(|error| format!("cannot connect to {}: {error}", socket.display()))
}
