//! Signals that ask the tool to end.

use std::sync::mpsc::{Receiver, channel};
use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::Failure;

/// Receives SIGINT, SIGTERM, SIGHUP and `more` by number, instead of being ended by them.
pub(crate) fn watch(more: &[i32]) -> Result<Receiver<i32>, Failure> {
    let mut signals = Signals::new([&[SIGINT, SIGTERM, SIGHUP], more].concat())
        .map_err(|error| Failure::host(format!("cannot receive signals: {error}")))?;
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for signal in signals.forever() {
            if sender.send(signal).is_err() {
                return;
            }
        }
    });
    Ok(receiver)
}
