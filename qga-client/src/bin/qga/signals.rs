//! Signals that ask the tool to end, received by the verb that runs.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::failure::Failure;

/// Who receives signals; a process has one set of them. None until they are first watched.
static WATCHER: Mutex<Option<Watcher>> = Mutex::new(None);

struct Watcher {
    sender: Sender<i32>,
    /// Whether it wants to know of children that end.
    has_children: bool,
}

/// Receives SIGINT, SIGTERM and SIGHUP by number. They end the process as always, once the receiver is dropped: the
/// interactive mode outlives the verbs in it.
pub(crate) fn watch() -> Result<Receiver<i32>, Failure> {
    receive(false)
}

/// Receives these, and SIGCHLD.
pub(crate) fn watch_with_children() -> Result<Receiver<i32>, Failure> {
    receive(true)
}

fn receive(has_children: bool) -> Result<Receiver<i32>, Failure> {
    let (sender, receiver) = channel();
    let mut current = WATCHER.lock().unwrap_or_else(PoisonError::into_inner);
    if current.is_none() {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGCHLD])
            .map_err(|error| Failure::host(format!("cannot receive signals: {error}")))?;
        thread::spawn(move || signals.forever().for_each(deliver));
    }
    *current = Some(Watcher { sender, has_children });
    Ok(receiver)
}

fn deliver(signal: i32) {
    let watcher = WATCHER.lock().unwrap_or_else(PoisonError::into_inner);
    let is_taken = watcher.as_ref().is_some_and(|watcher| match signal {
        SIGCHLD if !watcher.has_children => true,
        signal => watcher.sender.send(signal).is_ok(),
    });
    if !is_taken {
        // What cannot be emulated is ignored, as before.
        let _ = emulate_default_handler(signal);
    }
}
