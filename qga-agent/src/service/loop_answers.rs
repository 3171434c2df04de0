//! Answers sync, ping, info and freeze-status from the loop while the agent runs a command.

use qga_runtime::guest::commands::{
    GuestFsfreezeStatus, GuestFsfreezeThaw, GuestInfo, GuestPing, GuestSync, GuestSyncDelimited,
};
use qga_runtime::guest::types;
use qga_runtime::{Command, CommandError, CommandFacts, Dispatcher, Entry, Gate, LoopAnswers, handler};

use crate::service::agent::{Agent, Offer};

/// The agent's offer of commands, read without the agent.
struct LoopState {
    offer: Offer,
}

/// The dispatcher that answers from the loop. A vendor's replacement of one of these commands waits for the agent.
pub(crate) fn loop_answers(agent: &Agent) -> LoopAnswers {
    let commands: [Entry<LoopState>; 5] = [
        Entry::of::<GuestSyncDelimited>(),
        Entry::of::<GuestSync>(),
        Entry::of::<GuestPing>(),
        Entry::of::<GuestInfo>(),
        Entry::of::<GuestFsfreezeStatus>(),
    ];
    let freezer = agent.freezer.clone();
    LoopAnswers::new(Dispatcher::new(commands), LoopState { offer: agent.offer() }).on_urgent(move |info| {
        if info.name == GuestFsfreezeThaw::NAME {
            freezer.want_thaw();
        }
    })
}

impl Gate for LoopState {
    fn check(&self, info: &CommandFacts) -> Result<(), CommandError> {
        // Not logged: the file systems may be about to freeze, and the log with them.
        self.offer.check(info)
    }
}

#[handler]
fn sync(_state: &mut LoopState, command: GuestSync) -> Result<i64, CommandError> {
    Ok(command.id)
}

#[handler]
fn sync_delimited(_state: &mut LoopState, command: GuestSyncDelimited) -> Result<i64, CommandError> {
    Ok(command.id)
}

#[handler]
fn ping(_state: &mut LoopState, _command: GuestPing) -> Result<(), CommandError> {
    Ok(())
}

#[handler]
fn info(state: &mut LoopState, _command: GuestInfo) -> Result<types::GuestAgentInfo, CommandError> {
    Ok(state.offer.info())
}

