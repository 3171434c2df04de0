//! Reads the variables that distributions' packages use for options, in files beside the configuration file.
//!
//! Their units and scripts pass these variables on the command line. The agent reads them itself, so that a blocked
//! command stays blocked under every unit and script. A setting that is read twice has the same effect as once.

use std::ffi::OsString;
use std::path::Path;
use std::{fs, io};

use crate::os::errno;
use crate::settings::variables::{self, Variable};

/// The files, in reading order. In a pair, the second's variables replace the first's of the same name, as when systemd
/// reads both.
const FILES: [&[&str]; 3] = [
    &["usr/etc/sysconfig/qemu-ga", "etc/sysconfig/qemu-ga"],
    &["etc/default/qemu-guest-agent"],
    &["etc/conf.d/qemu-guest-agent"],
];

/// The setting behind a variable.
#[derive(Clone, Copy, Debug)]
enum Meaning {
    /// The value of this option; an empty one is ignored.
    Value(char),
    /// `METHOD:PATH`, or a method alone.
    Transport,
    /// The log level.
    LogLevel,
    /// The hook's path, or the default one if it is empty.
    Hook,
    /// Whether the hook is enabled.
    HookSwitch,
    /// Commands for the list of this option.
    List(char),
    /// Options, as on a command line.
    Options,
}

/// The variables, in the order in which they are applied: as on the distributions' command lines, where variables for
/// one option follow those for any option.
const VARIABLES: [(&str, Meaning); 13] = [
    ("FILTER_RPC_ARGS", Meaning::Options),
    ("QEMU_GA_ARGS", Meaning::Options),
    ("DAEMON_ARGS", Meaning::Options),
    ("TRANSPORT", Meaning::Transport),
    ("GA_METHOD", Meaning::Value('m')),
    ("GA_PATH", Meaning::Value('p')),
    ("QGA_LOGFILE", Meaning::Value('l')),
    ("QGA_LOGLEVEL", Meaning::LogLevel),
    ("FSFREEZE_HOOK_PATHNAME", Meaning::Hook),
    ("FSFREEZE_HOOK_ENABLE", Meaning::HookSwitch),
    ("BLACKLIST_RPC", Meaning::List('b')),
    ("BLOCK_RPCS", Meaning::List('b')),
    ("ALLOW_RPCS", Meaning::List('a')),
];

/// Names too common to mean this agent in a process's environment.
const COMMON: [&str; 2] = ["TRANSPORT", "DAEMON_ARGS"];

/// Variables for the agent's environment or for the service manager; a name that ends in `_` is a prefix.
const NOT_OPTIONS: [&str; 8] =
    ["PATH", "TZ", "LANG", "LC_", "QGA_CONF", "QGA_OS_RELEASE", "QGA_FSFREEZE_HOOK_LOG", "rc_"];

/// One place of settings: a file, a pair of files, or the environment.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// The files read, for messages.
    pub(crate) names: Vec<String>,
    /// The settings in the order in which they are applied.
    pub(crate) settings: Vec<Setting>,
    /// Warnings about parts that were not understood and hold no list.
    pub(crate) warnings: Vec<String>,
}

/// One variable's setting.
#[derive(Debug)]
pub(crate) struct Setting {
    /// File, line and variable, for messages.
    pub(crate) origin: String,
    pub(crate) said: Said,
}

#[derive(Debug)]
pub(crate) enum Said {
    /// An option, by its key, with its value.
    Option(char, String),
    /// Words of a command line.
    Words(Vec<OsString>),
}

/// A variable, and where it was found.
struct Found {
    origin: String,
    variable: Variable,
}

/// The settings in the files beneath `root` and in this environment; later ones override earlier ones.
///
/// # Errors
/// The text to report: a file cannot be read or understood, or a variable that may hold a list cannot.
pub(crate) fn read(
    root: &Path,
    environment: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    for files in FILES {
        let mut source = Source::default();
        let mut found = Vec::new();
        for file in files {
            source.read(&root.join(file), &mut found)?;
        }
        source.understand(&found)?;
        sources.push(source);
    }
    let found: Vec<Found> = environment.into_iter().filter_map(|(name, value)| from_environment(name, value)).collect();
    let mut source = Source::default();
    if !found.is_empty() {
        source.names.push("the environment".into());
    }
    source.understand(&found)?;
    sources.push(source);
    sources.retain(|source| !source.names.is_empty());
    Ok(sources)
}

