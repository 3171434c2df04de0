//! Gathers the agent's settings: variables of distributions, then the configuration file, then the command line.

pub(crate) mod cli;
pub(crate) mod config;
pub(crate) mod defaults;
pub(crate) mod keyfile;
pub(crate) mod policy;
mod variables;

use std::ffi::OsString;
use std::mem;

use cli::{Given, Options};
use config::{Config, ConfigFile};
use defaults::{Said, Setting, Source, refused};

use crate::process::logging;

/// The action that the command line requests.
#[derive(Debug)]
pub(crate) enum Task {
    /// Serve.
    Run(Settings),
    /// Print this and exit.
    Print(String),
    /// Print the settings and exit.
    Dump(Settings),
    /// Print what a freeze with these settings would do, and exit.
    Plan(Settings),
    /// Check what the agent needs, print what is wrong, and exit.
    Check(Settings),
    /// Print the names of all commands and exit.
    List,
}

/// The settings from all places.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) config: Config,
    /// The places of variables, each with its warnings.
    pub(crate) sources: Vec<Source>,
    /// Warnings about the configuration file and the command line.
    pub(crate) warnings: Vec<String>,
    /// The configuration file, if there is one.
    pub(crate) file: Option<String>,
    /// The allow and block lists of each place.
    pub(crate) lists: Vec<ListPart>,
}

/// An allow or block list, or a part of it, in one place.
#[derive(Debug)]
pub(crate) struct ListPart {
    /// File, line and variable; the configuration file; or the command line.
    pub(crate) origin: String,
    pub(crate) blocks: bool,
    pub(crate) names: Vec<String>,
}

impl ListPart {
    fn new(origin: &str, option: &Given) -> Self {
        let mut names = Vec::new();
        config::extend(&mut names, &option.value);
        Self { origin: origin.to_owned(), blocks: option.option != 'a', names }
    }
}

/// Why the agent cannot run: a text for stderr, and exit status 1.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The command line is invalid.
    Usage(String),
    /// A configuration file, or a file of variables, is invalid.
    Config(String),
}

/// An option, and the variable it comes from.
type Placed = (String, Given);

/// Reads the command line and its configuration file, on top of the variables of distributions.
///
/// A later place overrides an earlier one, except for the policy, which no place can loosen. Block lists add up. The
/// allow lists of the configuration file and the command line add up to one; a command must be on it and on that of
/// each source.
pub(crate) fn gather(
    arguments: impl IntoIterator<Item = OsString>,
    environment: Option<OsString>,
    mut sources: Vec<Source>,
) -> Result<Task, Failure> {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let lower: Vec<Vec<Placed>> = sources.iter_mut().map(options).collect::<Result<_, _>>()?;
    let file = config_file(environment, &lower, &arguments).map_err(Failure::Config)?;
    let named_above = file.names_channel() || Options::new(&arguments).flatten().any(|given| is_channel(&given));
    let mut config = apply(&lower, named_above).map_err(Failure::Config)?;
    config.load(&file).map_err(Failure::Config)?;
    let mut warnings = file.warnings();
    let variables = lower.iter().flatten().filter(|(_, given)| is_list(given));
    let mut lists: Vec<_> = variables.map(|(origin, given)| ListPart::new(origin, given)).collect();
    for (blocks, names) in [(true, &config.block_rpcs), (false, &config.allow_rpcs)] {
        lists.push(ListPart { origin: file.name(), blocks, names: names.clone() });
    }
    let (mut dump, mut plan, mut check) = (false, false, false);
    for option in Options::new(&arguments) {
        let Given { option, value } = option.map_err(Failure::Usage)?;
        match option {
            'D' => dump = true,
            'P' => plan = true,
            'K' => check = true,
            'a' | 'b' | 'B' if matches!(&*value, "help" | "?") => return Ok(Task::List),
            'V' => return Ok(Task::Print(format!("QEMU Guest Agent {}\n", env!("CARGO_PKG_VERSION")))),
            'h' => return Ok(Task::Print(cli::usage())),
            _ => set(&mut config, option, &value).map_err(Failure::Usage)?,
        }
        if matches!(option, 'a' | 'b' | 'B') {
            lists.push(ListPart::new("the command line", &Given { option, value }));
        }
        if option == 'B' {
            warnings.push("option '--blacklist' is now --block-rpcs".into());
        }
    }
    for (source, options) in sources.iter_mut().zip(&lower) {
        tighten(&mut config, source, options);
    }
    let file = file.is_there().then(|| file.name());
    let settings = Settings { config, sources, warnings, file, lists };
    Ok(match (dump, plan, check) {
        (true, _, _) => Task::Dump(settings),
        (_, true, _) => Task::Plan(settings),
        (_, _, true) => Task::Check(settings),
        _ => Task::Run(settings),
    })
}

