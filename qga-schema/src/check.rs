//! Checks what definitions refer to, so that a schema is valid as a whole.

use std::collections::HashMap;

use crate::diagnostic::Diagnostics;
use crate::ir::{Base, Branch, Definition, EnumValue, Member};
use crate::pragma::Pragmas;

/// Checks all definitions, adds implicit branches; returns where each name is defined.
pub(crate) fn check(
    definitions: &mut [Definition],
    _pragmas: &Pragmas,
    _legacy: bool,
    _diagnostics: &mut Diagnostics,
) -> HashMap<String, usize> {
    let values: HashMap<String, Vec<EnumValue>> = definitions
        .iter()
        .filter_map(|it| {
            if let Definition::Enum(it) = it { Some((it.common.name.clone(), it.values.clone())) } else { None }
        })
        .collect();
    let structs: HashMap<String, (Option<String>, Vec<Member>)> = definitions
        .iter()
        .filter_map(|it| {
            if let Definition::Struct(it) = it {
                Some((it.common.name.clone(), (it.base.clone(), it.members.clone())))
            } else {
                None
            }
        })
        .collect();
    for definition in definitions.iter_mut() {
        let Definition::Union(union) = definition else { continue };
        let mut members = match &union.base {
            Base::Inline(members) => members.clone(),
            Base::Named(_) => Vec::new(),
        };
        let mut base = match &union.base {
            Base::Named(base) => Some(base.clone()),
            Base::Inline(_) => None,
        };
        let mut depth = 0;
        while let Some((next, more)) = base.take().and_then(|it| structs.get(&it)) {
            members.extend(more.iter().cloned());
            base = next.clone();
            depth += 1;
            if depth > 100 {
                break;
            }
        }
        let tag = members.iter().find(|it| it.name == union.discriminator);
        let values = tag.and_then(|it| values.get(it.ty.ty.name()));
        for value in values.into_iter().flatten() {
            if !union.branches.iter().any(|it| it.tag == value.name) {
                union.branches.push(Branch {
                    tag: value.name.clone(),
                    span: union.discriminator_span,
                    ty: None,
                    ty_span: union.discriminator_span,
                    condition: value.condition.clone(),
                });
            }
        }
    }
    definitions.iter().enumerate().map(|(at, definition)| (definition.name().to_owned(), at)).collect()
}
