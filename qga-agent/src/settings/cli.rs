//! The command line: the established agent's options, parsed as by `getopt_long`.

use std::ffi::OsString;

use lexopt::{Arg, Parser};

/// One option. `key` is its short name, or its identifier if it has none.
struct Spec {
    key: char,
    short: bool,
    long: &'static str,
    value: Value,
    /// Unknown to the established agent; must not make its abbreviations ambiguous.
    own: bool,
    help: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    None,
    Required,
    /// Optional, in the same word.
    Attached,
}

const fn spec(key: char, long: &'static str, value: Value, help: &'static str) -> Spec {
    Spec { key, short: true, long, value, own: false, help }
}

const fn long_only(key: char, long: &'static str, own: bool, help: &'static str) -> Spec {
    Spec { key, short: false, long, value: Value::Required, own, help }
}

const fn own_flag(key: char, long: &'static str, help: &'static str) -> Spec {
    Spec { key, short: false, long, value: Value::None, own: true, help }
}

const OPTIONS: [Spec; 24] = [
    spec('m', "method", Value::Required, "channel: virtio-serial (default), isa-serial, unix-listen, vsock-listen"),
    spec('p', "path", Value::Required, "device or socket path, or CID:PORT; serial methods have a default"),
    long_only('C', "channel", true, "a further channel: unix:PATH, vsock:CID:PORT, virtio:NAME or serial:PATH"),
    long_only(
        'U',
        "channel-users",
        true,
        "users (names or ids) that unix sockets serve besides root and the agent's own",
    ),
    spec('l', "logfile", Value::Required, "log to this file instead of stderr"),
    long_only('L', "log-level", true, "what to log: error (default), warning, info (also each command) or debug (-v)"),
    long_only('O', "log-format", true, "text (default), json (one object a line) or journal (lines for systemd)"),
    spec('f', "pidfile", Value::Required, "pid file of --daemonize (default /var/run/qemu-ga.pid)"),
    spec(
        'F',
        "fsfreeze-hook",
        Value::Attached,
        "run this before freezing and after thawing (default /etc/qemu/fsfreeze-hook)",
    ),
    long_only('T', "fsfreeze-timeout", true, "thaw after this many seconds without a request (default 0: never)"),
    spec('t', "statedir", Value::Required, "directory of the state files (default /var/run)"),
    spec('v', "verbose", Value::None, "log everything, not only errors"),
    spec('V', "version", Value::None, "print the version and exit"),
    spec('d', "daemonize", Value::None, "run in the background"),
    spec('b', "block-rpcs", Value::Required, "commands to refuse, separated by commas ('help' lists all)"),
    long_only('B', "blacklist", false, "old name of --block-rpcs"),
    spec('a', "allow-rpcs", Value::Required, "the only commands to allow, separated by commas ('help' lists all)"),
    spec('c', "config", Value::Required, "configuration file (default $QGA_CONF, else /etc/qemu/qemu-ga.conf)"),
    spec('D', "dump-conf", Value::None, "print the settings as a configuration file and exit"),
    own_flag('P', "freeze-plan", "print which file systems a freeze takes, in order, and why not others; then exit"),
    own_flag('K', "check", "check port, settings, hooks and state, with remedies; then exit"),
    spec('r', "retry-path", Value::None, "reopen the channel whenever it is lost"),
    spec('s', "", Value::Required, "ignored: it installs a service on another operating system"),
    spec('h', "help", Value::None, "print this and exit"),
];

/// One option as it was given; without a value the text is empty.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) option: char,
    pub(crate) value: String,
}

/// Reads options one by one. Other words are ignored, as by the established agent.
pub(crate) struct Options {
    parser: Parser,
    /// The other words so far.
    pub(crate) stray: Vec<OsString>,
}

impl Options {
    pub(crate) fn new(arguments: &[OsString]) -> Self {
        let mut parser = Parser::from_args(arguments);
        // With getopt, `-F=x` names the file `=x`.
        parser.set_short_equals(false);
        Self { parser, stray: Vec::new() }
    }

    fn given(&mut self) -> Result<Option<Given>, String> {
        let spec = loop {
            match self.parser.next().map_err(plain)? {
                None => return Ok(None),
                Some(Arg::Value(word)) => self.stray.push(word),
                Some(Arg::Short(letter)) => {
                    let spec = OPTIONS.iter().find(|spec| spec.short && spec.key == letter);
                    break spec.ok_or_else(|| format!("invalid option -- '{letter}'"))?;
                }
                Some(Arg::Long(name)) => break find(name)?,
            }
        };
        let named = if spec.long.is_empty() { format!("-{}", spec.key) } else { format!("--{}", spec.long) };
        let value = match spec.value {
            Value::None => OsString::new(),
            Value::Attached => self.parser.optional_value().unwrap_or_default(),
            Value::Required => self.parser.value().map_err(|_| format!("option '{named}' requires an argument"))?,
        };
        let value = value.into_string().map_err(|_| format!("the argument of option '{named}' is not UTF-8"))?;
        Ok(Some(Given { option: spec.key, value }))
    }
}

