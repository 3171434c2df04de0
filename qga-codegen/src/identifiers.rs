//! Chooses the identifiers of all types, and of the statics that describe types and commands.

use std::collections::HashMap;

use indexmap::IndexMap;
use proc_macro2::Ident;
use qga_schema::Schema;
use qga_schema::ir::Definition;

use crate::external::Externals;
use crate::names::{self, Case};
use crate::plan::{QTYPE, command, is_type};

/// Parameters of a constructor at most.
const MAX_PARAMETERS: usize = 7;

/// The identifiers of a type.
pub(crate) struct Idents {
    pub(crate) ident: Ident,
    pub(crate) info: Ident,
    pub(crate) branches: Option<Ident>,
    pub(crate) members: Option<Ident>,
}

/// The identifiers of all types, and the statics of all commands, by name.
pub(crate) struct AllIdents<'s> {
    pub(crate) types: HashMap<&'s str, Idents>,
    pub(crate) commands: HashMap<&'s str, Ident>,
}

/// Chooses identifiers, in each Rust module among its own definitions.
pub(crate) fn choose<'s>(schema: &'s Schema, qtype: &'s Definition, externals: &Externals<'_>) -> AllIdents<'s> {
    let mut modules: IndexMap<Option<usize>, Vec<&Definition>> = IndexMap::from([(None, Vec::new())]);
    for definition in schema.definitions() {
        modules.entry(externals.number(definition)).or_default().push(definition);
    }
    let mut all = AllIdents { types: HashMap::new(), commands: HashMap::new() };
    for (module, definitions) in &modules {
        let types = definitions.iter().copied().chain([qtype]).filter(|it| is_type(it));
        let names: Vec<&str> = types.clone().map(Definition::name).collect();
        let with_branches = types.clone().filter(|it| has_branch_type(schema, it)).map(Definition::name);
        let with_members = types.filter(|it| has_members_type(schema, it)).map(Definition::name);
        let branches: Vec<(&str, String)> = with_branches.map(|it| (it, names::branch_type(it))).collect();
        let members: Vec<(&str, String)> = with_members.map(|it| (it, names::members_type(it))).collect();
        let beside = branches.iter().chain(&members).map(|(_, it)| it.as_str());
        let mut idents = names::distinct(Case::Type, names.iter().copied().chain(beside), &[]);
        let mut beside = idents.split_off(names.len()).into_iter();
        let mut named = |list: &[(&'s str, String)]| -> HashMap<&str, Ident> {
            list.iter().map(|(name, _)| *name).zip(beside.by_ref()).collect()
        };
        let (mut branches, mut members) = (named(&branches), named(&members));
        // The statics of all definitions are in one module.
        let commands: Vec<&str> =
            definitions.iter().filter_map(|it| command(it)).map(|it| it.common.name.as_str()).collect();
        let statics: Vec<String> = commands.iter().map(|it| names::command_static(it)).collect();
        let described = names.iter().copied().chain(statics.iter().map(String::as_str));
        let mut infos = names::distinct(Case::Shouty, described, names::INFO_STATICS);
        all.commands.extend(commands.into_iter().zip(infos.split_off(names.len())));
        let types = names.into_iter().zip(idents).zip(infos);
        // The predefined enum is generated where it is used.
        let types = types.filter(|((name, _), _)| module.is_none() || *name != QTYPE);
        all.types.extend(types.map(|((name, ident), info)| {
            (name, Idents { ident, info, branches: branches.remove(name), members: members.remove(name) })
        }));
    }
    all
}

/// Whether a union has a separate type for its branches: it has common members besides its discriminator.
fn has_branch_type(schema: &Schema, definition: &Definition) -> bool {
    matches!(definition, Definition::Union(_)) && schema.members_of(definition.name()).len() > 1
}

/// Whether a type has so many mandatory members that its constructor takes them as a struct, by name.
fn has_members_type(schema: &Schema, definition: &Definition) -> bool {
    schema.members_of(definition.name()).iter().filter(|it| !it.optional).count() > MAX_PARAMETERS
}
