//! A vendor's schema that uses the guest agent's types: they are those of the runtime, and none is generated again.

#[deny(warnings)]
#[allow(missing_docs, clippy::all, reason = "generated")]
mod acme {
    qga_runtime::include_schema!(
        "tests/external/schema.json",
        younger = { "AcmeShare:opened": "1.2" },
        external = { "../../../schema/qapi-schema-guest.json": "qga_runtime::guest" },
    );
}

use acme::commands::{AcmeBusTest, AcmeShareRead};
use acme::types::{AcmeBusTestBranch, AcmeShare, AcmeSleep, AcmeTime};
use qga_runtime::guest::types::{
    GuestDiskBusType, GuestFileRead, GuestFileWhence, GuestFilesystemInfo, GuestFilesystemTrimResult, QGASeek,
};
use qga_runtime::{Command, JsonWriter, Marshal, TypeInfo, Unmarshal, Value};

fn written(value: &impl Marshal) -> String {
    let mut text = Vec::new();
    value.marshal(&mut JsonWriter::new(&mut text));
    String::from_utf8(text).expect("output is ASCII")
}

fn read<T: Unmarshal>(text: &str) -> Result<T, String> {
    Value::lenient(text).and_then(T::unmarshal).map_err(|error| error.to_string())
}

fn returned<C: Command>(_: C, returns: C::Returns) -> C::Returns {
    returns
}

#[test]
fn commands_are_the_schemas_own() {
    let names: Vec<&str> = acme::info::COMMANDS.iter().map(|it| it.name).collect();
    assert_eq!(names, ["acme-share-list", "acme-share-read", "acme-bus-test"]);
}

#[test]
fn members_arguments_and_answers_are_the_guest_agents_types() {
    let share = AcmeShare::new(GuestFilesystemInfo::new("d1", "/", "ext4", Vec::new()), true);
    let text = r#"{"fs": {"name": "d1", "mountpoint": "/", "type": "ext4", "disk": []}, "opened": true}"#;
    assert_eq!((written(&share).as_str(), read(text)), (text, Ok(share)));
    let old = read::<AcmeShare>(&text.replace(r#", "opened": true"#, "")).expect("a client reads old answers");
    assert_eq!((old.opened, old.bus), (None, None));

    let request = AcmeShareRead::from(GuestFilesystemTrimResult::new("/"));
    let answer = returned(request.clone(), GuestFileRead::new(5, b"bytes".as_slice(), true));
    assert_eq!(written(&answer), r#"{"buf-b64": "Ynl0ZXM=", "eof": true, "count": 5}"#);
    assert_eq!(written(&request), r#"{"path": "/"}"#);
    let argument = &<AcmeBusTest as Command>::INFO.arguments[0].ty;
    let TypeInfo::Union(test) = argument else { panic!("a union") };
    assert!(
        matches!(test.members[0].ty, TypeInfo::Enum(it) if std::ptr::eq(it, &qga_runtime::guest::info::GUEST_DISK_BUS_TYPE))
    );
}

/// One is open because clients of the guest agent read it; the other is closed there, since agents alone do.
#[test]
fn unions_are_selected_by_the_guest_agents_enums() {
    let test = acme::types::AcmeBusTest::new(GuestFileWhence::Name(QGASeek::Cur), AcmeBusTestBranch::Sata);
    assert_eq!(test.branch.tag(), GuestDiskBusType::Sata);
    assert_eq!(read(&written(&test)), Ok(test));
    let text = r#"{"bus": "optical", "whence": 1}"#;
    let test = read::<acme::types::AcmeBusTest>(text).expect("a client keeps it");
    assert_eq!((&test.branch, written(&test).as_str()), (&AcmeBusTestBranch::Other("optical".to_owned()), text));

    let sleep = AcmeSleep::Set(AcmeTime::new(9));
    assert_eq!(read(&written(&sleep)), Ok(sleep));
    assert_eq!(read::<AcmeSleep>(r#"{"mode": "cur"}"#), Ok(AcmeSleep::Cur));
    assert!(
        read::<AcmeSleep>(r#"{"mode": "far"}"#)
            .expect_err("the enum is closed")
            .ends_with("does not accept value 'far'")
    );
}
