//! What the generator's options change, and which of them it refuses.

use qga_schema::Schema;

#[test]
fn conditions_that_do_not_hold_leave_out_commands_and_events() {
    let text = "{ 'command': 'a' } { 'command': 'b', 'if': 'B' } { 'command': 'c', 'if': { 'not': 'B' } }
                { 'event': 'E', 'if': { 'all': [ 'B', 'D' ] } }";
    let schema = Schema::parse("ab.json", text).expect("a schema");
    let generated = |options: &str| {
        let options = serde_json::from_str(options).expect("options");
        let code = qga_codegen::generate(&schema, &options).expect("it can be generated").render("");
        ["struct A {", "struct B {", "struct C {", "struct E {"].map(|it| code.contains(it))
    };
    assert_eq!(generated("{}"), [true; 4]);
    assert_eq!(generated(r#"{"defines": []}"#), [true, false, true, false]);
    assert_eq!(generated(r#"{"defines": ["B"]}"#), [true, true, false, false]);
    assert_eq!(generated(r#"{"defines": ["B", "D"]}"#), [true, true, false, true]);
    assert_eq!(generated(r#"{"defines": ["B"], "commands": ["a", "c"]}"#), [true, false, false, false]);
}

#[test]
fn options_about_members_are_checked() {
    let text = "{ 'struct': 'Read', 'data': { 'n': 'int', '*at': 'int', 'text': 'str' } }
                { 'command': 'read', 'returns': 'Read', 'data': { 'lines': [ 'str' ] } }";
    let schema = Schema::parse("read.json", text).expect("a schema");
    let check = |options: &str, message: &str| {
        let options = serde_json::from_str(options).expect("options");
        let error = qga_codegen::generate(&schema, &options).map(|_| ()).expect_err("it does not fit");
        assert_eq!(error.to_string().rsplit("error: ").next(), Some(message));
        assert!(error.option().is_some());
    };
    check(r#"{"bytes": ["Read"]}"#, "'Read' names no member: write 'owner:member'");
    check(r#"{"secret": ["Reed:n"]}"#, "the schema does not define 'Reed'");
    check(r#"{"younger": {"Read:m": "1.0"}}"#, "'Read' has no member 'm'");
    check(r#"{"younger": {"Read:at": "1.0"}}"#, "'Read:at' is not mandatory");
    check(r#"{"bytes": ["Read:n"]}"#, "'Read:n' is not a string");
    check(r#"{"bytes": ["read:lines"]}"#, "'read:lines' is not a string");
    check(r#"{"lengths": ["Read:at"]}"#, "'Read:at' is not a mandatory integer");
    check(r#"{"lengths": ["Read:n"]}"#, "'Read:n' is the length of bytes, but no member beside it holds bytes");
    assert!(serde_json::from_str::<qga_codegen::Options>(r#"{"byte": []}"#).is_err());
}
