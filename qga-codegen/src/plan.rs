//! Decides which definitions are generated, their identifiers, and facts that depend on the whole schema.

use std::collections::HashMap;

use indexmap::IndexMap;
use proc_macro2::{Ident, TokenStream};
use qga_schema::Schema;
use qga_schema::ir::{Builtin, Command, Definition, Enum, Event, Type};

use crate::error::Error;
use crate::external::Externals;
use crate::identifiers::Idents;
use crate::members::Members;
use crate::names::{self, Case};
use crate::selection::Selection;
use crate::usage::Graph;
use crate::{Options, deprecation, identifiers};

/// The name of the predefined enum.
pub(crate) const QTYPE: &str = "QType";

/// The decisions that depend on the whole schema.
pub(crate) struct Plan<'s> {
    pub(crate) schema: &'s Schema,
    pub(crate) members: Members<'s>,
    types: IndexMap<&'s str, TypePlan<'s>>,
    pub(crate) commands: Vec<CommandPlan<'s>>,
    pub(crate) events: Vec<EventPlan<'s>>,
    places: HashMap<&'s str, (&'static str, Ident)>,
}

/// A type of the schema and its identifiers.
pub(crate) struct TypePlan<'s> {
    pub(crate) definition: &'s Definition,
    /// The Rust module that holds it already, if it is not generated.
    pub(crate) external: Option<TokenStream>,
    /// The Rust type.
    pub(crate) ident: Ident,
    /// The static that describes it.
    pub(crate) info: Ident,
    /// The type of a union's branches, if it is not the union itself.
    pub(crate) branches: Option<Ident>,
    /// The struct of its mandatory members, if they are many.
    pub(crate) members: Option<Ident>,
    /// Types that contain each other by value have the same number.
    cycle: usize,
    /// Whether a client reads it: it has a variant for values that the schema lacks.
    pub(crate) has_other: bool,
    selected: bool,
}

/// A command and its identifiers.
pub(crate) struct CommandPlan<'s> {
    pub(crate) command: &'s Command,
    pub(crate) ident: Ident,
    pub(crate) method: Ident,
    /// The static that describes it.
    pub(crate) info: Ident,
}

impl CommandPlan<'_> {
    /// Whether the command is deprecated.
    pub(crate) fn is_deprecated(&self) -> bool {
        deprecation::is_among(&self.command.common.features)
    }
}

/// An event and its identifier.
pub(crate) struct EventPlan<'s> {
    pub(crate) event: &'s Event,
    pub(crate) ident: Ident,
}

impl<'s> Plan<'s> {
    /// Plans the definitions that `options` select; `qtype` is the predefined enum, which no schema defines.
    pub(crate) fn new(schema: &'s Schema, qtype: &'s Definition, options: &Options) -> Result<Self, Error> {
        let definitions: Vec<&Definition> = schema.definitions().chain([qtype]).filter(|it| is_type(it)).collect();
        let graph = Graph::new(schema, &definitions);
        // The whole schema counts, so that a selection of it does not change types.
        let members = Members::new(schema, options)?;
        let cycles = graph.cycles();
        let externals = Externals::new(schema, options)?;
        let selection = Selection::new(schema, &externals, options)?;
        let reached = graph.reached(selection.roots(&graph)?);

        let mut idents = identifiers::choose(schema, qtype, &externals);
        let types: IndexMap<&str, TypePlan<'_>> = (0..definitions.len())
            .map(|at| {
                let (definition, name) = (definitions[at], definitions[at].name());
                let external = externals.of(definition);
                let Idents { ident, info, branches, members: mandatory } =
                    idents.types.remove(name).expect("each type has identifiers");
                TypePlan {
                    definition,
                    ident,
                    info,
                    branches,
                    members: mandatory,
                    cycle: cycles[at],
                    has_other: match external {
                        Some(external) => external.is_open(&type_of(name)),
                        None => members.is_open(&type_of(name)),
                    },
                    selected: external.is_none() && (reached[at] || (selection.everything() && name != QTYPE)),
                    external: external.map(|it| it.path.clone()),
                }
            })
            .map(|it| (it.definition.name(), it))
            .collect();

        let commands = commands(schema, &selection, idents.commands);
        let events = events(schema, &selection);
        let mut places: HashMap<&str, (&'static str, Ident)> = HashMap::new();
        places.extend(commands.iter().map(|it| (it.command.common.name.as_str(), ("commands", it.ident.clone()))));
        places.extend(events.iter().map(|it| (it.event.common.name.as_str(), ("events", it.ident.clone()))));
        places
            .extend(types.iter().filter(|(_, it)| it.selected).map(|(name, it)| (*name, ("types", it.ident.clone()))));
        Ok(Self { schema, members, types, commands, events, places })
    }

    /// The types to generate, in schema order.
    pub(crate) fn types(&self) -> impl Iterator<Item = &TypePlan<'s>> {
        self.types.values().filter(|it| it.selected)
    }

