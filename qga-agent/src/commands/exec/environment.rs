//! Passes the environment of a client's program on unchanged.
//!
//! The standard library's `Command` sorts variables and cannot hold entries without `=`.

use std::collections::HashSet;
use std::ffi::{CString, c_char};
use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::ptr;

unsafe extern "C" {
    /// The C library's list of variables, with which `exec` starts a program.
    static mut environ: *const *const c_char;
}

/// Replaces the child's environment by these entries. Of several with one name only the last is kept: programs read the
/// first they find.
///
/// # Errors
/// An entry contains a NUL byte.
pub(super) fn replace(command: &mut Command, entries: &[String]) -> io::Result<()> {
    let entries = last_of_each_name(entries).into_iter().map(CString::new).collect::<Result<Vec<_>, _>>()?;
    let list = entries.iter().map(|entry| entry.as_ptr()).chain([ptr::null()]).collect();
    let environment = Environment { _entries: entries, list };
    // SAFETY: between fork and exec this only sets a variable of the child's own memory.
    unsafe {
        command.pre_exec(move || {
            environment.install();
            Ok(())
        })
    };
    Ok(())
}

struct Environment {
    /// The strings that `list` points to.
    _entries: Vec<CString>,
    list: Vec<*const c_char>,
}

// SAFETY: the list points to strings owned beside it, and neither is ever changed.
unsafe impl Send for Environment {}
// SAFETY: as above.
unsafe impl Sync for Environment {}

impl Environment {
    fn install(&self) {
        // SAFETY: the child has one thread, and `self` lives in its memory until exec, which copies the list.
        unsafe { environ = self.list.as_ptr() };
    }
}

/// The entries in their order. An entry without `=` has no name, and is kept.
fn last_of_each_name(entries: &[String]) -> Vec<&str> {
    let mut names = HashSet::new();
    let is_last = |entry: &&str| entry.split_once('=').is_none_or(|(name, _)| names.insert(name.to_owned()));
    let mut kept: Vec<_> = entries.iter().rev().map(String::as_str).filter(is_last).collect();
    kept.reverse();
    kept
}

/// The value of the variable.
pub(super) fn value<'a>(entries: &'a [String], name: &str) -> Option<&'a str> {
    let value = |entry: &'a String| entry.split_once('=').filter(|(found, _)| *found == name).map(|(_, value)| value);
    entries.iter().rev().find_map(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_entry_of_a_name_counts_and_all_keep_their_order() {
        let cases: [(&[&str], &[&str]); 5] = [
            (&[], &[]),
            (&["B=1", "A=2", "B=3"], &["A=2", "B=3"]),
            (&["no entry", "A=x=y", "", "no entry"], &["no entry", "A=x=y", "", "no entry"]),
            (&["=1", "A=", "A", "=2"], &["A=", "A", "=2"]),
            (&["A=1", "AB=2", "a=3"], &["A=1", "AB=2", "a=3"]),
        ];
        for (entries, expected) in cases {
            let entries: Vec<_> = entries.iter().map(ToString::to_string).collect();
            assert_eq!(last_of_each_name(&entries), expected);
        }
    }
}
