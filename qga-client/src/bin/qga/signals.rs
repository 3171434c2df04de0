//! Signals that ask the tool to end.

use std::sync::mpsc::{Receiver, channel};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::Failure;

/// Receives SIGINT, SIGTERM and SIGHUP by number, instead of being ended by them.
pub(crate) fn watch() -> Result<Receiver<i32>, Failure> {
    let (sender, receiver) = channel();
    forward(move |signal| sender.send(signal).is_ok())?;
    Ok(receiver)
}

/// Hands each of these signals on, for as long as it is taken.
pub(crate) fn forward(mut take: impl FnMut(i32) -> bool + Send + 'static) -> Result<(), Failure> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP])
        .map_err(|error| Failure::host(format!("cannot receive signals: {error}")))?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if !take(signal) {
                return;
            }
        }
    });
    Ok(())
}
