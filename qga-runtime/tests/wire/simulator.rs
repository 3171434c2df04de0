//! A client's session and an agent over a channel that loses, repeats, delays and reorders bytes, by schedules drawn
//! from a seed.
//!
//! Each request is echoed and has a check sum. A faulty channel may corrupt an answer in ways that a protocol without
//! check sums cannot detect; but an intact answer to another request must never be returned, and the session must
//! recover when the channel does.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};

use qga_runtime::{JsonWriter, Limits, Marshal as _, Outcome, Session, SessionLimits};

use crate::draw::Draw;
use crate::small_agent::Conversation;

/// One direction of the channel.
#[derive(Default)]
struct Way {
    pieces: VecDeque<Vec<u8>>,
    /// Delayed pieces.
    late: Vec<Vec<u8>>,
}

impl Way {
    /// Cuts bytes into pieces, and drops, repeats, delays or reorders each by the schedule.
    fn send(&mut self, bytes: &[u8], draw: &mut Draw, trouble: bool) {
        let mut rest = bytes;
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(1 + draw.below(rest.len().min(40)));
            rest = behind;
            match draw.below(if trouble { 24 } else { 1 }) {
                20 => {}
                21 => self.pieces.extend([piece.to_vec(), piece.to_vec()]),
                22 => self.late.push(piece.to_vec()),
                23 => self.pieces.push_front(piece.to_vec()),
                _ => self.pieces.push_back(piece.to_vec()),
            }
        }
    }

    fn late_ones_arrive(&mut self, draw: &mut Draw) {
        if !self.late.is_empty() && draw.one_in(3) {
            self.pieces.extend(self.late.drain(..));
        }
    }
}

pub(crate) struct World {
    draw: Draw,
    session: Session,
    agent: Conversation,
    down: Way,
    up: Way,
    question: u64,
}

#[derive(Debug, PartialEq)]
enum Answer {
    Right,
    /// No answer, an error, or an answer that the channel has corrupted.
    None,
}

impl World {
    pub(crate) fn new(seed: u64) -> Self {
        let mut draw = Draw(seed);
        World {
            session: session(&mut draw),
            draw,
            agent: Conversation::new(Limits { bytes: 4096, ..Limits::default() }),
            down: Way::default(),
            up: Way::default(),
            question: seed << 16,
        }
    }

    /// Sends a request once. The client times out when the channel is silent.
    fn ask(&mut self, trouble: bool) -> Answer {
        self.question += 1;
        let text = checked(self.question);
        self.answer_to(&text, trouble).map_or(Answer::None, |answered| self.judge(&text, &answered))
    }

    /// What comes back for this text, if anything does.
    pub(crate) fn answer_to(&mut self, text: &str, trouble: bool) -> Option<String> {
        let mut sent = Vec::new();
        self.session.request(
            &mut JsonWriter::new(&mut sent),
            "test-echo",
            Some(&mut |out: &mut JsonWriter<'_>| {
                serde_json::json!({ "text": text }).marshal(out);
            }),
        );
        self.down.send(&sent, &mut self.draw, trouble);
        loop {
            self.down.late_ones_arrive(&mut self.draw);
            self.up.late_ones_arrive(&mut self.draw);
            if trouble && self.draw.one_in(60) {
                self.reconnect();
                return None;
            }
            let agent_first = self.draw.one_in(2);
            if agent_first || self.up.pieces.is_empty() {
                if let Some(piece) = self.down.pieces.pop_front() {
                    let mut answers = Vec::new();
                    self.agent.answer(&piece, &mut answers);
                    self.up.send(&answers, &mut self.draw, trouble);
                    continue;
                }
            }
            let Some(piece) = self.up.pieces.pop_front() else {
                self.session.abandon();
                return None;
            };
            self.session.space().extend_from_slice(&piece);
            match self.session.answer() {
                Ok(None) => {
                    if let Some(probe) = self.session.probe() {
                        self.down.send(&probe, &mut self.draw, trouble);
                    }
                }
                Ok(Some(Outcome::Returned(returned))) => return returned.value().string().ok().map(Into::into),
                Ok(Some(Outcome::Failed(_) | Outcome::SendAgain)) | Err(_) => return None,
            }
        }
    }

    fn judge(&self, asked: &str, answered: &str) -> Answer {
        if answered == asked {
            return Answer::Right;
        }
        assert!(!is_sound(answered), "asked {asked}, answered {answered}");
        Answer::None
    }

    /// The channel works from now on. Delayed pieces come first and may spoil one or two attempts.
    pub(crate) fn settle(&mut self) {
        for way in [&mut self.down, &mut self.up] {
            way.pieces.extend(way.late.drain(..));
        }
    }

    /// Reconnects: bytes under way are lost, and both sides start again.
    fn reconnect(&mut self) {
        self.down = Way::default();
        self.up = Way::default();
        self.agent.decoder.reset();
        self.session = session(&mut self.draw);
    }
}

pub(crate) fn session(draw: &mut Draw) -> Session {
    Session::with_seed(SessionLimits { answer: 4096, stale: 1 << 20, ..SessionLimits::default() }, draw.next())
}

pub(crate) fn checked(number: u64) -> String {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    format!("{number}-{:016x}", hasher.finish())
}

pub(crate) fn is_sound(text: &str) -> bool {
    text.split('-').next().and_then(|number| number.parse().ok()).is_some_and(|number| checked(number) == text)
}

#[test]
fn ten_thousand_schedules_never_mix_up_two_answers() {
    let (mut right, mut wrong) = (0, 0);
    for seed in 0..10_000 {
        let mut world = World::new(seed);
        for _ in 0..4 {
            match world.ask(true) {
                Answer::Right => right += 1,
                Answer::None => wrong += 1,
            }
        }
        world.settle();
        let attempts = (0..4).take_while(|_| world.ask(false) == Answer::None).count();
        assert!(attempts <= 2, "seed {seed}: no answer after {attempts} attempts");
        assert_eq!(world.ask(false), Answer::Right, "seed {seed}: out of step again");
    }
    assert!(right > 1_000 && wrong > 1_000, "the schedules are too mild or too wild: {right} right, {wrong} not");
}
