//! Frozen file systems, for tokio.

use std::time::{Duration, Instant};

use qga_runtime::CallError;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Thawed, freeze, thaw};
use crate::asynchronous::AsyncClient;
use crate::either::begin;

/// File systems that are frozen until this is thawed or dropped.
///
/// A destructor cannot wait: dropping this sends the request to thaw, if the channel takes it at once, and nobody sees
/// what comes of it. Call [`AsyncFrozen::thaw`] on every way out.
#[must_use = "the file systems are thawed when this is dropped"]
pub struct AsyncFrozen<'c, T: AsyncRead + AsyncWrite + Unpin + Send> {
    client: &'c mut AsyncClient<T>,
    count: i64,
    begun: Instant,
    is_thawed: bool,
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncClient<T> {
    /// Freezes all file systems of the guest, so that their disks can be copied in a consistent state.
    ///
    /// # Errors
    /// Those of [`Client::freeze`](crate::Client::freeze). If this call itself is dropped, nobody thaws.
    pub async fn freeze(&mut self) -> Result<AsyncFrozen<'_, T>, CallError> {
        self.freeze_mounts(None).await
    }

    /// Freezes the file systems that are mounted there. Agents before 2.2 cannot choose.
    ///
    /// # Errors
    /// Those of [`AsyncClient::freeze`].
    pub async fn freeze_only(&mut self, mountpoints: &[&str]) -> Result<AsyncFrozen<'_, T>, CallError> {
        self.freeze_mounts(Some(mountpoints)).await
    }

    async fn freeze_mounts(&mut self, mountpoints: Option<&[&str]>) -> Result<AsyncFrozen<'_, T>, CallError> {
        let begun = Instant::now();
        let count = freeze(self, mountpoints).await?;
        Ok(AsyncFrozen { client: self, count, begun, is_thawed: false })
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> AsyncFrozen<'_, T> {
    /// How many file systems are frozen. Agents count those that can be; none is no error to them.
    pub fn count(&self) -> i64 {
        self.count
    }

    /// For how long they have been frozen, at most.
    pub fn window(&self) -> Duration {
        self.begun.elapsed()
    }

    /// The client, for the few commands that an agent answers while file systems are frozen.
    pub fn client(&mut self) -> &mut AsyncClient<T> {
        self.client
    }

    /// Thaws. Where the answer is lost, the agent is asked for its state, and thawed again.
    ///
    /// # Errors
    /// The file systems are perhaps still frozen; or they are thawed, and the agent reports a hook that failed.
    pub async fn thaw(mut self) -> Result<Thawed, CallError> {
        let count = thaw(self.client).await?;
        self.is_thawed = true;
        Ok(Thawed { count, window: self.begun.elapsed() })
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Drop for AsyncFrozen<'_, T> {
    fn drop(&mut self) {
        if !self.is_thawed {
            begin(thaw(self.client));
        }
    }
}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> std::fmt::Debug for AsyncFrozen<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AsyncFrozen").field("count", &self.count).finish_non_exhaustive()
    }
}
