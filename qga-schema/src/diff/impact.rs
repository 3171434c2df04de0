//! Who is broken by a change, and how surely.

/// Whether one side is broken by a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Harm {
    /// It is not: what was right before is still right.
    #[default]
    None,
    /// It may be, depending on builds, or on what a program waits for.
    Possible,
    /// It is, as soon as it uses what has changed.
    Certain,
}

/// Who is broken by a change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Impact {
    /// Clients made for the old version, at an agent made for the new one: it refuses what they send, or they receive,
    /// or wait for, what they could not expect.
    pub clients: Harm,
    /// Agents made for the old version, by clients made for the new one: they refuse what such a client has to send,
    /// or send what it cannot read.
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

    /// Whether somebody may break, and nobody certainly does.
    pub fn may_break(self) -> bool {
        self.clients.max(self.agents) == Harm::Possible
    }
}