#[handler]
fn freeze_status(
    state: &mut LoopState,
    _command: GuestFsfreezeStatus,
) -> Result<types::GuestFsfreezeStatus, CommandError> {
    Ok(state.offer.freeze_status())
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::ops::ControlFlow;
    use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
    use std::path::{Path, PathBuf};
    use std::sync::Mutex;
    use std::thread;
    use std::time::{Duration, Instant};

    use qga_runtime::transport::{Stream, memory};
    use qga_runtime::{
        Attendant, Command, CommandInfo, Endpoint, JsonWriter, Object, ObjectReader, ServeOptions, UnmarshalError,
        serve,
    };
    use rustix::fs::{CWD, Mode, mkfifoat};
    use rustix::pipe::{PipeFlags, pipe_with};
    use serde_json::json;

    use super::*;
    use crate::commands;
    use crate::process::deadline;
    use crate::process::programs::Helper;
    use crate::settings::config::Config;

    /// Opens a slow file on a helper thread.
    struct Open;
    /// Lets a helper program read it.
    struct Read;

    impl Object for Open {
        fn marshal_members(&self, _out: &mut JsonWriter<'_>) {}

        fn unmarshal_members(_from: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError> {
            Ok(Open)
        }
    }

    impl Object for Read {
        fn marshal_members(&self, _out: &mut JsonWriter<'_>) {}

        fn unmarshal_members(_from: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError> {
            Ok(Read)
        }
    }

    qga_runtime::wire_object!(Open);
    qga_runtime::wire_object!(Read);

    impl Command for Open {
        const INFO: &'static CommandInfo = &CommandInfo::new("test-open");
        type Returns = ();
    }

    impl Command for Read {
        const INFO: &'static CommandInfo = &CommandInfo::new("test-read");
        type Returns = ();
    }

    static SLOW: Mutex<Option<PathBuf>> = Mutex::new(None);

    fn slow() -> PathBuf {
        SLOW.lock().unwrap().clone().unwrap()
    }

    #[handler]
    fn open(_agent: &mut Agent, _command: Open) -> Result<(), CommandError> {
        let path = slow();
        deadline::run(deadline::CALL_TIMEOUT, "open", move || File::open(path)).map(drop)
    }

    #[handler]
    fn read(_agent: &mut Agent, _command: Read) -> Result<(), CommandError> {
        let path = slow();
        let arguments = [path.to_str().unwrap()];
        Helper::new("/bin/cat", "read", deadline::CALL_TIMEOUT).arguments(&arguments).run()
    }

    struct Assisted {
        until: OwnedFd,
        loop_answers: Option<LoopAnswers>,
    }

    impl Attendant<Agent> for Assisted {
        fn descriptor(&self) -> BorrowedFd<'_> {
            self.until.as_fd()
        }

        fn woken(&mut self, _agent: &mut Agent) -> ControlFlow<()> {
            ControlFlow::Break(())
        }

        fn loop_answers(&mut self) -> Option<LoopAnswers> {
            self.loop_answers.take()
        }
    }

    fn serve_until(until: OwnedFd, folder: &Path, clients: Vec<Stream>) {
        let config = Config { statedir: folder.into(), block_rpcs: vec!["guest-exec".into()], ..Config::default() };
        let mut dispatcher = commands();
        dispatcher.extend([Entry::of::<Open>(), Entry::of::<Read>()]);
        let mut agent = Agent::new(&config, dispatcher.commands()).unwrap();
        let mut attendant = Assisted { until, loop_answers: Some(loop_answers(&agent)) };
        let clients = clients.into_iter().map(Endpoint::connected).collect();
        let options = ServeOptions { overtake: Some(Duration::ZERO), ..ServeOptions::default() };
        serve(&dispatcher, &mut agent, clients, &mut attendant, &options).unwrap();
    }

    /// Shorter than the agent's timeout for work that hangs.
    fn soon() -> Instant {
        Instant::now() + deadline::CALL_TIMEOUT - Duration::from_secs(2)
    }

    fn answer(client: &mut Stream) -> serde_json::Value {
        let mut answer = Vec::new();
        while !answer.ends_with(b"\n") {
            assert_ne!(client.read_by(&mut answer, soon()).unwrap(), 0);
        }
        serde_json::from_slice(&answer).unwrap()
    }

    fn ask(client: &mut Stream, command: &str) -> serde_json::Value {
        client.write_all_by(format!("{{'execute':'{command}'}}").as_bytes(), soon()).unwrap();
        answer(client)
    }

    #[test]
    fn the_loop_answers_while_a_command_waits() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("slow");
        mkfifoat(CWD, &path, Mode::RUSR | Mode::WUSR).unwrap();
        *SLOW.lock().unwrap() = Some(path.clone());
        let (mut busy, busy_end) = memory::pair().unwrap();
        let (mut other, other_end) = memory::pair().unwrap();
        let (until, stop) = pipe_with(PipeFlags::CLOEXEC).unwrap();
        let statedir = folder.path().to_owned();
        let service = thread::spawn(move || serve_until(until, &statedir, vec![busy_end, other_end]));

        for command in ["test-open", "test-read"] {
            busy.write_all_by(format!("{{'execute':'{command}'}}").as_bytes(), soon()).unwrap();
            // Whichever of the two is served first, later requests arrive while the command waits.
            assert_eq!(ask(&mut other, "guest-ping"), json!({"return": {}}), "{command}");
            let info = ask(&mut other, "guest-info");
            let listed = info["return"]["supported_commands"].as_array().unwrap();
            for (name, enabled) in [("guest-ping", true), ("guest-exec", false), ("test-read", true)] {
                let fact = json!({"name": name, "enabled": enabled, "success-response": true});
                assert!(listed.contains(&fact), "{command}: {fact} in {info}");
            }
            assert_eq!(ask(&mut other, "guest-fsfreeze-status"), json!({"return": "thawed"}), "{command}");
            // The client whose command hangs abandons it and gets back in step.
            busy.write_all_by(b"\xff{'execute':'guest-sync','arguments':{'id':7}}", soon()).unwrap();
            assert_eq!(answer(&mut busy), json!({"return": 7}), "{command}");
            assert_eq!(ask(&mut busy, "guest-fsfreeze-status"), json!({"return": "thawed"}), "{command}");
            busy.write_all_by(b"{'execute':'guest-get-time'}", soon()).unwrap();
            // Opening a FIFO waits for the other side.
            drop(File::options().write(true).open(&path).unwrap());
            assert!(answer(&mut busy)["return"].is_i64(), "{command}");
        }
        drop(stop);
        service.join().unwrap();
    }
}
