//! Which commands may run now: the administrator's lists, and what a frozen guest allows.

use qga_runtime::{CommandError, CommandFacts, ErrorClass};

/// All that may run while file systems are frozen, whatever the lists say: nothing here opens a file, and without these
/// the host could neither see nor end the freeze.
const WHILE_FROZEN: [&str; 6] =
    ["guest-ping", "guest-info", "guest-sync", "guest-sync-delimited", "guest-fsfreeze-status", "guest-fsfreeze-thaw"];

/// The administrator's lists.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    allowed: Vec<String>,
    blocked: Vec<String>,
}

impl Policy {
    pub(crate) fn new(allowed: &[String], blocked: &[String]) -> Self {
        Self { allowed: allowed.to_vec(), blocked: blocked.to_vec() }
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

    /// Names in the lists that no command has: most likely slips, and then the list does not do what its writer thinks.
    pub(crate) fn unknown<'a>(&'a self, known: impl Fn(&str) -> bool + 'a) -> impl Iterator<Item = &'a str> {
        self.allowed.iter().chain(&self.blocked).map(String::as_str).filter(move |name| !known(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let policy = Policy::new(&names(&["guest-exce"]), &names(&["guest-ping"]));
        assert_eq!(policy.unknown(|name| name == "guest-ping").collect::<Vec<_>>(), ["guest-exce"]);
    }
}
