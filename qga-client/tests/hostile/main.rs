//! Agents that mean harm: what their answers take from the host is bounded by the length of what they sent.
//!
//! The bound is on bytes that are allocated at a time, by this process: the answer's text, 1 MiB, and twice what the typed
//! value needs. The answers are written piece by piece, so that the agent's own part takes nothing that counts.

use qga_client::{CallError, Client, ClientExt as _, Options, SessionLimits, Stream, commands};

mod agent;
mod memory;

use agent::{Text, serve};

/// What a call gave: how much its value needs, or the error in words.
struct Outcome {
    needs: usize,
    shown: String,
}

impl Outcome {
    fn of<T>(result: Result<T, CallError>, needs: impl Fn(&T) -> usize, show: impl Fn(&T) -> String) -> Self {
        match result {
            Ok(value) => Outcome { needs: needs(&value), shown: show(&value) },
            Err(CallError::Command(error)) => Outcome { needs: error.desc.len(), shown: "failed".into() },
            Err(CallError::TooLarge { limit }) => Outcome { needs: 0, shown: format!("larger than {limit}") },
            Err(CallError::Malformed { reason }) => Outcome { needs: 0, shown: reason },
            Err(CallError::Decode(_)) => Outcome { needs: 0, shown: "decode".into() },
            Err(error) => Outcome { needs: 0, shown: format!("{error:?}") },
        }
    }
}

/// Which call is made.
#[derive(Clone, Copy, Debug)]
enum Question {
    MemoryBlocks,
    HostName,
    FileRead,
    ExecStatus,
    Raw,
}

const MIB: usize = 1 << 20;

