//! The state every command handler works on: one struct per topic, owned by that topic.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use qga_runtime::guest::types::{GuestAgentCommandInfo, GuestAgentInfo, GuestFsfreezeStatus, GuestOSInfo};
use qga_runtime::{CommandError, CommandFacts, Gate};

use crate::commands::exec::Processes;
use crate::commands::file::Files;
use crate::commands::fsfreeze::{self, Freezer};
use crate::linux::kept_file::KeptFile;
use crate::settings::config::Config;
use crate::settings::policy::Policy;

/// The stock agent. A vendor's crate may implement `Handler` of its own commands for it.
///
/// A topic that keeps state between commands adds one field here, of a type that lives in the topic's own file.
pub struct Agent {
    pub(crate) files: Files,
    pub(crate) freezer: Freezer,
    pub(crate) processes: Processes,
    pub(crate) release: KeptFile<GuestOSInfo>,
    pub(crate) zone: KeptFile<Option<Vec<u8>>>,
    pub(crate) shutdown_by_kernel: bool,
    offer: Offer,
}

/// The stock agent with a vendor's own state beside it.
///
/// A handler takes the agent, the vendor's state, or both; [`Entry::over`](qga_runtime::Entry::over) with
/// [`Extended::agent`] or [`Extended::own`] adapts an entry of one to a table for both.
pub struct Extended<S> {
    agent: Agent,
    own: S,
}

impl<S> Extended<S> {
    /// Both together.
    pub fn new(agent: Agent, own: S) -> Self {
        Extended { agent, own }
    }

    /// The stock agent.
    pub fn agent(&mut self) -> &mut Agent {
        &mut self.agent
    }

    /// The vendor's state.
    pub fn own(&mut self) -> &mut S {
        &mut self.own
    }
}

/// The guest owner's lists apply to the vendor's commands as well.
impl<S> Gate for Extended<S> {
    fn check(&self, info: &CommandFacts) -> Result<(), CommandError> {
        self.agent.check(info)
    }

    fn done(&self, info: &CommandFacts, took: Duration, error: Option<&CommandError>) {
        self.agent.done(info, took, error);
    }
}

/// The commands served, and the gate in front of them.
#[derive(Clone)]
pub(crate) struct Offer {
    policy: Arc<Policy>,
    freezer: Freezer,
    /// All commands of the dispatcher, a vendor's included; guest-info lists these.
    served: Arc<[&'static CommandFacts]>,
}

impl Agent {
    /// An agent with these settings that serves these commands.
    ///
    /// # Errors
    /// The state directory is not usable.
    pub fn new(config: &Config, served: impl IntoIterator<Item = &'static CommandFacts>) -> io::Result<Self> {
        let config = config.anchored();
        let freezer = fsfreeze::machine(&config);
        Ok(Self {
            files: Files::new(&config.statedir)?,
            freezer: freezer.clone(),
            processes: Processes::default(),
            release: KeptFile::default(),
            zone: KeptFile::default(),
            shutdown_by_kernel: config.shutdown_by_kernel,
            offer: Offer {
                policy: Arc::new(Policy::new(&config.allow_rpcs, &config.block_rpcs)),
                freezer,
                served: served.into_iter().collect(),
            },
        })
    }

    pub(crate) fn offer(&self) -> Offer {
        self.offer.clone()
    }
}

impl Offer {
    /// The commands served, in schema order, and whether the gate lets each pass now.
    pub(crate) fn commands(&self) -> impl DoubleEndedIterator<Item = (&'static CommandFacts, bool)> + '_ {
        let frozen = self.freezer.is_frozen();
        self.served.iter().map(move |info| (*info, self.policy.allows(info.name, frozen)))
    }

    /// The answer to guest-info: the commands served, last first, as clients expect.
    pub(crate) fn info(&self) -> GuestAgentInfo {
        let command =
            |(info, enabled): (&CommandFacts, _)| GuestAgentCommandInfo::new(info.name, enabled, info.success_response);
        GuestAgentInfo::new(env!("CARGO_PKG_VERSION"), self.commands().rev().map(command).collect())
    }

    /// The answer to guest-fsfreeze-status.
    pub(crate) fn freeze_status(&self) -> GuestFsfreezeStatus {
        if self.freezer.reports_frozen() { GuestFsfreezeStatus::Frozen } else { GuestFsfreezeStatus::Thawed }
    }

    /// Names in the allow and block lists that are no command's.
    pub(crate) fn unknown_in_lists(&self) -> impl Iterator<Item = &str> {
        self.policy.unknown(|name| self.served.iter().any(|info| info.name == name))
    }

    /// Whether the command may run now.
    pub(crate) fn check(&self, info: &CommandFacts) -> Result<(), CommandError> {
        self.policy.check(info, self.freezer.is_frozen())
    }
}

impl Gate for Agent {
    fn check(&self, info: &CommandFacts) -> Result<(), CommandError> {
        // Test suites of hosts look for these words in the log to see that requests arrive.
        let name = info.name;
        log::debug!("read data: {name}");
        self.offer.check(info).inspect_err(|CommandError { class, .. }| {
            let class = class.name();
            log::info!(command = name, error = class; "{name} is refused: {class}");
        })
    }

    fn done(&self, info: &CommandFacts, took: Duration, error: Option<&CommandError>) {
        let (name, took) = (info.name, took.as_secs_f64() * 1000.0);
        // The error's text may hold what the client sent; its class does not.
        match error {
            None => log::info!(command = name, milliseconds = took; "{name} succeeded in {took:.1} ms"),
            Some(CommandError { class, .. }) => {
                let class = class.name();
                log::info!(command = name, milliseconds = took, error = class; "{name} failed after {took:.1} ms: {class}");
            }
        }
    }
}
