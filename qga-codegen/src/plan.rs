//! Decides which definitions are generated, their identifiers, and facts that depend on the whole schema.

use indexmap::IndexMap;
use proc_macro2::Ident;
use qga_schema::Schema;
use qga_schema::ir::{Arguments, Builtin, Command, Definition, Enum, Event, Type};

use crate::deprecation;
use crate::error::Error;
use crate::members::Members;
use crate::names::{self, Case};
use crate::{Options, usage::Graph};

/// The name of the predefined enum.
pub(crate) const QTYPE: &str = "QType";

/// The decisions that depend on the whole schema.
pub(crate) struct Plan<'s> {
    pub(crate) schema: &'s Schema,
    pub(crate) members: Members<'s>,
    types: IndexMap<&'s str, TypePlan<'s>>,
    pub(crate) commands: Vec<CommandPlan<'s>>,
    pub(crate) events: Vec<EventPlan<'s>>,
    places: IndexMap<&'s str, (&'static str, Ident)>,
}

/// A type of the schema and its identifiers.
pub(crate) struct TypePlan<'s> {
    pub(crate) definition: &'s Definition,
    /// The Rust type.
    pub(crate) ident: Ident,
    /// The static that describes it.
    pub(crate) info: Ident,
    /// The type of a union's branches, if it is not the union itself.
    pub(crate) branches: Option<Ident>,
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
        let definitions: Vec<&Definition> =
            schema.definitions().iter().chain([qtype]).filter(|it| is_type(it)).collect();
        let graph = Graph::new(schema, &definitions);
        // The whole schema counts, so that a selection of it does not change types.
        let members = Members::new(schema, options)?;
        let cycles = graph.cycles();
        let selection = Selection::new(schema, options)?;
        let reached = graph.reached(selection.roots(&graph)?);

        let names: Vec<&str> = definitions.iter().map(|it| it.name()).collect();
        let branch_names: Vec<String> = names
            .iter()
            .zip(&definitions)
            .filter(|(_, it)| has_branch_type(schema, it))
            .map(|(it, _)| names::branch_type(it))
            .collect();
        let idents =
            names::distinct(Case::Type, names.iter().copied().chain(branch_names.iter().map(String::as_str)), &[]);
        // The statics of all definitions are in one module.
        let statics = schema.definitions().iter().filter_map(command);
        let statics: Vec<String> = statics.map(|it| names::command_static(&it.common.name)).collect();
        let described = names.iter().copied().chain(statics.iter().map(String::as_str));
        let mut infos = names::distinct(Case::Shouty, described, names::INFO_STATICS).into_iter();
        let mut branches = idents[names.len()..].iter();

        let types: IndexMap<&str, TypePlan<'_>> = (0..definitions.len())
            .map(|at| TypePlan {
                definition: definitions[at],
                ident: idents[at].clone(),
                info: infos.next().expect("there is one for each name"),
                branches: has_branch_type(schema, definitions[at]).then(|| branches.next().cloned()).flatten(),
                cycle: cycles[at],
                has_other: members.is_open(&type_of(names[at])),
                selected: reached[at] || (selection.everything() && names[at] != QTYPE),
            })
            .map(|it| (it.definition.name(), it))
            .collect();

        let commands = commands(schema, &selection, infos);
        let events = events(schema, &selection);
        let mut places: IndexMap<&str, (&'static str, Ident)> = IndexMap::new();
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

/// Whether a union has a separate type for its branches: it has common members besides its discriminator.
fn has_branch_type(schema: &Schema, definition: &Definition) -> bool {
    matches!(definition, Definition::Union(_)) && schema.members_of(definition.name()).len() > 1
}

fn is_type(definition: &Definition) -> bool {
    !matches!(definition, Definition::Command(_) | Definition::Event(_))
}

fn commands<'s>(
    schema: &'s Schema,
    selection: &Selection<'_>,
    infos: impl Iterator<Item = Ident>,
) -> Vec<CommandPlan<'s>> {
    // Identifiers are chosen among all commands, so that a selection does not change them.
    let all: Vec<&Command> = schema.definitions().iter().filter_map(command).collect();
    let names = || all.iter().map(|it| it.common.name.as_str());
    let idents = names::distinct(Case::Camel, names(), &[]);
    let methods = names::distinct(Case::Snake, names(), names::CLIENT_METHODS);
    let planned = all.iter().zip(idents).zip(methods).zip(infos);
    planned
        .filter(|(((command, _), _), _)| selection.has_command(&command.common.name))
        .map(|(((command, ident), method), info)| CommandPlan { command, ident, method, info })
        .collect()
}

