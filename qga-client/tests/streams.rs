//! Both clients over streams of every kind, with the same methods.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use qga_client::{
    Address, Any, CallError, Caller as _, Client, ClientExt as _, Options, Payload, Timed, Timeouts, Transport,
    commands,
};

/// Answers `guest-info`, `guest-ping` and `acme-echo`, and nothing else, until the client has left.
fn agent<S: Read + Write>(stream: S) {
    let mut stream = BufReader::new(stream);
    let mut line = Vec::new();
    while let Ok(1..) = stream.read_until(b'\n', &mut line) {
        let text = line.strip_prefix(b"\xff").unwrap_or(&line);
        let request: serde_json::Value = serde_json::from_slice(text).expect("the client sends JSON");
        let arguments = &request["arguments"];
        let result = match request["execute"].as_str().expect("a command") {
            "guest-sync-delimited" => arguments["id"].clone(),
            "guest-info" => serde_json::json!({
                "version": "1",
                "supported_commands": [
                    {"name": "guest-ping", "enabled": true, "success-response": true},
                    {"name": "guest-exec", "enabled": false, "success-response": true},
                ],
            }),
            "acme-echo" => arguments.clone(),
            "guest-ping" => serde_json::json!({}),
            _ => {
                line.clear();
                continue;
            }
        };
        let answer = serde_json::json!({"return": result, "id": request["id"]});
        if stream.get_mut().write_all(format!("{answer}\n").as_bytes()).is_err() {
            return;
        }
        line.clear();
    }
}

fn play<S: Read + Write + Send + 'static>(stream: S) -> JoinHandle<()> {
    std::thread::spawn(move || agent(stream))
}

fn options() -> Options {
    let mut timeouts = Timeouts { silence: Duration::from_millis(50), ..Timeouts::default() };
    timeouts.of_command.insert("guest-get-time".into(), Duration::from_millis(50));
    Options { timeouts, ..Options::default() }
}

/// Uses every method of a client.
macro_rules! use_all {
    ($vm:expr $(, $wait:tt)?) => {
        let vm = &mut $vm;
        vm.guest_ping()$(.$wait)?.expect("an answer");
        vm.call(commands::GuestPing::new())$(.$wait)?.expect("an answer");
        vm.call_within(commands::GuestPing::new(), Duration::from_secs(60))$(.$wait)?.expect("an answer");
        let arguments: Any = r#"{"text": "é"}"#.parse().expect("JSON");
        assert_eq!(vm.call_raw("acme-echo", Some(&arguments))$(.$wait)?.expect("an answer"), arguments);
        let returned = vm.call_text("acme-echo", Some(&arguments))$(.$wait)?.expect("an answer");
        assert_eq!(returned.value().text(), arguments.as_str());
        vm.supports::<commands::GuestPing>()$(.$wait)?.expect("it is listed");
        let off = vm.supports::<commands::GuestExec>()$(.$wait)?;
        assert!(matches!(off, Err(CallError::Refused(_))), "{off:?}");
        let unknown = vm.supports::<commands::GuestGetTime>()$(.$wait)?;
        assert!(matches!(unknown, Err(CallError::Unsupported(_))), "{unknown:?}");
        vm.fire(commands::GuestShutdown::new())$(.$wait)?.expect("silence is success");
        vm.fire_raw("guest-suspend-ram", None)$(.$wait)?.expect("silence is success");
        vm.guest_shutdown(commands::GuestShutdown::new())$(.$wait)?.expect("silence is success");
        let late = vm.guest_get_time()$(.$wait)?;
        assert!(matches!(late, Err(CallError::TimedOut { .. })), "{late:?}");
        vm.guest_ping()$(.$wait)?.expect("an answer");
    };
}

fn tcp() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let client = TcpStream::connect(listener.local_addr().expect("a port")).expect("it listens");
    (client, listener.accept().expect("the client connects").0)
}

fn over(stream: impl Transport, agent: JoinHandle<()>) {
    let mut vm = Client::over(stream, &options());
    use_all!(vm);
    drop(vm);
    agent.join().expect("the agent saw what it should");
}

#[test]
fn the_blocking_client_talks_over_sockets_of_the_standard_library() {
    let (client, far) = UnixStream::pair().expect("a pair");
    over(client, play(far));
    let (client, far) = tcp();
    over(client, play(far));
}

/// A reader and writer of a program's own.
struct Own(UnixStream);

