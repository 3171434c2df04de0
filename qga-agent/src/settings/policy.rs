//! The gate's policy: the administrator's allow and block lists, and the commands of a frozen guest.

use std::collections::HashSet;

use qga_runtime::{CommandError, CommandFacts, ErrorClass};

/// Commands that run while file systems are frozen, whatever is in the lists: they open no file, and the host needs
/// them to see and end the freeze.
const WHILE_FROZEN: [&str; 6] =
    ["guest-ping", "guest-info", "guest-sync", "guest-sync-delimited", "guest-fsfreeze-status", "guest-fsfreeze-thaw"];

/// The administrator's lists.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    allowed: Vec<String>,
    blocked: Vec<String>,
}

impl Policy {
    /// In the block list any character that no name has separates names, as a comma does: a slip opens no command.
    pub(crate) fn new(allowed: &[String], blocked: &[String]) -> Self {
        let separates = |character: char| !character.is_alphanumeric() && !"-_.".contains(character);
        let blocked = blocked.iter().flat_map(|entry| entry.split(separates)).filter(|name| !name.is_empty());
        Self { allowed: allowed.to_vec(), blocked: blocked.map(str::to_owned).collect() }
    }

    /// Whether the command may run now.
    pub(crate) fn allows(&self, name: &str, frozen: bool) -> bool {
        if frozen {
            return WHILE_FROZEN.contains(&name);
        }
        let listed = |list: &[String]| list.iter().any(|entry| entry == name);
        (self.allowed.is_empty() || listed(&self.allowed)) && !listed(&self.blocked)
    }

    /// Refuses a command that may not run; host software compares the text.
    pub(crate) fn check(&self, info: &CommandFacts, frozen: bool) -> Result<(), CommandError> {
        if self.allows(info.name, frozen) {
            return Ok(());
        }
        let desc = format!("Command {} has been disabled: the command is not allowed", info.name);
        Err(CommandError { class: ErrorClass::CommandNotFound, desc })
    }

    /// Names in the lists that are no command's, most likely typing errors.
    pub(crate) fn unknown<'a>(&'a self, exists: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a str> {
        self.allowed.iter().chain(&self.blocked).map(String::as_str).filter(move |name| !exists(name))
    }
}

/// Adds the missing names of another place's list in front of a block list.
pub(crate) fn block_also(list: &mut Vec<String>, more: &[String]) {
    let mut known: HashSet<&String> = list.iter().collect();
    let added: Vec<String> = more.iter().filter(|name| known.insert(name)).cloned().collect();
    list.splice(0..0, added);
}

/// Narrows an allow list to the commands that another place's list also allows; returns the removed names.
///
/// An empty list allows everything, so a list that has lost all names keeps an empty one, which is no command's.
pub(crate) fn allow_only(list: &mut Vec<String>, other: &[String]) -> Vec<String> {
    if other.is_empty() {
        return Vec::new();
    }
    if list.is_empty() {
        other.clone_into(list);
        return Vec::new();
    }
    let (kept, lost) = list.drain(..).partition(|name| other.contains(name));
    *list = kept;
    if list.is_empty() {
        list.push(String::new());
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_of_several_places_only_tighten() {
        let names = |list: &str| list.split_terminator(' ').map(str::to_owned).collect::<Vec<_>>();
        for (list, more, expected) in [("", "", ""), ("", "a b a", "a b"), ("a", "", "a"), ("a b", "c b d", "c d a b")]
        {
            let mut blocked = names(list);
            block_also(&mut blocked, &names(more));
            assert_eq!(blocked, names(expected), "{list} and {more}");
        }
        let cases = [
            ("", "", "", ""),
            ("", "a b", "a b", ""),
            ("a b", "", "a b", ""),
            ("c a b", "b d c", "c b", "a"),
            ("a", "b", "-", "a"),
        ];
        for (list, other, expected, lost) in cases {
            let mut allowed = names(list);
            assert_eq!(allow_only(&mut allowed, &names(other)), names(lost), "{list} and {other}");
            // A list that allows nothing is not empty: an empty one allows everything.
            assert_eq!(
                allowed,
                if expected == "-" { vec![String::new()] } else { names(expected) },
                "{list} and {other}"
            );
        }
    }

    #[test]
    fn lists_combine_and_a_frozen_guest_ignores_them() {
        let names = |list: &[&str]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
        let cases: [(&[&str], &[&str], bool, &[&str]); 6] = [
            (&[], &[], false, &["guest-ping", "guest-exec", "guest-fsfreeze-thaw"]),
            (&[], &["guest-exec"], false, &["guest-ping", "guest-fsfreeze-thaw"]),
            (&["guest-exec"], &[], false, &["guest-exec"]),
            (&["guest-exec", "guest-ping"], &["guest-exec"], false, &["guest-ping"]),
            (&["guest-exec"], &["guest-ping"], true, &["guest-ping", "guest-fsfreeze-thaw"]),
            (&[], &[], true, &["guest-ping", "guest-fsfreeze-thaw"]),
        ];
        for (allowed, blocked, frozen, expected) in cases {
            let policy = Policy::new(&names(allowed), &names(blocked));
            let now: Vec<&str> = ["guest-ping", "guest-exec", "guest-fsfreeze-thaw"]
                .into_iter()
                .filter(|name| policy.allows(name, frozen))
                .collect();
            assert_eq!(now, expected, "allow {allowed:?}, block {blocked:?}, frozen {frozen}");
        }
        for slip in ["a guest-exec", "guest-exec;a", "\"guest-exec\"", "'a' | guest-exec", "a\nguest-exec\0"] {
            assert!(!Policy::new(&[], &names(&[slip])).allows("guest-exec", false), "{slip}");
            assert!(!Policy::new(&names(&[slip]), &[]).allows("guest-exec", false), "{slip}");
        }
        let policy = Policy::new(&names(&["guest-exce"]), &names(&["guest-ping"]));
        assert_eq!(policy.unknown(|name| name == "guest-ping").collect::<Vec<_>>(), ["guest-exce"]);
    }
}