/// What is asked, what is answered (`return` or `error` member), and what comes of it.
fn rows() -> Vec<(&'static str, Question, Text, &'static str)> {
    let blocks =
        Text::new("\"return\": [", r#"{"phys-index":1,"online":true},"#, 60_000, r#"{"phys-index":1,"online":true}]"#);
    vec![
        (
            "77 MB of tiny values",
            Question::MemoryBlocks,
            Text::new("\"return\": [", "1,", 77 * MIB / 2, "1]"),
            "JSON token count limit exceeded",
        ),
        (
            "77 MB of short texts",
            Question::MemoryBlocks,
            Text::new("\"return\": [", "\"a short text of thirty letters\",", 77 * MIB / 32, "1]"),
            "larger than 16777216",
        ),
        (
            "77 MB for a payload",
            Question::ExecStatus,
            Text::new("\"return\": {\"x\": [", "\"a short text of thirty letters\",", 77 * MIB / 32, "1]}"),
            "larger than 25165824",
        ),
        ("many blocks", Question::MemoryBlocks, blocks.clone(), "60001 blocks"),
        ("the same as it is", Question::Raw, blocks, "JSON"),
        ("numbers as they are", Question::Raw, Text::new("\"return\": [", "1,", 500_000, "1]"), "JSON"),
        ("elements of no type", Question::MemoryBlocks, Text::new("\"return\": [", "{},", 300_000, "{}]"), "decode"),
        ("lists within lists", Question::Raw, Text::new("\"return\": [", "[[],[[1]]],", 100_000, "1]"), "JSON"),
        (
            "a member too many",
            Question::HostName,
            Text::new("\"return\": {\"host-name\": \"x\", \"junk\": [", "1,", 500_000, "1]}"),
            "x",
        ),
        (
            "brackets around brackets",
            Question::Raw,
            Text::new(
                "\"return\": [",
                &format!("{0}\"{2}\"{1},", "[".repeat(60), "]".repeat(60), "x".repeat(300)),
                20_000,
                "1]",
            ),
            "JSON nesting depth limit exceeded",
        ),
        (
            "an object of many members",
            Question::HostName,
            Text::new("\"return\": {\"host-name\": \"x\"", ",\"k\":1", 100_000, "}"),
            "JSON parse error, duplicate key",
        ),
        ("a long name", Question::HostName, Text::new("\"return\": {\"host-name\": \"", "long ", MIB, "\"}"), "long"),
        (
            "a long error",
            Question::FileRead,
            Text::new("\"error\": {\"class\": \"GenericError\", \"desc\": \"", "no ", 6 * MIB, "\"}"),
            "failed",
        ),
        (
            "a file",
            Question::FileRead,
            Text::new("\"return\": {\"count\": 12582912, \"eof\": false, \"buf-b64\": \"", "QUJD", 4 * MIB, "\"}"),
            "12582912 bytes",
        ),
        (
            "a file in lines",
            Question::FileRead,
            Text::new("\"return\": {\"count\": 3145728, \"eof\": false, \"buf-b64\": \"", "QUJD\\n", MIB, "\"}"),
            "3145728 bytes",
        ),
        (
            "30 million brackets",
            Question::Raw,
            Text::new("\"return\": ", "[", 30 * MIB, ""),
            "JSON nesting depth limit exceeded",
        ),
        (
            "brackets within a name",
            Question::HostName,
            Text::new("\"return\": {\"host-name\": ", "[", 30 * MIB, ""),
            "JSON nesting depth limit exceeded",
        ),
        (
            "an endless text",
            Question::HostName,
            Text::new("\"return\": {\"host-name\": \"", "x", usize::MAX, ""),
            "larger than 16777216",
        ),
        (
            "an endless file",
            Question::FileRead,
            Text::new("\"return\": {\"buf-b64\": \"", "QUJD", usize::MAX, ""),
            "larger than 25165824",
        ),
        (
            "endless blanks and brackets",
            Question::Raw,
            Text::new("\"return\": [", " [] , ", usize::MAX, ""),
            "JSON token count limit exceeded",
        ),
    ]
}

/// A host that lets a payload be 24 MiB long, so that the test is soon done.
fn options() -> Options {
    Options { limits: SessionLimits { answer: 24 << 20, ..SessionLimits::default() }, ..Options::default() }
}

/// Asks agents of all kinds, and holds what that took against the bound.
fn against_all(ask: impl Fn(Stream, Question) -> Outcome) {
    // What a first call sets up for good does not count.
    let (stream, agent) = serve(Text::new("\"return\": {}", "", 0, ""));
    ask(stream, Question::Raw);
    agent.join().expect("the agent ends");
    for (name, question, text, expected) in rows() {
        let (stream, agent) = serve(text);
        let before = memory::reset_peak();
        let outcome = ask(stream, question);
        let took = memory::peak().saturating_sub(before);
        let sent = agent.join().expect("the agent ends");
        assert!(
            outcome.shown.starts_with(expected),
            "{name}: {}, not {expected}",
            &outcome.shown[..outcome.shown.len().min(100)]
        );
        let bound = sent + MIB + 2 * outcome.needs;
        assert!(took <= bound, "{name}: {took} bytes for {sent} sent and {} needed", outcome.needs);
    }
}

/// Makes each call of a client; the second part stands behind it.
macro_rules! ask {
    ($vm:expr, $question:expr $(, $wait:tt)?) => {
        match $question {
            Question::MemoryBlocks => {
                let list = $vm.guest_get_memory_blocks()$(.$wait)?;
                Outcome::of(list, |list| size_of_val(&list[..]), |list| format!("{} blocks", list.len()))
            }
            Question::HostName => {
                let name = $vm.guest_get_host_name()$(.$wait)?;
                Outcome::of(name, |name| name.host_name.len(), |name| name.host_name.clone())
            }
            Question::FileRead => {
                let read = $vm.guest_file_read(commands::GuestFileRead::new(1))$(.$wait)?;
                Outcome::of(read, |read| read.buf_b64.len(), |read| format!("{} bytes", read.buf_b64.len()))
            }
            Question::ExecStatus => {
                let status = $vm.guest_exec_status(commands::GuestExecStatus::new(1))$(.$wait)?;
                Outcome::of(status, |_| 0, |status| format!("{status:?}"))
            }
            Question::Raw => {
                let any = $vm.call_raw("acme-anything", None)$(.$wait)?;
                Outcome::of(any, |any| any.as_str().len(), |_| "JSON".into())
            }
        }
    };
}

/// One test for both clients: the count is of the whole process.
#[test]
fn what_an_answer_takes_is_bounded_by_its_length() {
    against_all(|stream, question| {
        let mut vm = Client::over(stream, &options());
        ask!(vm, question)
    });
    #[cfg(feature = "tokio")]
    {
        use qga_client::{AsyncClient, AsyncClientExt as _, AsyncStream};

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        against_all(|stream, question| {
            runtime.block_on(async {
                let mut vm = AsyncClient::over(AsyncStream::new(stream).expect("a runtime"), &options());
                ask!(vm, question, await)
            })
        });
    }
}
