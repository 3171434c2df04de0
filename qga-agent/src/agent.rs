//! The state every command handler works on: one struct per topic, owned by that topic.

use std::io;
use std::sync::Arc;

use qga_runtime::{CommandError, CommandFacts, Gate};

use crate::commands::exec::Processes;
use crate::commands::file::Files;
use crate::commands::filesystem::Stuck;
use crate::commands::fsfreeze::{self, Freezer};
use crate::commands::system::Release;
use crate::config::Config;
use crate::policy::Policy;

/// The stock agent. A vendor's crate may implement `Handler` of its own commands for it.
///
/// A topic that keeps state between commands adds one field here, of a type that lives in the topic's own file.
pub struct Agent {
    pub(crate) files: Files,
    pub(crate) freezer: Freezer,
    pub(crate) processes: Processes,
    pub(crate) stuck: Stuck,
    pub(crate) release: Release,
    pub(crate) shutdown_by_kernel: bool,
    offer: Offer,
}

/// Which commands there are, and which of them may run now.
#[derive(Clone)]
pub(crate) struct Offer {
    policy: Arc<Policy>,
    freezer: Freezer,
    /// Everything the dispatcher serves, a vendor's commands included; guest-info tells of these.
    served: Arc<[&'static CommandFacts]>,
}

impl Agent {
    /// An agent with these settings that serves these commands.
    ///
    /// # Errors
    /// The state directory is not usable.
    pub fn new(config: &Config, served: impl IntoIterator<Item = &'static CommandFacts>) -> io::Result<Self> {
        let config = config.anchored();
        let (hook, limit) = (config.fsfreeze_hook.as_deref(), config.fsfreeze_timeout);
        let freezer = fsfreeze::machine(&config.statedir, hook, limit);
        Ok(Self {
            files: Files::new(&config.statedir)?,
            freezer: freezer.clone(),
            processes: Processes::default(),
            stuck: Stuck::default(),
            release: Release::default(),
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
    /// The commands served, in schema order, and whether each may run now.
    pub(crate) fn commands(&self) -> impl DoubleEndedIterator<Item = (&'static CommandFacts, bool)> + '_ {
        let frozen = self.freezer.is_frozen();
        self.served.iter().map(move |info| (*info, self.policy.allows(info.name, frozen)))
    }

    /// Whether file systems are frozen.
    pub(crate) fn is_frozen(&self) -> bool {
        self.freezer.is_frozen()
    }

    /// Names in the allow and block lists that no command has.
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
        log::debug!("read data: {}", info.name);
        self.offer.check(info)
    }
}