impl Iterator for Options {
    /// The error is the text to report.
    type Item = Result<Given, String>;

    fn next(&mut self) -> Option<Self::Item> {
        self.given().transpose()
    }
}

fn plain(error: lexopt::Error) -> String {
    match error {
        lexopt::Error::UnexpectedValue { option, .. } => format!("option '{option}' doesn't allow an argument"),
        other => other.to_string(),
    }
}

/// The option with this long name, or the only one that begins so.
fn find(name: &str) -> Result<&'static Spec, String> {
    let long = || OPTIONS.iter().filter(|spec| !spec.long.is_empty());
    if let Some(spec) = long().find(|spec| spec.long == name) {
        return Ok(spec);
    }
    let matches: Vec<&Spec> = long().filter(|spec| spec.long.starts_with(name)).collect();
    let established: Vec<&Spec> = matches.iter().copied().filter(|spec| !spec.own).collect();
    match (&*matches, &*established) {
        ([spec], _) | (_, [spec]) => Ok(spec),
        ([], _) => Err(format!("unrecognized option '--{name}'")),
        _ => {
            let names: Vec<String> = matches.iter().map(|spec| format!("'--{}'", spec.long)).collect();
            Err(format!("option '--{name}' is ambiguous; possibilities: {}", names.join(" ")))
        }
    }
}

/// The text of `--help`.
pub(crate) fn usage() -> String {
    let mut text = "Usage: qemu-ga [-m METHOD -p PATH] [OPTION]...\nAn agent for QEMU guests.\n\n".to_owned();
    for Spec { key, short, long, value, help, .. } in &OPTIONS {
        let value = match value {
            Value::None => "",
            Value::Required => " VALUE",
            Value::Attached => "[=PATH]",
        };
        let short = if *short { format!("-{key}") } else { "  ".into() };
        let separator = if short == "  " || long.is_empty() { "  " } else { ", " };
        let long = if long.is_empty() { String::new() } else { format!("--{long}") };
        text.push_str(&format!("  {short}{separator}{:<26}{help}\n", format!("{long}{value}")));
    }
    text + PLACES
}

/// The order of precedence, for `--help`.
const PLACES: &str = "
Settings are read from these places; a later one overrides those above it:
  /usr/etc/sysconfig/qemu-ga, /etc/sysconfig/qemu-ga
  /etc/default/qemu-guest-agent
  /etc/conf.d/qemu-guest-agent
                             variables of distributions: BLOCK_RPCS, BLACKLIST_RPC,
                             ALLOW_RPCS, FILTER_RPC_ARGS, QEMU_GA_ARGS, DAEMON_ARGS,
                             FSFREEZE_HOOK_PATHNAME, FSFREEZE_HOOK_ENABLE, TRANSPORT,
                             GA_METHOD, GA_PATH, QGA_LOGFILE, QGA_LOGLEVEL
  the environment            the same, except TRANSPORT and DAEMON_ARGS
  the configuration file
  the command line
