//! Changes to a schema, and who breaks by them.

use qga_schema::Schema;
use qga_schema::diff::diff;

/// Shows each change on one line.
fn changes(old: &str, new: &str) -> Vec<String> {
    let load = |text: &str| Schema::parse("s.json", text).unwrap_or_else(|error| panic!("{error}"));
    let changes = diff(&load(old), &load(new));
    changes.iter().map(|it| format!("{}: {} {} (via {})", it.impact.name(), it.subject, it.text, it.via)).collect()
}

const NONE: [&str; 0] = [];

#[test]
fn commands_and_events_come_and_go() {
    let old = "{ 'command': 'go' } { 'event': 'GONE' } { 'event': 'KEPT' }";
    let new = "{ 'event': 'KEPT' } { 'command': 'halt' } { 'event': 'HALTED' }";
    let expected = [
        "breaks agents: go command removed (via go)",
        "breaks clients: GONE event removed (via GONE)",
        "compatible: halt command added (via halt)",
        "compatible: HALTED event added (via HALTED)",
    ];
    assert_eq!(changes(old, new), expected);
}

#[test]
fn arguments_may_only_become_easier_to_satisfy() {
    let old = "{ 'command': 'go', 'data': { 'a': 'int8', '*b': 'str', 'c': 'int', 'd': 'int' } }";
    let new = "{ 'command': 'go', 'data': { 'a': 'int', 'b': 'str', '*c': 'int', 'e': 'int', '*f': 'int' } }";
    let expected = [
        "breaks agents: go.b became mandatory (via go)",
        "compatible: go.c became optional (via go)",
        "breaks agents: go.d removed (via go)",
        "breaks agents: go.e mandatory member added (via go)",
        "compatible: go.f optional member added (via go)",
        "compatible: go.a type changed from int8 to int (via go)",
    ];
    assert_eq!(changes(old, new), expected);
}

#[test]
fn results_may_only_gain() {
    let old = "{ 'struct': 'R', 'data': { 'a': 'int8', '*b': 'str', 'c': 'int', 'd': 'int' } }
               { 'command': 'go', 'returns': ['R'] }";
    let new = "{ 'struct': 'R', 'data': { 'a': 'int', 'b': 'str', '*c': 'int', 'e': 'int' } }
               { 'command': 'go', 'returns': ['R'] }";
    let (old, new) = (old.replace("'R'", "'Res'"), new.replace("'R'", "'Res'"));
    let expected = [
        "compatible: Res.b became mandatory (via go)",
        "breaks clients: Res.c became optional (via go)",
        "breaks clients: Res.d removed (via go)",
        "compatible: Res.e mandatory member added (via go)",
        "breaks clients: Res.a type changed from int8 to int (via go)",
    ];
    assert_eq!(changes(&old, &new), expected);
}

#[test]
fn a_type_used_in_both_directions_obeys_both() {
    let old = "{ 'struct': 'Both', 'data': { 'e': 'Gear', 'd': 'int' } } { 'enum': 'Gear', 'data': [ 'low', 'high' ] }
               { 'command': 'go', 'data': 'Both', 'returns': 'Both' }";
    let new = "{ 'struct': 'Both', 'data': { 'e': 'Gear' } } { 'enum': 'Gear', 'data': [ 'low', 'top' ] }
               { 'command': 'go', 'data': 'Both', 'returns': 'Both' }";
    let expected = [
        "breaks agents: go.d removed (via go)",
        "breaks agents: Gear.high value removed (via go)",
        "compatible: Gear.top value added (via go)",
        "breaks clients: Both.d removed (via go)",
        "compatible: Gear.high value removed (via go)",
        "compatible: Gear.top value added (via go)",
    ];
    assert_eq!(changes(old, new), expected);
}

#[test]
fn what_the_wire_does_not_show_is_no_change() {
    let old =
        "{ 'struct': 'Old', 'data': { 'a': 'int', 'b': ['Part'] } } { 'struct': 'Part', 'data': { 'self': 'Part' } }
               { 'command': 'go', 'data': 'Old', 'returns': 'Old' }";
    let new = "{ 'command': 'go', 'data': 'New', 'returns': 'New' } { 'struct': 'Base', 'data': { 'b': ['Piece'] } }
               { 'struct': 'Piece', 'data': { 'self': 'Piece' } }
               { 'struct': 'New', 'base': 'Base', 'data': { 'a': 'int' } }";
    assert_eq!(changes(old, new), NONE);
}

#[test]
fn a_type_may_become_an_alternate_that_contains_it() {
    let old = "{ 'command': 'go', 'data': { 'a': 'str' } }";
    let new = "{ 'alternate': 'Alt', 'data': { 's': 'str', 'n': 'null' } } { 'command': 'go', 'data': { 'a': 'Alt' } }";
    assert_eq!(changes(old, new), ["compatible: go.a type changed from str to Alt (via go)"]);
    assert_eq!(changes(new, old), ["breaks agents: go.a type changed from Alt to str (via go)"]);
}

#[test]
fn branches_and_conditions_count() {
    let schema = |branch: &str, condition: &str| {
        format!(
            "{{ 'enum': 'Gear', 'data': [ 'low', 'high' ] }} {{ 'struct': 'Low', 'data': {{ 'a': 'int' }} }}
             {{ 'union': 'Drive', 'base': {{ 'gear': 'Gear' }}, 'discriminator': 'gear', 'data': {{ {branch} }} }}
             {{ 'command': 'go', 'data': 'Drive', 'boxed': true, 'if': {condition} }}"
        )
    };
    let expected = ["compatible: go exists in more builds (via go)", "breaks agents: Low.a removed (via go)"];
    let narrow = "{ 'all': [ 'A', 'B' ] }";
    assert_eq!(changes(&schema("'low': 'Low'", narrow), &schema("", "'A'")), expected);
    let expected = [
        "breaks agents: go exists in fewer or other builds (via go)",
        "breaks agents: Low.a mandatory member added (via go)",
    ];
    assert_eq!(changes(&schema("", "'A'"), &schema("'low': 'Low'", narrow)), expected);
}
