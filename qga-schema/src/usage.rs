//! Finds the side that reads each type: agents read the arguments of commands, clients read answers and events.
//!
//! The code generator and [`diff`](crate::diff) share this model, so that a verdict on a change is about the code that is
//! generated.

use std::collections::HashMap;

use crate::ir::{Arguments, Base, Builtin, Definition, Type, TypeRef};
use crate::schema::Schema;

/// One of the two sides that read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// Reads arguments, and is strict: it refuses unknown members and values.
    Agent,
    /// Reads answers and events, and is lenient: it ignores unknown members and keeps unknown values.
    Client,
}

impl Reader {
    /// Whether it takes members and values of enums that its schema does not have.
    pub fn is_lenient(self) -> bool {
        self == Self::Client
    }
}

/// Which sides read values of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Readers {
    /// It is part of an answer or an event.
    pub client: bool,
    /// It is part of the arguments of a command.
    pub agent: bool,
}

impl Readers {
    fn set(&mut self, reader: Reader) -> bool {
        let flag = match reader {
            Reader::Agent => &mut self.agent,
            Reader::Client => &mut self.client,
        };
        !std::mem::replace(flag, true)
    }
}

/// The readers of each type of a schema.
///
/// ```
/// use qga_schema::{Schema, ir::Type, usage::Usage};
///
/// let text = "{ 'enum': 'Mode', 'data': [ 'eco' ] } { 'struct': 'State', 'data': { 'mode': 'Mode' } }
///             { 'command': 'get', 'returns': 'State' } { 'command': 'set', 'data': { 'mode': 'Mode' } }";
/// let schema = Schema::parse("pump.json", text)?;
/// let usage = Usage::new(&schema);
/// let of = |name: &str| usage.of(&Type::Defined(name.into()));
/// assert!(of("Mode").client && of("Mode").agent);
/// assert!(of("State").client && !of("State").agent);
/// # Ok::<(), qga_schema::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Usage<'s> {
    readers: HashMap<&'s str, Readers>,
}

impl<'s> Usage<'s> {
    /// Follows the types of a schema from its commands and events.
    pub fn new(schema: &'s Schema) -> Self {
        Self::of_definitions(schema, schema.definitions())
    }

    /// Follows the types of a schema from these of its commands and events.
    pub fn of_definitions(schema: &'s Schema, definitions: impl Iterator<Item = &'s Definition>) -> Self {
        let mut usage = Self { readers: HashMap::new() };
        for definition in definitions {
            match definition {
                Definition::Command(it) => {
                    usage.follow(schema, mentioned(&it.arguments), Reader::Agent);
                    usage.follow(schema, it.returns.iter().filter_map(name).collect(), Reader::Client);
                }
                Definition::Event(it) => usage.follow(schema, mentioned(&it.arguments), Reader::Client),
                _ => {}
            }
        }
        usage
    }

    /// The readers of a type.
    pub fn of(&self, ty: &Type) -> Readers {
        self.readers.get(ty.name()).copied().unwrap_or_default()
    }

    /// Whether an enum has to keep values that its schema does not have, because a lenient side reads it.
    pub fn is_open(&self, ty: &Type) -> bool {
        let Readers { client, agent } = self.of(ty);
        (client && Reader::Client.is_lenient()) || (agent && Reader::Agent.is_lenient())
    }

    fn follow(&mut self, schema: &'s Schema, types: Vec<&'s str>, reader: Reader) {
        let mut open = types;
        while let Some(name) = open.pop() {
            if self.readers.entry(name).or_default().set(reader) {
                open.extend(schema.get(name).into_iter().flat_map(parts));
            }
        }
    }
}

/// The types that a type is made of, its base among them.
fn parts(definition: &Definition) -> Vec<&str> {
    match definition {
        Definition::Struct(it) => it.members.iter().filter_map(|it| name(&it.ty)).chain(it.base.as_deref()).collect(),
        Definition::Union(it) => {
            let branches = it.branches.iter().filter_map(|it| it.ty.as_deref());
            match &it.base {
                Base::Named(base) => branches.chain([base.as_str()]).collect(),
                Base::Inline(members) => members.iter().filter_map(|it| name(&it.ty)).chain(branches).collect(),
            }
        }
        Definition::Alternate(it) => it.branches.iter().filter_map(|it| name(&it.ty)).collect(),
        Definition::Enum(_) | Definition::Command(_) | Definition::Event(_) => Vec::new(),
    }
}

fn mentioned(arguments: &Arguments) -> Vec<&str> {
    match arguments {
        Arguments::None => Vec::new(),
        Arguments::Named(name) => vec![name],
        Arguments::Inline(members) => members.iter().filter_map(|it| name(&it.ty)).collect(),
    }
}

/// The name of a type that the schema defines, or of the predefined enum.
fn name(ty: &TypeRef) -> Option<&str> {
    match &ty.ty {
        Type::Builtin(Builtin::QType) => Some(Builtin::QType.name()),
        Type::Builtin(_) => None,
        Type::Defined(name) => Some(name),
    }
}
