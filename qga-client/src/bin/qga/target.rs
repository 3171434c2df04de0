//! Finds the agent that a TARGET names, and connects to it.

use qga_client::{Address, Client, Options};

use crate::failure::Failure;

/// Connects to the agent of a target. Nothing else turns a target's text into a client.
pub(crate) fn connect(target: &str, options: &Options) -> Result<Client, Failure> {
    Ok(Client::connect_with(address(target)?, options)?)
}

/// The address that a target names: a path, or an address with its scheme.
fn address(target: &str) -> Result<Address, Failure> {
    if is_path(target) {
        return Ok(Address::Unix(target.into()));
    }
    target.parse().map_err(|error| {
        let advice = if std::path::Path::new(target).exists() {
            format!("; write ./{target} for the file")
        } else {
            String::new()
        };
        Failure::usage(format!("{error}{advice}"))
    })
}

/// Whether a slash comes before any colon: such a text is a path, whatever it contains.
fn is_path(target: &str) -> bool {
    let before_colon = target.split(':').next().unwrap_or_default();
    before_colon.contains('/')
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn any_path_is_an_address() {
        for (target, expected) in [
            ("/run/vm.sock", "unix:/run/vm.sock"),
            ("./vm.sock", "unix:./vm.sock"),
            ("../vm:1.sock", "unix:../vm:1.sock"),
            ("run/vm.sock", "unix:run/vm.sock"),
            ("unix:run/vm.sock", "unix:run/vm.sock"),
            ("vsock:3:1", "vsock:3:1"),
            ("tcp:host:1", "tcp:host:1"),
        ] {
            assert_eq!(address(target).expect(target).to_string(), expected);
        }
        for target in ["vm", "", "http://x", "vm.sock"] {
            assert!(address(target).is_err(), "{target}");
        }
    }
}
