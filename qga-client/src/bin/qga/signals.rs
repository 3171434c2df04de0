//! Signals that ask the tool to end: received by the verb that runs, or they end the process, with its terminal as it was.

use std::fs::File;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::failure::Failure;

/// The state of the process's one set of signals. None until they are first received.
static SIGNALS: Mutex<Option<State>> = Mutex::new(None);

#[derive(Default)]
struct State {
    watcher: Option<Watcher>,
    /// The terminal whose modes are set back before a signal ends the process.
    terminal: Option<(File, Termios)>,
}

enum Watcher {
    /// Receives each signal; the flag says whether SIGCHLD, too.
    Channel(Sender<i32>, bool),
    /// Is set by the first signal. The second one ends the process.
    Flag(Weak<AtomicBool>),
}

impl Watcher {
    /// Whether it takes a signal; one that has gone takes none.
    fn takes(&self, signal: i32) -> bool {
        match self {
            Watcher::Channel(sender, has_children) => {
                (signal != SIGCHLD || *has_children) && sender.send(signal).is_ok()
            }
            Watcher::Flag(flag) => {
                signal != SIGCHLD && flag.upgrade().is_some_and(|flag| !flag.swap(true, Ordering::Relaxed))
            }
        }
    }
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

/// Ends the receiver, so that signals end the process again.
pub(crate) fn stop_watching() {
    if let Some(state) = SIGNALS.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        state.watcher = None;
    }
}

fn receive(has_children: bool) -> Result<Receiver<i32>, Failure> {
    let (sender, receiver) = channel();
    with_state(|state| state.watcher = Some(Watcher::Channel(sender, has_children)))?;
    Ok(receiver)
}

/// A flag that the first of these signals sets, so that a verb can end between two requests and leave nothing behind in
/// the guest. The next one ends the process.
pub(crate) fn interrupt() -> Result<Arc<AtomicBool>, Failure> {
    let flag = Arc::new(AtomicBool::new(false));
    with_state(|state| state.watcher = Some(Watcher::Flag(Arc::downgrade(&flag))))?;
    Ok(flag)
}

/// A terminal that gets back its modes of now if a signal ends the process, until this is dropped.
pub(crate) struct KeptModes(());

impl KeptModes {
    /// Takes note of the modes; the caller may then change them, and changes them back itself unless a signal comes.
    pub(crate) fn of(terminal: &File) -> Result<Self, Failure> {
        let failed = |error| Failure::host(format!("cannot keep the terminal's modes: {error}"));
        let terminal = terminal.try_clone().map_err(failed)?;
        let modes = tcgetattr(&terminal).map_err(|error| failed(error.into()))?;
        with_state(|state| state.terminal = Some((terminal, modes)))?;
        Ok(KeptModes(()))
    }
}

impl Drop for KeptModes {
    fn drop(&mut self) {
        if let Some(state) = SIGNALS.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            state.terminal = None;
        }
    }
}

/// Changes the state; the first call starts to receive signals.
fn with_state(change: impl FnOnce(&mut State)) -> Result<(), Failure> {
    let mut state = SIGNALS.lock().unwrap_or_else(PoisonError::into_inner);
    if state.is_none() {
        let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP, SIGCHLD])
            .map_err(|error| Failure::host(format!("cannot receive signals: {error}")))?;
        thread::spawn(move || signals.forever().for_each(deliver));
    }
    change(state.get_or_insert_default());
    Ok(())
}

fn deliver(signal: i32) {
    let state = SIGNALS.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(state) = state.as_ref() else { return };
    if state.watcher.as_ref().is_some_and(|watcher| watcher.takes(signal)) || signal == SIGCHLD {
        return;
    }
    if let Some((terminal, modes)) = &state.terminal {
        // Keys of a password that nothing has read are dropped. A terminal that has gone needs no modes.
        let _ = tcsetattr(terminal, OptionalActions::Flush, modes);
    }
    // What cannot be emulated is ignored, as before.
    let _ = emulate_default_handler(signal);
}