/// Whether a command line asks for a check, for settings that cannot be gathered.
pub(crate) fn asks_for_check(arguments: impl IntoIterator<Item = OsString>) -> bool {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    Options::new(&arguments).flatten().any(|given| given.option == 'K')
}

/// Reads the configuration file, wherever on the command line it is named: all options override it. Faults of other
/// options are reported later, when they are applied. An empty variable of the environment is none.
fn config_file(
    environment: Option<OsString>,
    lower: &[Vec<Placed>],
    arguments: &[OsString],
) -> Result<ConfigFile, String> {
    let in_variables = lower.iter().flatten().map(|(_, given)| given.clone());
    let named = in_variables.chain(Options::new(arguments).flatten()).filter(|given| given.option == 'c').last();
    match (named, environment.filter(|path| !path.is_empty())) {
        (Some(Given { value, .. }), _) => ConfigFile::read(value.into(), true),
        (None, Some(path)) => ConfigFile::read(path.into(), false),
        (None, None) => ConfigFile::read(config::DEFAULT_FILE.into(), false),
    }
}

/// The settings from variables, except for the lists.
///
/// Method and path come from one place, the last that names either: two halves would make a channel that no place
/// names.
fn apply(lower: &[Vec<Placed>], named_above: bool) -> Result<Config, String> {
    let names_channel = |options: &Vec<Placed>| options.iter().any(|(_, given)| is_channel(given));
    let channel = lower.iter().rposition(names_channel).filter(|_| !named_above);
    let mut config = Config::default();
    for (place, options) in lower.iter().enumerate() {
        for (origin, given) in options {
            let applies = if is_channel(given) { channel == Some(place) } else { !is_list(given) };
            if applies {
                set(&mut config, given.option, &given.value).map_err(|reason| refused(origin, &reason))?;
            }
        }
    }
    Ok(config)
}

fn is_channel(given: &Given) -> bool {
    matches!(given.option, 'm' | 'p')
}

fn is_list(given: &Given) -> bool {
    matches!(given.option, 'a' | 'b' | 'B')
}

/// Applies one option, of a command line or of a variable.
fn set(config: &mut Config, option: char, value: &str) -> Result<(), String> {
    match option {
        'm' => config.method = value.into(),
        'p' => config.path = Some(value.into()),
        'C' => config.add_channel(config::channel(value)?),
        'U' => config::add_users(&mut config.channel_users, value),
        'l' => config.logfile = Some(value.into()),
        'f' => config.pidfile = value.into(),
        'F' if value.is_empty() => config.fsfreeze_hook = Some(config::DEFAULT_HOOK.into()),
        'F' => config.fsfreeze_hook = Some(value.into()),
        'T' => config.fsfreeze_timeout = config::timeout(value)?,
        't' => config.statedir = value.into(),
        'v' => config.verbose = true,
        'L' => config.log_level = logging::level(value)?,
        'O' => config.log_format = value.parse()?,
        'd' => config.daemon = true,
        'r' => config.retry_path = true,
        'b' | 'B' => config::extend(&mut config.block_rpcs, value),
        'a' => config::extend(&mut config.allow_rpcs, value),
        _ => {}
    }
    Ok(())
}

/// The options of a source, without those that only the command line may have.
fn options(source: &mut Source) -> Result<Vec<Placed>, Failure> {
    let mut options = Vec::new();
    for Setting { origin, said } in mem::take(&mut source.settings) {
        let words = match said {
            Said::Option(option, value) => {
                options.push((origin, Given { option, value }));
                continue;
            }
            Said::Words(words) => words,
        };
        let fault = |reason: &str| Failure::Config(refused(&origin, reason));
        let mut reader = Options::new(&words);
        let mut holds_list = false;
        for given in &mut reader {
            let given = given.map_err(|reason| fault(&reason))?;
            if matches!(given.option, 'd' | 'D' | 'P' | 'K' | 'V' | 's' | 'h') {
                source.warnings.push(format!("{origin}: option '-{}' has no effect here", given.option));
                continue;
            }
            holds_list |= is_list(&given);
            options.push((origin.clone(), given));
        }
        for word in reader.stray {
            let word = word.to_string_lossy();
            if holds_list {
                return Err(fault(&format!("'{word}' belongs to no option; a list of commands has no blanks")));
            }
            source.warnings.push(format!("{origin}: '{word}' belongs to no option"));
        }
    }
    Ok(options)
}

