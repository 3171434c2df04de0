//! Orders file systems for a freeze: each before those that it writes to.

use std::collections::BTreeSet;

/// One file system, known by its place in the list; the list is in the order they were mounted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// Whether it is to be frozen. Others only pass on what is written to them.
    pub(crate) freezes: bool,
    /// The agent or the kernel writes to it, so it is frozen as late as the others allow.
    pub(crate) late: bool,
    /// Those that it writes to.
    pub(crate) lies_on: BTreeSet<usize>,
}

/// File systems each of which lies on the next, and the last on the first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cycle(pub(crate) Vec<usize>);

/// The nodes to freeze, in order. Among those that may be next, the one mounted last is.
///
/// # Errors
/// Some lie on each other, so that none of them can be first.
pub(crate) fn order(nodes: &[Node]) -> Result<Vec<usize>, Cycle> {
    let to_freeze = || (0..nodes.len()).filter(|&index| nodes[index].freezes);
    let below: Vec<BTreeSet<usize>> = (0..nodes.len())
        .map(|index| if nodes[index].freezes { next_to_freeze(nodes, index) } else { BTreeSet::new() })
        .collect();
    let mut waits = vec![0; nodes.len()];
    for index in below.iter().flatten() {
        waits[*index] += 1;
    }
    let mut left: BTreeSet<usize> = to_freeze().collect();
    let mut order = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let ready = left.iter().copied().filter(|&index| waits[index] == 0);
        let Some(next) = ready.max_by_key(|&index| (!nodes[index].late, index)) else {
            return Err(cycle(&below, &left));
        };
        left.remove(&next);
        for index in &below[next] {
            waits[*index] -= 1;
        }
        order.push(next);
    }
    Ok(order)
}

/// The nodes to freeze that this one writes to, directly or through others that are not frozen.
fn next_to_freeze(nodes: &[Node], start: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut next: Vec<usize> = nodes[start].lies_on.iter().copied().collect();
    while let Some(index) = next.pop() {
        if nodes[index].freezes {
            found.insert(index);
        } else if seen.insert(index) {
            next.extend(&nodes[index].lies_on);
        }
    }
    found
}

/// One cycle among nodes that all wait for others of them.
fn cycle(below: &[BTreeSet<usize>], left: &BTreeSet<usize>) -> Cycle {
    let mut path: Vec<usize> = left.first().copied().into_iter().collect();
    while let Some(&index) = path.last() {
        let above = left.iter().copied().find(|&above| below[above].contains(&index));
        let above = above.expect("each that is left waits for another that is left");
        if let Some(start) = path.iter().position(|&earlier| earlier == above) {
            path.drain(..start);
            path.reverse();
            break;
        }
        path.push(above);
    }
    Cycle(path)
}

#[cfg(test)]
mod tests {
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    /// `freezes` and `late` are `f` and `l`; then the numbers of those below.
    fn check(nodes: &[(&str, &[usize])], expected: Result<&[usize], &[usize]>) {
        let node = |(flags, below): &(&str, &[usize])| Node {
            freezes: flags.contains('f'),
            late: flags.contains('l'),
            lies_on: below.iter().copied().collect(),
        };
        let nodes: Vec<Node> = nodes.iter().map(node).collect();
        assert_eq!(order(&nodes), expected.map(<[usize]>::to_vec).map_err(|cycle| Cycle(cycle.to_vec())), "{nodes:?}");
    }

    #[test]
    fn what_lies_on_another_is_frozen_first_whatever_was_mounted_first() {
        check(&[("f", &[]), ("f", &[]), ("f", &[])], Ok(&[2, 1, 0]));
        // A loop file system in either order of the table, and loop on loop.
        check(&[("f", &[]), ("f", &[0])], Ok(&[1, 0]));
        check(&[("f", &[1]), ("f", &[])], Ok(&[0, 1]));
        check(&[("f", &[2]), ("f", &[]), ("f", &[1])], Ok(&[0, 2, 1]));
        // Through one that is not frozen, such as an overlay.
        check(&[("f", &[1]), ("", &[2]), ("f", &[])], Ok(&[0, 2]));
        // The one with the agent's log comes last, but still before the one that it lies on.
        check(&[("f", &[]), ("f", &[]), ("fl", &[])], Ok(&[1, 0, 2]));
        check(&[("f", &[]), ("f", &[]), ("fl", &[0])], Ok(&[1, 2, 0]));
        check(&[], Ok(&[]));
    }

    #[test]
    fn a_cycle_is_named_in_the_order_in_which_one_lies_on_the_next() {
        check(&[("f", &[1]), ("f", &[2]), ("f", &[0]), ("f", &[0])], Err(&[1, 2, 0]));
        check(&[("f", &[1]), ("", &[0])], Err(&[0]));
        check(&[("f", &[0])], Err(&[0]));
        // None of these is frozen.
        check(&[("", &[1]), ("", &[0]), ("f", &[1])], Ok(&[2]));
    }

    fn nodes() -> impl Strategy<Value = Vec<Node>> {
        (1..12usize).prop_flat_map(|count| {
            let node = (any::<bool>(), any::<bool>(), btree_set(0..count, 0..3));
            vec(node.prop_map(|(freezes, late, lies_on)| Node { freezes, late, lies_on }), count)
        })
    }

    fn writes_to(nodes: &[Node], from: usize, to: usize) -> bool {
        let mut seen = BTreeSet::new();
        let mut next: Vec<usize> = nodes[from].lies_on.iter().copied().collect();
        while let Some(index) = next.pop() {
            if seen.insert(index) {
                next.extend(&nodes[index].lies_on);
            }
        }
        seen.contains(&to)
    }

    proptest! {
        #[test]
        fn in_any_graph_either_the_order_holds_or_a_real_cycle_is_named(nodes in nodes()) {
            let to_freeze: Vec<usize> = (0..nodes.len()).filter(|&index| nodes[index].freezes).collect();
            match order(&nodes) {
                Ok(order) => {
                    let mut sorted = order.clone();
                    sorted.sort_unstable();
                    prop_assert_eq!(sorted, to_freeze);
                    for (place, &early) in order.iter().enumerate() {
                        for &late in &order[place..] {
                            prop_assert!(!writes_to(&nodes, late, early), "{} is frozen before {}", early, late);
                        }
                    }
                }
                Err(Cycle(cycle)) => {
                    prop_assert!(!cycle.is_empty());
                    for (place, &index) in cycle.iter().enumerate() {
                        prop_assert!(nodes[index].freezes);
                        prop_assert!(writes_to(&nodes, index, cycle[(place + 1) % cycle.len()]));
                    }
                }
            }
        }
    }
}
