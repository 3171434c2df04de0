//! Programs of the guest, for tokio.

use std::time::Duration;

use qga_runtime::CallError;
use tokio::io::{AsyncRead, AsyncWrite};

use super::stream::{Event, Lost, Run, Signal};
use super::{Exec, Output, output};
use crate::asynchronous::AsyncClient;
use crate::either::begin;

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncClient<T> {
    /// A program to run in the guest. What runs it is [`Exec::output`] or [`Exec::stream`].
    pub fn exec(&mut self, path: impl Into<String>) -> Exec<'_, AsyncClient<T>> {
        Exec::new(self, path)
    }
}

impl<'c, T: AsyncRead + AsyncWrite + Unpin + Send> Exec<'c, AsyncClient<T>> {
    /// Runs the program to its end and returns its output, up to 16 MiB of each stream.
    ///
    /// # Errors
    /// The program cannot be started, takes too long, or whatever kept the answers from coming. A program that fails is
    /// no error.
    pub async fn output(self) -> Result<Output, CallError> {
        output(self.client, &self.program).await
    }

    /// Starts the program; its output is as long as it likes, and comes while it runs.
    ///
    /// This takes a shell and the file commands in the guest: the output is spooled into a private folder in `/tmp` there,
    /// which is removed at the end, or an hour after it if this process was killed. If they are missing, the program runs all the same;
    /// see [`AsyncRunning::lost`].
    ///
    /// # Errors
    /// The program cannot be started, or whatever kept the answers from coming.
    pub async fn stream(self) -> Result<AsyncRunning<'c, T>, CallError> {
        Ok(AsyncRunning { run: Run::start(self).await? })
    }
}

/// A program that runs in the guest. If this is dropped before its end, it is sent SIGHUP, provided that
/// the channel takes the request at once.
pub struct AsyncRunning<'c, T: AsyncRead + AsyncWrite + Unpin + Send> {
    run: Run<'c, AsyncClient<T>>,
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncRunning<'_, T> {
    /// Waits for the next event; there is none after [`Event::Exited`].
    ///
    /// # Errors
    /// The program took too long and was ended, or whatever kept the answers from coming.
    pub async fn next_event(&mut self) -> Result<Option<Event>, CallError> {
        self.next_event_within(Duration::MAX).await
    }

    /// Waits for the next event for so long at most. There is none then, or after [`Event::Exited`].
    ///
    /// # Errors
    /// Those of [`AsyncRunning::next_event`].
    pub async fn next_event_within(&mut self, time: Duration) -> Result<Option<Event>, CallError> {
        self.run.next_within(time).await
    }

    /// Whether the end of the program was seen.
    pub fn is_ended(&self) -> bool {
        self.run.is_ended()
    }

    /// What this guest cannot do, as far as it is known.
    pub fn lost(&self) -> &[Lost] {
        &self.run.lost
    }

    /// Adds to the program's standard input, if it is [piped](Exec::stdin_piped). It is sent while events are waited for.
    ///
    /// # Errors
    /// It has to be sent at once, where the guest can do no more, and there is too much of it.
    pub fn write_stdin(&mut self, bytes: &[u8]) -> Result<(), CallError> {
        self.run.write_stdin(bytes)
    }

    /// How many bytes of standard input wait here. Do not write more while there are many.
    pub fn unread_stdin(&self) -> usize {
        self.run.unread_stdin()
    }

    /// Ends the program's standard input after what was written.
    ///
    /// # Errors
    /// The program had to wait for that, and cannot be started.
    pub async fn close_stdin(&mut self) -> Result<(), CallError> {
        self.run.close_stdin().await
    }

    /// Gives the program's [terminal](Exec::terminal) another size, and tells the program. Without a terminal it does
    /// nothing.
    ///
    /// # Errors
    /// Whatever kept the answers from coming.
    pub async fn resize(&mut self, rows: u16, columns: u16) -> Result<(), CallError> {
        self.run.resize(rows, columns).await
    }

    /// Sends a signal to the program and its children.
    ///
    /// # Errors
    /// Whatever kept the answers from coming.
    pub async fn kill(&mut self, signal: Signal) -> Result<(), CallError> {
        self.run.kill(signal).await
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Drop for AsyncRunning<'_, T> {
    fn drop(&mut self) {
        begin(self.run.abandon());
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> std::fmt::Debug for AsyncRunning<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncRunning").field("is_ended", &self.is_ended()).finish_non_exhaustive()
    }
}
