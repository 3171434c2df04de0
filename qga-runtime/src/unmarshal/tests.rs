//! Error texts and types, one table each.

use super::*;

fn read<T: Unmarshal>(text: &str) -> Result<T, String> {
    let value = Value::strict(text).map_err(|error| error.to_string())?;
    T::unmarshal(value).map_err(|error| error.in_member("P").to_string())
}

struct Vcpu {
    id: i64,
    online: bool,
}

impl Marshal for Vcpu {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.object(self);
    }
}

impl Unmarshal for Vcpu {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.object()
    }
}

impl Object for Vcpu {
    fn marshal_members(&self, out: &mut JsonWriter<'_>) {
        out.member("logical-id", &self.id);
        out.member("online", &self.online);
    }

    fn unmarshal_members(from: &mut ObjectReader<'_>) -> Result<Self, UnmarshalError> {
        Ok(Vcpu { id: from.required("logical-id")?, online: from.required("online")? })
    }
}

fn wrong<T: Unmarshal>(text: &str, expected: &str) {
    assert_eq!(read::<T>(text).err().as_deref(), Some(expected), "{text}");
}

#[test]
fn integers_are_literals_in_range() {
    assert_eq!(read::<i64>("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(read::<i64>("-0"), Ok(0));
    for text in ["9223372036854775808", "1.0", "1e3", "\"5\"", "true", "null", "{}"] {
        wrong::<i64>(text, "Invalid parameter type for 'P', expected: integer");
    }
    assert_eq!(read::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(read::<u64>("-1"), Ok(u64::MAX));
    for text in ["18446744073709551616", "1.5", "\"5\""] {
        wrong::<u64>(text, "Parameter 'P' expects uint64");
    }
    wrong::<i8>("128", "Parameter 'P' expects int8");
}

#[test]
fn other_types_are_named() {
    wrong::<bool>("1", "Invalid parameter type for 'P', expected: boolean");
    wrong::<String>("null", "Invalid parameter type for 'P', expected: string");
    wrong::<f64>("\"1\"", "Invalid parameter type for 'P', expected: number");
    wrong::<Vcpu>("[]", "Invalid parameter type for 'P', expected: object");
    wrong::<Vec<i64>>("{}", "Invalid parameter type for 'P', expected: array");
    wrong::<Payload>("\"a*b\"", "Base64 data contains invalid characters");
}

#[test]
fn paths_lead_to_the_wrong_value() {
    wrong::<Vec<Vcpu>>(r#"[{"logical-id":0,"online":true},{"logical-id":1}]"#, "Parameter 'P[1].online' is missing");
    wrong::<Vec<Vcpu>>(r#"[{"logical-id":0,"online":1,"x":1}]"#, {
        "Invalid parameter type for 'P[0].online', expected: boolean"
    });
    wrong::<Vec<Vcpu>>(r#"[{"logical-id":0,"online":true,"x":1}]"#, "Parameter 'P[0].x' is unexpected");
}

#[test]
fn a_lenient_reader_ignores_unknown_members() {
    let value = Value::lenient(r#"{"new": {"x": [1, "}"]}, "online": true, "logical-id": 3}"#).expect("valid");
    let vcpu: Vcpu = value.object().expect("readable");
    assert_eq!((vcpu.id, vcpu.online), (3, true));
}

#[test]
fn escapes_are_decoded() {
    assert_eq!(read::<String>(r#""a\u00E9\uD83D\uDE00\/\n\"\\z""#).as_deref(), Ok("aé😀/\n\"\\z"));
    let half = Value::lenient(r#""\uD83Dx\uFFFF""#).and_then(String::unmarshal);
    assert_eq!(half.as_deref(), Ok("\u{FFFD}x\u{FFFF}"));
    assert!(read::<String>(r#""\uD83Dx""#).is_err_and(|error| error.contains("not a valid Unicode character")));
}

#[test]
fn a_key_given_twice_is_refused() {
    assert!(read::<Vcpu>(r#"{"online":true,"online":true}"#).is_err_and(|text| text.ends_with("duplicate key")));
}
