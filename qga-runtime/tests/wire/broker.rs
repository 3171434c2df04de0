//! A dispatcher that passes on what it has no entry for: several clients in front of one agent, by schedules drawn from a
//! seed.

use qga_runtime::{
    Answered, Any, CommandError, CommandFacts, Decoder, Dispatcher, Entry, Gate, Handler, JsonWriter, Limits,
    Marshal as _, Outcome, Priority, Session, Value,
};
use serde_json::json;

use crate::draw::Draw;
use crate::simulator::{World, checked, is_sound, session};
use crate::small_agent::{Sync, SyncDelimited};

/// The agent behind a channel, and whether that loses and mixes bytes.
struct Behind {
    world: World,
    trouble: bool,
}

impl Gate for Behind {
    fn check(&self, _info: &CommandFacts) -> Result<(), CommandError> {
        Ok(())
    }
}

impl Handler<Sync> for Behind {
    fn handle(&mut self, command: Sync) -> Result<i64, CommandError> {
        Ok(command.id)
    }
}

impl Handler<SyncDelimited> for Behind {
    fn handle(&mut self, command: SyncDelimited) -> Result<i64, CommandError> {
        Ok(command.id)
    }
}

fn dispatcher() -> Dispatcher<Behind> {
    Dispatcher::new([Entry::of::<Sync>(), Entry::of::<SyncDelimited>()]).with_others(|_| Priority::InTurn, pass_on)
}

fn pass_on(behind: &mut Behind, name: &str, arguments: Value<'_>) -> Result<Option<Any>, CommandError> {
    if name == "test-quiet" {
        return Ok(None);
    }
    let text = arguments.members().find(|(name, _)| *name == "text").and_then(|(_, text)| text.string().ok());
    let text = text.ok_or_else(|| CommandError::new("no text"))?;
    match behind.world.answer_to(&text, behind.trouble) {
        Some(answer) => Ok(Some(Any::from(json!(answer)))),
        None => Err(CommandError::new("the agent is silent")),
    }
}

/// A client, and the bytes between it and the broker.
struct Client {
    session: Session,
    /// The broker's.
    decoder: Decoder,
    asked: Option<String>,
    sent: Vec<u8>,
    answers: Vec<u8>,
}

impl Client {
    fn ask(&mut self, text: String) {
        let mut sent = Vec::new();
        self.session.request(
            &mut JsonWriter::new(&mut sent),
            "test-echo",
            Some(&mut |out: &mut JsonWriter<'_>| json!({ "text": text }).marshal(out)),
        );
        self.sent.extend(sent);
        self.asked = Some(text);
    }

    /// Some of what was sent arrives, and some of the answers.
    fn moves(&mut self, dispatcher: &Dispatcher<Behind>, behind: &mut Behind, draw: &mut Draw) -> Option<bool> {
        let count = draw.below(self.sent.len() + 1);
        self.decoder.push(&self.sent[..count]);
        self.sent.drain(..count);
        if let Some(frame) = self.decoder.next_frame() {
            let answered = dispatcher.answer_frame(behind, frame, &mut JsonWriter::new(&mut self.answers));
            if answered == Answered::Request {
                self.decoder.trust();
            }
        }
        let count = draw.below(self.answers.len() + 1);
        self.session.space().extend(self.answers.drain(..count));
        let outcome = self.session.answer().expect("the broker speaks well");
        if let Some(probe) = self.session.probe() {
            self.sent.extend(probe);
        }
        let asked = outcome.as_ref().and_then(|_| self.asked.take());
        match (outcome?, asked) {
            (Outcome::Returned(returned), Some(asked)) => {
                let answer = returned.value().string().expect("a text").into_owned();
                assert!(answer == asked || !is_sound(&answer), "asked {asked}, answered {answer}");
                Some(answer == asked)
            }
            (Outcome::Failed(_), Some(_)) => Some(false),
            (outcome, asked) => panic!("{outcome:?} for {asked:?}"),
        }
    }
}

#[test]
fn three_hundred_schedules_never_mix_up_two_clients() {
    let dispatcher = dispatcher();
    let (mut right, mut wrong) = (0, 0);
    for seed in 0..300 {
        let mut draw = Draw(!seed);
        let mut behind = Behind { world: World::new(seed), trouble: true };
        let client = |draw: &mut Draw| Client {
            session: session(draw),
            decoder: Decoder::new(Limits { bytes: 4096, ..Limits::default() }),
            asked: None,
            sent: Vec::new(),
            answers: Vec::new(),
        };
        let mut clients: Vec<Client> = (0..5).map(|_| client(&mut draw)).collect();
        let mut question = seed << 16;
        for step in 0..400 {
            if step == 300 {
                behind.world.settle();
                behind.trouble = false;
            }
            let number = draw.below(clients.len());
            let one = &mut clients[number];
            if number == 0 {
                // Out of its mind: it sends halves and nonsense, and reads nothing.
                let piece =
                    [&b"{\"execute\": \"test-ec"[..], b"\xff", b"[[}", b"{\"execute\": \"test-quiet\"}", b"\"\n"];
                one.decoder.push(piece[draw.below(piece.len())]);
                while let Some(frame) = one.decoder.next_frame() {
                    dispatcher.answer_frame(&mut behind, frame, &mut JsonWriter::new(&mut one.answers));
                }
                continue;
            }
            if one.asked.is_none() {
                question += 1;
                one.ask(checked(question));
            }
            match one.moves(&dispatcher, &mut behind, &mut draw) {
                Some(true) => right += 1,
                Some(false) => wrong += 1,
                None => {}
            }
        }
        for one in &mut clients[1..] {
            // The agent's channel has settled: two more answers at most are spoilt.
            let mut answered = (0..10_000).filter_map(|_| {
                if one.asked.is_none() {
                    question += 1;
                    one.ask(checked(question));
                }
                one.moves(&dispatcher, &mut behind, &mut draw)
            });
            let seen: Vec<bool> = answered.by_ref().take(4).collect();
            assert!(seen.contains(&true), "seed {seed}: no answer: {seen:?}");
        }
    }
    assert!(right > 1_000 && wrong > 1_000, "the schedules are too mild or too wild: {right} right, {wrong} not");
}

#[test]
fn what_has_no_entry_is_passed_on_and_may_have_no_answer() {
    let mut behind = Behind { world: World::new(1), trouble: false };
    let mut decoder = Decoder::new(Limits::default());
    decoder.push(
        br#"{"execute": "test-quiet"}{"execute": "test-echo", "arguments": {"text": "x"}, "id": [1]}{"execute": "test-echo"}"#,
    );
    let mut answers = Vec::new();
    while let Some(frame) = decoder.next_frame() {
        dispatcher().answer_frame(&mut behind, frame, &mut JsonWriter::new(&mut answers));
    }
    let expected =
        "{\"return\": \"x\", \"id\": [1]}\n{\"error\": {\"class\": \"GenericError\", \"desc\": \"no text\"}}\n";
    assert_eq!(String::from_utf8(answers).expect("ASCII"), expected);
}
