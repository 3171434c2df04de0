//! What generated types do with single values: unknown ones, absent ones, secrets; and what they say of the schema.

use crate::{alternates, conditions, enums, notices, open_unions, payloads, plain_names, requests, unions, younger};
use crate::{lenient, strict, written};

#[test]
fn an_unknown_event_is_kept_and_an_empty_one_has_no_data() {
    use notices::events::{Event, EventKind, Shifted, Timestamp};

    let text = r#"{"event": "MELTED", "data": {"parts": [1]}, "timestamp": {"seconds": 1, "microseconds": 2}, "x": 0}"#;
    let event: Event = lenient(text).expect("a client ignores unknown members");
    assert!(matches!(&event.kind, EventKind::Other2 { name, data: Some(_) } if name == "MELTED"));
    assert_eq!(written(&event), text.replace(", \"x\": 0", ""));

    let event = Event::new(EventKind::Shifted(Shifted::new()), Timestamp::new(-1, -1));
    assert_eq!(written(&event), r#"{"event": "SHIFTED", "timestamp": {"seconds": -1, "microseconds": -1}}"#);
    assert_eq!(Shifted::NAME, "SHIFTED");
    assert_eq!(notices::events::Stalled::FEATURES, ["unstable"]);
}

#[test]
fn a_client_keeps_values_and_branches_it_does_not_know() {
    use enums::types::{Gear, State};
    use open_unions::types::{Address, Device, DeviceBranch};

    let state: State = lenient(r#""melting""#).expect("only a client reads it");
    assert_eq!((written(&state), state), (r#""melting""#.to_owned(), State::Other2("melting".to_owned())));
    assert_eq!(lenient::<State>(r#""other""#).expect("a value of the schema"), State::Other);
    assert_eq!(lenient::<Gear>(r#""fifth""#), Ok(Gear::Other("fifth".to_owned())), "an agent reads it, too");
    assert!(strict::<State>(r#""melting""#).is_err(), "a strict reader keeps nothing");
    assert!(strict::<Gear>(r#""fifth""#).is_err(), "a strict reader keeps nothing");

    let address: Address = lenient(r#"{"bus": "nvme", "port": 1}"#).expect("only a client reads it");
    assert_eq!(address, Address::Other("nvme".to_owned()));
    let device: Device = lenient(r#"{"bus": "nvme", "name": "d", "port": 1}"#).expect("only a client reads it");
    assert_eq!(device, Device::new("d", DeviceBranch::Other("nvme".to_owned())));
    assert_eq!(written(&device), r#"{"name": "d", "bus": "nvme"}"#);
}

#[test]
fn members_of_another_branch_are_refused() {
    use unions::types::{Engine, Mounted};

    let refused = |text: &str| strict::<Mounted>(text).expect_err("a member of no branch, or of another");
    assert_eq!(strict(r#"{"octane": 95, "fuel": "petrol"}"#), Ok(Engine::Petrol(unions::types::Petrol::new(95))));
    let error = strict::<Engine>(r#"{"fuel": "none", "octane": 95}"#).expect_err("no petrol, no octane");
    assert_eq!(error, "Parameter 'octane' is unexpected");
    assert_eq!(refused(r#"{"place": "rear", "size": 1}"#), "Parameter 'size' is unexpected");
    assert_eq!(refused(r#"{"place": "front", "fuel": "none"}"#), "Parameter 'size' is missing");
    assert_eq!(refused(r#"{"place": "top"}"#), "Parameter 'place' does not accept value 'top'");
    assert!(lenient::<Mounted>(r#"{"place": "rear", "size": 1}"#).is_ok());
}

#[test]
fn absence_null_and_a_value_are_three_things() {
    use alternates::types::{All, Choice, Text};

    let texts: Vec<Option<Text>> = [r#"{"all": 1}"#, r#"{"all": 1, "text": null}"#, r#"{"all": 1, "text": "t"}"#]
        .map(|json| strict::<Choice>(json).expect("a value of the schema").text)
        .into();
    assert_eq!(texts, [None, Some(Text::Z), Some(Text::S("t".to_owned()))]);
    assert_eq!(All::from(5), All::Count(5));
    let error = strict::<Choice>(r#"{"all": "sideways"}"#).expect_err("no value of the enum");
    assert_eq!(error, "Parameter 'all' does not accept value 'sideways'");
    let error = strict::<alternates::types::Only>(r#""a""#).expect_err("no number");
    assert!(error.ends_with("expected: Only"), "{error}");
}

#[test]
fn commands_tell_what_the_schema_says() {
    use qga_runtime::TypeInfo;

    let names: Vec<&str> = requests::info::COMMANDS.iter().map(|it| it.name).collect();
    assert_eq!(names, ["go", "halt", "take", "take-boxed", "get", "ask", "ask-list", "ask-null", "call"]);
    let find = |name: &str| *requests::info::COMMANDS.iter().find(|it| it.name == name).expect("it is listed");
    let halt = find("halt");
    assert!(!halt.success_response && halt.returns.is_none());
    assert_eq!(halt.features.iter().map(|it| it.name).collect::<Vec<_>>(), ["deprecated", "fast"]);
    assert!(find("take").allow_oob && !find("go").allow_oob);
    assert_eq!(find("take-boxed").condition, Some("!CONFIG_SMALL"));
    let ask = find("ask");
    assert!(ask.allow_preconfig && matches!(ask.returns, Some(TypeInfo::Any)));
    assert!(ask.arguments[1].optional && ask.arguments[2].features[0].name == "unstable");
    assert!(matches!(ask.arguments[0].ty, TypeInfo::Enum(info) if info.values[1].name == "down"));
    let condition = conditions::info::COMMANDS[0].condition;
    assert_eq!(condition, Some("(A && !B) || C"));
}

#[test]
fn types_tell_their_conditions_features_and_branches() {
    use conditions::info::{ALT, INNER, KIND, UNI};
    use qga_runtime::TypeInfo;

    assert_eq!((KIND.condition, KIND.values[0].condition, KIND.values[1].condition), (Some("A"), None, Some("!B")));
    assert_eq!(KIND.values[1].features[0].name, "deprecated");
    assert_eq!(INNER.condition, Some("A && (B2 || !!C_)"));
    assert_eq!((INNER.features.len(), INNER.features[0].condition), (3, Some("A")));
    assert_eq!((INNER.members[1].condition, INNER.members[1].features.len()), (Some("D"), 2));
    assert_eq!((UNI.discriminator, UNI.features[0].name), (Some("k"), "f"));
    let branches: Vec<_> = UNI.branches.iter().map(|it| (it.name, it.ty.is_some(), it.condition)).collect();
    assert_eq!(branches, [("b", true, Some("!B")), ("a", false, None)]);
    assert!(matches!(UNI.branches[0].ty, Some(TypeInfo::Object(info)) if info.name == "Inner"));
    assert_eq!((ALT.branches[0].condition, ALT.branches[1].condition), (Some("A"), None));
    let union = unions::info::MOUNTED.branches[0].ty;
    assert!(matches!(union, Some(TypeInfo::Union(info)) if info.discriminator == Some("fuel")));
}

#[test]
fn payloads_are_bytes_and_secrets_do_not_show() {
    use payloads::commands::{GuestExec, GuestSetUserPassword};
    use payloads::types::{GuestAuthorizedKeys, GuestFileRead};
    use qga_runtime::Payload;

    // The length is the number of bytes written, not the announced one.
    let read = GuestFileRead::new(99, b"bytes".as_slice(), true);
    assert_eq!(written(&read), r#"{"buf-b64": "Ynl0ZXM=", "eof": true, "count": 5}"#);
    let back: GuestFileRead = strict(&written(&read)).expect("a value of the schema");
    assert_eq!((back.count, back.buf_b64), (5, Payload::from(b"bytes".as_slice())));

    let password = GuestSetUserPassword::new("joe", b"hunter2".as_slice(), false);
    assert_eq!(strict(&written(&password)), Ok(password.clone()));
    let exec = GuestExec {
        arg: Some(vec!["--hunter2".to_owned()]),
        env: Some(vec!["KEY=hunter2".to_owned()]),
        input_data: Some(b"hunter2".as_slice().into()),
        ..GuestExec::new("/bin/true")
    };
    let keys = GuestAuthorizedKeys::new(vec!["hunter2".to_owned()]);
    for shown in [format!("{password:?}"), format!("{exec:?}"), format!("{keys:?}"), format!("{read:?}")] {
        assert!(!shown.contains("hunter2") && !shown.contains("bytes\"") && !shown.contains("aHVudGVyMg"), "{shown}");
    }
    assert!(format!("{exec:?}").contains("/bin/true"));
    assert!(payloads::info::COMMANDS[1].arguments[1].secret);
}

#[test]
fn a_name_alone_makes_no_payload() {
    let count = r#"{"count": 42}"#;
    let read: plain_names::types::GuestFileRead = strict(count).expect("a value of the schema");
    assert_eq!((read.count, written(&read).as_str()), (42, count));
    let write: payloads::types::GuestFileWrite = strict(count).expect("a value of the schema");
    assert_eq!(written(&write), count);
    // What is said of a base holds for those that inherit from it.
    let more = payloads::types::MoreRead::new(9, b"bytes".as_slice(), true, false);
    assert_eq!(written(&more), r#"{"buf-b64": "Ynl0ZXM=", "eof": true, "more": false, "count": 5}"#);
}

#[test]
fn what_old_agents_do_not_send_is_missing_only_to_a_client() {
    use younger::types::{GuestAgentCommandInfo, GuestAgentInfo};

    // As agents before QEMU 1.7 and before 1.1 wrote it. Absent members stay absent.
    let old = r#"{"version": "1.6.0", "supported_commands": [{"name": "guest-ping", "enabled": true}]}"#;
    let info: GuestAgentInfo = lenient(old).expect("a client reads old answers");
    let ping = GuestAgentCommandInfo { success_response: None, ..GuestAgentCommandInfo::new("guest-ping", true, true) };
    assert_eq!(info, GuestAgentInfo::new("1.6.0", vec![ping]));
    assert_eq!(written(&info), old);
    let oldest: GuestAgentInfo = lenient(r#"{"version": "1.0"}"#).expect("a client reads old answers");
    assert_eq!(oldest.supported_commands, None);

    assert!(strict::<GuestAgentInfo>(old).is_err());
    let null = r#"{"name": "guest-ping", "success-response": null, "enabled": true}"#;
    assert!(lenient::<GuestAgentCommandInfo>(null).is_err());
    // One is as old as its type, the other is read by agents only.
    assert!(lenient::<GuestAgentCommandInfo>(r#"{"name": "guest-ping"}"#).is_err());
    assert!(lenient::<younger::commands::GuestAsk>("{}").is_err());
}