/// Applies the lists of a source.
fn tighten(config: &mut Config, source: &mut Source, options: &[Placed]) {
    let (mut blocked, mut allowed) = (Vec::new(), Vec::new());
    for (_, Given { option, value }) in options {
        match option {
            'b' | 'B' => config::extend(&mut blocked, value),
            'a' => config::extend(&mut allowed, value),
            _ => {}
        }
    }
    policy::block_also(&mut config.block_rpcs, &blocked);
    let lost = policy::allow_only(&mut config.allow_rpcs, &allowed);
    if !lost.is_empty() {
        let (lost, names) = (lost.join(", "), source.names.join(" and "));
        source.warnings.push(format!("{lost}: allowed elsewhere, but not in {names}, so refused"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::Root;
    use crate::settings::defaults;

    /// The settings with these files, variables of the environment, configuration and command line; the configuration file
    /// is `/conf`.
    struct Case<'a> {
        files: &'a [(&'a str, &'a str)],
        environment: &'a [(&'a str, &'a str)],
        words: &'a [&'a str],
    }

    impl Case<'_> {
        fn gather(&self) -> Result<Settings, String> {
            let root = Root::new(self.files);
            let environment = self.environment.iter().map(|(name, value)| (name.into(), value.into()));
            let result = defaults::read(root.path(), environment).map_err(Failure::Config).and_then(|sources| {
                gather(self.words.iter().map(OsString::from), Some(root.join("conf").into()), sources)
            });
            match result {
                Ok(Task::Run(mut settings)) => {
                    let all = settings.sources.iter().flat_map(|source| &source.warnings).chain(&settings.warnings);
                    settings.warnings = all.map(|warning| root.plain(warning)).collect();
                    Ok(settings)
                }
                Ok(other) => panic!("{:?}: {other:?}", self.words),
                Err(Failure::Config(text) | Failure::Usage(text)) => Err(root.plain(&text)),
            }
        }
    }

    const RHEL: (&str, &str) = ("etc/sysconfig/qemu-ga", "FILTER_RPC_ARGS='-a x,y,z'\nBLOCK_RPCS=p\n");

    #[test]
    fn no_place_opens_what_another_has_closed() {
        type Lists = (&'static [&'static str], &'static [&'static str]);
        let cases: [(&[(&str, &str)], &[&str], Lists); 9] = [
            (&[RHEL], &[], (&["p"], &["z", "y", "x"])),
            // The distribution's unit has passed the same options.
            (&[RHEL], &["-a", "x,y,z", "--blacklist=p", "-b", ""], (&["p"], &["z", "y", "x"])),
            (&[RHEL], &["-a", "x,w", "-b", "q"], (&["p", "q"], &["x"])),
            // The lists of the configuration file and the command line add up.
            (&[RHEL, ("conf", "[general]\nallow-rpcs=y,v\nblock-rpcs=p\n")], &["-ax"], (&["p"], &["y", "x"])),
            (&[RHEL], &["-a", "v"], (&["p"], &[""])),
            (&[RHEL, ("etc/default/qemu-guest-agent", "DAEMON_ARGS='-ay -aw -bp,q'\n")], &[], (&["q", "p"], &["y"])),
            (&[RHEL, ("etc/conf.d/qemu-guest-agent", "ALLOW_RPCS=,\n")], &[], (&["p"], &[""])),
            (&[RHEL], &["-c", "/dev/null"], (&["p"], &["z", "y", "x"])),
            (&[("etc/sysconfig/qemu-ga", "QEMU_GA_ARGS=--allow-rpcs=\n")], &[], (&[], &[])),
        ];
        for (files, words, (blocked, allowed)) in cases {
            let config = Case { files, environment: &[], words }.gather().unwrap().config;
            assert_eq!(
                (&*config.block_rpcs, &*config.allow_rpcs),
                (&*own(blocked), &*own(allowed)),
                "{files:?} {words:?}"
            );
            // A dump that is read again allows no more commands.
            let dump = config.dump();
            let again = Case { files: &[("conf", &dump)], environment: &[], words: &[] }.gather().unwrap().config;
            assert_eq!(again.allow_rpcs.is_empty(), allowed.is_empty(), "{dump}");
        }
        let environment = [("BLACKLIST_RPC", "e"), ("DAEMON_ARGS", "-bd")];
        let config = Case { files: &[RHEL], environment: &environment, words: &["-bc"] }.gather().unwrap().config;
        assert_eq!(config.block_rpcs, ["e", "p", "c"]);
    }

    fn own(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_later_place_counts_more_and_a_channel_is_of_one_place() {
        let file =
            ("etc/default/qemu-guest-agent", "TRANSPORT=isa-serial:/t\nDAEMON_ARGS='-F/d -l /d --channel=unix:/d'\n");
        let alpine = ("etc/conf.d/qemu-guest-agent", "GA_PATH=/a\n");
        let cases: [(&[(&str, &str)], &[&str], &str); 6] = [
            (&[file], &[], "isa-serial /t hook=/d log=/d unix:/d"),
            (&[file, alpine], &[], "virtio-serial /a hook=/d log=/d unix:/d"),
            (&[file], &["-m", "virtio-serial"], "virtio-serial - hook=/d log=/d unix:/d"),
            (&[file, ("conf", "[general]\npath=/c\n")], &["-l/l"], "virtio-serial /c hook=/d log=/l unix:/d"),
            (
                &[file, ("conf", "[general]\nlogfile=/c\nfsfreeze-hook=/c\n")],
                &["-F/l"],
                "isa-serial /t hook=/l log=/c unix:/d",
            ),
            // Passed by the unit, too: a channel cannot be opened twice.
            (
                &[file, ("conf", "[general]\nchannels=unix:/d,unix:/c\n")],
                &["--channel=unix:/d"],
                "isa-serial /t hook=/d log=/d unix:/d unix:/c",
            ),
        ];
        for (files, words, expected) in cases {
            let config = Case { files, environment: &[], words }.gather().unwrap().config;
            let shown = |path: Option<std::path::PathBuf>| path.map_or("-".into(), |path| path.display().to_string());
            let channels: Vec<String> = config.channels.iter().map(|address| format!(" {address}")).collect();
            let (hook, log) = (shown(config.fsfreeze_hook), shown(config.logfile));
            let path = config.path.as_deref().unwrap_or("-");
            let got = format!("{} {path} hook={hook} log={log}{}", config.method, channels.concat());
            assert_eq!(got, expected, "{files:?} {words:?}");
        }
    }

    #[test]
    fn an_empty_variable_names_no_configuration_file() {
        let shown = match config_file(Some(OsString::new()), &[], &[]) {
            Ok(file) => file.name(),
            // Of this machine's own file.
            Err(text) => text,
        };
        assert!(shown.contains(config::DEFAULT_FILE), "{shown}");
    }

    #[test]
    fn what_has_no_effect_is_said_and_what_may_be_a_list_is_refused() {
        let sysconfig = "etc/sysconfig/qemu-ga";
        let warnings: [(&[(&str, &str)], &[&str], &[&str]); 4] = [
            (
                &[(sysconfig, "X=1\nQEMU_GA_ARGS='-d words -D -v'\n")],
                &[],
                &[
                    "/etc/sysconfig/qemu-ga:1: variable X is not understood",
                    "/etc/sysconfig/qemu-ga:2: QEMU_GA_ARGS: option '-d' has no effect here",
                    "/etc/sysconfig/qemu-ga:2: QEMU_GA_ARGS: option '-D' has no effect here",
                    "/etc/sysconfig/qemu-ga:2: QEMU_GA_ARGS: 'words' belongs to no option",
                ],
            ),
            (
                &[("conf", "[general]\nmethdo=x\nblacklist=a\n[other]\nx=1\n")],
                &["--blacklist=b"],
                &[
                    "/conf:2: key 'methdo' is not understood",
                    "/conf:5: key 'x' of group [other] is not understood",
                    "/conf: key 'blacklist' is now block-rpcs",
                    "option '--blacklist' is now --block-rpcs",
                ],
            ),
            (
                &[(sysconfig, "ALLOW_RPCS=a,b\n"), ("conf", "[general]\nallow-rpcs=a,c,d\n")],
                &[],
                &["d, c: allowed elsewhere, but not in /etc/sysconfig/qemu-ga, so refused"],
            ),
            (&[(sysconfig, "# nothing\n"), ("conf", "[general]\nblock-rpcs=a\n")], &["-aa"], &[]),
        ];
        for (files, words, expected) in warnings {
            assert_eq!(Case { files, environment: &[], words }.gather().unwrap().warnings, expected, "{files:?}");
        }
        let refusals = [
            ("'-b a, b'", "'b' belongs to no option; a list of commands has no blanks"),
            ("'-v --blok-rpcs=a'", "unrecognized option '--blok-rpcs'"),
            ("-b", "option '--block-rpcs' requires an argument"),
            ("'--fsfreeze-timeout=soon'", "'soon' is not a number of seconds"),
        ];
        for (value, reason) in refusals {
            let text = format!("\nDAEMON_ARGS={value}\n");
            let error =
                Case { files: &[("etc/default/qemu-guest-agent", &text)], environment: &[], words: &[] }.gather();
            let expected =
                format!("error loading settings from /etc/default/qemu-guest-agent:2: DAEMON_ARGS: {reason}");
            assert_eq!(error.unwrap_err(), expected);
        }
    }
}
