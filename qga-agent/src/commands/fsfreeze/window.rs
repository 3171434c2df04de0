//! What happened between a freeze and its thaw, kept until it can be logged.

use std::fmt;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::process::logging::AUDIT;

/// How consistent a snapshot is that is taken in the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Nothing is frozen.
    None,
    /// The file systems are frozen.
    FileSystem,
    /// A hook has prepared the programs as well.
    Application,
}

/// The record of one freeze. Nothing of it is logged while file systems are frozen.
#[derive(Debug)]
pub(crate) struct Window {
    pub(crate) since: Instant,
    /// Whether a hook has prepared the programs.
    pub(crate) prepared: bool,
    /// One line a file system, in the order in which they were tried.
    lines: Vec<String>,
    pub(crate) frozen: usize,
}

impl Window {
    pub(crate) fn new() -> Self {
        Self { since: Instant::now(), prepared: false, lines: Vec::new(), frozen: 0 }
    }

    /// Adds a line about the file system mounted there.
    pub(crate) fn add(&mut self, dir: &Path, took: Option<Duration>, result: impl fmt::Display) {
        let order = self.lines.len() + 1;
        let took = took.map(|took| format!(" after {:.3} s", took.as_secs_f64())).unwrap_or_default();
        self.lines.push(format!("freeze {order}: {}: {result}{took}", dir.display()));
    }

    pub(crate) fn level(&self) -> Level {
        match (self.frozen, self.prepared) {
            (0, _) => Level::None,
            (_, false) => Level::FileSystem,
            (_, true) => Level::Application,
        }
    }

    /// One line a file system and one for the window, which names its length, its level and how it ended.
    fn into_lines(self, end: &str, length: Duration) -> Vec<String> {
        let level = match self.level() {
            Level::None => "none",
            Level::FileSystem => "file system",
            Level::Application => "application",
        };
        let (frozen, length) = (self.frozen, length.as_secs_f64());
        let last = format!("freeze ended: {frozen} file systems, {length:.3} s, level {level}, {end}");
        self.lines.into_iter().chain([last]).collect()
    }

    /// Writes it to the log, after the thaw.
    pub(crate) fn log(self, end: &str) {
        let length = self.since.elapsed();
        self.into_lines(end, length).iter().for_each(|line| log::info!(target: AUDIT, "{line}"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_file_system_and_the_window_have_a_line() {
        let mut window = Window { prepared: true, frozen: 1, ..Window::new() };
        window.add(Path::new("/b"), Some(Duration::from_millis(12)), "frozen");
        window.add(Path::new("/c"), None, "optional, left out: Permission denied");
        let lines = window.into_lines("thawed by the host", Duration::from_millis(1500));
        assert_eq!(
            lines,
            [
                "freeze 1: /b: frozen after 0.012 s",
                "freeze 2: /c: optional, left out: Permission denied",
                "freeze ended: 1 file systems, 1.500 s, level application, thawed by the host",
            ]
        );
        let level = |frozen, prepared| Window { frozen, prepared, ..Window::new() }.level();
        assert_eq!([level(0, true), level(2, false)], [Level::None, Level::FileSystem]);
    }
}
