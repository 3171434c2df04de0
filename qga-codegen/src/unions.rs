//! Unions: an enum of branches, and a struct around it where the branches share more than the discriminator.

use proc_macro2::{Ident, TokenStream};
use qga_schema::ir::{Branch, Enum, Union};
use quote::quote;

use crate::enums::{self, Variants};
use crate::fields::{self, Owner};
use crate::markdown::Module;
use crate::objects::{self, BranchField, ObjectStruct};
use crate::plan::{Plan, TypePlan};
use crate::{doc_comments, names, rust_type};

/// The types of a union and everything they implement.
pub(crate) fn items(plan: &Plan<'_>, planned: &TypePlan<'_>, union: &Union) -> Vec<TokenStream> {
    let common = &union.common;
    let fallback = format!("The union `{}`.", common.name);
    let doc = doc_comments::definition(plan, Module::Types, common, &fallback);
    let members = plan.schema.members_of(&common.name);
    let tag_member = members.iter().find(|it| it.name == union.discriminator);
    let Some((tag_plan, tag_enum)) = tag_member.and_then(|it| plan.enumeration(&it.ty.ty)) else {
        return Vec::new();
    };
    let tag_type = tag_plan.ident.clone();
    let branches = Branches::new(plan, union, tag_plan, tag_enum);

    let Some(branch_type) = &planned.branches else {
        let mut items = branches.items(&planned.ident, &doc);
        items.push(branches.object(&planned.ident));
        items.extend(objects::wire_impls(&planned.ident));
        return items;
    };
    let position = members.iter().position(|it| it.name == union.discriminator).unwrap_or(0);
    let others: Vec<_> = members.into_iter().filter(|it| it.name != union.discriminator).collect();
    let owner = Owner { plan, name: &common.name, doc: common.doc.as_ref(), module: Module::Types };
    let branch_doc = format!("What depends on `{}`.", union.discriminator);
    let structure = ObjectStruct {
        owner,
        ident: &planned.ident,
        doc,
        fields: fields::fields(owner, &others, &[names::BRANCH_FIELD]),
        branch: Some(BranchField {
            position,
            ident: names::identifier(names::BRANCH_FIELD),
            ty: branch_type.clone(),
            tag_type: quote!(#tag_type),
            tag_name: union.discriminator.clone(),
            has_members: branches.have_members(),
            doc: branch_doc,
        }),
    };
    let mut items = structure.items();
    let doc = format!("What a [`{}`] holds, depending on `{}`.", planned.ident, union.discriminator);
    items.extend(branches.items(branch_type, &doc));
    items
}

/// The branches of a union as variants, called like those of the discriminator's enum.
struct Branches<'a> {
    plan: &'a Plan<'a>,
    union: &'a Union,
    tag_type: &'a Ident,
    variants: Vec<Ident>,
    other: Option<Ident>,
    docs: Vec<String>,
}

impl<'a> Branches<'a> {
    fn new(plan: &'a Plan<'a>, union: &'a Union, tag: &'a TypePlan<'a>, tag_enum: &'a Enum) -> Self {
        let values: Vec<&str> = tag_enum.values.iter().map(|it| it.name.as_str()).collect();
        let Variants { values: idents, other } = enums::variants(values.iter().copied(), tag.open);
        let variant = |branch: &Branch| {
            let at = values.iter().position(|it| *it == branch.tag).expect("branches are values of the discriminator");
            idents[at].clone()
        };
        let doc = |branch: &Branch| {
            let own = union.common.doc.as_ref().and_then(|it| it.member(&branch.tag));
            let of_value = || tag_enum.common.doc.as_ref().and_then(|it| it.member(&branch.tag));
            let text = own.or_else(of_value);
            let flags = (&[][..], branch.condition.as_ref());
            doc_comments::part(plan, Module::Types, (None, text), flags, &format!("`{}`", branch.tag))
        };
        Self {
            plan,
            union,
            tag_type: &tag.ident,
            variants: union.branches.iter().map(variant).collect(),
            other,
            docs: union.branches.iter().map(doc).collect(),
        }
    }

    /// Whether any branch adds members.
    fn have_members(&self) -> bool {
        self.union.branches.iter().any(|it| it.ty.is_some())
    }

