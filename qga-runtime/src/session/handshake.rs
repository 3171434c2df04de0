//! The handshake: puts both sides in step, and detects whether the agent accepts an `id`.
//!
//! Its sync bears an `id` itself. An agent that echoes or ignores `id` answers it. One that refuses `id`, or lacks the
//! sync, answers with an error, in words that differ by its age; and errors may be about something else, such as the
//! reset byte. So after two answers that bear no `id` a probe follows, of syncs that agents of every age have: without
//! `id`, with one, with one, and without. If the two with `id` are refused in the same words, and those around them
//! answered, then the agent refuses `id`, and has run no request that bore one.

use super::answer::{Answer, Body};
use crate::error::CommandError;
use crate::marshal::{JsonWriter, Marshal};

/// The sync that agents of every age have.
pub(super) const PLAIN_SYNC: &str = "guest-sync";

/// Answers without `id` before a probe is sent: those to a sync and to a request.
const ANSWERS_BEFORE_PROBE: u32 = 2;

/// A handshake whose sync is not answered yet.
pub(super) struct Handshake {
    /// The number of its sync, which is the sync's `id` as well.
    sync: i64,
    /// The number of the probe's syncs without `id`.
    probe: i64,
    /// Answers without `id` since the sync was sent.
    answers: u32,
    probed: bool,
    /// The last answer without `id` before those to the probe.
    last: Option<Answer>,
    since_probe: SinceProbe,
}

/// The answers after that to the probe's first sync.
enum SinceProbe {
    /// That answer has not come yet.
    NotBegun,
    Nothing,
    /// The same error without `id`, so many times.
    Refusals(CommandError, u32),
    Others,
}

/// The state of a handshake after an answer.
pub(super) enum Progress {
    /// The handshake has not ended.
    Pending,
    /// The sync was answered, with its `id` or without; the answer to the request comes next.
    InStep { echoed: bool },
    /// The sync was refused, and its `id` was not; the answer to the request came already, if there is one, or comes
    /// next.
    Lacking { echoed: bool, answer: Option<Answer> },
    /// The agent refuses `id`, has not run the request, and has answered everything.
    IdRefused,
}

impl Handshake {
    /// A handshake with these numbers in its sync and in its probe.
    pub(super) fn new(sync: i64, probe: i64) -> Self {
        Handshake { sync, probe, answers: 0, probed: false, last: None, since_probe: SinceProbe::NotBegun }
    }

    /// The probe, when it is to be sent.
    pub(super) fn probe(&mut self) -> Option<Vec<u8>> {
        if self.probed || self.answers < ANSWERS_BEFORE_PROBE {
            return None;
        }
        self.probed = true;
        let mut probe = Vec::new();
        let mut out = JsonWriter::new(&mut probe);
        for (number, with_id) in [(self.probe, false), (self.sync, true), (self.sync, true), (self.probe, false)] {
            write_sync(&mut out, PLAIN_SYNC, number, with_id);
        }
        Some(probe)
    }

    /// Takes the next answer; `name` is the sync's.
    pub(super) fn receive(&mut self, answer: Answer, name: &str) -> Progress {
        let echoed = answer.id == Some(self.sync);
        let begun = !matches!(self.since_probe, SinceProbe::NotBegun);
        match &answer.body {
            _ if answer.id.is_some() && !echoed => Progress::Pending,
            // The last answer before that to the probe's first sync is the request's.
            Body::Return { number, .. } if *number == Some(self.sync) && begun && !echoed => {
                let answer = self.last.take().filter(|answer| !answer.reports_lack_of(name));
                Progress::Lacking { echoed, answer }
            }
            Body::Return { number, .. } if *number == Some(self.sync) => Progress::InStep { echoed },
            Body::Error(_) if echoed => Progress::Lacking { echoed, answer: None },
            Body::Return { number, .. } if *number == Some(self.probe) => {
                match std::mem::replace(&mut self.since_probe, SinceProbe::Nothing) {
                    SinceProbe::Refusals(_, 2) => Progress::IdRefused,
                    _ => Progress::Pending,
                }
            }
            _ => {
                self.record(answer);
                Progress::Pending
            }
        }
    }

    /// Records an answer that is neither to the sync nor to the probe's syncs without `id`.
    fn record(&mut self, answer: Answer) {
        self.answers = self.answers.saturating_add(1);
        self.since_probe = match (std::mem::replace(&mut self.since_probe, SinceProbe::Others), answer.body) {
            (SinceProbe::NotBegun, body) => {
                self.last = Some(Answer { body, ..answer });
                SinceProbe::NotBegun
            }
            (SinceProbe::Nothing, Body::Error(error)) => SinceProbe::Refusals(error, 1),
            (SinceProbe::Refusals(last, times), Body::Error(error)) if last == error => {
                SinceProbe::Refusals(last, times.saturating_add(1))
            }
            _ => SinceProbe::Others,
        };
    }
}

impl std::fmt::Debug for Handshake {
    /// Answers may hold file contents: only their number shows.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Handshake")
            .field("answers", &self.answers)
            .field("probed", &self.probed)
            .finish_non_exhaustive()
    }
}

/// Writes a sync, whose number is its `id` as well if it has one.
pub(super) fn write_sync(out: &mut JsonWriter<'_>, name: &str, number: i64, with_id: bool) {
    out.raw(b"{\"execute\": ");
    out.string(name);
    out.raw(b", \"arguments\": {\"id\": ");
    number.marshal(out);
    out.raw(b"}");
    if with_id {
        out.raw(b", \"id\": ");
        number.marshal(out);
    }
    out.raw(b"}\n");
}

impl Answer {
    /// Whether the agent reports that it has no such sync, or that it is disabled.
    pub(super) fn reports_lack_of(&self, sync: &str) -> bool {
        let Body::Error(error) = &self.body else { return false };
        let is_name = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_');
        error.is_unavailable() && error.desc.split(|letter| !is_name(letter)).any(|word| word == sync)
    }

    /// Whether an agent in step reports that it refuses `id`. Such an agent was started in the place of one that takes
    /// it, or another program answers the syncs for it: no sync shows that, only the words do.
    pub(super) fn reports_refused_id(&self) -> bool {
        let Body::Error(error) = &self.body else { return false };
        error.class.name() == "QMPExtraInputObjectMember" || error.desc.contains("member 'id' is unexpected")
    }
}
