//! The guest's users: logins, and setting a password.

use std::path::Path;

use qga_runtime::guest::{commands, types};
use qga_runtime::{CommandError, handler};

use crate::process::deadline;
use crate::process::logging::AUDIT;
use crate::service::agent::Agent;

#[cfg_attr(target_os = "linux", path = "user/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "user/unsupported.rs")]
mod sys;

/// Commands of this topic that this operating system does not have.
pub(crate) const UNSUPPORTED: &[&str] = sys::UNSUPPORTED;

#[handler]
fn get_users(_agent: &mut Agent, _command: commands::GuestGetUsers) -> Result<Vec<types::GuestUser>, CommandError> {
    deadline::run(deadline::CALL_TIMEOUT, "read who is logged in", || sys::users(Path::new("/")))?
}

#[handler]
fn set_password(_agent: &mut Agent, command: commands::GuestSetUserPassword) -> Result<(), CommandError> {
    log::info!(target: AUDIT, "guest-set-user-password called, user: {:?}", command.username);
    let password = command.password.expose();
    check(&command.username, password)?;
    sys::set_password(Path::new("/"), &command.username, password, command.crypted)
}

/// The helper reads `user:password` to the end of the line, so neither may contain a character that ends it early. The
/// established agent silently cuts a password off at a NUL, and so sets another password.
fn check(username: &str, password: &[u8]) -> Result<(), CommandError> {
    if password.iter().any(|byte| matches!(byte, b'\n' | 0)) {
        return Err(CommandError::new("forbidden characters in raw password"));
    }
    if username.contains([':', '\n', '\0']) {
        return Err(CommandError::new("forbidden characters in username"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_line_of_the_helper_early_is_refused() {
        let password = Err("forbidden characters in raw password");
        let username = Err("forbidden characters in username");
        let cases: [(&str, &[u8], Result<(), &str>); 9] = [
            ("bob", b"secret", Ok(())),
            ("bob", b"", Ok(())),
            ("bob", b"with:colon and \xff", Ok(())),
            ("bob", b"a\nroot:b", password),
            ("bob", b"secret\n", password),
            ("bob", b"sec\0ret", password),
            ("bob:x\nroot", b"\n", password),
            ("bob:x", b"secret", username),
            ("bob\nroot", b"secret", username),
        ];
        for (name, secret, expected) in cases {
            assert_eq!(check(name, secret).map_err(|error| error.desc), expected.map_err(str::to_owned), "{name:?}");
        }
    }
}
