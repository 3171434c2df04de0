//! Compares command lines and configuration files with the established agent, if that is installed: output and exit
//! status must be equal. Nothing here starts an agent.

use std::fs;
use std::process::Command;
use std::sync::LazyLock;

use crate::left_out::left_out;
use crate::reference::{REFERENCE, is_missing};

/// A program's result: its exit status, its output, and whether it wrote to stderr.
#[derive(Debug, PartialEq)]
struct Outcome {
    status: Option<i32>,
    printed: String,
    complained: bool,
}

fn run(program: &str, words: &[&str], file: &str) -> Outcome {
    let output = Command::new(program).args(words).env("QGA_CONF", file).output().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    Outcome { status: output.status.code(), printed, complained: !output.stderr.is_empty() }
}

fn ours(words: &[&str], file: &str) -> Outcome {
    const ALLOW: &str = "allow-rpcs=\n";
    static IS_TAKEN: LazyLock<bool> =
        LazyLock::new(|| run(REFERENCE, &["-D"], "/no/such/file").printed.contains(ALLOW));
    let Outcome { status, printed, complained } = run(env!("CARGO_BIN_EXE_qga-agent"), words, file);
    // The installed release may be too old for that key.
    let printed = if *IS_TAKEN { printed } else { printed.replace(ALLOW, "") };
    Outcome { status, printed, complained }
}

/// Whether the installed release accepts the old names of block lists.
fn takes_old_names() -> bool {
    let taken = run(REFERENCE, &["-D", "--blacklist=a"], "/no/such/file").status == Some(0);
    if !taken {
        left_out("the old name `blacklist` beside the established agent's", "this release of qemu-ga does not take it");
    }
    taken
}

#[test]
fn both_agents_read_a_command_line_alike() {
    if is_missing("both_agents_read_a_command_line_alike") {
        return;
    }
    let dumps: [&[&str]; 34] = [
        &[],
        &["-m", "isa-serial"],
        &["-misa-serial", "-p/dev/x"],
        &["--method=isa-serial", "--path", "/dev/x"],
        &["--me", "isa-serial", "--pa=/dev/x"],
        &["-m", "unix-listen"],
        &["-m", "vsock-listen"],
        &["-m", "carrier-pigeon"],
        &["-m", "unix-listen", "-p", "/x"],
        &["-m", "carrier-pigeon", "-p", "/x"],
        &["-m", "vsock-listen", "-p", "3:1024"],
        &["-p", "/a", "-p", "/b"],
        &["-p="],
        &["-b", "a,b", "-b", "c,d"],
        &["-b", ""],
        &["-m", "unix-listen", "-m", "virtio-serial"],
        &["-b", "a,", "-b", ",c"],
        &["-b", "a;b"],
        &["-F"],
        &["-F/x"],
        &["-F", "/x"],
        &["--fsfreeze-hook"],
        &["--fsfreeze-hook=/x"],
        &["--fsfreeze=/x"],
        &["-l", "/x", "-f", "/y", "-t", "/z"],
        &["--logfile", "/x", "--pidfile=/y", "--statedir=/z"],
        &["-l", ""],
        &["-vrd"],
        &["--verbose", "--retry-path", "--daemonize"],
        &["words", "-v", "more words"],
        &["--", "-v"],
        &["-s", "install"],
        &["-p", "/with  blanks\\and\ttabs "],
        &["-p", "  leading"],
    ];
    let old = ["--blacklist=a,b", "--block-rpcs", "c"];
    for words in dumps.into_iter().chain(takes_old_names().then_some(&old[..])) {
        let words = [&["-D"], words].concat();
        assert_eq!(ours(&words, "/no/such/file"), run(REFERENCE, &words, "/no/such/file"), "{words:?}");
    }
    let refused: [&[&str]; 13] = [
        &["-x"],
        &["-vx"],
        &["--nonsense"],
        &["--service", "install"],
        &["-p"],
        &["--path"],
        &["-s"],
        &["--ver"],
        &["--=x"],
        &["--verbose=1"],
        &["-D", "--dump-conf=1"],
        &["-b"],
        &["-m", "unix-listen", "-D"],
    ];
    for words in refused {
        let expected = run(REFERENCE, words, "/no/such/file");
        assert_eq!((expected.status, expected.complained), (Some(1), true), "{words:?}");
        // The established agent prints its hint about `--help` to stdout.
        assert_eq!(ours(words, "/no/such/file"), Outcome { printed: String::new(), ..expected }, "{words:?}");
    }
    // Their texts differ; the stream and the exit status do not.
    for words in [&["-V"][..], &["--version"], &["-h"], &["--help"], &["-vh", "-x"], &["-b", "help"], &["-b", "?"]] {
        let [mine, theirs] = [ours(words, "/no/such/file"), run(REFERENCE, words, "/no/such/file")];
        assert_eq!((mine.status, mine.complained), (Some(0), false), "{words:?}");
        assert_eq!((theirs.status, theirs.printed.is_empty()), (Some(0), mine.printed.is_empty()), "{words:?}");
    }
    let version = |outcome: Outcome| outcome.printed.rsplit_once(' ').unwrap().0.to_owned();
    assert_eq!(version(ours(&["-V"], "")), version(run(REFERENCE, &["-V"], "")));
}

