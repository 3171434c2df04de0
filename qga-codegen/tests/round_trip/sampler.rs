//! Generates values of a schema's types, as JSON, from a seed.

use qga_schema::Schema;
use qga_schema::ir::{Builtin, Definition, Member, Type, TypeRef, Union};
use serde_json::{Map, Value, json};

/// Generates values of the types of a schema.
pub(crate) struct Sampler<'s> {
    schema: &'s Schema,
    state: u64,
}

/// Strings that hold base64, in the sampled schemas.
const PAYLOADS: &[&str] = &["buf-b64", "out-data", "err-data", "input-data", "password"];

/// Base64 texts, with their number of bytes.
const BASE64: &[(&str, i64)] = &[("", 0), ("AA==", 1), ("AP8=", 2), ("aGF0", 3), ("+/+/", 3), ("cXVhY2s=", 5)];

/// Depth from which optional members and list elements are omitted.
const DEPTH: usize = 6;

impl<'s> Sampler<'s> {
    /// A sampler whose values depend on `seed` alone.
    pub(crate) fn new(schema: &'s Schema, seed: u64) -> Self {
        Self { schema, state: seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1 }
    }

    /// A value of a definition: of a type, the arguments of a command, the data of an event.
    pub(crate) fn definition(&mut self, name: &str) -> Option<Value> {
        match self.schema.get(name)? {
            Definition::Command(it) => self.arguments(&it.arguments),
            Definition::Event(it) => self.arguments(&it.arguments),
            _ => self.named(name, DEPTH),
        }
    }

    /// A whole event, as it is sent.
    pub(crate) fn event(&mut self, name: &str) -> Option<Value> {
        let data = self.definition(name)?;
        let mut event = json!({ "event": name, "timestamp": { "seconds": self.int(), "microseconds": -1 } });
        let Some(Definition::Event(definition)) = self.schema.get(name) else { return None };
        let named = matches!(definition.arguments, qga_schema::ir::Arguments::Named(_));
        if named || data.as_object().is_some_and(|it| !it.is_empty()) {
            event["data"] = data;
        }
        Some(event)
    }

    fn arguments(&mut self, arguments: &qga_schema::ir::Arguments) -> Option<Value> {
        match arguments {
            qga_schema::ir::Arguments::Named(name) => self.named(name, DEPTH),
            _ => self.object(&self.schema.arguments_of(arguments), DEPTH).map(Value::Object),
        }
    }

    fn reference(&mut self, ty: &TypeRef, depth: usize) -> Option<Value> {
        if !ty.array {
            return self.single(&ty.ty, depth);
        }
        let count = if depth == 0 { 0 } else { self.below(4) };
        Some((0..count).filter_map(|_| self.single(&ty.ty, depth.checked_sub(1)?)).collect())
    }

    fn single(&mut self, ty: &Type, depth: usize) -> Option<Value> {
        match ty {
            Type::Defined(name) => self.named(name, depth),
            Type::Builtin(builtin) => Some(self.builtin(*builtin)),
        }
    }

    fn named(&mut self, name: &str, depth: usize) -> Option<Value> {
        match self.schema.get(name)? {
            Definition::Enum(it) => {
                let at = self.below(it.values.len().max(1));
                it.values.get(at).map(|it| json!(it.name))
            }
            Definition::Alternate(it) => {
                let at = self.below(it.branches.len());
                self.reference(&it.branches[at].ty, depth.checked_sub(1)?)
            }
            Definition::Union(it) => self.union(it, depth).map(Value::Object),
            _ => self.object(&self.schema.members_of(name), depth).map(Value::Object),
        }
    }

    fn union(&mut self, union: &Union, depth: usize) -> Option<Map<String, Value>> {
        let branch = &union.branches[self.below(union.branches.len())];
        let mut members = self.object(&self.schema.members_of(&union.common.name), depth)?;
        members.insert(union.discriminator.clone(), json!(branch.tag));
        if let Some(Value::Object(more)) = match &branch.ty {
            Some(name) => Some(self.named(name, depth.checked_sub(1)?)?),
            None => None,
        } {
            members.extend(more);
        }
        Some(members)
    }

    fn object(&mut self, members: &[&Member], depth: usize) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        for member in members {
            if member.optional && (depth == 0 || self.below(2) == 0) {
                continue;
            }
            match self.reference(&member.ty, depth.checked_sub(1)?) {
                Some(value) => object.insert(member.name.clone(), value),
                None if member.optional => continue,
                None => return None,
            };
        }
        self.fill_payloads(&mut object);
        Some(object)
    }

    /// Replaces strings that hold base64 with valid text, and sets the lengths.
    fn fill_payloads(&mut self, object: &mut Map<String, Value>) {
        for name in PAYLOADS {
            let Some(payload) = object.get_mut(*name) else { continue };
            let (text, length) = BASE64[self.below(BASE64.len())];
            *payload = json!(text);
            if let Some(count) = object.get_mut("count") {
                *count = json!(length);
            }
        }
    }

    fn builtin(&mut self, builtin: Builtin) -> Value {
        let within = |min: i64, max: i64, sampler: &mut Self| match sampler.below(4) {
            0 => json!(min),
            1 => json!(max),
            _ => json!(sampler.int().rem_euclid(max)),
        };
        match builtin {
            Builtin::Str => json!(self.text()),
            Builtin::Bool => json!(self.below(2) == 0),
            Builtin::Int | Builtin::Int64 => within(i64::MIN, i64::MAX, self),
            Builtin::Int8 => within(i8::MIN.into(), i8::MAX.into(), self),
            Builtin::Int16 => within(i16::MIN.into(), i16::MAX.into(), self),
            Builtin::Int32 => within(i32::MIN.into(), i32::MAX.into(), self),
            Builtin::Uint8 => within(0, u8::MAX.into(), self),
            Builtin::Uint16 => within(0, u16::MAX.into(), self),
            Builtin::Uint32 => within(0, u32::MAX.into(), self),
            Builtin::Uint64 | Builtin::Size => json!([0, u64::MAX, self.next()][self.below(3)]),
            Builtin::Number => json!(f64::from(i32::MIN + 7) / 4.0 + self.below(1000) as f64 * 0.5),
            Builtin::Null => Value::Null,
            Builtin::Any => [json!({ "a": [1, null, "b"] }), json!(-5), json!(null), json!([])][self.below(4)].clone(),
            Builtin::QType => json!(["none", "qnull", "qnum", "qstring", "qdict", "qlist", "qbool"][self.below(7)]),
        }
    }

    fn text(&mut self) -> String {
        const CHARS: &[char] = &['a', 'Z', '0', ' ', '"', '\\', '\n', '\u{1}', '\u{7f}', 'é', '€', '😀', '/'];
        (0..self.below(6)).map(|_| CHARS[self.below(CHARS.len())]).collect()
    }

    fn int(&mut self) -> i64 {
        i64::from_ne_bytes(self.next().to_ne_bytes())
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap_or(0)
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }
}
