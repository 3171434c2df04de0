//! The impact of a change: the sides that break, certainly or possibly.

/// Whether one side breaks by a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// It does not break.
    #[default]
    None,
    /// It may break, depending on builds, or on the event that a program waits for.
    Possible,
    /// It breaks as soon as it uses the changed part.
    Certain,
}

/// The sides that break by a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Impact {
    /// Clients made for the old version, at an agent made for the new one: the agent refuses their requests, or they
    /// misread its answers.
    pub clients: Harm,
    /// Agents made for the old version, by clients made for the new one: the agents refuse requests that such a client
    /// has to send, or the client misreads their answers.
    pub agents: Harm,
}

impl Impact {
    pub(super) const NONE: Self = Self { clients: Harm::None, agents: Harm::None };
    pub(super) const CLIENTS: Self = Self { clients: Harm::Certain, agents: Harm::None };
    pub(super) const AGENTS: Self = Self { clients: Harm::None, agents: Harm::Certain };
    pub(super) const BOTH: Self = Self { clients: Harm::Certain, agents: Harm::Certain };

    /// Certain harm to those who break.
    pub(super) fn certain(clients: bool, agents: bool) -> Self {
        let harm = |breaks| if breaks { Harm::Certain } else { Harm::None };
        Self { clients: harm(clients), agents: harm(agents) }
    }

    /// The same harm, but not certain.
    pub(super) fn possibly(self) -> Self {
        let harm = |harm: Harm| harm.min(Harm::Possible);
        Self { clients: harm(self.clients), agents: harm(self.agents) }
    }

    /// The harm of both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { clients: self.clients.max(other.clients), agents: self.agents.max(other.agents) }
    }

    /// In words: `compatible`, `breaks clients`, `may break agents`, and so on.
    pub fn name(self) -> &'static str {
        match (self.clients, self.agents) {
            (Harm::None, Harm::None) => "compatible",
            (Harm::Possible, Harm::None) => "may break clients",
            (Harm::None, Harm::Possible) => "may break agents",
            (Harm::Possible, Harm::Possible) => "may break clients and agents",
            (Harm::Certain, Harm::None) => "breaks clients",
            (Harm::None, Harm::Certain) => "breaks agents",
            (Harm::Certain, Harm::Certain) => "breaks clients and agents",
            (Harm::Certain, Harm::Possible) => "breaks clients, may break agents",
            (Harm::Possible, Harm::Certain) => "breaks agents, may break clients",
        }
    }

    /// Whether clients made for the old version break.
    pub fn breaks_clients(self) -> bool {
        self.clients == Harm::Certain
    }

    /// Whether agents made for the old version break.
    pub fn breaks_agents(self) -> bool {
        self.agents == Harm::Certain
    }

    /// Whether a side may break, and none certainly does.
    pub fn may_break(self) -> bool {
        self.clients.max(self.agents) == Harm::Possible
    }
}