impl Read for Own {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        // It may be interrupted at any time, and give less than there is.
        let count = into.len().min(7);
        self.0.read(&mut into[..count])
    }
}

impl Write for Own {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(&bytes[..bytes.len().min(11)])
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

impl Timed for Own {
    fn set_read_timeout(&mut self, timeout: Duration) -> std::io::Result<()> {
        self.0.set_read_timeout(Some(timeout.min(Duration::from_millis(2))))
    }

    fn set_write_timeout(&mut self, timeout: Duration) -> std::io::Result<()> {
        self.0.set_write_timeout(Some(timeout))
    }
}

#[test]
fn the_blocking_client_talks_over_any_reader_and_writer_with_timeouts() {
    let (client, far) = UnixStream::pair().expect("a pair");
    over(Own(client), play(far));
}

#[test]
fn a_socket_of_the_standard_library_ends_each_call_at_its_deadline() {
    let (client, _far) = UnixStream::pair().expect("a pair");
    let mut timeouts = Timeouts { answer: Some(Duration::from_millis(50)), ..Timeouts::default() };
    timeouts.connect = Duration::from_millis(50);
    let mut vm = Client::over(client, &Options { timeouts, ..Options::default() });
    let begin = Instant::now();
    for _ in 0..2 {
        // More than a socket holds, and nobody reads it.
        let write = commands::GuestFileWrite::new(1, Payload::from(vec![0; 4 << 20]));
        let error = vm.guest_file_write(write).expect_err("nobody reads");
        assert!(matches!(error, CallError::TimedOut { .. }), "{error}");
    }
    assert!(begin.elapsed() >= Duration::from_millis(100), "{:?}", begin.elapsed());
}

#[test]
fn an_address_may_be_a_text_a_path_or_an_address() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("agent.sock");
    let listener = std::os::unix::net::UnixListener::bind(&path).expect("a socket in a fresh folder");
    let text = format!("unix:{}", path.display());
    let address: Address = text.parse().expect("an address");
    for client in [
        Client::connect(&*text),
        Client::connect(&text),
        Client::connect(text.clone()),
        Client::connect(&*path),
        Client::connect(path.clone()),
        Client::connect(&address),
        Client::connect(address.clone()),
    ] {
        client.expect("it listens");
        listener.accept().expect("it connected");
    }
    let error = Client::connect("nowhere").expect_err("no address");
    assert!(matches!(error, CallError::Address(_)), "{error:?}");
    assert!(error.to_string().contains("\"nowhere\": expected unix:PATH"), "{error}");
}

#[cfg(feature = "tokio")]
mod asynchronous {
    use super::*;
    use qga_client::{AsyncClient, AsyncClientExt as _, AsyncStream, Stream};
    use qga_runtime::AsyncCaller as _;
    use tokio::io::{AsyncRead, AsyncWrite};

    fn run<T>(test: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
    }

    async fn over(stream: impl AsyncRead + AsyncWrite + Unpin + Send, agent: JoinHandle<()>) {
        let mut vm = AsyncClient::over(stream, &options());
        use_all!(vm, await);
        drop(vm);
        agent.join().expect("the agent saw what it should");
    }

    #[test]
    fn the_asynchronous_client_talks_over_any_stream() {
        run(async {
            let (client, far) = UnixStream::pair().expect("a pair");
            client.set_nonblocking(true).expect("a socket");
            over(tokio::net::UnixStream::from_std(client).expect("a runtime"), play(far)).await;
            let (client, far) = tcp();
            client.set_nonblocking(true).expect("a socket");
            over(tokio::net::TcpStream::from_std(client).expect("a runtime"), play(far)).await;
            let (client, far) = qga_runtime::transport::memory::pair().expect("a pair");
            over(AsyncStream::new(client).expect("a runtime"), play(Blocking(far))).await;
        });
    }

    /// A stream of the runtime, as a reader and writer.
    struct Blocking(Stream);

    impl Read for Blocking {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let mut bytes = Vec::with_capacity(into.len());
            let count = self.0.read_by(&mut bytes, Instant::now() + Duration::from_secs(60))?;
            into[..count].copy_from_slice(&bytes);
            Ok(count)
        }
    }

    impl Write for Blocking {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.write_all_by(bytes, Instant::now() + Duration::from_secs(60)).map(|()| bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_text_that_is_no_address_is_an_error() {
        run(async {
            let error = AsyncClient::connect("nowhere").await.expect_err("no address");
            assert!(matches!(error, CallError::Address(_)), "{error:?}");
        });
    }
}
