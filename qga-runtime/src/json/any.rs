//! A value of any form.

use std::fmt;
use std::str::FromStr;

use serde_json::Value as Tree;

use super::value::Value;
use crate::marshal::{JsonWriter, Marshal};
use crate::unmarshal::{Null, Unmarshal, UnmarshalError};

/// A value of any form: QAPI's `any`. It keeps JSON text, so that a number has all its digits.
///
/// # Examples
///
/// ```
/// use qga_runtime::Any;
///
/// let any: Any = r#"{"size":123456789012345678901234567890}"#.parse()?;
/// assert_eq!(any.as_str(), r#"{"size": 123456789012345678901234567890}"#);
/// assert_eq!(Any::from(serde_json::json!({"a": [1, null]})).as_str(), r#"{"a": [1, null]}"#);
/// # Ok::<(), qga_runtime::UnmarshalError>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Any(String);

impl Any {
    /// The value as JSON text, in the form of an answer: 7-bit, `, ` and `: ` between its parts.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The value as a tree. Numbers beyond what that holds lose digits.
    ///
    /// # Errors
    /// It is nested too deeply for a tree, or a number is beyond the largest that this holds.
    pub fn to_tree(&self) -> Result<Tree, serde_json::Error> {
        serde_json::from_str(&self.0)
    }
}

/// `null`.
impl Default for Any {
    fn default() -> Self {
        Any("null".into())
    }
}

impl fmt::Debug for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Any {
    type Err = UnmarshalError;

    fn from_str(text: &str) -> Result<Self, UnmarshalError> {
        Any::unmarshal(Value::lenient(text)?)
    }
}

impl From<Tree> for Any {
    fn from(tree: Tree) -> Self {
        let mut text = Vec::new();
        tree.marshal(&mut JsonWriter::new(&mut text));
        Any(String::from_utf8(text).unwrap_or_default())
    }
}

impl Unmarshal for Any {
    fn unmarshal(value: Value<'_>) -> Result<Self, UnmarshalError> {
        value.text_in_time().map(Any)
    }
}

impl Marshal for Any {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        out.raw(self.0.as_bytes());
    }
}

impl Marshal for Tree {
    fn marshal(&self, out: &mut JsonWriter<'_>) {
        match self {
            Tree::Null => Null.marshal(out),
            Tree::Bool(value) => value.marshal(out),
            Tree::Number(value) => out.raw(value.to_string().as_bytes()),
            Tree::String(value) => value.marshal(out),
            Tree::Array(items) => out.array(items),
            Tree::Object(members) => {
                let outer = out.open_object();
                for (name, value) in members {
                    out.member_name(name);
                    value.marshal(out);
                }
                out.close_object(outer);
            }
        }
    }
}
