//! Behaviour tests as text: steps in the guest and calls of its agent, with the expected results.
//!
//! A scenario is a file in `xtask/vm/scenarios`. Its first line is its title after `# `; further lines that start with
//! `#` are comments. Every other line is a step: a verb, a blank and the rest; a line that starts with a blank continues
//! the step above it. `${name}` is replaced by a kept value. [`Verb`] lists the verbs, [`pattern`] the patterns for
//! answers.

pub(crate) mod pattern;
pub(crate) mod run;

use std::path::Path;

use super::confinement::Confinement;
use super::{Failure, cannot};

/// One behaviour test.
#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) title: String,
    pub(crate) steps: Vec<Step>,
}

/// One line of a scenario.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) line: usize,
    pub(crate) verb: Verb,
    pub(crate) text: String,
}

macro_rules! verbs {
    ($($(#[$documentation:meta])* $variant:ident = $word:literal,)*) => {
        /// The action of a step.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(crate) enum Verb {
            $($(#[$documentation])* $variant,)*
        }

        impl Verb {
            fn from_word(word: &str) -> Option<Self> {
                match word {
                    $($word => Some(Self::$variant),)*
                    _ => None,
                }
            }

            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }
        }
    };
}

verbs! {
    /// `guest COMMAND`: runs it as root in the guest with bash; it must succeed. A background process must have its
    /// output redirected.
    Guest = "guest",
    /// `refuses COMMAND`: as `guest`, but it must fail.
    Refuses = "refuses",
    /// `prints TEXT`: the last command has printed exactly this, without white space at both ends.
    Prints = "prints",
    /// `until SECONDS COMMAND`: repeats the command until it succeeds; the timeout is the one with KVM.
    Until = "until",
    /// `keep NAME`: keeps the last command's output; `keep NAME POINTER`: a part of the last answer.
    Keep = "keep",
    /// `call COMMAND [ARGUMENTS]`: calls the agent. The answer must be no error, unless the next step expects one.
    Call = "call",
    /// `poll COMMAND [ARGUMENTS]`: calls the agent repeatedly, until the answer matches the next step.
    Poll = "poll",
    /// `return PATTERN`: the call's result matches the pattern.
    Return = "return",
    /// `error TEXT`: the call has failed with this description; `*` matches any text.
    Error = "error",
    /// `silence`: the call was not answered.
    Silence = "silence",
    /// `send TEXT`: opens a connection and sends exactly this; `\xHH` and `\n` are bytes.
    Send = "send",
    /// `line TEXT`: the next line on that connection; `*` matches any text.
    Line = "line",
    /// `quiet`: no further line comes on that connection.
    Quiet = "quiet",
    /// `reconnect N COMMAND [ARGUMENTS]`: calls the agent N times, on a new connection each time, without an error.
    Reconnect = "reconnect",
    /// `pipeline N COMMAND [ARGUMENTS]`: sends N requests in batches, each before reading its answers, without an error.
    Pipeline = "pipeline",
    /// `mixed N`, and below it requests: sends N of them, in rotation and in small batches; all are answered, errors
    /// included.
    Mixed = "mixed",
    /// `hammer N`, and below it requests: the same, with a connection for each; requests may stay unanswered, since the
    /// agent may be killed.
    Hammer = "hammer",
    /// `answers COMMAND...`: each of these commands is answered, errors included.
    Answers = "answers",
    /// `monitor COMMAND [ARGUMENTS]`: runs a command of QEMU's monitor.
    Monitor = "monitor",
    /// `via CHANNEL`: the next calls and connections use that channel: `agent`, or `isa-serial`.
    Via = "via",
    /// `event NAME [PATTERN]`: QEMU reports, or has reported since the last call, that event, with matching data.
    Event = "event",
    /// `restore`: brings the guest back to the state after its boot.
    Restore = "restore",
    /// `weigh DISK`: keeps the number of bytes of the host's disk that this disk of the guest occupies.
    Weigh = "weigh",
    /// `lighter DISK MEGABYTES`: it occupies at least this much less than when it was weighed.
    Lighter = "lighter",
    /// `host COMMAND`: runs it on this host with bash; it must succeed. `qga` is the tool, and the agent its target.
    Host = "host",
    /// `says TEXT`: the guest's terminal shows this text.
    Says = "says",
    /// `unhardened REASON`: with `--hardened` the scenario is left out, for this reason.
    Unhardened = "unhardened",
}

impl Scenario {
    /// Reads a scenario.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, Failure> {
        let mut lines = text.lines().enumerate();
        let title = lines.next().and_then(|(_, line)| line.strip_prefix("# ")).map(str::to_owned);
        let title = title.ok_or_else(|| format!("{name}:1: the first line is not a title: # TEXT"))?;
        let mut steps: Vec<Step> = Vec::new();
        for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            match steps.last_mut() {
                Some(step) if line.starts_with([' ', '\t']) => {
                    step.text.push('\n');
                    step.text.push_str(line.trim());
                }
                _ => {
                    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
                    let verb = Verb::from_word(word).ok_or_else(|| format!("{name}:{}: no verb: {word}", index + 1))?;
                    steps.push(Step { line: index + 1, verb, text: rest.trim().to_owned() });
                }
            }
        }
        Ok(Self { name: name.to_owned(), title, steps })
    }

    /// The position and text of a step, in one line.
    fn place(&self, step: &Step) -> String {
        let text = step.text.lines().next().unwrap_or_default();
        format!("{}:{} {} {text}", self.name, step.line, step.verb.word()).trim_end().to_owned()
    }

    /// The commands that it calls and checks: their result, their failure, or their effect on the guest.
    pub(crate) fn commands(&self) -> impl Iterator<Item = &str> {
        let calls = self.steps.windows(2).filter(|steps| steps[0].verb == Verb::Call && steps[1].verb != Verb::Call);
        calls.filter_map(|steps| steps[0].text.split([' ', '\n']).next())
    }

    /// Whether one of its steps contains this text.
    pub(crate) fn mentions(&self, text: &str) -> bool {
        self.steps.iter().any(|step| step.text.contains(text))
    }

    /// Whether it installs the agent's packages, here or in another system.
    pub(crate) fn needs_packages(&self) -> bool {
        self.mentions("${packages}") || self.mentions("qga-init boot")
    }

    /// Whether it uses programs that only the guest of the kind `Server` has.
    pub(crate) fn needs_servers(&self) -> bool {
        ["qga-databases", "cryptsetup", "mdadm"].iter().any(|program| self.mentions(program))
    }

    /// Whether a step runs a command of the host with the tool.
    pub(crate) fn uses_tool(&self) -> bool {
        self.steps.iter().any(|step| step.verb == Verb::Host)
    }

    /// The reason why it is left out under this restriction.
    pub(crate) fn left_out(&self, confinement: Confinement) -> Option<&str> {
        let reason = self.steps.iter().find(|step| step.verb == Verb::Unhardened)?;
        (confinement == Confinement::Hardened).then_some(&reason.text)
    }

    /// Whether it restores the guest, which undoes preparations of other scenarios.
    pub(crate) fn restores(&self) -> bool {
        self.steps.iter().any(|step| step.verb == Verb::Restore)
    }
}

