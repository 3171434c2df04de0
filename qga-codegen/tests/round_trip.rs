//! Every golden output compiles without a warning, and its types read and write every value of the schema.
#![deny(warnings, missing_docs, clippy::all)]

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::Path;

use qga_runtime::{JsonWriter, Marshal, Unmarshal, Value};
use qga_schema::Schema;
use qga_schema::ir::Definition;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value as Any;

#[path = "round_trip/sampler.rs"]
mod sampler;
#[path = "round_trip/values.rs"]
mod values;

use sampler::Sampler;

/// See `golden/alternates.json`.
#[rustfmt::skip]
#[path = "golden/generated/alternates.rs"]
pub mod alternates;

/// See `golden/builtins.json`.
#[rustfmt::skip]
#[path = "golden/generated/builtins.rs"]
pub mod builtins;

/// See `golden/collisions.json`.
#[allow(clippy::wrong_self_convention, clippy::self_named_constructors, clippy::new_ret_no_self, reason = "its names")]
#[allow(clippy::large_enum_variant, reason = "the schema decides")]
#[rustfmt::skip]
#[path = "golden/generated/collisions.rs"]
pub mod collisions;

/// See `golden/requests.json`.
#[rustfmt::skip]
#[path = "golden/generated/requests.rs"]
pub mod requests;

/// See `golden/conditions.json`.
#[rustfmt::skip]
#[path = "golden/generated/conditions.rs"]
pub mod conditions;

/// See `golden/deprecated.json`.
#[rustfmt::skip]
#[path = "golden/generated/deprecated.rs"]
pub mod deprecated;

/// See `golden/documentation.json`.
#[rustfmt::skip]
#[path = "golden/generated/documentation.rs"]
pub mod documentation;

/// See `golden/enums.json`.
#[rustfmt::skip]
#[path = "golden/generated/enums.rs"]
pub mod enums;

/// See `golden/notices.json`.
#[rustfmt::skip]
#[path = "golden/generated/notices.rs"]
pub mod notices;

/// See `golden/keywords.json`.
#[rustfmt::skip]
#[path = "golden/generated/keywords.rs"]
pub mod keywords;

/// See `golden/names.json`.
#[rustfmt::skip]
#[path = "golden/generated/names.rs"]
pub mod names;

/// See `golden/open_unions.json`.
#[rustfmt::skip]
#[path = "golden/generated/open_unions.rs"]
pub mod open_unions;

/// See `golden/payloads.json`.
#[rustfmt::skip]
#[path = "golden/generated/payloads.rs"]
pub mod payloads;

/// See `golden/recursion.json`.
#[rustfmt::skip]
#[path = "golden/generated/recursion.rs"]
pub mod recursion;

/// See `golden/structs.json`.
#[rustfmt::skip]
#[path = "golden/generated/structs.rs"]
pub mod structs;

/// See `golden/unions.json`.
#[rustfmt::skip]
#[path = "golden/generated/unions.rs"]
pub mod unions;

/// See `golden/plain_names.json`.
#[rustfmt::skip]
#[path = "golden/generated/plain_names.rs"]
pub mod plain_names;

/// See `golden/younger.json`.
#[rustfmt::skip]
#[path = "golden/generated/younger.rs"]
pub mod younger;

/// Values tried of each type.
const SAMPLES: u64 = 200;

/// Definitions without a value: enums without values, and types that must contain one or themselves.
const VALUELESS: &[&str] = &["Never", "Void", "Stuck", "handlers"];

/// Checks the types of one golden output against its schema.
struct Golden {
    schema: Schema,
    unchecked: BTreeSet<String>,
}

