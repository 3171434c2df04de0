//! Orders file systems for a freeze: each before those that it writes to. Neighbours in this order that do not depend on
//! each other are frozen at the same time, since most of it is waiting for the disks and the kernel.

use std::collections::BTreeSet;

use crate::process::deadline::AT_ONCE;

/// One file system, known by its place in the list; the list is in the order they were mounted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Node {
    /// Whether it is to be frozen. Others only pass on what is written to them.
    pub(crate) freezes: bool,
    /// The agent or the kernel writes to it, so it is frozen as late as the others allow.
    pub(crate) late: bool,
    /// Those that it writes to.
    pub(crate) lies_on: BTreeSet<usize>,
    /// It may write to others as well, which cannot be told, so it is frozen by itself.
    pub(crate) is_uncertain: bool,
}

/// What one node writes to.
struct Below {
    to_freeze: BTreeSet<usize>,
    /// And perhaps to others.
    is_uncertain: bool,
}

/// File systems each of which lies on the next, and the last on the first.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Cycle(pub(crate) Vec<usize>);

/// The nodes to freeze, in groups and in order. Among those that may be next, the one mounted last is.
///
/// # Errors
/// Some lie on each other, so that none of them can be first.
pub(crate) fn order(nodes: &[Node]) -> Result<Vec<Vec<usize>>, Cycle> {
    let below: Vec<Below> = (0..nodes.len()).map(|index| below(nodes, index)).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for next in in_turn(nodes, &below)? {
        let goes_with = |other: usize| {
            let is_certain = !below[other].is_uncertain && !below[next].is_uncertain;
            is_certain && nodes[other].late == nodes[next].late && !below[other].to_freeze.contains(&next)
        };
        let fits = |group: &&mut Vec<usize>| group.len() < AT_ONCE && group.iter().all(|&other| goes_with(other));
        match groups.last_mut().filter(fits) {
            Some(group) => group.push(next),
            None => groups.push(vec![next]),
        }
    }
    Ok(groups)
}

/// One after the other.
fn in_turn(nodes: &[Node], below: &[Below]) -> Result<Vec<usize>, Cycle> {
    let to_freeze: Vec<usize> = (0..nodes.len()).filter(|&index| nodes[index].freezes).collect();
    let mut waits = vec![0; nodes.len()];
    for index in to_freeze.iter().flat_map(|&index| &below[index].to_freeze) {
        waits[*index] += 1;
    }
    let mut order = Vec::with_capacity(to_freeze.len());
    let mut left = BTreeSet::from_iter(to_freeze);
    while !left.is_empty() {
        let ready = left.iter().copied().filter(|&index| waits[index] == 0);
        let Some(next) = ready.max_by_key(|&index| (!nodes[index].late, index)) else {
            return Err(cycle(below, &left));
        };
        left.remove(&next);
        for index in &below[next].to_freeze {
            waits[*index] -= 1;
        }
        order.push(next);
    }
    Ok(order)
}

/// What a node writes to, directly or through others that are not frozen.
fn below(nodes: &[Node], start: usize) -> Below {
    let mut below = Below { to_freeze: BTreeSet::new(), is_uncertain: nodes[start].is_uncertain };
    let mut seen = BTreeSet::new();
    let mut next: Vec<usize> = nodes[start].lies_on.iter().copied().collect();
    while let Some(index) = next.pop() {
        if nodes[index].freezes {
            below.to_freeze.insert(index);
        } else if seen.insert(index) {
            below.is_uncertain |= nodes[index].is_uncertain;
            next.extend(&nodes[index].lies_on);
        }
    }
    below
}