fn events<'s>(schema: &'s Schema, selection: &Selection<'_>) -> Vec<EventPlan<'s>> {
    let all: Vec<&Event> = schema.definitions().iter().filter_map(event).collect();
    let names = all.iter().map(|it| it.common.name.as_str());
    let idents = names::distinct(Case::Camel, names, names::EVENT_TYPES);
    let planned = all.iter().zip(idents);
    planned
        .filter(|(event, _)| selection.has_event(&event.common.name))
        .map(|(event, ident)| EventPlan { event, ident })
        .collect()
}

fn command(definition: &Definition) -> Option<&Command> {
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

/// The definitions that the options select.
struct Selection<'o> {
    options: &'o Options,
    schema: &'o Schema,
}

impl<'o> Selection<'o> {
    fn new(schema: &'o Schema, options: &'o Options) -> Result<Self, Error> {
        let asked = [(&options.commands, "command"), (&options.events, "event"), (&options.types, "type")];
        for (names, kind) in asked {
            for name in names.iter().flatten() {
                check_kind(schema, name, kind).map_err(|error| error.about(name))?;
            }
        }
        Ok(Self { options, schema })
    }

    /// Whether everything is selected.
    fn everything(&self) -> bool {
        let Options { commands, events, types, .. } = self.options;
        commands.is_none() && events.is_none() && types.is_none()
    }

    fn has_command(&self, name: &str) -> bool {
        self.everything() || self.options.commands.iter().flatten().any(|it| it == name)
    }

    fn has_event(&self, name: &str) -> bool {
        self.everything() || self.options.events.iter().flatten().any(|it| it == name)
    }

    /// The types that the selected definitions name.
    fn roots(&self, graph: &Graph<'_>) -> Result<Vec<usize>, Error> {
        let mut roots: Vec<usize> = self.options.types.iter().flatten().filter_map(|it| graph.index(it)).collect();
        for definition in self.schema.definitions() {
            match definition {
                Definition::Command(it) if self.has_command(&it.common.name) => {
                    roots.extend(mentioned(self.schema, graph, &it.arguments));
                    roots.extend(it.returns.iter().filter_map(|it| graph.index(key(&it.ty)?)));
                }
                Definition::Event(it) if self.has_event(&it.common.name) => {
                    roots.extend(mentioned(self.schema, graph, &it.arguments));
                }
                _ if self.everything() => roots.extend(graph.index(definition.name())),
                _ => {}
            }
        }
        Ok(roots)
    }
}

/// The types that an argument list names.
pub(crate) fn mentioned(schema: &Schema, graph: &Graph<'_>, arguments: &Arguments) -> Vec<usize> {
    match arguments {
        Arguments::None => Vec::new(),
        Arguments::Named(name) => graph.index(name).into_iter().collect(),
        Arguments::Inline(_) => {
            schema.arguments_of(arguments).iter().filter_map(|it| graph.index(key(&it.ty.ty)?)).collect()
        }
    }
}

fn check_kind(schema: &Schema, name: &str, kind: &str) -> Result<(), Error> {
    let Some(definition) = schema.get(name) else {
        return Err(Error::new(format!("the schema defines no {kind} '{name}'")));
    };
    let fits = match kind {
        "type" => is_type(definition),
        _ => definition.kind() == kind,
    };
    if fits {
        return Ok(());
    }
    let span = definition.common().name_span;
    Err(Error::at(schema, span, format!("'{name}' is not of the kind '{kind}' but '{}'", definition.kind())))
}
