//! Traits of clients that run commands; the generated extension traits add a method per command.

use std::future::Future;

use crate::command::Command;
use crate::error::CallError;

/// Runs commands and waits for their results.
pub trait Caller {
    /// Runs one command.
    ///
    /// # Errors
    /// The command failed, or no answer was received; see [`CallError`].
    fn call<C: Command>(&mut self, command: C) -> Result<C::Returns, CallError>;

    /// Starts a command that is answered only if it fails, and returns once it is on its way.
    ///
    /// # Errors
    /// The command failed, or it is not known to have been received; see [`CallError`].
    fn fire<C: Command>(&mut self, command: C) -> Result<(), CallError>;
}

/// Runs commands; the results are futures.
pub trait AsyncCaller {
    /// Runs one command.
    ///
    /// # Errors
    /// The command failed, or no answer was received; see [`CallError`].
    fn call<C>(&mut self, command: C) -> impl Future<Output = Result<C::Returns, CallError>> + Send
    where
        C: Command + Send,
        C::Returns: Send + 'static;

    /// Starts a command that is answered only if it fails, and returns once it is on its way.
    ///
    /// # Errors
    /// The command failed, or it is not known to have been received; see [`CallError`].
    fn fire<C>(&mut self, command: C) -> impl Future<Output = Result<(), CallError>> + Send
    where
        C: Command + Send;
}