/// All scenarios of a folder whose name contains one of `filters` (all without filters), those that restore the guest
/// last.
pub(crate) fn read_all(folder: &Path, filters: &[String]) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot(format_args!("read {}", folder.display())))? {
        let path = entry.map_err(cannot("read a folder"))?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if filters.is_empty() || filters.iter().any(|filter| name.contains(filter)) {
            let text = std::fs::read_to_string(&path).map_err(cannot(format_args!("read {}", path.display())))?;
            scenarios.push(Scenario::parse(&name, &text)?);
        }
    }
    scenarios.sort_by(|a, b| (a.restores(), &a.name).cmp(&(b.restores(), &b.name)));
    Ok(scenarios)
}

#[cfg(test)]
mod tests {
    use super::{Confinement, Scenario, Verb, read_all};

    #[test]
    fn a_scenario_is_a_title_and_steps() {
        let scenario = Scenario::parse("x", "# A title.\n\n# why\nguest one\n  two\nsilence\n").expect("it is one");
        assert_eq!(scenario.title, "A title.");
        let steps: Vec<_> = scenario.steps.iter().map(|step| (step.line, step.verb, step.text.as_str())).collect();
        assert_eq!(steps, [(4, Verb::Guest, "one\ntwo"), (6, Verb::Silence, "")]);
        let places: Vec<_> = scenario.steps.iter().map(|step| scenario.place(step)).collect();
        assert_eq!(places, ["x:4 guest one", "x:6 silence"]);
    }

    #[test]
    fn a_scenario_says_why_it_is_left_out() {
        let text = "# A title.\nunhardened it starts\n  no unit\nsilence\n";
        let scenario = Scenario::parse("x", text).expect("it is one");
        assert_eq!(scenario.left_out(Confinement::Hardened), Some("it starts\nno unit"));
        for confinement in [Confinement::None, Confinement::Selinux] {
            assert_eq!(scenario.left_out(confinement), None);
        }
        let other = Scenario::parse("x", "# A title.\nsilence\n").expect("it is one");
        assert_eq!(other.left_out(Confinement::Hardened), None);
    }

    #[test]
    fn mistakes_are_located() {
        let message = |text| Scenario::parse("x", text).expect_err("it is wrong");
        assert_eq!(message("guest true\n"), "x:1: the first line is not a title: # TEXT");
        assert_eq!(message("# t\nguess true\n"), "x:2: no verb: guess");
    }

    #[test]
    fn checked_in_scenarios_are_well_formed() {
        for folder in ["scenarios", "robust"] {
            let scenarios = read_all(&crate::vm::sources().join(folder), &[]).expect("they are well-formed");
            assert!(!scenarios.is_empty(), "{folder}");
        }
    }
}
