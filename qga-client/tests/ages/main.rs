//! The library and the tool against an agent of each age, as transcripts of the wording of the time.

use std::fmt::Debug;

use qga_client::{Address, Any, CallError, Caller, Client, commands};
use qga_runtime::{Command, JsonWriter, Marshal, Unmarshal};
use serde_json::Value;

mod transcript;

use transcript::{Case, Transcript};

const AGES: &[(&str, &str)] = &[
    ("1.0", include_str!("1.0.txt")),
    ("1.5", include_str!("1.5.txt")),
    ("2.0", include_str!("2.0.txt")),
    ("2.4", include_str!("2.4.txt")),
    ("2.12", include_str!("2.12.txt")),
    ("4.2", include_str!("4.2.txt")),
    ("7.2", include_str!("7.2.txt")),
    ("10.0", include_str!("10.0.txt")),
    ("11.0", include_str!("11.0.txt")),
];

/// The command with the arguments of a case, as the type that it has.
fn command<C: Unmarshal>(case: &Case) -> C {
    let text = case.arguments();
    C::unmarshal(qga_runtime::Value::lenient(&text).expect("JSON")).expect("the arguments of the command")
}

fn json(value: &impl Marshal) -> Value {
    let mut text = Vec::new();
    value.marshal(&mut JsonWriter::new(&mut text));
    serde_json::from_slice(&text).expect("JSON")
}

/// Does `$then` with the type of the case's command.
macro_rules! typed {
    ($case:expr, $command:ident => $then:expr) => {
        typed!(@ $case, $command => $then, GuestPing GuestInfo GuestGetTime GuestSetTime GuestFileOpen GuestFileRead
            GuestFileClose GuestFsfreezeFreeze GuestFsfreezeThaw GuestFstrim GuestGetVcpus GuestNetworkGetInterfaces
            GuestGetFsinfo GuestGetMemoryBlockInfo GuestExec GuestExecStatus GuestSetUserPassword GuestGetOsinfo
            GuestGetUsers GuestGetDisks GuestGetTimezone GuestGetHostName GuestGetLoad GuestGetDevices
            GuestSshGetAuthorizedKeys)
    };
    (@ $case:expr, $command:ident => $then:expr, $($name:ident)*) => {
        match $case.command() {
            $(name if name == <commands::$name as Command>::NAME => {
                type $command = commands::$name;
                $then
            })*
            other => panic!("{other} is not in the list"),
        }
    };
}

/// Holds what a client made of a case against the transcript.
fn check<T: Into<Value> + Debug>(age: &str, case: &Case, result: Result<T, CallError>) {
    let (outcome, answer) = match result {
        Ok(value) => (if case.outcome == "silent" { "silent" } else { "returned" }, value.into()),
        Err(error) => {
            let answer = error.command_error().map_or(Value::Null, |error| Value::from(&*error.desc));
            let outcome = match error {
                CallError::Refused(_) => "refused",
                CallError::Frozen(_) => "frozen",
                CallError::Unsupported(_) => "unsupported",
                CallError::Command(_) => "failed",
                other => panic!("{age}, {:?}: {other}", case.words),
            };
            (outcome, answer)
        }
    };
    assert_eq!((outcome, answer), (&*case.outcome, case.answer()), "{age}, {:?}", case.words);
}

/// Has an agent of each age meet a client, which asks all cases of the transcript, one after the other.
fn against_all(client: impl Fn(&str, &Address, &[Case])) {
    for (age, text) in AGES {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let socket = folder.path().join("agent.sock");
        let transcript = Transcript::read(text);
        let agent = transcript.play(&socket, &transcript.cases);
        client(age, &Address::Unix(socket), &transcript.cases);
        agent.join().unwrap_or_else(|_| panic!("{age}: the agent heard what it should not"));
    }
}

#[test]
fn the_blocking_client_understands_agents_of_each_age() {
    against_all(|age, address, cases| {
        let mut vm = Client::connect(address).expect("the agent listens");
        for case in cases {
            if case.outcome == "silent" {
                let done = vm.fire(command::<commands::GuestShutdown>(case));
                check(age, case, done.map(|()| Value::Null));
            } else {
                // What is read as a typed value and written again is what the agent said, no more and no less.
                check(age, case, typed!(case, C => vm.call(command::<C>(case)).map(|value| json(&value))));
            }
        }
    });
}

#[test]
fn commands_by_name_understand_agents_of_each_age() {
    against_all(|age, address, cases| {
        let mut vm = Client::connect(address).expect("the agent listens");
        for case in cases {
            let arguments: Any = command(case);
            let arguments = Some(arguments).filter(|arguments| json(arguments) != serde_json::json!({}));
            if case.outcome == "silent" {
                check(age, case, vm.fire_raw(case.command(), arguments.as_ref()).map(|()| Value::Null));
            } else {
                check(age, case, vm.call_raw(case.command(), arguments.as_ref()).map(|value| json(&value)));
            }
        }
    });
}

#[cfg(feature = "tokio")]
#[test]
fn the_asynchronous_client_understands_agents_of_each_age() {
    use qga_client::AsyncClient;
    use qga_runtime::AsyncCaller;

    against_all(|age, address, cases| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let mut vm = AsyncClient::connect(address).await.expect("the agent listens");
            for case in cases {
                if case.outcome == "silent" {
                    let done = vm.fire(command::<commands::GuestShutdown>(case)).await;
                    check(age, case, done.map(|()| Value::Null));
                } else {
                    let result = typed!(case, C => vm.call(command::<C>(case)).await.map(|value| json(&value)));
                    check(age, case, result);
                }
            }
        });
    });
}

#[cfg(feature = "cli")]
#[test]
fn the_tool_understands_agents_of_each_age() {
    for (age, text) in AGES {
        let transcript = Transcript::read(text);
        for case in &transcript.cases {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let socket = folder.path().join("agent.sock");
            let agent = transcript.play(&socket, std::slice::from_ref(case));
            let mut tool = std::process::Command::new(env!("CARGO_BIN_EXE_qga"));
            let output = tool.arg("-s").arg(&socket).args(&case.words).output().expect("the tool was built");
            let (printed, said) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            let name = format!("{age}, {:?}: {printed}{said}", case.words);
            agent.join().unwrap_or_else(|_| panic!("{name}: the agent heard what it should not"));
            let begin = match &*case.outcome {
                "returned" => {
                    assert_eq!(serde_json::from_str::<Value>(&printed).expect(&name), case.answer(), "{name}");
                    ""
                }
                "silent" => "",
                "refused" => "qga: refused by the agent's policy: ",
                "frozen" => "qga: not possible while frozen: ",
                "unsupported" => "qga: not supported by the agent: ",
                _ => "qga: ",
            };
            if begin.is_empty() {
                assert_eq!((output.status.code(), &*said), (Some(0), ""), "{name}");
            } else {
                let begin = format!("{begin}{}", case.answer().as_str().expect("a text"));
                assert!(output.status.code() == Some(1) && said.starts_with(&begin), "{name}");
            }
        }
    }
}
