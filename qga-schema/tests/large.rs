//! A schema as large as the machine protocol's, in many files.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use qga_schema::entities::Entity;
use qga_schema::introspect::{TypeNames, introspect};
use qga_schema::{Options, Schema};

#[path = "generated/generator.rs"]
mod generator;

const FILES: usize = 45;
const ROUNDS: usize = 3;

fn load(files: &HashMap<String, String>) -> Schema {
    let read = |path: &Path| {
        let name = path.to_string_lossy().replace('\\', "/").replace("sub/../", "");
        files.get(&name).map(|text| text.clone().into_bytes()).ok_or_else(|| io::ErrorKind::NotFound.into())
    };
    Schema::load_from("main.json", &Options::default(), read).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn a_schema_of_many_files_is_read_completely_and_in_order() {
    let files: HashMap<String, String> = generator::modules(FILES, ROUNDS).into_iter().collect();
    let schema = load(&files);
    let count = |kind: &str| schema.definitions().filter(|it| it.kind() == kind).count();
    let rounds = FILES * ROUNDS;
    let counts = ["enum", "struct", "union", "alternate", "command", "event"].map(count);
    assert_eq!(counts, [rounds, 2 * rounds, rounds, rounds, 2 * rounds, rounds]);
    assert_eq!(counts.iter().sum::<usize>(), rounds * generator::DEFINITIONS_PER_ROUND);
    // The first module includes the next one, and so on: all of them are open when the last one is read.
    let names: Vec<&str> = schema.modules().iter().map(|module| module.name.as_str()).collect();
    assert_eq!(names[..4], ["main.json", "module-0.json", "sub/module-1.json", "module-2.json"]);
    assert_eq!(names.len(), FILES + 1);
    let first = schema.definitions().next().expect("there are definitions");
    assert_eq!(first.name(), format!("Mode{}a", (FILES - 1) * ROUNDS));
    // One free-form block a module, and one block a definition.
    assert_eq!(schema.docs().count(), FILES + schema.definitions().len());
    assert!(schema.warnings().is_empty());
}

#[test]
fn each_array_is_made_once_in_the_module_of_its_elements() {
    let files: HashMap<String, String> = generator::modules(FILES, ROUNDS).into_iter().collect();
    let schema = load(&files);
    let mut arrays = 0;
    for module in schema.entities().iter().filter(|module| module.module.is_some()) {
        for entity in &module.entities {
            if let Entity::Array(element) = entity {
                arrays += 1;
                let owner = schema.get(element.name()).expect("the element is defined").common().module;
                assert_eq!(Some(owner), module.module, "{}", element.name());
            }
        }
    }
    assert_eq!(arrays, FILES * ROUNDS);
}

#[test]
fn reading_twice_gives_the_same() {
    let files: HashMap<String, String> = generator::modules(FILES, ROUNDS).into_iter().collect();
    let [first, second] = [load(&files), load(&files)];
    let show = |schema: &Schema| format!("{:?}", (schema.definitions().collect::<Vec<_>>(), schema.modules()));
    assert!(show(&first) == show(&second));
    let items = |schema: &Schema| format!("{:?}", introspect(schema, TypeNames::Masked));
    assert!(items(&first) == items(&second));
}
