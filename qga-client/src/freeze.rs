//! Freezes the guest's file systems, and thaws them whatever happens.

use std::time::{Duration, Instant};

use qga_runtime::CallError;
use qga_runtime::guest::{commands, types};
use qga_runtime::transport::Transport;

use crate::client::Client;
use crate::either::{EitherClient, now};

#[cfg(feature = "tokio")]
mod asynchronous;

#[cfg(feature = "tokio")]
pub use asynchronous::AsyncFrozen;

/// How often a thaw is tried whose answer does not come.
const MAX_THAWS: u32 = 3;

/// What came of a freeze that was thawed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Thawed {
    /// How many file systems were thawed; none if the answer was lost, and the state shows that they are.
    pub count: Option<i64>,
    /// From the request to freeze until it was known that they are thawed.
    pub window: Duration,
}

/// Freezes; on an answer that is lost, thaws, so that a failure leaves nothing frozen.
async fn freeze<C: EitherClient>(client: &mut C, mountpoints: Option<&[&str]>) -> Result<i64, CallError> {
    let frozen = match mountpoints {
        None => client.call(commands::GuestFsfreezeFreeze::new()).await,
        Some(mountpoints) => {
            let mountpoints = Some(mountpoints.iter().map(|path| (*path).to_owned()).collect());
            client.call(commands::GuestFsfreezeFreezeList { mountpoints }).await
        }
    };
    if frozen.as_ref().is_err_and(|error| error.command_error().is_none()) {
        // Of two errors the first is the one to report.
        let _ = thaw(client).await;
    }
    frozen
}

/// Thaws. Asks for the state where the answer is lost, and thaws again unless that says that nothing is frozen.
async fn thaw<C: EitherClient>(client: &mut C) -> Result<Option<i64>, CallError> {
    let mut tries = 0;
    loop {
        let error = match client.call(commands::GuestFsfreezeThaw::new()).await {
            Ok(count) => return Ok(Some(count)),
            Err(error) => error,
        };
        tries += 1;
        let is_thawed =
            matches!(client.call(commands::GuestFsfreezeStatus::new()).await, Ok(types::GuestFsfreezeStatus::Thawed));
        match (is_thawed, error.command_error()) {
            (true, None) => return Ok(None),
            // A hook that fails, for one; the file systems are thawed.
            (true, Some(_)) => return Err(error),
            (false, _) if tries >= MAX_THAWS || matches!(error, CallError::Closed) => return Err(error),
            (false, _) => {}
        }
    }
}

/// File systems that are frozen until this is thawed or dropped.
///
/// Dropping it thaws, too, and reports nothing.
#[must_use = "the file systems are thawed when this is dropped"]
pub struct Frozen<'c, T: Transport> {
    client: &'c mut Client<T>,
    count: i64,
    begun: Instant,
    is_thawed: bool,
}

impl<T: Transport> Client<T> {
    /// Freezes all file systems of the guest, so that their disks can be copied in a consistent state.
    ///
    /// Keep the time short: every program that writes waits. While file systems are frozen an agent answers few commands.
    ///
    /// # Errors
    /// The agent cannot freeze, or whatever kept the answer from coming. Then nothing is left frozen, if the agent can
    /// be reached at all: a freeze whose answer is lost is thawed.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let mut vm = qga_client::Client::connect("unix:/run/vm1.agent")?;
    /// let frozen = vm.freeze()?;
    /// // Take the snapshot here. A failure drops `frozen`, which thaws.
    /// let thawed = frozen.thaw()?;
    /// println!("frozen for {:?}", thawed.window);
    /// # Ok::<(), qga_client::CallError>(())
    /// ```
    pub fn freeze(&mut self) -> Result<Frozen<'_, T>, CallError> {
        self.freeze_mounts(None)
    }

    /// Freezes the file systems that are mounted there. Agents before 2.2 cannot choose.
    ///
    /// # Errors
    /// Those of [`Client::freeze`].
    pub fn freeze_only(&mut self, mountpoints: &[&str]) -> Result<Frozen<'_, T>, CallError> {
        self.freeze_mounts(Some(mountpoints))
    }

    fn freeze_mounts(&mut self, mountpoints: Option<&[&str]>) -> Result<Frozen<'_, T>, CallError> {
        let begun = Instant::now();
        let count = now(freeze(self, mountpoints))?;
        Ok(Frozen { client: self, count, begun, is_thawed: false })
    }
}

impl<T: Transport> Frozen<'_, T> {
    /// How many file systems are frozen. Agents count those that can be; none is no error to them.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// For how long they have been frozen, at most.
    pub fn window(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The client, for the few commands that an agent answers while file systems are frozen.
    pub fn client(&mut self) -> &mut Client<T> {
        self.client
    }

    /// Thaws. Where the answer is lost, the agent is asked for its state, and thawed again.
    ///
    /// # Errors
    /// The file systems are perhaps still frozen; or they are thawed, and the agent reports a hook that failed.
    pub fn thaw(mut self) -> Result<Thawed, CallError> {
        self.is_thawed = true;
        let count = now(thaw(self.client))?;
        Ok(Thawed { count, window: self.begun.elapsed() })
    }
}

impl<T: Transport> Drop for Frozen<'_, T> {
    fn drop(&mut self) {
        if !self.is_thawed {
            // A destructor has no way to report it; `thaw` does.
            let _ = now(thaw(self.client));
        }
    }
}

impl<T: Transport> std::fmt::Debug for Frozen<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Frozen").field("count", &self.count).finish_non_exhaustive()
    }
}
