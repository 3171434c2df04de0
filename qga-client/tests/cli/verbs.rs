//! Every verb meets real agents and a hostile one: a table that a new verb has to be in.

use std::path::Path;
use std::process::Command;

use crate::looking::{VERBS as LOOKING, hostile};
use crate::peer::{on_a_terminal, text, tool};
use crate::running::{agents, qga, ran};
use crate::scripted::{Reply, Scripted};

/// How a verb is tested with real agents, ours and the established one.
enum Real {
    /// Here, with these words behind it.
    Here(&'static [&'static str]),
    /// Here, by `looking`.
    Look,
    /// In the virtual machine, by a scenario: it changes the guest.
    Guest,
    /// In a file of its own, with hostile agents, too.
    Own(&'static str),
    /// It needs no agent.
    None,
}

/// Each verb, and the words behind it with a hostile agent.
const VERBS: &[(&str, Real, &[&str])] = &[
    ("targets", Real::Own("many"), &[]),
    ("wait", Real::Own("many"), &[]),
    ("doctor", Real::Own("doctor"), &[]),
    ("exec", Real::Here(&["--", "true"]), &["--", "x"]),
    ("cp", Real::Here(&[":/etc/hosts", "-"]), &[":/x", "-"]),
    ("cat", Real::Here(&["/etc/hosts"]), &["/x"]),
    ("tail", Real::Here(&["/etc/hosts"]), &["/x"]),
    ("put", Real::Here(&["/dev/null"]), &["/x"]),
    ("info", Real::Look, &[]),
    ("ip", Real::Look, &[]),
    ("routes", Real::Look, &[]),
    ("fs", Real::Look, &[]),
    ("disks", Real::Look, &[]),
    ("users", Real::Look, &[]),
    ("cpu", Real::Look, &[]),
    ("mem", Real::Look, &[]),
    ("load", Real::Look, &[]),
    ("time", Real::Look, &[]),
    ("top", Real::Here(&["-n", "0.01"]), &["--format", "json"]),
    ("exporter", Real::Own("exporter"), &[]),
    ("freeze", Real::Guest, &["--", "true"]),
    ("passwd", Real::Guest, &["root"]),
    ("keys", Real::Guest, &["list", "root"]),
    ("shutdown", Real::Guest, &[]),
    ("reboot", Real::Guest, &[]),
    ("suspend", Real::Guest, &[]),
    ("trim", Real::Guest, &[]),
    ("raw", Real::Here(&["guest-ping"]), &["guest-info"]),
    ("pipe", Real::Own("many"), &[]),
    ("broker", Real::Own("broker"), &[]),
    ("record", Real::Own("recorded"), &[]),
    ("replay", Real::Own("recorded"), &[]),
    ("repl", Real::Here(&[]), &[]),
    ("completions", Real::None, &[]),
];

#[test]
fn the_table_has_the_verbs_that_the_help_has() {
    let help = text(&tool(&["--help"]).stdout);
    let (_, groups) = help.split_once("\nFind:\n").expect("the first group");
    let (groups, _) = groups.split_once("\nOptions:\n").expect("what follows the groups");
    let listed: Vec<&str> = groups
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|word| !word.is_empty())
        .collect();
    let known: Vec<&str> = VERBS.iter().map(|(verb, ..)| *verb).collect();
    assert_eq!(listed, known);
}

#[test]
fn every_verb_meets_real_agents() {
    for agent in agents("every verb") {
        for (verb, real, _) in VERBS {
            if let Real::Here(words) = real {
                let (_, stderr, code) = ran(qga(&agent, &[&[*verb], *words].concat()));
                assert_eq!(code, Some(0), "{verb}: {stderr}");
            }
        }
    }
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../xtask/vm");
    let mut scenarios = String::new();
    for folder in ["scenarios", "robust"] {
        for entry in std::fs::read_dir(sources.join(folder)).expect("a folder") {
            scenarios += &std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
        }
    }
    for (verb, real, _) in VERBS {
        match real {
            Real::Look => assert!(LOOKING.iter().any(|(looking, _)| looking == verb), "{verb} is not in `looking`"),
            Real::Guest => assert!(scenarios.contains(&format!("qga {verb} ")), "{verb} is in no scenario"),
            Real::Own(name) => {
                let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/cli/{name}.rs"));
                let tests = std::fs::read_to_string(path).expect("its file");
                assert!(
                    tests.contains(&format!("\"{verb}\"")) || tests.contains(&format!(" {verb} ")),
                    "{verb} is not in {name}"
                );
            }
            Real::Here(_) | Real::None => {}
        }
    }
}

/// What a hostile agent answers a verb.
fn answer(verb: &str, command: &str) -> &'static str {
    match command {
        // The bytes of a file are the user's to see as they are; an error is not.
        "guest-file-open" if ["cp", "cat", "tail", "put"].contains(&verb) => hostile("guest-exec"),
        other => hostile(other),
    }
}

#[test]
fn every_verb_shows_what_a_hostile_agent_says_without_obeying_it() {
    for (verb, _, words) in VERBS.iter().filter(|(_, real, _)| !matches!(real, Real::None | Real::Own(_))) {
        let shown = on_a_terminal(&[&[*verb], *words].concat(), |command| answer(verb, command));
        let shown = String::from_utf8(shown).expect("UTF-8");
        // The bar of a copy removes itself.
        let shown = shown.replace("\r\u{1b}[2K", "");
        assert!(!shown.contains("panicked"), "{verb}: {shown}");
        let is_obeyed =
            |letter: &char| letter.is_control() || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
        assert_eq!(shown.replace("\r\n", "").chars().find(is_obeyed), None, "{verb}: {shown:?}");
    }
}

#[test]
fn every_verb_takes_several_targets_or_says_that_it_takes_one() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("qga")).expect("a folder");
    let input = folder.path().join("input");
    std::fs::write(&input, "secret\n").expect("a file");
    for (verb, _, words) in VERBS {
        let words = match *verb {
            // It serves until it is ended; its own tests have a list.
            "exporter" => continue,
            // They have no target.
            "replay" | "completions" => continue,
            "wait" => &["up"][..],
            "cp" => &["input", ":/x"],
            "broker" => &["--listen", "unix:listening"],
            "record" => &["trace", "--listen", "unix:listening"],
            _ => words,
        };
        let agents = [(); 2].map(|()| Scripted::start(|command, _| Reply::Answer(answer(verb, command))));
        let [one, other] = agents.each_ref().map(Scripted::address);
        let inventory = format!("[targets]\none = \"{one}\"\nother = \"{other}\"\n");
        std::fs::write(folder.path().join("qga/targets.toml"), inventory).expect("a file");
        let mut tool = Command::new(env!("CARGO_BIN_EXE_qga"));
        tool.arg(verb).args(["-s", "one,other"]).args(words).current_dir(&folder);
        tool.env("XDG_CONFIG_HOME", folder.path()).stdin(std::fs::File::open(&input).expect("a file"));
        let (stdout, stderr, code) = ran(tool);
        let asked = agents.each_ref().map(|agent| !agent.seen().is_empty());
        if ["top", "pipe", "broker", "record", "repl"].contains(verb) {
            let said = "qga: 2 guests are meant, and this is for one at a time\n";
            assert_eq!((stderr.as_str(), code, asked), (said, Some(2), [false; 2]), "{verb}");
        } else {
            assert_eq!(asked, [true; 2], "{verb}: {stdout}{stderr}");
        }
    }
}
