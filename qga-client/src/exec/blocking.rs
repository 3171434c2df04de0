//! Programs of the guest, for the blocking client.

use std::time::Duration;

use qga_runtime::CallError;
use qga_runtime::transport::Transport;

use super::stream::{Event, Lost, Run, Signal};
use super::{Exec, Output, output};
use crate::client::Client;
use crate::either::now;

impl<T: Transport> Client<T> {
    /// A program to run in the guest. What runs it is [`Exec::output`] or [`Exec::stream`].
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::time::Duration;
    ///
    /// let mut vm = qga_client::Client::connect("unix:/run/vm1.agent")?;
    /// let output = vm.exec("ls").arg("-l").current_dir("/var").timeout(Duration::from_secs(10)).output()?;
    /// assert!(output.status.success());
    /// print!("{}", String::from_utf8_lossy(&output.stdout));
    /// # Ok::<(), qga_client::CallError>(())
    /// ```
    pub fn exec(&mut self, path: impl Into<String>) -> Exec<'_, Client<T>> {
        Exec::new(self, path)
    }
}

impl<'c, T: Transport> Exec<'c, Client<T>> {
    /// Runs the program to its end and returns its output, up to 16 MiB of each stream.
    ///
    /// # Errors
    /// The program cannot be started, takes too long, or whatever kept the answers from coming. A program that fails is
    /// no error.
    pub fn output(self) -> Result<Output, CallError> {
        now(output(self.client, &self.program))
    }

    /// Starts the program; its output is as long as it likes, and comes while it runs.
    ///
    /// This takes a shell and the file commands in the guest: the output is spooled into a private folder in `/tmp` there,
    /// which is removed at the end, or an hour after it if this process was killed. If they are missing, the program runs all the same;
    /// see [`Running::lost`].
    ///
    /// # Errors
    /// The program cannot be started, or whatever kept the answers from coming.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use std::io::Write;
    /// use qga_client::Event;
    ///
    /// let mut vm = qga_client::Client::connect("unix:/run/vm1.agent")?;
    /// let mut build = vm.exec("make").current_dir("/src").stream()?;
    /// while let Some(event) = build.next_event()? {
    ///     match event {
    ///         Event::Stdout(bytes) => std::io::stdout().write_all(&bytes)?,
    ///         Event::Stderr(bytes) => std::io::stderr().write_all(&bytes)?,
    ///         Event::Exited(status) => println!("{status}"),
    ///         _ => {}
    ///     }
    /// }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn stream(self) -> Result<Running<'c, T>, CallError> {
        now(Run::start(self)).map(|run| Running { run })
    }
}

/// A program that runs in the guest. If this is dropped before its end, it is sent SIGHUP.
pub struct Running<'c, T: Transport> {
    run: Run<'c, Client<T>>,
}

impl<T: Transport> Running<'_, T> {
    /// Waits for the next event; there is none after [`Event::Exited`].
    ///
    /// # Errors
    /// The program took too long and was ended, or whatever kept the answers from coming.
    pub fn next_event(&mut self) -> Result<Option<Event>, CallError> {
        self.next_event_within(Duration::MAX)
    }

    /// Waits for the next event for so long at most. There is none then, or after [`Event::Exited`].
    ///
    /// # Errors
    /// Those of [`Running::next_event`].
    pub fn next_event_within(&mut self, time: Duration) -> Result<Option<Event>, CallError> {
        now(self.run.next_within(time))
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
    pub fn close_stdin(&mut self) -> Result<(), CallError> {
        now(self.run.close_stdin())
    }

    /// Gives the program's [terminal](Exec::terminal) another size, and tells the program. Without a terminal it does
    /// nothing.
    ///
    /// # Errors
    /// Whatever kept the answers from coming.
    pub fn resize(&mut self, rows: u16, columns: u16) -> Result<(), CallError> {
        now(self.run.resize(rows, columns))
    }

    /// Sends a signal to the program and its children.
    ///
    /// # Errors
    /// Whatever kept the answers from coming.
    pub fn kill(&mut self, signal: Signal) -> Result<(), CallError> {
        now(self.run.kill(signal))
    }
}

impl<T: Transport> Drop for Running<'_, T> {
    fn drop(&mut self) {
        now(self.run.abandon());
    }
}

impl<T: Transport> std::fmt::Debug for Running<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("is_ended", &self.is_ended()).finish_non_exhaustive()
    }
}
