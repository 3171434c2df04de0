//! Sessions with agents of each age over a channel that delays, cuts and outlives its clients, by schedules drawn from
//! a seed. Like a socket or port it loses nothing, so every answer must be the right one, whether the agent echoes,
//! ignores or refuses `id`, and no request may run twice.

use std::collections::{BTreeMap, VecDeque};

use qga_runtime::{JsonWriter, Marshal as _, Outcome, Session, SessionLimits};
use serde_json::{Value, json};

use crate::draw::Draw;

/// How an agent treats a request's `id`.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Id {
    Echoed,
    Ignored,
    /// Refused with this class and text; `NAME` is replaced by the command.
    Refused(&'static str, &'static str),
}

/// The differences between agents of different ages.
#[derive(Clone, Copy, Debug)]
struct Age {
    id: Id,
    /// A sync that the agent lacks or may not run, with the class and text of its error.
    lacks: Option<(&'static str, &'static str, &'static str)>,
    /// Its error about the reset byte, if it reports one.
    sync_error: Option<&'static str>,
}

const OLD: Id = Id::Refused("GenericError", "QMP input object member 'id' is unexpected");
const OLDEST: Id = Id::Refused("QMPExtraInputObjectMember", "QMP input object member 'id' is unexpected");
const FOREIGN: Id = Id::Refused("GenericError", "NAME: no such key: id");
const DELIMITED: &str = "guest-sync-delimited";
const NOT_FOUND: Option<(&str, &str, &str)> =
    Some((DELIMITED, "CommandNotFound", "The command NAME has not been found"));
const DISABLED: Option<(&str, &str, &str)> =
    Some((DELIMITED, "GenericError", "The command NAME has been disabled for this instance"));
const PLAIN_DISABLED: Option<(&str, &str, &str)> =
    Some(("guest-sync", "GenericError", "The command NAME has been disabled for this instance"));
const STRAY: Option<&str> = Some("JSON parse error, stray '\u{fffd}'");
const INVALID: Option<&str> = Some("Invalid JSON syntax");

const AGES: &[Age] = &[
    Age { id: OLDEST, lacks: NOT_FOUND, sync_error: None },
    Age { id: OLDEST, lacks: NOT_FOUND, sync_error: INVALID },
    Age { id: OLD, lacks: None, sync_error: INVALID },
    Age { id: OLD, lacks: DISABLED, sync_error: INVALID },
    Age { id: FOREIGN, lacks: None, sync_error: None },
    Age { id: FOREIGN, lacks: None, sync_error: STRAY },
    Age { id: Id::Ignored, lacks: None, sync_error: INVALID },
    Age { id: Id::Ignored, lacks: DISABLED, sync_error: INVALID },
    Age { id: Id::Ignored, lacks: PLAIN_DISABLED, sync_error: INVALID },
    Age { id: Id::Echoed, lacks: None, sync_error: STRAY },
    Age { id: Id::Echoed, lacks: PLAIN_DISABLED, sync_error: STRAY },
    Age { id: Id::Echoed, lacks: None, sync_error: None },
    Age { id: Id::Echoed, lacks: NOT_FOUND, sync_error: STRAY },
];

struct Agent {
    age: Age,
    line: Vec<u8>,
    /// How often each request ran.
    runs: BTreeMap<String, u32>,
}

impl Agent {
    fn take(&mut self, bytes: &[u8], out: &mut Vec<u8>) {
        for byte in bytes {
            match byte {
                0xff => {
                    self.line.clear();
                    if let Some(sync_error) = self.age.sync_error {
                        write_answer(out, json!({"error": {"class": "GenericError", "desc": sync_error}}), None);
                    }
                }
                b'\n' => {
                    let request = serde_json::from_slice(&std::mem::take(&mut self.line));
                    self.answer(&request.expect("a whole request"), out);
                }
                byte => self.line.push(*byte),
            }
        }
    }

    fn answer(&mut self, request: &Value, out: &mut Vec<u8>) {
        let name = request["execute"].as_str().expect("a command");
        let id = request.get("id").filter(|_| self.age.id == Id::Echoed);
        let error = |class: &str, desc: &str| json!({"error": {"class": class, "desc": desc.replace("NAME", name)}});
        if let (Id::Refused(class, desc), Some(_)) = (self.age.id, request.get("id")) {
            return write_answer(out, error(class, desc), None);
        }
        let text = request["arguments"]["text"].as_str().unwrap_or_default();
        match (name, self.age.lacks) {
            (name, Some((lacking, class, desc))) if name == lacking => {
                return write_answer(out, error(class, desc), id);
            }
            ("guest-sync-delimited" | "guest-sync", _) => {
                out.extend((name != "guest-sync").then_some(0xff));
                return write_answer(out, json!({"return": request["arguments"]["id"]}), id);
            }
            _ => *self.runs.entry(text.to_owned()).or_default() += 1,
        }
        match name {
            "test-echo" => write_answer(out, json!({"return": text}), id),
            "test-fail" => write_answer(out, error("GenericError", text), id),
            _ => {}
        }
    }
}

fn write_answer(out: &mut Vec<u8>, mut answer: Value, id: Option<&Value>) {
    if let Some(id) = id {
        answer["id"] = id.clone();
    }
    out.extend_from_slice(format!("{answer}\n").as_bytes());
}

#[derive(Debug, PartialEq)]
enum Answer {
    Right,
    None,
}

struct World {
    draw: Draw,
    session: Session,
    agent: Agent,
    down: VecDeque<Vec<u8>>,
    up: VecDeque<Vec<u8>>,
    asked: u32,
    probes: u32,
}

impl World {
    fn new(seed: u64, age: Age) -> Self {
        let mut draw = Draw(seed);
        let agent = Agent { age, line: Vec::new(), runs: BTreeMap::new() };
        let session = Session::with_seed(SessionLimits::default(), draw.next());
        World { draw, session, agent, down: VecDeque::new(), up: VecDeque::new(), asked: 0, probes: 0 }
    }

