//! Runs several pieces of work in turn on one helper thread: handing over each one takes longer than most of them.

use std::mem;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use super::{DIED, Entry, STILL_HANGS, Task};

/// One of several pieces of work that are done in turn.
pub(crate) struct Step<T> {
    /// Names it, as in [`Registry::task`](super::Registry::task).
    pub(crate) what: String,
    pub(crate) work: Box<dyn FnOnce() -> T + Send>,
}

/// The results, shared by the helper thread and the thread that waits.
struct Series<T> {
    results: Vec<T>,
    /// No further result is wanted.
    is_over: bool,
}

impl Task<'_> {
    /// Runs the steps. Each has the whole timeout. They end with the first result that is the `last` one, or when a step
    /// hangs. Returns the results, and why the next step has none; a late result is passed to `late`, on the helper thread.
    pub(crate) fn attempt_each<T: Send + 'static>(
        self,
        mut steps: Vec<Step<T>>,
        last: fn(&T) -> bool,
        late: fn(T),
    ) -> (Vec<T>, Result<(), String>) {
        let Some(first) = steps.first() else { return (Vec::new(), Ok(())) };
        let entry = match self.registry.enter(&first.what, self.object) {
            Ok(entry) => entry,
            Err(why) => return (Vec::new(), Err(why)),
        };
        let count = steps.len();
        let allowed = steps.iter().position(|step| self.registry.hangs(&step.what)).unwrap_or(count);
        steps.truncate(allowed);
        let series = Arc::new(Mutex::new(Series { results: Vec::with_capacity(allowed), is_over: false }));
        let shared = Arc::clone(&series);
        let work = move |entry: &Entry| {
            for step in steps {
                *entry.current() = (step.what, Instant::now());
                let result = (step.work)();
                let mut series = shared.lock().unwrap_or_else(PoisonError::into_inner);
                if series.is_over {
                    drop(series);
                    return late(result);
                }
                series.is_over = last(&result);
                series.results.push(result);
                if series.is_over {
                    return;
                }
            }
        };
        let waited = self.wait(entry, Box::new(work));
        let mut series = series.lock().unwrap_or_else(PoisonError::into_inner);
        let results = mem::take(&mut series.results);
        let is_complete = mem::replace(&mut series.is_over, true) || results.len() == count;
        let why = match waited {
            _ if is_complete => Ok(()),
            Ok(()) if results.len() == allowed => Err(STILL_HANGS.to_owned()),
            Ok(()) => Err(DIED.to_owned()),
            Err(why) => Err(why),
        };
        (results, why)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::super::{CALL_TIMEOUT, MAX_UNFINISHED, Registry};
    use super::*;

    type Work = Box<dyn FnOnce() -> u32 + Send>;

    fn steps(works: Vec<(&str, Work)>) -> Vec<Step<u32>> {
        works.into_iter().map(|(what, work)| Step { what: what.to_owned(), work }).collect()
    }

    fn made(number: u32) -> Work {
        Box::new(move || number)
    }

    #[test]
    fn steps_end_with_the_last_one_or_with_one_that_hangs() {
        static REGISTRY: Registry = Registry::new(MAX_UNFINISHED);
        let run = |timeout, works| REGISTRY.task(timeout, "").attempt_each(steps(works), |result| *result > 8, drop);
        assert_eq!(run(CALL_TIMEOUT, vec![]), (vec![], Ok(())));
        assert_eq!(run(CALL_TIMEOUT, vec![("a", made(1)), ("b", made(2))]), (vec![1, 2], Ok(())));
        assert_eq!(run(CALL_TIMEOUT, vec![("a", made(1)), ("b", made(9)), ("c", made(3))]), (vec![1, 9], Ok(())));

        let (open, gate) = mpsc::channel::<()>();
        let (begin, begun) = mpsc::channel();
        let hanging: Work = Box::new(move || {
            begin.send(()).unwrap();
            gate.recv().map_or(5, |()| 6)
        });
        let waits = Duration::from_secs(1);
        let (results, ended) = run(waits, vec![("a", made(1)), ("b", hanging), ("c", made(3))]);
        begun.recv().unwrap();
        assert_eq!((results, ended), (vec![1], Err("it still hangs after 1 s".to_owned())));
        // The others are still done, it is not.
        let (results, ended) = run(CALL_TIMEOUT, vec![("a", made(1)), ("b", made(2)), ("c", made(3))]);
        assert_eq!((results, ended), (vec![1], Err(STILL_HANGS.to_owned())));
        assert_eq!(run(CALL_TIMEOUT, vec![("c", made(3))]), (vec![3], Ok(())));
        drop(open);
    }
}
