//! Facts about a guest and the way to its agent.

use qga_runtime::PeerKind;

/// All facts. What was not looked at is unknown.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// How the target is reached, for the commands of a remedy.
    pub(super) target: String,
    /// What runs the guest, such as `QEMU process 7 (web1)`.
    pub(super) owner: Option<String>,
    pub(super) definition: Definition,
    pub(super) guest: Guest,
    /// Whether a process in the guest has opened the agent's port.
    pub(super) is_port_open: Option<bool>,
    pub(super) link: Link,
    /// The process that has the channel while this one waits.
    pub(super) holder: Option<Holder>,
    pub(super) agent: Agent,
}

/// What the guest's definition says of an agent's channel.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Definition {
    #[default]
    Unknown,
    /// There is no guest of this name, in these words.
    NoGuest(String),
    /// It has none.
    NoChannel,
    /// Its host's end is something that only the guest's owner has.
    Elsewhere(String),
    Channel,
}

/// What the guest does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Guest {
    #[default]
    Unknown,
    /// It could not be asked, for this reason.
    Unasked(String),
    Running,
    /// Its processors are stopped, in QEMU's or libvirt's word for it.
    Paused(String),
    /// It has not been started yet, in QEMU's word for it.
    NotStarted(String),
    Off,
}

/// How connecting went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Link {
    #[default]
    Untried,
    /// There is nothing at the path.
    Missing,
    /// There is something else than a socket, such as `a folder`.
    OtherKind(String),
    /// This user may not.
    Forbidden,
    /// No process listens.
    Refused,
    /// No process took the connection in time.
    Late(String),
    /// It failed in these words.
    Failed(String),
    Connected,
}

/// A process that has the channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Holder {
    /// Its number and name, where this user may see them.
    pub(super) process: Option<(u32, String)>,
}

/// How asking went.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Agent {
    #[default]
    Unasked,
    Answers(Answers),
    /// This is none.
    Other(PeerKind),
    /// No answer to the sync within so many seconds.
    Silent(String),
    /// In step, but no answer to this command within so many seconds.
    Busy(String),
    OutOfStep,
    Closed,
    /// It sent something that is no answer, or the channel failed.
    Broken(String),
}

/// What the agent says of itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Answers {
    pub(super) version: Option<String>,
    pub(super) is_frozen: bool,
    /// The command of interest that it refuses, with its words.
    pub(super) refused: Option<(String, String)>,
    /// The command of interest that it lacks.
    pub(super) lacking: Option<String>,
    /// How many of its commands are disabled.
    pub(super) disabled: usize,
    /// The guest's clock less this host's, in nanoseconds.
    pub(super) clock_offset: Option<i64>,
}
