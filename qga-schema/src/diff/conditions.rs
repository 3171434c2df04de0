//! Decides whether one build condition implies another one.

use std::collections::BTreeSet;

use crate::ir::Condition;

/// Beyond this many symbols the cases are too many to try.
const MAX_SYMBOLS: usize = 12;

/// Whether `new` holds wherever `old` does; no condition always holds. False if that is undecided.
pub(super) fn implies(old: Option<&Condition>, new: Option<&Condition>) -> bool {
    let mut symbols = BTreeSet::new();
    for condition in [old, new].into_iter().flatten() {
        collect(condition, &mut symbols);
    }
    if symbols.len() > MAX_SYMBOLS {
        return false;
    }
    let symbols: Vec<&str> = symbols.into_iter().collect();
    (0..1_usize << symbols.len()).all(|case| {
        let defined = |symbol: &str| symbols.binary_search(&symbol).is_ok_and(|at| case & (1 << at) != 0);
        let holds = |condition: Option<&Condition>| condition.is_none_or(|condition| condition.holds(&defined));
        !holds(old) || holds(new)
    })
}

fn collect<'a>(condition: &'a Condition, symbols: &mut BTreeSet<&'a str>) {
    match condition {
        Condition::Symbol(symbol) | Condition::Raw(symbol) => {
            symbols.insert(symbol);
        }
        Condition::All(list) | Condition::Any(list) => list.iter().for_each(|it| collect(it, symbols)),
        Condition::Not(inner) => collect(inner, symbols),
    }
}
