//! The client's half of QMP: transcripts, cut at every byte, and monitors that mean harm.

mod hostile;
mod script;

use script::{Cutting, Script, cases};

/// Runs every case of a file, its bytes in one piece, in small ones, and in two.
fn run(text: &str) {
    let cases = cases(text);
    assert!(!cases.is_empty());
    for (name, lines) in cases {
        let run = |cutting| Script::new(name, lines.clone(), cutting).run();
        let sent = run(Cutting::Pieces(usize::MAX));
        [1, 2, 3, 5, 7].into_iter().for_each(|count| _ = run(Cutting::Pieces(count)));
        // Ids differ in length from run to run.
        (0..sent + 8).for_each(|cut| _ = run(Cutting::At(cut)));
    }
}

#[test]
fn sessions_go_as_written() {
    run(include_str!("sessions.txt"));
}

#[test]
fn peers_that_are_no_monitor_are_recognised() {
    run(include_str!("strangers.txt"));
}
