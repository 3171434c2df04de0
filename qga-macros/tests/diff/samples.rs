//! What a side that keeps to a schema can write, by example: the borders of each type, each value, branch and member.

use std::collections::BTreeSet;

use qga_schema::Schema;
use qga_schema::ir::{Arguments, Builtin, Definition, JsonClass, Member, QTYPE_VALUES, Type, TypeRef, Union};

/// A value as JSON, and which parts of the schema it makes use of: members, branches, elements of arrays.
#[derive(Clone)]
pub(crate) struct Sample {
    pub(crate) text: String,
    pub(crate) uses: BTreeSet<String>,
}

impl Sample {
    /// A value of no parts.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), uses: BTreeSet::from([String::new()]) }
    }

    fn with(mut self, part: String) -> Self {
        self.uses.insert(part);
        self
    }
}

/// Some members of an object.
#[derive(Clone, Default)]
struct Members {
    list: Vec<(String, String)>,
    uses: BTreeSet<String>,
}

impl Members {
    fn and(&self, name: &str, value: &Sample, part: String) -> Self {
        let mut members = self.clone();
        members.list.push((name.to_owned(), value.text.clone()));
        members.uses.extend(value.uses.iter().cloned().chain([part]));
        members
    }

    fn join(&self, other: &Self) -> Self {
        let list = self.list.iter().chain(&other.list).cloned().collect();
        Self { list, uses: self.uses.union(&other.uses).cloned().collect() }
    }

    fn braces(self) -> Sample {
        let members: Vec<String> = self.list.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
        let mut sample = Sample::new(format!("{{{}}}", members.join(", ")));
        sample.uses.extend(self.uses);
        sample
    }
}

/// Writes values of the types of a schema.
pub(crate) struct Sampler<'s> {
    pub(crate) schema: &'s Schema,
}

impl Sampler<'_> {
    /// Arguments of a command, or the data of an event.
    pub(crate) fn arguments(&self, arguments: &Arguments) -> Vec<Sample> {
        let objects = match arguments {
            Arguments::Named(name) => self.named(name, ""),
            Arguments::None | Arguments::Inline(_) => self.members(&self.schema.arguments_of(arguments), ""),
        };
        objects.into_iter().map(Members::braces).collect()
    }

    /// Values of a type; the first one is the plainest. `place` is where they stand.
    pub(crate) fn values(&self, ty: &TypeRef, place: &str) -> Vec<Sample> {
        if ty.array {
            let place = format!("{place}[]");
            let one = TypeRef { ty: ty.ty.clone(), array: false };
            let lists = self.values(&one, &place).into_iter().map(|it| Sample { text: format!("[{}]", it.text), ..it });
            return [Sample::new("[]")].into_iter().chain(lists.map(|it| it.with(place.clone()))).collect();
        }
        match &ty.ty {
            Type::Builtin(builtin) => predefined(*builtin),
            Type::Defined(name) => match self.schema.get(name) {
                Some(Definition::Enum(it)) => {
                    it.values.iter().map(|it| Sample::new(format!("\"{}\"", it.name))).collect()
                }
                Some(Definition::Alternate(it)) => {
                    let branch = |ty: &TypeRef| {
                        let place = format!("{place}|{:?}", self.class(ty));
                        self.values(ty, &place).into_iter().map(move |it| it.with(place.clone())).collect::<Vec<_>>()
                    };
                    it.branches.iter().flat_map(|it| branch(&it.ty)).collect()
                }
                _ => self.named(name, place).into_iter().map(Members::braces).collect(),
            },
        }
    }

    fn class(&self, ty: &TypeRef) -> Option<JsonClass> {
        match &ty.ty {
            _ if ty.array => Some(JsonClass::Array),
            Type::Builtin(builtin) => JsonClass::of_builtin(*builtin),
            Type::Defined(name) => match self.schema.get(name) {
                Some(Definition::Enum(_)) => Some(JsonClass::String),
                _ => Some(JsonClass::Object),
            },
        }
    }

    /// Objects of a struct or union.
    fn named(&self, name: &str, place: &str) -> Vec<Members> {
        match self.schema.get(name) {
            Some(Definition::Union(it)) => self.union(it, place),
            _ => self.members(&self.schema.members_of(name), place),
        }
    }

    fn union(&self, it: &Union, place: &str) -> Vec<Members> {
        let common = self.schema.members_of(&it.common.name);
        let rest: Vec<&Member> = common.into_iter().filter(|member| member.name != it.discriminator).collect();
        let rest = self.members(&rest, place);
        let mut objects = Vec::new();
        for branch in &it.branches {
            let part = format!("{place}.={}", branch.tag);
            let tag = Members::default().and(&it.discriminator, &Sample::new(format!("\"{}\"", branch.tag)), part);
            let more = branch.ty.as_ref().map_or(vec![Members::default()], |name| self.named(name, place));
            objects.extend(more.iter().map(|more| rest[0].join(&tag).join(more)));
            objects.extend(rest.iter().skip(1).map(|rest| rest.join(&tag).join(&more[0])));
        }
        objects
    }

    /// The mandatory members alone, then each member with each of its values.
    fn members(&self, members: &[&Member], place: &str) -> Vec<Members> {
        let part = |member: &Member| format!("{place}.{}", member.name);
        let plain = |skip: Option<&str>| {
            let mandatory = members.iter().filter(|it| !it.optional && Some(it.name.as_str()) != skip);
            mandatory.fold(Members::default(), |object, member| {
                object.and(&member.name, &self.values(&member.ty, &part(member))[0], part(member))
            })
        };
        let mut objects = vec![plain(None)];
        for member in members {
            let others = plain(Some(&member.name));
            let values = self.values(&member.ty, &part(member));
            objects.extend(values.iter().map(|value| others.and(&member.name, value, part(member))));
        }
        objects
    }
}

fn predefined(builtin: Builtin) -> Vec<Sample> {
    let texts: &[&str] = match builtin {
        Builtin::Str => &["\"a\"", "\"b\"", "\"qnum\"", "\"\"", "\"zz\""],
        Builtin::Bool => &["true", "false"],
        Builtin::Int | Builtin::Int64 => &["1", "0", "-1", "300", "9223372036854775807", "-9223372036854775808"],
        Builtin::Int8 => &["1", "0", "-1", "127", "-128"],
        Builtin::Int16 => &["1", "0", "-1", "32767", "-32768"],
        Builtin::Int32 => &["1", "0", "-1", "2147483647", "-2147483648"],
        Builtin::Uint8 => &["1", "0", "255"],
        Builtin::Uint16 => &["1", "0", "65535"],
        Builtin::Uint32 => &["1", "0", "4294967295"],
        Builtin::Uint64 | Builtin::Size => &["1", "0", "18446744073709551615"],
        Builtin::Number => &["1", "-3", "3.5", "1e+300"],
        Builtin::Null => &["null"],
        Builtin::Any => &["1", "null", "true", "\"a\"", "-2.5", "[]", "{}"],
        Builtin::QType => return QTYPE_VALUES.iter().map(|name| Sample::new(format!("\"{name}\""))).collect(),
    };
    texts.iter().map(|text| Sample::new(*text)).collect()
}