impl Golden {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
        let schema = Schema::load(folder.join(name).with_extension("json")).unwrap_or_else(|error| panic!("{error}"));
        let unchecked = schema.definitions().map(|it| it.name().to_owned()).collect();
        Self { schema, unchecked }
    }

    fn into_schema(mut self) -> Schema {
        self.unchecked.clear();
        self.schema.clone()
    }

    /// Checks that every value of the definition `name` survives being read and written as a `T`.
    fn check<T: Wire>(&mut self, name: &str) {
        assert!(self.unchecked.remove(name), "{name} is not in the schema, or is checked twice");
        let is_object = !matches!(self.schema.get(name), Some(Definition::Enum(_) | Definition::Alternate(_)));
        let mut tried = 0;
        for seed in 0..SAMPLES {
            let Some(json) = Sampler::new(&self.schema, seed).definition(name) else { continue };
            tried += 1;
            there_and_back::<T>(name, &json);
            if is_object {
                self.refuse::<T>(name, &json);
            }
        }
        assert_eq!(tried == 0, VALUELESS.contains(&name), "{tried} values of {name} were tried");
    }

    /// Checks that a strict reader demands every mandatory member, and refuses members that the schema lacks.
    fn refuse<T: Wire>(&self, name: &str, json: &Any) {
        let mut more = json.clone();
        more["no-such-member"] = Any::Null;
        let error = strict::<T>(&more.to_string()).expect_err("a member too many");
        assert_eq!(error, "Parameter 'no-such-member' is unexpected", "{name}: {more}");
        for member in self.members(name).into_iter().filter(|(_, optional)| !optional).map(|(member, _)| member) {
            let mut less = json.clone();
            less.as_object_mut().expect("an object").remove(&member);
            let error = strict::<T>(&less.to_string()).expect_err("a member is missing");
            assert_eq!(error, format!("Parameter '{member}' is missing"), "{name}: {less}");
        }
    }

    fn members(&self, name: &str) -> Vec<(String, bool)> {
        let members = match self.schema.get(name) {
            Some(Definition::Command(it)) => self.schema.arguments_of(&it.arguments),
            Some(Definition::Event(it)) => self.schema.arguments_of(&it.arguments),
            _ => self.schema.members_of(name),
        };
        members.iter().map(|it| (it.name.clone(), it.optional)).collect()
    }
}

impl Drop for Golden {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert!(self.unchecked.is_empty(), "not checked: {:?}", self.unchecked);
        }
    }
}

/// A type that can be written and read in both ways: by the protocol's traits and by `serde`'s.
trait Wire: Marshal + Unmarshal + Serialize + DeserializeOwned + PartialEq + Debug {}

impl<T: Marshal + Unmarshal + Serialize + DeserializeOwned + PartialEq + Debug> Wire for T {}

fn there_and_back<T: Wire>(name: &str, json: &Any) -> T {
    let text = json.to_string();
    let value: T = strict(&text).unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
    let written = written(&value);
    assert_eq!(&serde_json::from_str::<Any>(&written).expect("what is written is JSON"), json, "{name}: {written}");
    let again: T = strict(&written).unwrap_or_else(|error| panic!("{name}: {error}: {written}"));
    assert_eq!(again, value, "{name}: {written}");
    assert_eq!(&serde_json::to_value(&value).expect("JSON"), json, "{name}: {written}");
    assert_eq!(serde_json::from_str::<T>(&text).expect("a value of the schema"), value, "{name}: {text}");
    value
}

fn strict<T: Unmarshal>(text: &str) -> Result<T, String> {
    let value = Value::strict(text).map_err(|error| error.to_string())?;
    T::unmarshal(value).map_err(|error| error.to_string())
}

fn lenient<T: Unmarshal>(text: &str) -> Result<T, String> {
    let value = Value::lenient(text).map_err(|error| error.to_string())?;
    T::unmarshal(value).map_err(|error| error.to_string())
}

fn written(value: &impl Marshal) -> String {
    let mut buffer = Vec::new();
    value.marshal(&mut JsonWriter::new(&mut buffer));
    String::from_utf8(buffer).expect("output is ASCII")
}