    /// The enum, and how its variants are told, written and read.
    fn items(&self, ident: &Ident, doc: &str) -> Vec<TokenStream> {
        let methods = [Some(self.tag()), self.marshal_branch(), Some(self.unmarshal_branch())].into_iter().flatten();
        vec![self.declaration(ident, doc), quote!(impl #ident { #(#methods)* })]
    }

    fn declaration(&self, ident: &Ident, doc: &str) -> TokenStream {
        let doc = doc_comments::attributes(doc);
        let variants = self.each().zip(&self.docs).map(|((branch, variant), doc)| {
            let doc = doc_comments::attributes(doc);
            let payload = branch.ty.as_ref().map(|name| {
                let ty = rust_type::defined(self.plan, Module::Types, name);
                if self.boxed(branch) { quote!((::std::boxed::Box<#ty>)) } else { quote!((#ty)) }
            });
            quote!(#doc #variant #payload)
        });
        let other = self.other.as_ref().map(|it| {
            let doc = doc_comments::attributes("A branch this schema does not know: the other side is newer.");
            quote!(#doc #it(::std::string::String),)
        });
        quote! {
            #doc
            #[derive(Clone, Debug, PartialEq)]
            pub enum #ident {
                #(#variants,)*
                #other
            }
        }
    }

    fn tag(&self) -> TokenStream {
        let (tag_type, name) = (self.tag_type, &self.union.discriminator);
        let arms = self.each().map(|(branch, variant)| match branch.ty {
            Some(_) => quote!(Self::#variant(_) => #tag_type::#variant),
            None => quote!(Self::#variant => #tag_type::#variant),
        });
        let other =
            self.other.as_ref().map(|it| quote!(Self::#it(name) => #tag_type::#it(::std::clone::Clone::clone(name)),));
        let doc = doc_comments::attributes(format!("The value of `{name}`."));
        quote! {
            #doc
            pub fn tag(&self) -> #tag_type {
                match self {
                    #(#arms,)*
                    #other
                }
            }
        }
    }

    fn marshal_branch(&self) -> Option<TokenStream> {
        let arms = self.each().map(|(branch, variant)| match (&branch.ty, self.boxed(branch)) {
            (Some(_), true) => quote!(Self::#variant(value) => ::qga_runtime::Object::marshal_members(&**value, out)),
            (Some(_), false) => quote!(Self::#variant(value) => ::qga_runtime::Object::marshal_members(value, out)),
            (None, _) => quote!(Self::#variant => {}),
        });
        let other = self.other.as_ref().map(|it| quote!(Self::#it(_) => {}));
        self.have_members().then(|| {
            quote! {
                fn marshal_branch(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                    match self {
                        #(#arms,)*
                        #other
                    }
                }
            }
        })
    }

    fn unmarshal_branch(&self) -> TokenStream {
        let tag_type = self.tag_type;
        let arms = self.each().map(|(branch, variant)| {
            let value = match &branch.ty {
                Some(name) => {
                    let ty = rust_type::defined(self.plan, Module::Types, name);
                    let boxed = self.boxed(branch).then(|| quote!(.map(::std::boxed::Box::new)));
                    quote!(<#ty as ::qga_runtime::Object>::unmarshal_members(from) #boxed .map(Self::#variant))
                }
                None => quote!(::std::result::Result::Ok(Self::#variant)),
            };
            quote!(#tag_type::#variant => #value)
        });
        let other =
            self.other.as_ref().map(|it| quote!(#tag_type::#it(name) => ::std::result::Result::Ok(Self::#it(name)),));
        let from = if self.have_members() { quote!(from) } else { quote!(_) };
        quote! {
            fn unmarshal_branch(
                tag: #tag_type,
                #from: &mut ::qga_runtime::ObjectReader<'_>,
            ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                match tag {
                    #(#arms,)*
                    #other
                }
            }
        }
    }

    /// For a union that is nothing but its branches: the discriminator, then the branch.
    fn object(&self, ident: &Ident) -> TokenStream {
        let name = &self.union.discriminator;
        let branch = self.have_members().then(|| quote!(self.marshal_branch(out);));
        quote! {
            impl ::qga_runtime::Object for #ident {
                fn marshal_members(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                    out.member(#name, &self.tag());
                    #branch
                }

                fn unmarshal_members(
                    from: &mut ::qga_runtime::ObjectReader<'_>,
                ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                    let tag = from.required(#name)?;
                    Self::unmarshal_branch(tag, from)
                }
            }
        }
    }

    fn each(&self) -> impl Iterator<Item = (&Branch, &Ident)> {
        self.union.branches.iter().zip(&self.variants)
    }

    fn boxed(&self, branch: &Branch) -> bool {
        let defined = |name: &String| qga_schema::ir::Type::Defined(name.clone());
        branch.ty.as_ref().is_some_and(|it| self.plan.on_cycle(&self.union.common.name, &defined(it)))
    }
}
