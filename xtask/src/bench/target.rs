//! The benchmark's targets, and whether they were reached.

/// A bound on a ratio.
#[derive(Clone, Copy)]
pub(super) enum Target {
    /// This much or more.
    AtLeast(f64),
    /// This much or less.
    AtMost(f64),
}

/// Collects the missed targets of one run.
#[derive(Default)]
pub(super) struct Verdicts {
    missed: Vec<String>,
}

impl Verdicts {
    /// Returns a short text on whether `value` reaches the target; empty without a value or a target.
    pub(super) fn judge(&mut self, what: &str, value: Option<f64>, target: Option<Target>) -> String {
        let (Some(value), Some(target)) = (value, target) else { return String::new() };
        let (reached, bound) = match target {
            Target::AtLeast(least) => (value >= least, format!("at least {least:.2}")),
            Target::AtMost(most) => (value <= most, format!("at most {most:.2}")),
        };
        if reached {
            return format!("{bound}: yes");
        }
        self.missed.push(format!("{what}: {value:.2} instead of {bound}"));
        format!("{bound}: NO")
    }

    /// The missed targets, a line each.
    pub(super) fn missed(&self) -> &[String] {
        &self.missed
    }
}

#[cfg(test)]
mod tests {
    use super::{Target, Verdicts};

    #[test]
    fn a_missed_target_is_named_and_remembered() {
        let mut verdicts = Verdicts::default();
        assert_eq!(verdicts.judge("ping", Some(2.5), Some(Target::AtLeast(2.5))), "at least 2.50: yes");
        assert_eq!(verdicts.judge("ping", None, Some(Target::AtLeast(2.5))), "");
        assert_eq!(verdicts.judge("ping", Some(2.5), None), "");
        assert_eq!(verdicts.judge("memory", Some(0.51), Some(Target::AtMost(0.5))), "at most 0.50: NO");
        assert_eq!(verdicts.missed(), ["memory: 0.51 instead of at most 0.50"]);
    }
}