fn from_environment(name: OsString, value: OsString) -> Option<Found> {
    let name = name.into_string().ok()?;
    VARIABLES.iter().find(|(known, _)| *known == name && !COMMON.contains(known))?;
    let (value, doubt) = match value.into_string() {
        Ok(value) => (value, None),
        Err(value) => (value.to_string_lossy().into_owned(), Some(variables::NOT_UTF8)),
    };
    Some(Found { origin: "the environment".into(), variable: Variable { name, value, line: 0, doubt } })
}

impl Source {
    /// Adds a file's variables to those found, if there is such a file.
    fn read(&mut self, file: &Path, found: &mut Vec<Found>) -> Result<(), String> {
        let shown = file.display();
        let text = match fs::read(file) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(());
            }
            Err(error) => return Err(refused(&shown.to_string(), &errno::text(error))),
        };
        let variables =
            variables::parse(&text).map_err(|fault| refused(&format!("{shown}:{}", fault.line), &fault.reason))?;
        found.extend(
            variables.into_iter().map(|variable| Found { origin: format!("{shown}:{}", variable.line), variable }),
        );
        self.names.push(shown.to_string());
        Ok(())
    }

    /// Converts the variables to settings; of several with the same name the last counts.
    fn understand(&mut self, found: &[Found]) -> Result<(), String> {
        for Found { origin, variable } in found {
            let name = &*variable.name;
            let known = VARIABLES.iter().any(|(known, _)| *known == name);
            if !known && !NOT_OPTIONS.iter().any(|it| *it == name || it.ends_with('_') && name.starts_with(it)) {
                self.warnings.push(format!("{origin}: variable {name} is not understood"));
            }
        }
        for (name, meaning) in VARIABLES {
            let last = found.iter().rev().find(|found| found.variable.name == name);
            if let Some(Found { origin, variable }) = last {
                self.apply(format!("{origin}: {name}"), variable, meaning)?;
            }
        }
        Ok(())
    }

    fn apply(&mut self, origin: String, variable: &Variable, meaning: Meaning) -> Result<(), String> {
        let value = &*variable.value;
        if let Some(doubt) = variable.doubt {
            // A variable that may hold a list must be understood.
            if matches!(meaning, Meaning::List(_) | Meaning::Options) {
                return Err(refused(&origin, doubt));
            }
            self.warnings.push(format!("{origin} is ignored: {doubt}"));
            return Ok(());
        }
        let mut say = |option: char, value: &str| {
            self.settings.push(Setting { origin: origin.clone(), said: Said::Option(option, value.to_owned()) });
        };
        match meaning {
            Meaning::Value(option) if !value.is_empty() => say(option, value),
            Meaning::Value(_) => {}
            Meaning::List(option) => say(option, value),
            Meaning::Hook => say('F', value),
            Meaning::Transport => {
                let (method, path) = value.split_once(':').unwrap_or((value, ""));
                for (option, value) in [('m', method), ('p', path)].into_iter().filter(|(_, value)| !value.is_empty()) {
                    say(option, value);
                }
            }
            Meaning::HookSwitch => {
                let is_hook = |setting: &Setting| matches!(setting.said, Said::Option('F', _));
                let enabled = switch(value).map_err(|reason| refused(&origin, &reason))?;
                if !enabled {
                    self.settings.retain(|setting| !is_hook(setting));
                }
                if !enabled || !self.settings.iter().any(is_hook) {
                    // Before options, which may name another hook.
                    let hook = if enabled { "" } else { "/dev/null" };
                    self.settings.insert(0, Setting { origin, said: Said::Option('F', hook.to_owned()) });
                }
            }
            Meaning::LogLevel => match &*value.to_ascii_lowercase() {
                "" | "error" | "critical" => {}
                "message" => say('L', "info"),
                level @ ("warning" | "info" | "debug") => say('L', level),
                _ => self.warnings.push(format!("{origin} is ignored: there is no log level '{value}'")),
            },
            Meaning::Options => {
                let words = variables::split(value).map_err(|reason| refused(&origin, &reason))?;
                let said = Said::Words(words.into_iter().map(OsString::from).collect());
                self.settings.push(Setting { origin, said });
            }
        }
        Ok(())
    }
}

