//! Finds the name that was probably meant.

/// A help line that names the candidate closest to `name`, if one is close.
pub(crate) fn did_you_mean<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    /// Longer names are not compared, and not more names than these: a schema may be hostile.
    const LONGEST: usize = 60;
    const MOST: usize = 5000;
    let length = name.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let limit = (length / 3).max(1);
    let close = |candidate: &&str| candidate.len().abs_diff(name.len()) <= limit;
    let ranked =
        candidates.into_iter().take(MOST).filter(close).map(|candidate| (distance(name, candidate), candidate));
    let (_, best) = ranked.filter(|(distance, _)| *distance <= limit).min()?;
    Some(format!("did you mean '{best}'?"))
}

/// How many characters must be inserted, removed, replaced or swapped with a neighbour; case does not count.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().map(|c| c.to_ascii_lowercase()).collect();
    let right: Vec<char> = right.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (row, &l) in left.iter().enumerate() {
        let mut current = vec![row + 1];
        for (column, &r) in right.iter().enumerate() {
            let mut best = (above[column] + usize::from(l != r)).min(above[column + 1] + 1).min(current[column] + 1);
            if row > 0 && column > 0 && l == right[column - 1] && left[row - 1] == r {
                best = best.min(before[column - 1] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut above, current);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::did_you_mean;

    #[test]
    fn only_a_close_name_is_suggested() {
        let names = ["GuestFileRead", "GuestFileWrite", "int"];
        assert_eq!(did_you_mean("GuestFileRaed", names).as_deref(), Some("did you mean 'GuestFileRead'?"));
        assert_eq!(did_you_mean("guestfilewrite", names).as_deref(), Some("did you mean 'GuestFileWrite'?"));
        assert_eq!(did_you_mean("Int", names).as_deref(), Some("did you mean 'int'?"));
        assert_eq!(did_you_mean("Wheel", names), None);
    }
}
