//! Changes to a schema, and the impact of each.

use qga_schema::Schema;
use qga_schema::diff::{Impact, Options, diff, diff_with};

/// Shows each change on one line.
fn changes(old: &str, new: &str) -> Vec<String> {
    let load = |text: &str| Schema::parse("s.json", text).unwrap_or_else(|error| panic!("{error}"));
    let changes = diff(&load(old), &load(new));
    changes.iter().map(|it| format!("{}: {} {} (via {})", it.impact.name(), it.subject, it.text, it.via)).collect()
}

const NONE: [&str; 0] = [];

/// The impact of all changes together, in all builds or in that with these symbols.
fn verdict(old: &str, new: &str, defines: Option<&[&str]>) -> &'static str {
    let load = |text: &str| Schema::parse("s.json", text).unwrap_or_else(|error| panic!("{error}"));
    let options = Options { defines: defines.map(|symbols| symbols.iter().map(|it| (*it).to_owned()).collect()) };
    let changes = diff_with(&load(old), &load(new), &options);
    match changes.iter().map(|change| change.impact).reduce(Impact::and) {
        Some(impact) => impact.name(),
        None => "nothing",
    }
}

#[test]
fn each_change_breaks_whom_it_should() {
    let table = include_str!("diff_table.txt");
    let mut failures = Vec::new();
    let cases: Vec<&str> = table.split("\n=== ").skip(1).collect();
    for case in &cases {
        let (title, schemas) = case.split_once('\n').expect("a title");
        let (impact, about) = title.split_once(": ").expect("an impact and a title");
        let symbols: Option<Vec<&str>> = about.split_once(" --define ").map(|(_, it)| it.split_whitespace().collect());
        let (old, new) = schemas.split_once("\n---\n").expect("two versions");
        let got = verdict(old, new, symbols.as_deref());
        if got != impact {
            failures.push(format!("{title}: {got}\n  {}", changes(old, new).join("\n  ")));
        }
    }
    assert!(cases.len() > 60, "only {} cases were found", cases.len());
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn commands_and_events_come_and_go() {
    let old = "{ 'command': 'go' } { 'event': 'GONE' } { 'event': 'KEPT' }";
    let new = "{ 'event': 'KEPT' } { 'command': 'halt' } { 'event': 'HALTED' }";
    let expected = [
        "breaks clients: go command removed (via go)",
        "may break clients: GONE event removed (via GONE)",
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
        "breaks clients: go.b became mandatory (via go)",
        "compatible: go.c became optional (via go)",
        "breaks clients and agents: go.d mandatory member removed (via go)",
        "breaks clients and agents: go.e mandatory member added (via go)",
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
        "breaks agents: Res.b became mandatory (via go)",
        "breaks clients: Res.c became optional (via go)",
        "breaks clients: Res.d mandatory member removed (via go)",
        "breaks agents: Res.e mandatory member added (via go)",
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
        "breaks clients and agents: go.d mandatory member removed (via go)",
        "breaks clients: Gear.high value removed (via go)",
        "compatible: Gear.top value added (via go)",
        "breaks clients: Both.d mandatory member removed (via go)",
    ];
    assert_eq!(changes(old, new), expected);
}

#[test]
fn a_change_of_a_members_type_is_reported_for_each_and_one_inside_of_a_type_once() {
    let old = "{ 'struct': 'Part', 'data': { 'a': 'int' } }
               { 'command': 'go', 'data': { 'x': 'int', 'y': 'int', 'p': 'Part', 'q': 'Part' } }";
    let new = "{ 'struct': 'Part', 'data': { 'a': 'int8' } }
               { 'command': 'go', 'data': { 'x': 'int8', 'y': 'int8', 'p': 'Part', 'q': 'Part' } }";
    let expected = [
        "breaks clients: go.x type changed from int to int8 (via go)",
        "breaks clients: go.y type changed from int to int8 (via go)",
        "breaks clients: Part.a type changed from int to int8 (via go)",
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
    assert_eq!(changes(new, old), ["breaks clients: go.a type changed from Alt to str (via go)"]);
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
    let expected = [
        "compatible: go exists in more builds (via go)",
        "breaks clients and agents: Low.a mandatory member removed (via go)",
    ];
    let narrow = "{ 'all': [ 'A', 'B' ] }";
    assert_eq!(changes(&schema("'low': 'Low'", narrow), &schema("", "'A'")), expected);
    let expected = [
        "may break clients: go exists in fewer builds (via go)",
        "breaks clients and agents: Low.a mandatory member added (via go)",
    ];
    assert_eq!(changes(&schema("", "'A'"), &schema("'low': 'Low'", narrow)), expected);
}
