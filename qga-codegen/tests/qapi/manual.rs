//! `qapi doc`: the reference manual.

use serde_json::Value;

use crate::{GUEST, INTERFACE, name, schema_file, stdout};

#[test]
fn manual_of_the_guest_schema_describes_every_definition_and_links_to_it() {
    let manual = stdout(&["doc", GUEST]);
    let inventory: Value = serde_json::from_str(INTERFACE).expect("JSON");
    for entity in inventory["entities"].as_array().expect("a list") {
        let name = entity["name"].as_str().expect("a name");
        assert!(manual.contains(&format!("\n### {name}\n")), "no heading for {name}");
        let link = format!("[`{name}`](#{})", name.to_lowercase());
        assert!(manual.contains(&link), "no link to {name}");
    }
    // Every other piece is a fenced example; the others must have no markup of the schema language.
    for line in manual.split("```").step_by(2).flat_map(str::lines) {
        let line = line.replace("`::`", "");
        for mark in ["@", "``", "::", ".. ", ":qapi:"] {
            assert!(!line.contains(mark), "{mark} is left over in {line}");
        }
    }
}

#[test]
fn manual_shows_topics_conditions_members_and_examples() {
    let schema = "\
##
# ****
# Pump
# ****
#
# All about `Pump`.
##

##
# @Pump:
#
# A pump.
#
# @speed: how fast,
#     in @unit
#
#     - not less than 0
#
# @unit: the unit
#
# Since: 1.2
#
# .. note:: It whirrs.
##
{ 'struct': 'Pump', 'data': { 'speed': 'int', '*unit': { 'type': 'str', 'features': [ 'unstable' ] } },
  'if': { 'any': [ 'A', { 'not': 'B' } ] } }
";
    let schema = schema.replace("# Since: 1.2\n", "# Features:\n#\n# @unstable: may change\n#\n# Since: 1.2\n");
    let manual = stdout(&["doc", "--title", "Pumps", name(&schema_file("pump.json", &schema))]);
    assert_eq!(
        manual,
        "\
# Pumps

- [Pump](#pump)

## Pump

All about [`Pump`](#pump-1).

### Pump

*Object, since 1.2; exists only if `A` or not `B`.*

A pump.

**Members**

- `speed` (`int`): how fast,
  in `unit`

  - not less than 0
- `unit` (`str`, optional, unstable): the unit

**Features**

- `unstable`: may change

> **Note:** It whirrs.

## Types by name

[`Pump`](#pump-1)

"
    );
}

#[test]
fn manual_keeps_the_sections_of_old_schemas() {
    let schema = "\
##
# = Engines
##

##
# @engine-start:
#
# Starts it.
#
# @gear: #optional the gear
#        (since 1.2)
#
# Returns: nothing
# Notes: needs fuel
#
# Example:
#
# -> { \"execute\": \"engine-start\" }
#
# Since: 1.0
##
{ 'command': 'engine-start', 'data': { '*gear': 'int' } }
";
    let manual = stdout(&["doc", "--legacy", name(&schema_file("engine.json", schema))]);
    for text in [
        "## Engines\n\n### engine-start\n\n*Command, since 1.0.*\n\nStarts it.\n",
        "- `gear` (`int`, optional): the gear\n  (since 1.2)\n",
        "**Returns** nothing\n",
        "> **Note:** needs fuel\n",
        "**Example**\n\n```text\n-> { \"execute\": \"engine-start\" }\n```\n",
    ] {
        assert!(manual.contains(text), "{text} is missing in\n{manual}");
    }
}
