//! A client of QEMU's own monitor, by the machine protocol (QMP).
//!
//! QEMU's schema is not a part of this crate: `include_schema!` of `qga_runtime`, with its feature `macros`, makes typed
//! commands, results and events from it, or from a schema of those few that a program needs. See the example
//! `qmp_block_devices`.
//!
//! ```no_run
//! use std::time::Duration;
//!
//! use qga_client::qmp::QmpClient;
//!
//! let mut monitor = QmpClient::connect("unix:/run/vm1.qmp")?;
//! println!("{}", monitor.call_raw("query-status", None)?);
//! while let Some(event) = monitor.next_event(Duration::from_secs(60))? {
//!     println!("{}", event.name());
//! }
//! # Ok::<(), qga_client::CallError>(())
//! ```

use std::time::{Duration, Instant};

#[cfg(feature = "tokio")]
mod asynchronous;
mod client;

#[cfg(feature = "tokio")]
pub use asynchronous::AsyncQmpClient;
pub use client::QmpClient;
use qga_runtime::qmp::QmpSession;
pub use qga_runtime::qmp::{Greeting, NotQmp, QemuVersion, QmpEvent, QmpLimits};

use crate::options::FOR_EVER;

/// How a client treats its monitor.
#[derive(Clone, Debug)]
pub struct QmpOptions {
    /// How long connecting may take, the greeting and the negotiation of capabilities included; 5 s by default.
    pub connect: Duration,
    /// How long an answer may take, reading it included; 30 s by default.
    pub answer: Duration,
    /// Whether out-of-band execution is enabled where the monitor offers it, as by default.
    pub oob: bool,
    /// How much a monitor, which is not trusted, may send.
    pub limits: QmpLimits,
}

impl Default for QmpOptions {
    fn default() -> Self {
        QmpOptions {
            connect: Duration::from_secs(5),
            answer: Duration::from_secs(30),
            oob: true,
            limits: QmpLimits::default(),
        }
    }
}

impl QmpOptions {
    fn session(&self) -> QmpSession {
        QmpSession::new(self.limits.clone(), self.oob)
    }
}

/// The least time that an event is waited for, in which one that has arrived is read.
const LEAST_WAIT: Duration = Duration::from_millis(1);

/// The end of this time.
fn deadline(timeout: Duration) -> Instant {
    Instant::now() + timeout.clamp(LEAST_WAIT, FOR_EVER)
}
