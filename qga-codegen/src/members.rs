//! What the options say about members: which hold bytes, a secret or the length of bytes, and which are young.

use std::collections::{HashMap, HashSet};

use qga_schema::Schema;
use qga_schema::ir::{Base, Builtin, Definition, Member, Type, TypeRef};
use qga_schema::usage::Usage;

use crate::error::Error;
use crate::{Options, since};

/// The Rust type of a string that holds base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bytes {
    /// `Payload`: bytes, possibly many.
    Payload,
    /// `Secret`: bytes that are wiped and never printed.
    Secret,
}

/// Members by their owner, a type, command or event, and their name. What is said of a member holds for those who inherit
/// it.
pub(crate) struct Members<'s> {
    schema: &'s Schema,
    usage: Usage<'s>,
    bytes: HashSet<Place>,
    secret: HashSet<Place>,
    lengths: HashSet<Place>,
    younger: HashMap<Place, String>,
}

type Place = (String, String);

impl<'s> Members<'s> {
    /// Reads the options.
    pub(crate) fn new(schema: &'s Schema, options: &Options) -> Result<Self, Error> {
        let places = |names: &[String], wanted: &str, fits: fn(&Member) -> bool| -> Result<HashSet<Place>, Error> {
            names.iter().map(|name| place(schema, name, wanted, fits).map_err(|error| error.about(name))).collect()
        };
        let bytes = places(&options.bytes, "a string", is_string)?;
        let lengths = places(&options.lengths, "a mandatory integer", is_length)?;
        for (owner, member) in &lengths {
            if !members_of(schema, owner).iter().any(|it| bytes.contains(&(owner.clone(), it.name.clone()))) {
                let name = format!("{owner}:{member}");
                let message = format!("'{name}' is the length of bytes, but no member beside it holds bytes");
                return Err(Error::new(message).about(&name));
            }
        }
        let younger = options.younger.iter().map(|(name, release)| {
            let place = place(schema, name, "mandatory", |it| !it.optional).map_err(|error| error.about(name))?;
            Ok((place, release.clone()))
        });
        Ok(Self {
            schema,
            usage: Usage::new(schema),
            bytes,
            secret: places(&options.secret, "a member", |_| true)?,
            lengths,
            younger: younger.collect::<Result<_, Error>>()?,
        })
    }

    /// Whether a client reads values of the type.
    pub(crate) fn is_open(&self, ty: &Type) -> bool {
        self.usage.is_open(ty)
    }

    /// The Rust type of the string `member` of `owner`, if it holds base64.
    pub(crate) fn bytes(&self, owner: &str, member: &str) -> Option<Bytes> {
        let bytes = self.said(owner, member, |place| self.bytes.contains(place));
        let kind = if self.is_secret(owner, member) { Bytes::Secret } else { Bytes::Payload };
        bytes.then_some(kind)
    }

    /// Whether `member` of `owner` must not be printed.
    pub(crate) fn is_secret(&self, owner: &str, member: &str) -> bool {
        self.said(owner, member, |place| self.secret.contains(place))
    }

    /// Whether `member` of `owner` is the length of bytes in the same object. It is written after them, with the number
    /// of bytes that were read: a file may become shorter while it is sent.
    pub(crate) fn is_length(&self, owner: &str, member: &str) -> bool {
        self.said(owner, member, |place| self.lengths.contains(place))
    }

    /// The first release that sends the mandatory `member` of `owner` to clients, if it is younger than `owner`: by the
    /// options, or by the documentation.
    pub(crate) fn younger(&self, owner: &str, member: &Member) -> Option<String> {
        if member.optional {
            return None;
        }
        let place = |of: &str| (of.to_owned(), member.name.clone());
        let said = ancestry(self.schema, owner).find_map(|of| self.younger.get(&place(of.name())));
        said.cloned().or_else(|| self.documented_as_younger(owner, &member.name))
    }

    fn documented_as_younger(&self, owner: &str, member: &str) -> Option<String> {
        let definition = self.schema.get(owner)?;
        let clients_read = match definition {
            Definition::Command(_) => false,
            Definition::Event(_) => true,
            _ => self.usage.of(&Type::Defined(owner.to_owned())).client,
        };
        let release = ancestry(self.schema, owner).find_map(|of| since::of_member(of.common().doc.as_ref(), member))?;
        let since = ancestry(self.schema, owner).find_map(|of| since::of_definition(of.common().doc.as_ref()));
        let younger = since.is_none_or(|since| since::is_before(since, release));
        (clients_read && younger).then(|| release.to_owned())
    }

    fn said(&self, owner: &str, member: &str, holds: impl Fn(&Place) -> bool) -> bool {
        ancestry(self.schema, owner).any(|of| holds(&(of.name().to_owned(), member.to_owned())))
    }
}

impl Options {
    /// The options without members that the schema lacks: for a table that several releases of a schema share.
    pub fn for_release(mut self, schema: &Schema) -> Self {
        let known = |name: &String| place(schema, name, "a member", |_| true).is_ok();
        for names in [&mut self.bytes, &mut self.secret, &mut self.lengths] {
            names.retain(known);
        }
        self.younger.retain(|name, _| known(name));
        self
    }
}

/// The definition and those that it inherits members from, nearest first.
fn ancestry<'s>(schema: &'s Schema, name: &str) -> impl Iterator<Item = &'s Definition> + use<'s> {
    let first = schema.get(name);
    std::iter::successors(first, |definition| schema.get(base_of(definition)?))
}

/// The definition whose members this one inherits.
pub(crate) fn base_of(definition: &Definition) -> Option<&str> {
    match definition {
        Definition::Struct(it) => it.base.as_deref(),
        Definition::Union(it) => match &it.base {
            Base::Named(name) => Some(name),
            Base::Inline(_) => None,
        },
        _ => None,
    }
}

/// The place that `name` means, as `owner:member`; `wanted` is what the member has to be.
fn place(schema: &Schema, name: &str, wanted: &str, fits: fn(&Member) -> bool) -> Result<Place, Error> {
    let Some((owner, member)) = name.split_once(':') else {
        return Err(Error::new(format!("'{name}' names no member: write 'owner:member'")));
    };
    if schema.get(owner).is_none() {
        return Err(Error::new(format!("the schema does not define '{owner}'")));
    }
    let Some(found) = members_of(schema, owner).into_iter().find(|it| it.name == member) else {
        return Err(Error::new(format!("'{owner}' has no member '{member}'")));
    };
    if !fits(found) {
        return Err(Error::at(schema, found.span, format!("'{name}' is not {wanted}")));
    }
    Ok((owner.to_owned(), member.to_owned()))
}

fn members_of<'s>(schema: &'s Schema, owner: &str) -> Vec<&'s Member> {
    match schema.get(owner) {
        Some(Definition::Command(it)) => schema.arguments_of(&it.arguments),
        Some(Definition::Event(it)) => schema.arguments_of(&it.arguments),
        Some(Definition::Struct(_) | Definition::Union(_)) => schema.members_of(owner),
        _ => Vec::new(),
    }
}

fn is_string(member: &Member) -> bool {
    member.ty == TypeRef { ty: Type::Builtin(Builtin::Str), array: false }
}

fn is_length(member: &Member) -> bool {
    let integer = matches!(member.ty.ty, Type::Builtin(Builtin::Int | Builtin::Int64)) && !member.ty.array;
    integer && !member.optional
}