    /// The plan of a defined type.
    pub(crate) fn type_named(&self, name: &str) -> &TypePlan<'s> {
        self.types.get(name).expect("the schema's references resolve")
    }

    /// The plan of `ty`, if it is an enum.
    pub(crate) fn enumeration(&self, ty: &Type) -> Option<(&TypePlan<'s>, &'s Enum)> {
        let plan = self.type_named(key(ty)?);
        match plan.definition {
            Definition::Enum(it) => Some((plan, it)),
            _ => None,
        }
    }

    /// Whether a value of `inner` inside one of `outer` may hold, by value, another one of `outer`.
    pub(crate) fn on_cycle(&self, outer: &str, inner: &Type) -> bool {
        let (outer, inner) = (self.types.get(outer), key(inner).and_then(|it| self.types.get(it)));
        outer.zip(inner).is_some_and(|(outer, inner)| outer.cycle == inner.cycle)
    }

    /// The module and identifier of the definition `name`, if it is generated.
    pub(crate) fn place(&self, name: &str) -> Option<(&'static str, &Ident)> {
        self.places.get(name).map(|(module, ident)| (*module, ident))
    }
}

/// The name of a planned type; `None` for a type that is built into Rust or the runtime.
pub(crate) fn key(ty: &Type) -> Option<&str> {
    match ty {
        Type::Defined(name) => Some(name),
        Type::Builtin(Builtin::QType) => Some(QTYPE),
        Type::Builtin(_) => None,
    }
}

/// The type that is planned under a name.
fn type_of(name: &str) -> Type {
    match name {
        QTYPE => Type::Builtin(Builtin::QType),
        name => Type::Defined(name.to_owned()),
    }
}

pub(crate) fn is_type(definition: &Definition) -> bool {
    !matches!(definition, Definition::Command(_) | Definition::Event(_))
}

fn commands<'s>(
    schema: &'s Schema,
    selection: &Selection<'_>,
    mut infos: HashMap<&str, Ident>,
) -> Vec<CommandPlan<'s>> {
    // Identifiers are chosen among all commands that are not external, so that a selection does not change them.
    let all: Vec<&Command> = schema.definitions().filter(|it| selection.is_own(it)).filter_map(command).collect();
    let names = || all.iter().map(|it| it.common.name.as_str());
    let idents = names::distinct(Case::Camel, names(), &[]);
    let methods = names::distinct(Case::Snake, names(), names::CLIENT_METHODS);
    let planned = all.iter().zip(idents).zip(methods).map(|((command, ident), method)| CommandPlan {
        command,
        ident,
        method,
        info: infos.remove(command.common.name.as_str()).expect("each command has a static"),
    });
    planned.filter(|it| selection.has_command(&it.command.common)).collect()
}

fn events<'s>(schema: &'s Schema, selection: &Selection<'_>) -> Vec<EventPlan<'s>> {
    let all: Vec<&Event> = schema.definitions().filter(|it| selection.is_own(it)).filter_map(event).collect();
    let names = all.iter().map(|it| it.common.name.as_str());
    let idents = names::distinct(Case::Camel, names, names::EVENT_TYPES);
    let planned = all.iter().zip(idents);
    planned
        .filter(|(event, _)| selection.has_event(&event.common))
        .map(|(event, ident)| EventPlan { event, ident })
        .collect()
}

pub(crate) fn command(definition: &Definition) -> Option<&Command> {
    match definition {
        Definition::Command(it) => Some(it),
        _ => None,
    }
}

fn event(definition: &Definition) -> Option<&Event> {
    match definition {
        Definition::Event(it) => Some(it),
        _ => None,
    }
}