/// The text to report if settings cannot be understood and the agent must not start.
pub(crate) fn refused(origin: &str, reason: &str) -> String {
    format!("error loading settings from {origin}: {reason}")
}

fn switch(value: &str) -> Result<bool, String> {
    match &*value.to_ascii_lowercase() {
        "1" | "yes" | "true" | "on" => Ok(true),
        "0" | "no" | "false" | "off" | "" => Ok(false),
        _ => Err(format!("'{value}' is neither 1 nor 0")),
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;
    use crate::fixture::Root;

    /// The settings in `/etc/sysconfig/qemu-ga` with this text: options, words after a `$`, and warnings after a `!`.
    fn said(text: &str) -> Result<String, String> {
        let root = Root::new(&[("etc/sysconfig/qemu-ga", text)]);
        let sources = read(root.path(), []).map_err(|error| root.plain(&error))?;
        let source = sources.into_iter().next().unwrap();
        let settings = source.settings.iter().map(|setting| match &setting.said {
            Said::Option(option, value) => format!("{option}={value}"),
            Said::Words(words) => format!("${}", words.join(OsStr::new("$")).to_string_lossy()),
        });
        let warnings = source.warnings.iter().map(|warning| format!("!{}", root.plain(warning)));
        Ok(settings.chain(warnings).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn every_variable_has_its_meaning() {
        let cases = [
            ("", ""),
            ("BLACKLIST_RPC=a\nBLOCK_RPCS=b,c\nALLOW_RPCS=d\n", "b=a b=b,c a=d"),
            // Of the same variable the last.
            ("BLOCK_RPCS=a\nBLOCK_RPCS=b\n", "b=b"),
            (
                "QEMU_GA_ARGS='-v -p \"/a b\"'\nFILTER_RPC_ARGS=--allow-rpcs=a\nDAEMON_ARGS=\n",
                "$--allow-rpcs=a $-v$-p$/a b $",
            ),
            ("TRANSPORT=vsock-listen:3:1024\n", "m=vsock-listen p=3:1024"),
            ("TRANSPORT=virtio-serial\nGA_METHOD=\nGA_PATH=\n", "m=virtio-serial"),
            ("GA_PATH=/dev/vport1p1\nGA_METHOD=isa-serial\n", "m=isa-serial p=/dev/vport1p1"),
            ("QGA_LOGFILE=/l\nQGA_LOGLEVEL=Debug\n", "l=/l L=debug"),
            ("QGA_LOGLEVEL=error\n", ""),
            ("FSFREEZE_HOOK_PATHNAME=/h\n", "F=/h"),
            ("FSFREEZE_HOOK_PATHNAME=\n", "F="),
            ("FSFREEZE_HOOK_ENABLE=0\nFSFREEZE_HOOK_PATHNAME=/h\n", "F=/dev/null"),
            ("FSFREEZE_HOOK_ENABLE=1\nFSFREEZE_HOOK_PATHNAME=/h\n", "F=/h"),
            ("FSFREEZE_HOOK_ENABLE=yes\n", "F="),
            ("TRANSPORT=isa-serial\nDAEMON_ARGS=-F/h\nFSFREEZE_HOOK_ENABLE=1\n", "F= $-F/h m=isa-serial"),
            ("PATH=/bin\nLC_ALL=C\nrc_need=net\nQGA_CONF=/c\n", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(said(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn every_variable_and_place_is_in_the_help_and_in_the_example_configuration() {
        let (help, example) = (crate::settings::cli::usage(), include_str!("../../packaging/qemu-ga.conf"));
        let files = FILES.concat();
        for name in VARIABLES.iter().map(|(name, _)| name).chain(&files) {
            assert!(help.contains(name) && example.contains(name), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_understood_is_a_warning_unless_a_list_may_be_in_it() {
        let no_shell = "only a shell can evaluate it, and no shell is run";
        let file = "/etc/sysconfig/qemu-ga";
        let warnings = [
            (
                "A=1\nBLACKLIST=a\n",
                format!("!{file}:1: variable A is not understood !{file}:2: variable BLACKLIST is not understood"),
            ),
            (
                "GA_PATH=\"$(find /dev -name 'vport*p1' | head -1)\"\n",
                format!("!{file}:1: GA_PATH is ignored: {no_shell}"),
            ),
            ("QGA_LOGLEVEL=7\n", format!("!{file}:1: QGA_LOGLEVEL is ignored: there is no log level '7'")),
        ];
        for (text, expected) in warnings {
            assert_eq!(said(text), Ok(expected), "{text}");
        }
        let refusals = [
            ("\nBLOCK_RPCS=$MORE,a\n", format!("{file}:2: BLOCK_RPCS: {no_shell}")),
            ("DAEMON_ARGS=\"$DAEMON_ARGS -v\"\n", format!("{file}:1: DAEMON_ARGS: {no_shell}")),
            ("QEMU_GA_ARGS=\"-b 'a\"\n", format!("{file}:1: QEMU_GA_ARGS: a quote begins here and does not end")),
            ("FSFREEZE_HOOK_ENABLE=maybe\n", format!("{file}:1: FSFREEZE_HOOK_ENABLE: 'maybe' is neither 1 nor 0")),
            ("A=1\nBLOCK_RPCS='a\n", format!("{file}:2: a quote begins here and does not end")),
        ];
        for (text, expected) in refusals {
            assert_eq!(said(text), Err(format!("error loading settings from {expected}")), "{text}");
        }
        let root = Root::new(&[("etc/default/qemu-guest-agent/", "")]);
        let error = root.plain(&read(root.path(), []).unwrap_err());
        assert_eq!(error, "error loading settings from /etc/default/qemu-guest-agent: Is a directory");
    }

    #[test]
    fn places_come_in_their_order_and_of_a_pair_each_variable_once() {
        let root = Root::new(&[
            ("etc/conf.d/qemu-guest-agent", "GA_PATH=/c\n"),
            ("etc/default/qemu-guest-agent", "TRANSPORT=isa-serial:/d\n"),
            ("etc/sysconfig/qemu-ga", "BLOCK_RPCS=a\nFILTER_RPC_ARGS=\n"),
            ("usr/etc/sysconfig/qemu-ga", "FILTER_RPC_ARGS=-bx\nALLOW_RPCS=v\n"),
        ]);
        let environment =
            [("BLOCK_RPCS", "e"), ("TRANSPORT", "another's"), ("DAEMON_ARGS", "--another"), ("HOME", "/")];
        let sources = read(root.path(), environment.map(|(name, value)| (name.into(), value.into()))).unwrap();
        let shown: Vec<String> = sources.iter().map(|source| root.plain(&format!("{source:?}"))).collect();
        let names: Vec<String> = sources.iter().map(|source| root.plain(&source.names.join(" "))).collect();
        let expected = [
            "/usr/etc/sysconfig/qemu-ga /etc/sysconfig/qemu-ga",
            "/etc/default/qemu-guest-agent",
            "/etc/conf.d/qemu-guest-agent",
            "the environment",
        ];
        assert_eq!(names, expected);
        assert!(shown.iter().all(|source| source.ends_with("warnings: [] }")), "{shown:?}");
        let options = sources.iter().flat_map(|source| &source.settings).map(|setting| match &setting.said {
            Said::Option(option, value) => format!("{option}={value}"),
            Said::Words(words) => format!("{words:?}"),
        });
        // The owner's empty variable replaces the distribution's; variables that the owner does not set stay.
        assert_eq!(options.collect::<Vec<_>>(), ["[]", "b=a", "a=v", "m=isa-serial", "p=/d", "p=/c", "b=e"]);
        assert!(read(&root.join("etc/sysconfig/qemu-ga"), []).unwrap().is_empty(), "no folder, no file");
    }
}
