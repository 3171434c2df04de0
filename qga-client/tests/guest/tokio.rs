//! The same for tokio: programs, files and copies.

use std::io::SeekFrom;
use std::time::Duration;

use ::tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};
use qga_client::{AsyncClient, Event, ExitStatus, OpenMode, Options};

use crate::agents::{Agent, against_each};
use crate::file::bytes;

fn run<T>(test: impl Future<Output = T>) -> T {
    ::tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}

async fn connect(agent: &Agent) -> AsyncClient {
    let (options, timeout) = (Options::default(), Duration::from_secs(60));
    AsyncClient::connect_when_up(agent.address(), &options, timeout).await.expect("an agent")
}

#[test]
fn programs_run() {
    against_each("exec for tokio", |agent| {
        run(async {
            let mut vm = connect(agent).await;
            let output =
                vm.exec("sh").args(["-c", "cat; exit 3"]).stdin(b"in".to_vec()).output().await.expect("it runs");
            assert_eq!((&output.stdout[..], output.status), (&b"in"[..], ExitStatus::Code(3)), "{}", agent.name);
            let mut running =
                vm.exec("sh").args(["-c", "read a; echo $a"]).stdin_piped().stream().await.expect("it runs");
            running.write_stdin(b"text\n").expect("it takes that");
            let event = running.next_event().await.expect("an event");
            assert_eq!(event, Some(Event::Stdout(b"text\n".to_vec())));
            let event = running.next_event().await.expect("an event");
            assert_eq!(event, Some(Event::Exited(ExitStatus::Code(0))));
            assert!(running.lost().is_empty() && running.is_ended());
        });
    });
}

#[test]
fn a_helper_runs_on_any_thread_and_may_be_dropped() {
    against_each("dropped exec for tokio", |agent| {
        run(async {
            let mut vm = connect(agent).await;
            let task = ::tokio::spawn(async move {
                let sleep = async { vm.exec("sleep").arg("600").output().await.map(drop) };
                ::tokio::time::timeout(Duration::from_millis(50), sleep).await.expect_err("it is given up");
                let running = vm.exec("sh").args(["-c", "echo $$; exec sleep 600"]).stream().await;
                let mut running = running.expect("it runs");
                let Some(Event::Stdout(pid)) = running.next_event().await.expect("an event") else {
                    panic!("a number")
                };
                drop(running);
                // The next call comes behind the request that ends the program.
                vm.exec("true").output().await.expect("it runs");
                String::from_utf8(pid).expect("a number").trim().to_owned()
            });
            let pid = task.await.expect("no panic");
            let end = std::time::Instant::now() + Duration::from_secs(20);
            while std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z ")) {
                assert!(std::time::Instant::now() < end, "{}: {pid} runs on", agent.name);
                std::thread::yield_now();
            }
        });
    });
}

#[test]
fn files_are_read_written_and_sought() {
    against_each("files for tokio", |agent| {
        run(async {
            let (mut vm, path) = (connect(agent).await, agent.guest_path("file"));
            let all = bytes(3_000_001);
            let mut file = vm.open_with(&path, OpenMode::Write).await.expect("it is made");
            file.write_all(&all).await.expect("it is written");
            file.close().await.expect("it is closed");
            let mut read = Vec::new();
            let mut file = vm.open_with(&path, OpenMode::ReadWrite).await.expect("it opens");
            file.read_to_end(&mut read).await.expect("it is read");
            assert!(read == all, "{}", agent.name);
            assert_eq!(file.seek(SeekFrom::Start(4)).await.expect("a position"), 4);
            let mut four = [0; 4];
            file.read_exact(&mut four).await.expect("it is read");
            assert_eq!(four, all[4..8]);
            file.write_all(b"here").await.expect("it is written");
            file.flush().await.expect("it is sent");
            assert_eq!(std::fs::read(&path).expect("a file")[8..12], *b"here", "{}", agent.name);
            assert_eq!(file.seek(SeekFrom::End(-1)).await.expect("a position"), 3_000_000);
            file.shutdown().await.expect("it is closed");
            file.write_all(b"x").await.expect_err("it is closed");
            drop(file);
            vm.exec("true").output().await.expect("it runs");
            let open = agent.descriptors();
            drop(vm.open(&path).await.expect("it opens"));
            vm.exec("true").output().await.expect("it runs");
            assert_eq!(agent.descriptors(), open, "{}", agent.name);
        });
    });
}

#[test]
fn files_are_copied() {
    against_each("copies for tokio", |agent| {
        run(async {
            let mut vm = connect(agent).await;
            let all = bytes(2_000_001);
            std::fs::write(agent.path("source"), &all).expect("a file");
            let mut pieces = 0;
            let copy = vm.copy_to(agent.path("source"), agent.guest_path("there")).progress(|_| pieces += 1);
            assert!(copy.run().await.expect("it is copied").is_checked);
            assert_eq!(pieces, 2);
            let copied = vm.copy_from(agent.guest_path("there"), agent.path("back")).run().await.expect("it is copied");
            assert!(copied.is_checked && std::fs::read(agent.path("back")).expect("a file") == all, "{}", agent.name);
        });
    });
}
