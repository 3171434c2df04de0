//! Unions: an enum of branches, and a struct around it if there are common members besides the discriminator.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::{Branch, Enum, Type, Union};
use quote::quote;

use crate::enums::{self, Variants};
use crate::fields::{self, Owner};
use crate::markdown::Module;
use crate::objects::{BranchField, ObjectStruct};
use crate::plan::{Plan, TypePlan};
use crate::{deprecation, doc_comments, names, rust_type};

/// The types of a union and their implementations.
pub(crate) fn items(plan: &Plan<'_>, planned: &TypePlan<'_>, union: &Union) -> Vec<TokenStream> {
    let common = &union.common;
    let fallback = format!("The union `{}`.", common.name);
    let doc = doc_comments::definition(plan, Module::Types, common, &fallback);
    let members = plan.schema.members_of(&common.name);
    let tag_member = members.iter().find(|it| it.name == union.discriminator);
    let Some((tag_plan, tag_enum)) = tag_member.and_then(|it| plan.enumeration(&it.ty.ty)) else {
        return Vec::new();
    };
    let branches = Branches::new(plan, union, tag_plan, tag_enum);

    let Some(branch_type) = &planned.branches else {
        return branches.alone(&planned.ident, &doc);
    };
    let position = members.iter().position(|it| it.name == union.discriminator).unwrap_or(0);
    let others: Vec<_> = members.into_iter().filter(|it| it.name != union.discriminator).collect();
    let owner = Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Types };
    let structure = ObjectStruct {
        ident: &planned.ident,
        doc,
        deprecated: None,
        members: planned.members.as_ref(),
        fields: fields::fields(owner, &others, &[names::BRANCH_FIELD]),
        branch: Some(BranchField {
            position,
            ident: names::branch_field(),
            ty: branch_type,
            tag: &union.discriminator,
            doc: format!("The members that depend on `{}`.", union.discriminator),
        }),
    };
    let mut items = structure.items();
    let link = names::link(&planned.ident.to_string());
    let doc = format!("The members of a {link} that depend on `{}`.", union.discriminator);
    items.extend([branches.declaration(branch_type, &doc), branches.members(branch_type)]);
    items
}

/// The branches of a union as variants, named like those of the discriminator's enum.
struct Branches<'a> {
    plan: &'a Plan<'a>,
    union: &'a Union,
    tag: &'a TypePlan<'a>,
    tag_enum: &'a Enum,
    variants: Vec<Ident>,
    other: Option<Ident>,
}

impl<'a> Branches<'a> {
    fn new(plan: &'a Plan<'a>, union: &'a Union, tag: &'a TypePlan<'a>, tag_enum: &'a Enum) -> Self {
        let values = || tag_enum.values.iter().map(|it| it.name.as_str());
        let Variants { values: idents, other } = enums::variants(values(), tag.has_other);
        let variant = |branch: &Branch| {
            let at = values().position(|it| it == branch.tag).expect("branches are values of the discriminator");
            idents[at].clone()
        };
        Self { plan, union, tag, tag_enum, variants: union.branches.iter().map(variant).collect(), other }
    }

