//! All entities of a schema, module by module, with those that no source contains.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::ir::{Arguments, BUILTINS, Base, Builtin, Definition, Member, Type, TypeRef};
use crate::schema::{Include, Schema};

/// The name of the object without members, which is also that of "no arguments" and "no answer".
pub const EMPTY_OBJECT: &str = "q_empty";

/// The name of the module with the predefined types.
pub const BUILTIN_MODULE: &str = "./builtin";

/// Something a schema is made of.
#[derive(Clone, Debug)]
pub enum Entity<'a> {
    /// An include directive, repeated ones as well.
    Include(&'a Include),
    /// A predefined type.
    Builtin(Builtin),
    /// The object without members.
    Empty,
    /// An array type, made at the first reference to it.
    Array(&'a Type),
    /// The object made for arguments that are written in place.
    Arguments(&'a Definition, &'a [Member]),
    /// The object made for an anonymous base.
    Base(&'a Definition, &'a [Member]),
    /// A definition.
    Definition(&'a Definition),
}

impl Entity<'_> {
    /// The name it has inside of tools; of an include directive, nothing.
    pub fn name(&self) -> String {
        match self {
            Self::Include(_) => String::new(),
            Self::Builtin(builtin) => builtin.name().into(),
            Self::Empty => EMPTY_OBJECT.into(),
            Self::Array(element) => format!("{}List", element.name()),
            Self::Arguments(owner, _) => arguments_name(owner.name()),
            Self::Base(owner, _) => format!("q_obj_{}-base", owner.name()),
            Self::Definition(definition) => definition.name().into(),
        }
    }

    /// Whether no source contains it.
    pub fn is_implicit(&self) -> bool {
        !matches!(self, Self::Include(_) | Self::Definition(_))
    }
}

/// The name of the object made for the arguments of a command or event.
pub(crate) fn arguments_name(owner: &str) -> String {
    format!("q_obj_{owner}-arg")
}

/// A module with its entities.
#[derive(Clone, Debug)]
pub struct ModuleEntities<'a> {
    /// The module's name.
    pub name: &'a str,
    /// Its index in `Schema::modules`; none for the predefined types.
    pub module: Option<usize>,
    /// What belongs to it, in the order in which it is made.
    pub entities: Vec<Entity<'a>>,
}

impl Schema {
    /// All entities in visiting order: module by module, the predefined types first.
    ///
    /// An array belongs to the module of its elements, wherever it is first used; arguments and anonymous bases
    /// belong to the module of their owner and directly precede it.
    pub fn entities(&self) -> Vec<ModuleEntities<'_>> {
        let modules = self.modules();
        let mut visit = Visit {
            schema: self,
            builtin: Vec::new(),
            modules: vec![Vec::new(); modules.len()],
            arrays: HashSet::new(),
        };
        visit.predefined();
        // How many directives of each module are placed.
        let mut placed = vec![0; modules.len()];
        for (at, definition) in self.definitions().enumerate() {
            visit.includes(definition.common().module, at, &mut placed);
            visit.definition(definition);
        }
        for module in 0..modules.len() {
            visit.includes(module, usize::MAX, &mut placed);
        }
        let builtin = ModuleEntities { name: BUILTIN_MODULE, module: None, entities: visit.builtin };
        let named = visit.modules.into_iter().zip(modules).enumerate();
        let named =
            named.map(|(at, (entities, module))| ModuleEntities { name: &module.name, module: Some(at), entities });
        std::iter::once(builtin).chain(named).collect()
    }
}

struct Visit<'a> {
    schema: &'a Schema,
    builtin: Vec<Entity<'a>>,
    modules: Vec<Vec<Entity<'a>>>,
    arrays: HashSet<&'a Type>,
}

/// The predefined types as types, so that arrays of them can be referred to.
static BUILTIN_TYPES: LazyLock<[Type; BUILTINS.len()]> =
    LazyLock::new(|| BUILTINS.map(|(_, builtin)| Type::Builtin(builtin)));

impl<'a> Visit<'a> {
    fn predefined(&mut self) {
        for ty in &*BUILTIN_TYPES {
            let Type::Builtin(builtin) = ty else { continue };
            if *builtin == Builtin::QType {
                self.builtin.push(Entity::Empty);
            }
            self.builtin.push(Entity::Builtin(*builtin));
            if *builtin != Builtin::QType {
                self.builtin.push(Entity::Array(ty));
                self.arrays.insert(ty);
            }
        }
    }

    /// Places the directives of a module that precede the definition `at`.
    fn includes(&mut self, module: usize, at: usize, placed: &mut [usize]) {
        let includes = &self.schema.modules()[module].includes;
        while let Some(include) = includes.get(placed[module]).filter(|include| include.at <= at) {
            self.modules[module].push(Entity::Include(include));
            placed[module] += 1;
        }
    }

    fn definition(&mut self, definition: &'a Definition) {
        let module = definition.common().module;
        match definition {
            Definition::Enum(_) => {}
            Definition::Struct(it) => self.arrays(&it.members),
            Definition::Union(it) => {
                if let Base::Inline(members) = &it.base {
                    self.arrays(members);
                    if !members.is_empty() {
                        self.modules[module].push(Entity::Base(definition, members));
                    }
                }
            }
            Definition::Alternate(it) => it.branches.iter().for_each(|branch| self.array(&branch.ty)),
            Definition::Command(it) => {
                self.arguments(definition, &it.arguments);
                it.returns.iter().for_each(|returns| self.array(returns));
            }
            Definition::Event(it) => self.arguments(definition, &it.arguments),
        }
        self.modules[module].push(Entity::Definition(definition));
    }

    fn arguments(&mut self, definition: &'a Definition, arguments: &'a Arguments) {
        if let Arguments::Inline(members) = arguments {
            self.arrays(members);
            self.modules[definition.common().module].push(Entity::Arguments(definition, members));
        }
    }

    fn arrays(&mut self, members: &'a [Member]) {
        members.iter().for_each(|member| self.array(&member.ty));
    }

    fn array(&mut self, ty: &'a TypeRef) {
        if !ty.array || !self.arrays.insert(&ty.ty) {
            return;
        }
        let owner = self.schema.get(ty.ty.name());
        let entities = match owner {
            Some(owner) => &mut self.modules[owner.common().module],
            None => &mut self.builtin,
        };
        entities.push(Entity::Array(&ty.ty));
    }
}
