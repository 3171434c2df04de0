//! Connects to an address, for clients of either kind and protocol.

use std::io;
use std::time::Instant;

use qga_runtime::CallError;
use qga_runtime::transport::{Address, AddressError, Stream};

/// Reads what a caller gives as an address.
pub(crate) fn address(address: impl TryInto<Address, Error: Into<AddressError>>) -> Result<Address, CallError> {
    address.try_into().map_err(|error| CallError::Address(error.into()))
}

/// Connects until that moment.
pub(crate) fn connect(
    to: impl TryInto<Address, Error: Into<AddressError>>,
    deadline: Instant,
) -> Result<Stream, CallError> {
    let address = address(to)?;
    named(&address, Stream::connect(&address, deadline))
}

/// The same for tokio.
#[cfg(feature = "tokio")]
pub(crate) async fn connect_async(
    to: impl TryInto<Address, Error: Into<AddressError>>,
    deadline: Instant,
) -> Result<crate::AsyncStream, CallError> {
    let address = address(to)?;
    named(&address, crate::AsyncStream::connect(&address, deadline).await)
}

/// An error with the address that it is about.
fn named<S>(address: &Address, connected: io::Result<S>) -> Result<S, CallError> {
    connected.map_err(|source| CallError::Connect { address: address.to_string(), source })
}