macro_rules! round_trips {
    ($($module:ident { $($part:ident { $($ty:ident: $name:literal),* $(,)? })* })*) => {
        /// The schemas whose definitions are all checked.
        pub(crate) const CHECKED: &[&str] = &[$(stringify!($module)),*];

        $(
        #[test]
        fn $module() {
            let mut golden = crate::Golden::new(stringify!($module));
            $($(golden.check::<crate::$module::$part::$ty>($name);)*)*
        }
        )*
    };
}

#[allow(deprecated, reason = "deprecated members are checked, too")]
mod every_value_survives_being_written_and_read {
    round_trips! {
        alternates {
            types { Way: "Way", Point: "Point", All: "All", Text: "Text", Only: "Only", Choice: "Choice" }
            commands { Choose: "choose" }
        }
        builtins {
            types { Scalars: "Scalars", Lists: "Lists" }
            commands { Measure: "measure" }
        }
        collisions {
            types { Same: "Same", Digits: "Digits", Void: "Void", Odd: "Odd", Handlers: "Handlers", Caller: "Caller", Command: "Command", Event: "Event", Timestamp: "Timestamp", Object: "Object", Marshal: "Marshal", Some: "Some", Ok: "Ok", Unmarshal: "Unmarshal", UnmarshalBranch: "UnmarshalBranch", Value: "Value", ValueBranch: "ValueBranch", Value2: "Value2", Usize: "Usize", Copy: "Copy", Debug: "Debug", Hash: "Hash", PartialEq: "PartialEq", QapiEnum: "QapiEnum", JsonWriter: "JsonWriter", IOThread: "IOThread", IoThread: "IoThread", Stuck: "Stuck", Hollow: "Hollow", ByQType: "ByQType", Wide: "Wide", Width: "Width", Either: "Either", OneOf: "OneOf", Loop: "Loop", Knot: "Knot", Root: "Root", Inner: "Inner", Bow: "Bow", Tie: "Tie" }
            commands { None: "none", Call: "call", CallRaw: "call-raw", Commands: "commands", Command: "command", X: "x", Y: "y", T: "t", A: "a", Self_: "self", New: "new", Clone: "clone", Default: "default", Drop: "drop", Next: "next", IsReady: "is-ready", ToText: "to_text", ToText2: "to-text", IntoVoid: "into-void", FromHere: "from-here", AsIs: "as-is", ClientExt: "client-ext", Handlers: "handlers", Entries: "entries" }
            events { Event2: "EVENT", EventKind2: "EVENT_KIND", Timestamp2: "TIMESTAMP", Other: "OTHER", Other2: "OTHER2", Name: "NAME", E1: "E1", E1_2: "E_1" }
        }
        requests {
            types { Way: "Way", Empty: "Empty", Point: "Point", Move: "Move" }
            commands { Go: "go", Halt: "halt", Take: "take", TakeBoxed: "take-boxed", Get: "get", Ask: "ask", AskList: "ask-list", AskNull: "ask-null", Call: "call" }
        }
        conditions {
            types { Kind: "Kind", Inner: "Inner", Uni: "Uni", Alt: "Alt" }
            commands { Go: "go", Nest: "nest" }
            events { Gone: "GONE" }
        }
        deprecated {
            types { Fuel: "Fuel", Old: "Old", Heir: "Heir", Motor: "Motor", Engine: "Engine", Train: "Train" }
            commands { Go: "go", Drive: "drive", Ask: "ask" }
            events { Gone: "GONE", Lost: "LOST", Ended: "ENDED", Over: "OVER" }
        }
        documentation {
            types { Pump: "Pump", Quiet: "Quiet", Marks: "Marks" }
            commands { PumpStart: "pump-start" }
        }
        enums {
            types { Gear: "Gear", Never: "Never", State: "State", Report: "Report" }
            commands { Shift: "shift" }
        }
        notices {
            types { Cause: "Cause", Stop: "Stop" }
            events { Started: "STARTED", Shifted: "SHIFTED", Stalled: "STALLED", Stopped: "STOPPED", Event2: "EVENT", Other: "OTHER" }
        }
        keywords {
            types { Words: "Words", Option: "Option", Vec: "Vec", String: "String", Box: "Box", Self_: "Self", Result: "Result", Default: "Default", Clone: "Clone", From: "From" }
            commands { Yield: "yield", Some: "some", None: "none" }
        }
        names {
            types { Odd: "Odd", XOdd: "x-Odd", XOdd2: "XOdd", ComAcmeXIo4: "__com.acme_x-Io4" }
            commands { GoNow: "go_now", GoNow2: "go-now", X: "x-", ComAcme2XHalt: "__Com.ACME-2_x-halt-" }
            events { QX1: "Q_X1", OrgAcmeXGo: "__ORG.ACME_X-GO" }
        }
        open_unions {
            types { Bus: "Bus", Pci: "Pci", Address: "Address", Device: "Device" }
            commands { Addresses: "addresses", Devices: "devices" }
        }
        payloads {
            types { GuestFileRead: "GuestFileRead", GuestExecStatus: "GuestExecStatus", GuestAuthorizedKeys: "GuestAuthorizedKeys", GuestFileWrite: "GuestFileWrite", MoreRead: "MoreRead" }
            commands { GuestFileRead: "guest-file-read", GuestSetUserPassword: "guest-set-user-password", GuestExec: "guest-exec" }
        }
        recursion {
            types { Tree: "Tree", Chain: "Chain", Never: "Never", Hen: "Hen", Egg: "Egg", Kind: "Kind", Pair: "Pair", Node: "Node", Wrap: "Wrap", Nested: "Nested" }
            commands { Grow: "grow" }
        }
        structs {
            types { Axle: "Axle", Steered: "Steered", Driven: "Driven", Nothing: "Nothing", Less: "Less" }
            commands { Fit: "fit" }
        }
        unions {
            types { Fuel: "Fuel", Place: "Place", Petrol: "Petrol", Tank: "Tank", Engine: "Engine", Filled: "Filled", Mounted: "Mounted", Bare: "Bare" }
            commands { Mount: "mount", MountBoxed: "mount-boxed" }
        }
        plain_names {
            types { GuestFileRead: "GuestFileRead" }
            commands { GuestFileRead: "guest-file-read" }
        }
        younger {
            types { GuestAgentCommandInfo: "GuestAgentCommandInfo", GuestAgentInfo: "GuestAgentInfo" }
            commands { GuestInfo: "guest-info", GuestAsk: "guest-ask" }
        }
    }
}

