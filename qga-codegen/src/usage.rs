//! The graph of types: which contain which, which contain themselves, and which side reads them.

use std::collections::HashMap;

use qga_schema::Schema;
use qga_schema::ir::{Definition, TypeRef};

use crate::plan::{key, mentioned};

/// The types of a schema, by number, and the types that they contain.
pub(crate) struct Graph<'s> {
    index: HashMap<&'s str, usize>,
    /// The types that each type contains, and whether by value: an array's elements are on the heap.
    edges: Vec<Vec<(usize, bool)>>,
}

impl<'s> Graph<'s> {
    /// Builds the graph of `types`, numbered in this order.
    pub(crate) fn new(schema: &'s Schema, types: &[&'s Definition]) -> Self {
        let index: HashMap<&str, usize> = types.iter().enumerate().map(|(at, it)| (it.name(), at)).collect();
        let edges = types.iter().map(|it| edges(schema, it, &index)).collect();
        Self { index, edges }
    }

    /// The number of a type.
    pub(crate) fn index(&self, name: &str) -> Option<usize> {
        self.index.get(name).copied()
    }

    /// The types among `roots` and those that they contain, at any depth.
    pub(crate) fn reached(&self, roots: Vec<usize>) -> Vec<bool> {
        let mut reached = vec![false; self.edges.len()];
        let mut open = roots;
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut reached[at], true) {
                open.extend(self.edges[at].iter().map(|(to, _)| *to));
            }
        }
        reached
    }

    /// A number for each type; types that contain each other by value have the same. A type that contains only itself
    /// has a number of its own, like a type on no cycle.
    pub(crate) fn cycles(&self) -> Vec<usize> {
        let mut reversed = vec![Vec::new(); self.edges.len()];
        for (from, edges) in self.edges.iter().enumerate() {
            for (to, _) in edges.iter().filter(|(_, by_value)| *by_value) {
                reversed[*to].push(from);
            }
        }
        let mut component = vec![usize::MAX; self.edges.len()];
        for &root in self.finished().iter().rev() {
            let mut open = vec![root];
            while let Some(at) = open.pop() {
                if component[at] == usize::MAX {
                    component[at] = root;
                    open.extend(&reversed[at]);
                }
            }
        }
        component
    }

    /// The types in postorder of a depth-first walk by value. A loop, not a recursion: the schema decides the depth.
    fn finished(&self) -> Vec<usize> {
        let mut seen = vec![false; self.edges.len()];
        let mut order = Vec::with_capacity(self.edges.len());
        for root in 0..self.edges.len() {
            let mut path = vec![(root, 0)];
            while let Some((at, next)) = path.pop() {
                if next == 0 && std::mem::replace(&mut seen[at], true) {
                    continue;
                }
                match self.edges[at].get(next) {
                    None => order.push(at),
                    Some((to, by_value)) => {
                        path.push((at, next + 1));
                        if *by_value && !seen[*to] {
                            path.push((*to, 0));
                        }
                    }
                }
            }
        }
        order
    }
}

/// The sides that read values of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Travel {
    /// The type is in a result or an event.
    pub(crate) to_client: bool,
    /// The type is in the arguments of a command.
    pub(crate) to_server: bool,
}

/// The sides that read values of each type. The whole schema counts, so that a selection of it does not change types.
pub(crate) fn travel(schema: &Schema, graph: &Graph<'_>) -> Vec<Travel> {
    let (mut client, mut server) = (Vec::new(), Vec::new());
    for definition in schema.definitions() {
        match definition {
            Definition::Command(it) => {
                server.extend(mentioned(schema, graph, &it.arguments));
                client.extend(it.returns.iter().filter_map(|it| graph.index(key(&it.ty)?)));
            }
            Definition::Event(it) => client.extend(mentioned(schema, graph, &it.arguments)),
            _ => {}
        }
    }
    let reached = graph.reached(client).into_iter().zip(graph.reached(server));
    reached.map(|(to_client, to_server)| Travel { to_client, to_server }).collect()
}

fn edges(schema: &Schema, definition: &Definition, index: &HashMap<&str, usize>) -> Vec<(usize, bool)> {
    let edge = |ty: &TypeRef| Some((*index.get(key(&ty.ty)?)?, !ty.array));
    match definition {
        Definition::Struct(it) => schema.members_of(&it.common.name).iter().filter_map(|it| edge(&it.ty)).collect(),
        Definition::Union(it) => {
            let common = schema.members_of(&it.common.name);
            let branches = it.branches.iter().filter_map(|it| Some((*index.get(it.ty.as_deref()?)?, true)));
            common.iter().filter_map(|it| edge(&it.ty)).chain(branches).collect()
        }
        Definition::Alternate(it) => it.branches.iter().filter_map(|it| edge(&it.ty)).collect(),
        Definition::Enum(_) | Definition::Command(_) | Definition::Event(_) => Vec::new(),
    }
}
