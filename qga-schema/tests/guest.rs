//! The guest schema loads.

use qga_schema::entities::Entity;
use qga_schema::introspect::{TypeNames, introspect};
use qga_schema::ir::Definition;
use qga_schema::{Lints, Options, Schema};

#[test]
fn the_guest_schema_loads() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/qapi-schema-guest.json");
    // QEMU's own tool takes it, too.
    let options = Options { lints: Lints::deny_form(), ..Options::default() };
    let schema = Schema::load_with(path, &options).unwrap_or_else(|error| panic!("{error}"));
    let count = |kind: &str| schema.definitions().filter(|it| it.kind() == kind).count();
    let counts = ["command", "struct", "enum", "alternate", "union"].map(count);
    // The numbers of QEMU 10.2; later definitions add to them.
    let least = [44, 34, 8, 2, 3];
    assert!(counts.iter().zip(least).all(|(count, least)| *count >= least), "{counts:?}");
    let documented = |it: &Definition| it.common().doc.as_ref().is_some_and(|doc| !doc.summary().is_empty());
    assert!(schema.definitions().all(documented));

    let entities: Vec<_> = schema.entities().into_iter().skip(1).flat_map(|module| module.entities).collect();
    let implicit_objects = entities.iter().filter(|it| matches!(it, Entity::Arguments(..) | Entity::Base(..))).count();
    let arrays = entities.iter().filter(|it| matches!(it, Entity::Array(_))).count();
    let introspected = introspect(&schema, TypeNames::Masked).len();
    let conditional = schema.definitions().filter(|it| it.common().condition.is_some()).count();
    let counts = [implicit_objects, arrays, introspected, conditional];
    assert!(counts.iter().zip([23, 15, 132, 55]).all(|(count, least)| *count >= least), "{counts:?}");
}