No place allows what another refuses: block lists add up, and a command has to be
on the allow list of each place that has one; there the configuration file and the
command line are one place. --dump-conf prints the resulting settings.
";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::config::Config;
    use crate::settings::{Failure, Task, gather};

    fn read(words: &[&str]) -> Result<Task, Failure> {
        // A missing file, so that the test does not depend on the machine's /etc.
        gather(words.iter().map(OsString::from), Some("/no/such/file".into()), Vec::new())
    }

    fn config(words: &[&str]) -> Config {
        match read(words) {
            Ok(Task::Run(settings) | Task::Dump(settings)) => settings.config,
            other => panic!("{words:?}: {other:?}"),
        }
    }

    #[test]
    fn options_are_read_like_getopt_does() {
        let cases: [(&[&str], &str); 15] = [
            (&[], "virtio-serial None"),
            (&["--fsfreeze=/x"], "virtio-serial None hook=/x"),
            (&["-m", "unix-listen", "-p", "/x"], "unix-listen Some(\"/x\")"),
            (&["-munix-listen", "-p/x", "words"], "unix-listen Some(\"/x\")"),
            (&["--method=isa-serial", "--path", "/y"], "isa-serial Some(\"/y\")"),
            (&["--meth", "isa-serial", "--pa=/y"], "isa-serial Some(\"/y\")"),
            (&["-p", "/a", "-p", "/b"], "virtio-serial Some(\"/b\")"),
            (&["-vF"], "virtio-serial None hook=/etc/qemu/fsfreeze-hook verbose"),
            (&["-F/x"], "virtio-serial None hook=/x"),
            (&["-F", "/x"], "virtio-serial None hook=/etc/qemu/fsfreeze-hook"),
            (&["--fsfreeze-hook=/x"], "virtio-serial None hook=/x"),
            (&["--fsfreeze-hook", "/x"], "virtio-serial None hook=/etc/qemu/fsfreeze-hook"),
            (&["-s", "install", "-v"], "virtio-serial None verbose"),
            (&["--", "-v"], "virtio-serial None"),
            (&["-p="], "virtio-serial Some(\"=\")"),
        ];
        for (words, expected) in cases {
            let config = config(words);
            let hook = config.fsfreeze_hook.map(|hook| format!(" hook={}", hook.display())).unwrap_or_default();
            let verbose = if config.verbose { " verbose" } else { "" };
            assert_eq!(format!("{} {:?}{hook}{verbose}", config.method, config.path), expected, "{words:?}");
        }
    }

    #[test]
    fn lists_add_up_and_turn_round_as_ever() {
        assert_eq!(config(&["-b", "a,b", "-b", "c,d", "--blacklist=e"]).block_rpcs, ["b", "a", "d", "c", "e"]);
        assert_eq!(config(&["-b", " a , b"]).block_rpcs, ["b", "a"]);
        assert!(config(&["-a", ""]).allow_rpcs.is_empty());
        // No typing error turns a list that allows some commands into one that allows all.
        for slip in [",", " ", " , "] {
            assert!(!config(&["-a", slip]).allow_rpcs.is_empty(), "{slip:?}");
        }
        for words in [["-b", "help"], ["-a", "?"]] {
            assert!(matches!(read(&words), Ok(Task::List)), "{words:?}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_named() {
        let cases: [(&[&str], &str); 7] = [
            (&["-x"], "invalid option -- 'x'"),
            (&["--fsfreeze-x"], "unrecognized option '--fsfreeze-x'"),
            (&["--nonsense"], "unrecognized option '--nonsense'"),
            (&["-p"], "option '--path' requires an argument"),
            (&["--verbose=1"], "option '--verbose' doesn't allow an argument"),
            (&["--ver"], "option '--ver' is ambiguous; possibilities: '--verbose' '--version'"),
            (&["--service", "install"], "unrecognized option '--service'"),
        ];
        for (words, expected) in cases {
            match read(words) {
                Err(Failure::Usage(text)) => assert_eq!(text, expected),
                other => panic!("{words:?}: {other:?}"),
            }
        }
        assert!(matches!(read(&["--=x"]), Err(Failure::Usage(text)) if text.contains("ambiguous")));
    }

    #[test]
    fn a_named_configuration_file_must_be_there_and_make_sense() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("conf");
        let name = file.to_str().unwrap();
        match read(&["-v", "--config", name]) {
            Err(Failure::Config(text)) => {
                assert_eq!(text, format!("error loading configuration from path: {name}, No such file or directory"));
            }
            other => panic!("{other:?}"),
        }
        std::fs::write(&file, "[general]\nmethod=unix-listen\npath=/f\nblock-rpcs=a,b\nverbose=false\n").unwrap();
        let config = config(&["-b", "c", "-c", name, "-p", "/o", "-v"]);
        assert_eq!((config.method.as_str(), config.path.as_deref()), ("unix-listen", Some("/o")));
        assert_eq!(config.block_rpcs, ["b", "a", "c"]);
        assert!(config.verbose);
        let expected = "[general]\ndaemon=false\nmethod=unix-listen\npath=/o\npidfile=/var/run/qemu-ga.pid\n\
                        statedir=/var/run\nverbose=true\nretry-path=false\nblock-rpcs=b,a,c\nallow-rpcs=\n";
        assert_eq!(config.dump(), expected);
        std::fs::write(&file, "[general]\nchannels=serial:/dev/ttyS1,vsock:4294967295:3140\n").unwrap();
        let dump = self::config(&["-c", name, "--channel", "unix:@ga"]).dump();
        assert!(dump.contains("\nchannels=serial:/dev/ttyS1,vsock:4294967295:3140,unix:@ga\n"), "{dump}");
        match read(&["--channel=tcp:localhost:1"]) {
            Err(Failure::Usage(text)) => assert_eq!(text, "a guest agent does not listen at tcp:localhost:1"),
            other => panic!("{other:?}"),
        }
        std::fs::write(&file, "[general]\nchannel-users=alice, 1000,\n").unwrap();
        let dump = self::config(&["-c", name, "--channel-users", "bob"]).dump();
        assert!(dump.contains("\nchannel-users=alice,1000,bob\n"), "{dump}");
        std::fs::write(&file, "[general]\ndaemon=yes\n").unwrap();
        match read(&["-c", name]) {
            Err(Failure::Config(text)) => {
                assert!(text.ends_with(", line 2: key 'daemon': 'yes' is neither true nor false"), "{text}");
            }
            other => panic!("{other:?}"),
        }
    }
}
