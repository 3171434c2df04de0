//! The definitions that the options select for generation.

use qga_schema::Schema;
use qga_schema::ir::{Arguments, Common, Condition, Definition};

use crate::Options;
use crate::error::Error;
use crate::external::Externals;
use crate::plan::{is_type, key};
use crate::usage::Graph;

/// The definitions that the options select.
pub(crate) struct Selection<'o> {
    options: &'o Options,
    schema: &'o Schema,
    externals: &'o Externals<'o>,
}

impl<'o> Selection<'o> {
    pub(crate) fn new(schema: &'o Schema, externals: &'o Externals<'o>, options: &'o Options) -> Result<Self, Error> {
        let asked = [(&options.commands, "command"), (&options.events, "event"), (&options.types, "type")];
        for (names, kind) in asked {
            for name in names.iter().flatten() {
                let definition = of_kind(schema, name, kind).map_err(|error| error.about(name))?;
                if let Some(external) = externals.of(definition) {
                    let message = format!("'{name}' is not generated: it is part of {}", external.name);
                    return Err(Error::new(message).about(name));
                }
            }
        }
        Ok(Self { options, schema, externals })
    }

    /// Whether no other Rust module holds the definition.
    pub(crate) fn is_own(&self, definition: &Definition) -> bool {
        self.externals.of(definition).is_none()
    }

    /// Whether everything is selected.
    pub(crate) fn everything(&self) -> bool {
        let Options { commands, events, types, .. } = self.options;
        commands.is_none() && events.is_none() && types.is_none()
    }

    pub(crate) fn has_command(&self, common: &Common) -> bool {
        self.exists(common)
            && (self.everything() || self.options.commands.iter().flatten().any(|it| *it == common.name))
    }

    pub(crate) fn has_event(&self, common: &Common) -> bool {
        self.exists(common) && (self.everything() || self.options.events.iter().flatten().any(|it| *it == common.name))
    }

    /// Whether the definition's condition holds, or may hold.
    pub(crate) fn exists(&self, common: &Common) -> bool {
        let holds = |condition: &Condition| {
            let defines = self.options.defines.as_ref();
            defines.is_none_or(|defines| condition.holds(&|symbol| defines.iter().any(|it| it == symbol)))
        };
        common.condition.as_ref().is_none_or(holds)
    }

    /// The types that the selected definitions name.
    pub(crate) fn roots(&self, graph: &Graph<'_>) -> Result<Vec<usize>, Error> {
        let mut roots: Vec<usize> = self.options.types.iter().flatten().filter_map(|it| graph.index(it)).collect();
        for definition in self.schema.definitions().filter(|it| self.is_own(it)) {
            match definition {
                Definition::Command(it) if self.has_command(&it.common) => {
                    roots.extend(mentioned(self.schema, graph, &it.arguments));
                    roots.extend(it.returns.iter().filter_map(|it| graph.index(key(&it.ty)?)));
                }
                Definition::Event(it) if self.has_event(&it.common) => {
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
fn mentioned(schema: &Schema, graph: &Graph<'_>, arguments: &Arguments) -> Vec<usize> {
    match arguments {
        Arguments::None => Vec::new(),
        Arguments::Named(name) => graph.index(name).into_iter().collect(),
        Arguments::Inline(_) => {
            schema.arguments_of(arguments).iter().filter_map(|it| graph.index(key(&it.ty.ty)?)).collect()
        }
    }
}

fn of_kind<'s>(schema: &'s Schema, name: &str, kind: &str) -> Result<&'s Definition, Error> {
    let Some(definition) = schema.get(name) else {
        return Err(Error::new(format!("the schema defines no {kind} '{name}'")));
    };
    let fits = match kind {
        "type" => is_type(definition),
        _ => definition.kind() == kind,
    };
    if fits {
        return Ok(definition);
    }
    let span = definition.common().name_span;
    Err(Error::at(schema, span, format!("'{name}' is not of the kind '{kind}' but '{}'", definition.kind())))
}