#[test]
fn both_agents_read_a_configuration_file_alike() {
    if is_missing("both_agents_read_a_configuration_file_alike") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("conf");
    let name = file.to_str().unwrap();
    let cases: [&[u8]; 38] = [
        b"",
        b"[general]\n",
        b"[other]\nmethod=isa-serial\n",
        b"[ general ]\nmethod=isa-serial\n",
        b" [general] \n\t# comment\n\n  method = isa-serial\n",
        b"[general]\r\nmethod=isa-serial\r\n",
        b"[general]\nmethod=isa-serial",
        b"[general]\nmethod=isa-serial \npath=/x\n",
        b"[general]\npath=/a\npath=/b\n[general]\nlogfile=/c\n",
        b"[general]\npath[de]=/a\npath=/b\n",
        b"[general]\npath=a\\sb\\tc\\nd\\re\\\\f\n",
        b"[general]\npath= \\s x \n",
        b"[general]\npath=\"quoted\"#and more\n",
        b"[general]\nlogfile=\nfsfreeze-hook=\n",
        b"[general]\ndaemon=true\nverbose=1\nretry-path=true \nstatedir=/s\npidfile=/p\n",
        b"[general]\ndaemon=0\nverbose=false\n",
        b"[general]\nblock-rpcs=a,b\n",
        b"[general]\nblock-rpcs=a;b\n",
        b"[general]\nblock-rpcs=\n",
        b"[general]\nblock-rpcs=a,,b,\n",
        b"[general]\nunknown=1\n; a = b\n",
        b"[general]\nmethod=unix-listen\n",
        b"method=isa-serial\n",
        b"[general]\nwords\n",
        b"[general]\n;words\n",
        b"[general]\n=x\n",
        b"[general]\n[path=x\n",
        b"[general]x\n",
        b"[]\n",
        b"[gen]eral]\n",
        b"[general]\nverbose=yes\n",
        b"[general]\nverbose=TRUE\n",
        b"[general]\nretry-path=\n",
        b"[general]\npath=a\\qb\n",
        b"[general]\npath=a\\\n",
        b"[general]\npath=\xff\n",
        b"\xef\xbb\xbf[general]\n",
        b"[general]\nmethod=carrier-pigeon\npath=/x\n",
    ];
    for text in cases {
        fs::write(&file, text).unwrap();
        let shown = String::from_utf8_lossy(text);
        let expected = run(REFERENCE, &["-D"], name);
        assert_eq!(ours(&["-D"], name), expected, "{shown}");
        // A dump has the same settings when it is read again.
        if expected.status == Some(0) {
            fs::write(&file, &expected.printed).unwrap();
            assert_eq!(ours(&["-D"], name), run(REFERENCE, &["-D"], name), "{shown}, again");
        }
        // The command line overrides the file.
        let words = ["-D", "-b", "x", "-p", "/on/top", "-v"];
        fs::write(&file, text).unwrap();
        assert_eq!(ours(&words, name), run(REFERENCE, &words, name), "{shown} with options");
    }
    if takes_old_names() {
        // The established agent also warns about the old name.
        fs::write(&file, "[general]\nblacklist=a,b\n").unwrap();
        assert_eq!(ours(&["-D"], name).printed, run(REFERENCE, &["-D"], name).printed, "the old name");
    }
}

#[test]
fn output_without_a_reader_is_no_failure() {
    for (word, status) in [("-h", 0), ("-bhelp", 0), ("-D", 0), ("-V", 0), ("-x", 1)] {
        let (reader, writer) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC).unwrap();
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_qga-agent"));
        command.arg(word).env("QGA_CONF", "/no/such/file").stdout(writer.try_clone().unwrap()).stderr(writer);
        assert_eq!(command.status().unwrap().code(), Some(status), "{word}");
    }
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_qga-agent"));
    assert_eq!(command.arg("-h").stdout(full).status().unwrap().code(), Some(1), "what is lost was not printed");
}