/// One cycle among nodes that all wait for others of them.
fn cycle(below: &[Below], left: &BTreeSet<usize>) -> Cycle {
    let mut path: Vec<usize> = left.first().copied().into_iter().collect();
    while let Some(&index) = path.last() {
        let above = left.iter().copied().find(|&above| below[above].to_freeze.contains(&index));
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
    use proptest::bool::weighted;
    use proptest::collection::{btree_set, vec};
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

    use super::*;

    /// `freezes`, `late` and `is_uncertain` are `f`, `l` and `u`; then the numbers of those below.
    fn check(nodes: &[(&str, &[usize])], expected: Result<&[&[usize]], &[usize]>) {
        let node = |(flags, below): &(&str, &[usize])| Node {
            freezes: flags.contains('f'),
            late: flags.contains('l'),
            lies_on: below.iter().copied().collect(),
            is_uncertain: flags.contains('u'),
        };
        let nodes: Vec<Node> = nodes.iter().map(node).collect();
        let groups = |groups: &[&[usize]]| groups.iter().map(|group| group.to_vec()).collect::<Vec<_>>();
        assert_eq!(order(&nodes), expected.map(groups).map_err(|cycle| Cycle(cycle.to_vec())), "{nodes:?}");
    }

    #[test]
    fn what_lies_on_another_is_frozen_first_whatever_was_mounted_first() {
        check(&[("f", &[]), ("f", &[]), ("f", &[])], Ok(&[&[2, 1, 0]]));
        // A loop file system in either order of the table, and loop on loop.
        check(&[("f", &[]), ("f", &[0])], Ok(&[&[1], &[0]]));
        check(&[("f", &[1]), ("f", &[])], Ok(&[&[0], &[1]]));
        check(&[("f", &[2]), ("f", &[]), ("f", &[1])], Ok(&[&[0], &[2], &[1]]));
        // Through one that is not frozen, such as an overlay.
        check(&[("f", &[1]), ("", &[2]), ("f", &[])], Ok(&[&[0], &[2]]));
        // The one with the agent's log comes last, but still before the one that it lies on.
        check(&[("f", &[]), ("f", &[]), ("fl", &[])], Ok(&[&[1, 0], &[2]]));
        check(&[("f", &[]), ("f", &[]), ("fl", &[0])], Ok(&[&[1], &[2], &[0]]));
        check(&[], Ok(&[]));
    }

    #[test]
    fn one_is_frozen_by_itself_if_what_it_writes_to_cannot_be_told() {
        check(&[("f", &[]), ("fu", &[]), ("f", &[]), ("f", &[])], Ok(&[&[3, 2], &[1], &[0]]));
        // Its file is served by a program.
        check(&[("f", &[]), ("u", &[]), ("f", &[1]), ("f", &[])], Ok(&[&[3], &[2], &[0]]));
        check(&[("f", &[1]), ("fu", &[]), ("f", &[])], Ok(&[&[2, 0], &[1]]));
    }

    #[test]
    fn a_cycle_is_named_in_the_order_in_which_one_lies_on_the_next() {
        check(&[("f", &[1]), ("f", &[2]), ("f", &[0]), ("f", &[0])], Err(&[1, 2, 0]));
        check(&[("f", &[1]), ("", &[0])], Err(&[0]));
        check(&[("f", &[0])], Err(&[0]));
        // None of these is frozen.
        check(&[("", &[1]), ("", &[0]), ("f", &[1])], Ok(&[&[2]]));
    }

    fn nodes() -> impl Strategy<Value = Vec<Node>> {
        (1..12usize).prop_flat_map(|count| {
            let node = (any::<bool>(), any::<bool>(), btree_set(0..count, 0..3), weighted(0.2));
            let node =
                node.prop_map(|(freezes, late, lies_on, is_uncertain)| Node { freezes, late, lies_on, is_uncertain });
            vec(node, count)
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
                Ok(groups) => {
                    let mut sorted = groups.concat();
                    sorted.sort_unstable();
                    prop_assert_eq!(sorted, to_freeze);
                    for (place, group) in groups.iter().enumerate() {
                        for (&early, &late) in group.iter().flat_map(|early| groups[place..].iter().flatten().map(move |late| (early, late))) {
                            prop_assert!(!writes_to(&nodes, late, early), "{} is frozen before {}", early, late);
                        }
                        prop_assert!(group.len() == 1 || group.iter().all(|&index| !nodes[index].is_uncertain));
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
