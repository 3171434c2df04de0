//! Asks all guests at the same time, so that none holds up another.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use qga_client::Target;

use super::families::{self, Format, Samples};
use super::sample;

/// A scrape ends after this; Prometheus waits for 10 s unless its configuration says otherwise.
pub(super) const LIMIT: Duration = Duration::from_secs(8);

/// The guests, and what they said last.
pub(super) struct Guests {
    terms: Terms,
    known: Mutex<Vec<Arc<Guest>>>,
    last: Mutex<Option<(Instant, Arc<Scraped>)>>,
}

/// How the guests are asked.
pub(super) struct Terms {
    /// How long each may take.
    pub(super) limit: Duration,
    /// How many are asked at a time.
    pub(super) jobs: usize,
    /// How long an answer is young enough.
    pub(super) cache: Duration,
}

struct Guest {
    target: Target,
    /// A thread asks it; a way to a guest may hang beyond every deadline.
    is_asked: AtomicBool,
    /// It answered last time.
    answers: AtomicBool,
}

/// The result of one scrape: the samples of each guest by its name.
pub(super) struct Scraped(Vec<(String, Samples)>);

/// What the threads of one scrape share.
struct Round {
    guests: Vec<Arc<Guest>>,
    next: AtomicUsize,
    limit: Duration,
    deadline: Instant,
}

impl Scraped {
    pub(super) fn text(&self, format: Format) -> String {
        families::text(&self.0, format)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Guests {
    /// No guests yet.
    pub(super) fn new(terms: Terms) -> Self {
        Guests { terms, known: Mutex::default(), last: Mutex::default() }
    }

    /// Takes these targets for the guests of the next scrape; of two with one name the first.
    pub(super) fn replace(&self, targets: Vec<Target>) {
        let mut known = lock(&self.known);
        let mut names = HashSet::new();
        let guest = |target: Target| match known.iter().find(|guest| guest.target == target) {
            Some(guest) => Arc::clone(guest),
            None => Arc::new(Guest { target, is_asked: false.into(), answers: true.into() }),
        };
        *known = targets.into_iter().filter(|target| names.insert(target.name.clone())).map(guest).collect();
    }

    pub(super) fn count(&self) -> usize {
        lock(&self.known).len()
    }

    /// What the guests say now, or said a short time ago. Who comes while others wait gets their answer.
    pub(super) fn scrape(&self) -> Arc<Scraped> {
        let mut last = lock(&self.last);
        if let Some((_, scraped)) = last.as_ref().filter(|(at, _)| at.elapsed() < self.terms.cache) {
            return Arc::clone(scraped);
        }
        let scraped = Arc::new(self.ask());
        *last = Some((Instant::now(), Arc::clone(&scraped)));
        scraped
    }

    fn ask(&self) -> Scraped {
        let known = lock(&self.known).clone();
        let names: Vec<String> = known.iter().map(|guest| guest.target.name.clone()).collect();
        let mut order: Vec<usize> = (0..known.len()).collect();
        order.sort_by_key(|at| !known[*at].answers.load(Ordering::Relaxed));
        let deadline = Instant::now() + LIMIT;
        let guests = order.iter().map(|at| Arc::clone(&known[*at])).collect();
        let round = Arc::new(Round { guests, next: AtomicUsize::new(0), limit: self.terms.limit, deadline });
        let (sender, answers) = mpsc::channel();
        for _ in 0..self.terms.jobs.min(known.len()) {
            let (round, sender) = (Arc::clone(&round), sender.clone());
            // Where no thread can be had, those that run ask all guests.
            let _ = thread::Builder::new().spawn(move || round.work(&sender));
        }
        drop(sender);
        let mut down = Samples::default();
        down.set(families::UP, 0.0);
        let mut scraped: Vec<(String, Samples)> = names.into_iter().map(|name| (name, down.clone())).collect();
        // It ends with the last thread, or without those that hang.
        while let Ok((at, samples)) = answers.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            scraped[order[at]].1 = samples;
        }
        Scraped(scraped)
    }
}

impl Round {
    /// Asks one guest after the other until none is left, or the scrape is over.
    fn work(&self, answers: &Sender<(usize, Samples)>) {
        while let Some((at, guest)) =
            Some(self.next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, self.guests.get(at)?)))
        {
            let now = Instant::now();
            if now >= self.deadline {
                return;
            }
            if guest.is_asked.swap(true, Ordering::AcqRel) {
                continue;
            }
            let samples = sample::ask(&guest.target, (now + self.limit).min(self.deadline));
            guest.answers.store(samples.is_ok(), Ordering::Relaxed);
            guest.is_asked.store(false, Ordering::Release);
            // A scrape that is over takes no more.
            if samples.is_ok_and(|samples| answers.send((at, samples)).is_err()) {
                return;
            }
        }
    }
}