    /// Sends bytes, cut into pieces.
    fn send(way: &mut VecDeque<Vec<u8>>, mut rest: &[u8], draw: &mut Draw) {
        while !rest.is_empty() {
            let (piece, behind) = rest.split_at(1 + draw.below(rest.len().min(90)));
            way.push_back(piece.to_vec());
            rest = behind;
        }
    }

    /// Another client sends requests without ids and disconnects before it has read an answer.
    fn other_client(&mut self) {
        for _ in 0..self.draw.below(5) {
            let request = match self.draw.below(4) {
                0 => {
                    "\u{ff}{\"execute\": \"guest-sync-delimited\", \"arguments\": {\"id\": 1}}\n".replace('\u{ff}', "")
                }
                1 => "{\"execute\": \"test-echo\", \"arguments\": {\"text\": \"other\"}}\n".to_owned(),
                _ => "{\"execute\": \"test-fail\", \"arguments\": {\"text\": \"other\"}}\n".to_owned(),
            };
            Self::send(&mut self.down, request.as_bytes(), &mut self.draw);
        }
    }

    /// A new client on the same port, which receives the answers under way.
    fn next_client(&mut self) {
        self.other_client();
        self.session = Session::with_seed(SessionLimits::default(), self.draw.next());
    }

    /// Sends a request once. The client times out when the channel is silent, or earlier if `hasty`.
    fn ask(&mut self, command: &str, hasty: bool) -> Answer {
        self.asked += 1;
        let text = format!("question {}", self.asked);
        loop {
            let mut sent = Vec::new();
            let mut arguments = |out: &mut JsonWriter<'_>| json!({ "text": text }).marshal(out);
            self.session.request(&mut JsonWriter::new(&mut sent), command, Some(&mut arguments));
            Self::send(&mut self.down, &sent, &mut self.draw);
            let Some(outcome) = self.wait(hasty) else {
                self.session.abandon();
                return Answer::None;
            };
            match outcome {
                Outcome::SendAgain => assert_eq!(self.agent.runs.get(&text), None, "it has run and is sent again"),
                Outcome::Returned(returned) => {
                    let answered = returned.value().string().expect("a string");
                    assert_eq!((command, &*answered), ("test-echo", &*text));
                    return Answer::Right;
                }
                Outcome::Failed(error) => {
                    assert_eq!((command, error.desc), ("test-fail", text));
                    return Answer::Right;
                }
            }
        }
    }

    fn wait(&mut self, hasty: bool) -> Option<Outcome> {
        loop {
            match self.session.answer().expect("the agent sends nothing but answers") {
                Some(outcome) => return Some(outcome),
                None => {
                    if let Some(probe) = self.session.probe() {
                        self.probes += 1;
                        Self::send(&mut self.down, &probe, &mut self.draw);
                    }
                }
            }
            if hasty && self.draw.one_in(80) {
                return None;
            }
            let agent_first = self.draw.one_in(2) || self.up.is_empty();
            if let Some(piece) = if agent_first { self.down.pop_front() } else { None } {
                let mut answers = Vec::new();
                self.agent.take(&piece, &mut answers);
                Self::send(&mut self.up, &answers, &mut self.draw);
            } else {
                let piece = self.up.pop_front()?;
                self.session.space().extend_from_slice(&piece);
            }
        }
    }
}

#[test]
fn agents_of_each_age_run_each_request_once_and_get_the_right_answers_across() {
    for (row, age) in AGES.iter().enumerate() {
        let (mut right, mut wrong, mut probes) = (0, 0, 0);
        for seed in 0..300 {
            let mut world = World::new(seed, *age);
            world.other_client();
            for _ in 0..5 {
                let command = ["test-echo", "test-echo", "test-fail", "test-quiet"][world.draw.below(4)];
                match world.ask(command, true) {
                    Answer::Right => right += 1,
                    Answer::None => wrong += 1,
                }
                if world.draw.one_in(4) {
                    world.next_client();
                }
            }
            let attempts = (0..4).take_while(|_| world.ask("test-echo", false) == Answer::None).count();
            assert!(attempts <= 1, "row {row}, seed {seed}: no answer after {attempts} attempts");
            for command in ["test-fail", "test-echo"] {
                assert_eq!(world.ask(command, false), Answer::Right, "row {row}, seed {seed}: out of step again");
            }
            world.agent.runs.remove("other");
            assert!(world.agent.runs.values().all(|times| *times == 1), "row {row}, seed {seed}");
            probes += world.probes;
        }
        assert!(right > 150 && wrong > 150, "row {row}: too mild or too wild: {right} right, {wrong} not");
        assert!(probes > 30, "row {row}: {probes} probes");
    }
}