#[test]
fn no_golden_schema_is_left_out() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let paths = std::fs::read_dir(folder).expect("the folder is there").map(|it| it.expect("a readable folder").path());
    let schemas = paths.filter(|it| it.extension().is_some_and(|it| it == "json"));
    let names: BTreeSet<String> =
        schemas.filter_map(|it| it.file_stem().map(|it| it.to_string_lossy().into_owned())).collect();
    let checked = every_value_survives_being_written_and_read::CHECKED.iter().map(|it| (*it).to_owned());
    assert_eq!(names, checked.collect());
}

#[test]
fn whole_events_survive_being_written_and_read() {
    for (golden, events) in [("notices", 6), ("names", 2), ("conditions", 1), ("deprecated", 4), ("collisions", 8)] {
        let schema = Golden::new(golden).into_schema();
        let names: Vec<&str> = schema.events().map(|it| it.common.name.as_str()).collect();
        assert_eq!(names.len(), events);
        for name in names {
            for seed in 0..SAMPLES {
                let Some(json) = Sampler::new(&schema, seed).event(name) else { continue };
                match golden {
                    "notices" => drop(there_and_back::<notices::events::Event>(name, &json)),
                    "names" => drop(there_and_back::<names::events::Event>(name, &json)),
                    "collisions" => drop(there_and_back::<collisions::events::Event>(name, &json)),
                    "deprecated" => drop(there_and_back::<deprecated::events::Event>(name, &json)),
                    _ => drop(there_and_back::<conditions::events::Event>(name, &json)),
                }
            }
        }
    }
}