    /// The union itself: it has no common members besides the discriminator.
    fn alone(&self, ident: &Ident, doc: &str) -> Vec<TokenStream> {
        let discriminator = &self.union.discriminator;
        let object = quote! {
            impl ::qga_runtime::Object for #ident {
                fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                    out.member(#discriminator, &self.tag());
                    self.marshal_branch(out);
                }

                fn unmarshal_members(
                    from: &mut ::qga_runtime::ObjectReader<'_>,
                ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                    let tag = from.required(#discriminator)?;
                    Self::unmarshal_branch(tag, from)
                }
            }
        };
        vec![self.declaration(ident, doc), self.members(ident), object, quote!(::qga_runtime::wire_object!(#ident);)]
    }

    fn declaration(&self, ident: &Ident, doc: &str) -> TokenStream {
        let doc = doc_comments::attributes(doc);
        let variants = self.each().map(|(branch, variant)| {
            let doc = doc_comments::attributes(&self.doc(branch));
            let deprecated = deprecation::attribute(self.deprecated(branch).as_deref());
            let ty = self.ty(branch).map(|ty| if self.boxed(branch) { rust_type::boxed(&ty) } else { ty });
            let ty = ty.map(|ty| quote!((#ty)));
            quote!(#doc #deprecated #variant #ty,)
        });
        let other = self.other.iter().map(|other| {
            let doc = doc_comments::attributes("A branch that this schema lacks: the other side is newer.");
            quote!(#doc #other(::std::string::String),)
        });
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum #ident { #(#variants)* #(#other)* }
        }
    }

    /// The functions that write and read the discriminator's value and the members of the branch.
    fn members(&self, ident: &Ident) -> TokenStream {
        let tag = rust_type::defined(self.plan, Module::Types, self.tag.definition.name());
        let doc = format!("The value of `{}`.", self.union.discriminator);
        let waive = deprecation::waive(self.each().any(|(branch, _)| self.deprecated(branch).is_some()));
        let other = self.other.as_ref();
        let tag_of_other =
            other.map(|other| quote!(Self::#other(name) => #tag::#other(::std::clone::Clone::clone(name)),));
        let branch_of_other = match (other, &self.tag.external) {
            (Some(other), None) => quote!(#tag::#other(name) => Self::#other(name),),
            (None, None) => TokenStream::new(),
            // The enum may have values that this schema's copy of its definition lacks.
            (Some(other), Some(_)) => {
                quote!(tag => Self::#other(::std::string::String::from(::qga_runtime::QapiEnum::name(&tag))),)
            }
            (None, Some(_)) => {
                let name = quote!(::qga_runtime::QapiEnum::name(&tag));
                quote!(tag => return ::std::result::Result::Err(::qga_runtime::UnmarshalError::bad_value(#name)),)
            }
        };
        let tags = self.each().map(|(branch, variant)| {
            let payload = branch.ty.as_ref().map(|_| quote!((..)));
            quote!(Self::#variant #payload => #tag::#variant,)
        });
        let read = self.each().map(|(branch, variant)| {
            let mut value = branch.ty.as_ref().map(|_| quote!(::qga_runtime::Object::unmarshal_members(from)?));
            if self.boxed(branch) {
                value = value.map(|value| quote!(::std::boxed::Box::new(#value)));
            }
            let value = value.map(|value| quote!((#value)));
            quote!(#tag::#variant => Self::#variant #value,)
        });
        let from = if self.each().any(|(it, _)| it.ty.is_some()) { quote!(from) } else { quote!(_from) };
        let write = self.write();
        quote! {
            #waive
            impl #ident {
                #[doc = #doc]
                pub fn tag(&self) -> #tag {
                    match self { #(#tags)* #tag_of_other }
                }

                #write

                fn unmarshal_branch(
                    tag: #tag,
                    #from: &mut ::qga_runtime::ObjectReader<'_>,
                ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                    let branch = match tag { #(#read)* #branch_of_other };
                    ::std::result::Result::Ok(branch)
                }
            }
        }
    }

    fn write(&self) -> TokenStream {
        let arms = self.each().filter(|(branch, _)| branch.ty.is_some()).map(|(branch, variant)| {
            let value = if self.boxed(branch) { quote!(&**value) } else { quote!(value) };
            (quote!(Self::#variant(value)), quote!(::qga_runtime::Object::marshal_members(#value, out);))
        });
        let (patterns, calls): (Vec<TokenStream>, Vec<TokenStream>) = arms.unzip();
        let is_complete = patterns.len() == self.variants.len() && self.other.is_none();
        let body = match (&*patterns, &*calls) {
            ([], _) => {
                return quote!(
                    fn marshal_branch(&self, _out: &mut ::qga_runtime::JsonWriter<'_>) {}
                );
            }
            ([pattern], [call]) if !is_complete => quote!(if let #pattern = self { #call; }),
            _ => {
                let rest = (!is_complete).then(|| quote!(_ => {}));
                quote!(match self { #(#patterns => { #calls })* #rest })
            }
        };
        quote! {
            fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                #body
            }
        }
    }

    fn doc(&self, branch: &Branch) -> String {
        let own = self.union.common.doc.as_ref().and_then(|it| it.member(&branch.tag));
        let of_value = || self.tag_enum.common.doc.as_ref().and_then(|it| it.member(&branch.tag));
        let flags = (&[][..], branch.condition.as_ref());
        let fallback = format!("`{}`", branch.tag);
        doc_comments::part(self.plan, Module::Types, (None, own.or_else(of_value)), flags, &fallback)
    }

    /// A branch is deprecated with the value that selects it.
    fn deprecated(&self, branch: &Branch) -> Option<String> {
        let value = self.tag_enum.values.iter().find(|it| it.name == branch.tag)?;
        deprecation::note(self.tag_enum.common.doc.as_ref(), &value.features)
    }

    fn ty(&self, branch: &Branch) -> Option<TokenStream> {
        branch.ty.as_ref().map(|it| rust_type::defined(self.plan, Module::Types, it))
    }

    fn each(&self) -> impl Iterator<Item = (&Branch, &Ident)> {
        self.union.branches.iter().zip(&self.variants)
    }

    fn boxed(&self, branch: &Branch) -> bool {
        let ty = branch.ty.clone().map(Type::Defined);
        ty.is_some_and(|it| self.plan.on_cycle(&self.union.common.name, &it))
    }
}
