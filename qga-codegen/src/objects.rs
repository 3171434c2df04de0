//! Rust structs for objects: types, arguments, and a union's common members.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::fields::Field;
use crate::names::{self, Case};
use crate::{deprecation, doc_comments};

/// Parameters of a function, at most, that clippy allows. Arguments of commands are as many as the schema has.
const MAX_PARAMETERS: usize = 7;

/// An object that is written as a struct.
pub(crate) struct ObjectStruct<'o> {
    pub(crate) ident: &'o Ident,
    pub(crate) doc: String,
    /// The text of the deprecation warning, if it is deprecated.
    pub(crate) deprecated: Option<String>,
    /// The struct of its mandatory members, if they are too many for parameters.
    pub(crate) members: Option<&'o Ident>,
    pub(crate) fields: Vec<Field<'o>>,
    /// Of a union, the field in the discriminator's position.
    pub(crate) branch: Option<BranchField<'o>>,
}

/// The field of a union that holds its branch.
pub(crate) struct BranchField<'o> {
    /// The number of fields before the discriminator.
    pub(crate) position: usize,
    pub(crate) ident: Ident,
    pub(crate) ty: &'o Ident,
    /// The name of the discriminator.
    pub(crate) tag: &'o str,
    pub(crate) doc: String,
}

impl ObjectStruct<'_> {
    /// The struct and its implementations.
    pub(crate) fn items(&self) -> Vec<TokenStream> {
        let ident = self.ident;
        let mut items = vec![self.declaration()];
        items.extend(self.members.map(|it| self.mandatory_members(it)));
        items.push(self.constructors());
        items.extend(self.has_secrets().then(|| self.debug()));
        items.extend([self.object(), quote!(::qga_runtime::wire_object!(#ident);)]);
        items
    }

    fn declaration(&self) -> TokenStream {
        let (ident, doc) = (self.ident, doc_comments::attributes(&self.doc));
        let deprecated = deprecation::attribute(self.deprecated.as_deref());
        let debug = (!self.has_secrets()).then(|| quote!(Debug,));
        let default = (self.mandatory().count() == 0 && self.branch.is_none()).then(|| quote!(, Default));
        let fields = self.fields.iter().map(Field::declaration);
        let branch = self.branch.iter().map(|BranchField { ident, ty, doc, .. }| {
            let doc = doc_comments::attributes(doc);
            quote!(#doc pub #ident: #ty)
        });
        let fields = fields.chain(branch);
        quote! {
            #doc
            #deprecated
            #[derive(Clone, #debug PartialEq #default)]
            #[non_exhaustive]
            pub struct #ident { #(#fields,)* }
        }
    }

    /// The struct of the mandatory members, each of which has to be named.
    fn mandatory_members(&self, members: &Ident) -> TokenStream {
        let doc = format!("The mandatory members of a {}.", names::link(&self.ident.to_string()));
        let debug = (!self.has_secrets()).then(|| quote!(Debug,));
        let fields = self.mandatory().map(|it| {
            let (ident, ty, doc) = (&it.ident, &it.ty, format!("The member `{}`.", it.member.name));
            quote!(#[doc = #doc] pub #ident: #ty)
        });
        let branch = self.branch.iter().map(|BranchField { ident, ty, doc, .. }| quote!(#[doc = #doc] pub #ident: #ty));
        let fields = fields.chain(branch);
        quote! {
            #[doc = #doc]
            #[derive(Clone, #debug PartialEq)]
            pub struct #members { #(#fields,)* }
        }
    }

    /// The constructor, which takes the mandatory members, and a method to set each of the others.
    fn constructors(&self) -> TokenStream {
        let (ident, branch) = (self.ident, self.branch.as_ref());
        let names = self.mandatory().map(|it| &it.ident).chain(branch.map(|it| &it.ident));
        let taken = self.members.map(|members| quote!(let #members { #(#names),* } = members;));
        let parameters: Vec<TokenStream> = match self.members {
            Some(members) => vec![quote!(members: #members)],
            None => {
                let parameters = self.mandatory().map(Field::parameter);
                parameters.chain(branch.map(|BranchField { ident, ty, .. }| quote!(#ident: #ty))).collect()
            }
        };
        let initial = self.fields.iter().map(|it| it.initial(self.members.is_none()));
        let initial = initial.chain(branch.map(|BranchField { ident, .. }| quote!(#ident)));
        let optional = self.fields.iter().any(|it| it.member.optional);
        let doc = match (parameters.is_empty(), optional) {
            (true, false) => "The value: it has no members.",
            (true, true) => "A value without any of its members.",
            (false, true) => "A value without its optional members.",
            (false, false) => "A value with these members.",
        };
        let many = (parameters.len() > MAX_PARAMETERS).then(|| quote!(#[allow(clippy::too_many_arguments)]));
        let setters = self.fields.iter().filter_map(Field::setter);
        let waive = deprecation::waive(self.is_deprecated());
        quote! {
            #waive
            impl #ident {
                #[doc = #doc]
                #many
                pub fn new(#(#parameters),*) -> Self {
                    #taken
                    Self { #(#initial),* }
                }

                #(#setters)*
            }
        }
    }

    /// A `Debug` that omits secrets.
    fn debug(&self) -> TokenStream {
        let (ident, title) = (self.ident, self.ident.to_string());
        let waive = deprecation::waive(self.is_deprecated());
        let fields = self.fields.iter().map(|Field { ident, secret, .. }| {
            let name = plain(ident);
            match secret {
                true => quote!(.field(#name, &::std::format_args!("(not shown)"))),
                false => quote!(.field(#name, &self.#ident)),
            }
        });
        quote! {
            #waive
            impl ::std::fmt::Debug for #ident {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(#title)#(#fields)*.finish()
                }
            }
        }
    }

    /// Writes and reads the members in schema order, a union's branch in the discriminator's position.
    fn object(&self) -> TokenStream {
        let (ident, waive) = (self.ident, deprecation::waive(self.is_deprecated()));
        let (write, read) = match &self.branch {
            None => (self.write(&self.fields), self.read()),
            Some(branch) => self.with_branch(branch),
        };
        let empty = self.fields.is_empty() && self.branch.is_none();
        let (out, from) = if empty { (quote!(_out), quote!(_from)) } else { (quote!(out), quote!(from)) };
        quote! {
            #waive
            impl ::qga_runtime::Object for #ident {
                fn marshal_members(&self, #out: &mut ::qga_runtime::JsonWriter<'_>) {
                    #write
                }

                fn unmarshal_members(
                    #from: &mut ::qga_runtime::ObjectReader<'_>,
                ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                    #read
                }
            }
        }
    }

    fn write(&self, fields: &[Field<'_>]) -> TokenStream {
        let members = fields.iter().filter_map(Field::write);
        let lengths = fields.iter().filter_map(Field::write_length);
        quote!(#(#members)* #(#lengths)*)
    }

    /// Fields of a struct literal are read in the order in which they are written: that of the schema.
    fn read(&self) -> TokenStream {
        let fields = self.fields.iter().map(|it| {
            let (ident, value) = (&it.ident, it.read());
            quote!(#ident: #value)
        });
        quote!(::std::result::Result::Ok(Self { #(#fields),* }))
    }

    /// What is before the discriminator is read before it.
    fn with_branch(&self, branch: &BranchField<'_>) -> (TokenStream, TokenStream) {
        let BranchField { position, ident, ty, tag, .. } = branch;
        let (before, after) = self.fields.split_at((*position).min(self.fields.len()));
        let (write_before, write_after) = (self.write(before), self.write(after));
        let write = quote! {
            #write_before
            out.member(#tag, &self.#ident.tag());
            #write_after
            self.#ident.marshal_branch(out);
        };
        let locals = names::distinct(Case::Snake, before.iter().map(|it| it.member.name.as_str()), &["from", "tag"]);
        let values = before.iter().map(Field::read);
        let first = before.iter().zip(&locals).map(|(Field { ident, .. }, local)| match ident == local {
            true => quote!(#ident),
            false => quote!(#ident: #local),
        });
        let then = after.iter().map(|it| {
            let (ident, value) = (&it.ident, it.read());
            quote!(#ident: #value)
        });
        let read = quote! {
            #(let #locals = #values;)*
            let tag = from.required(#tag)?;
            ::std::result::Result::Ok(Self {
                #(#first,)*
                #(#then,)*
                #ident: #ty::unmarshal_branch(tag, from)?,
            })
        };
        (write, read)
    }

    /// Whether it, or a member of it, is deprecated.
    fn is_deprecated(&self) -> bool {
        self.deprecated.is_some() || self.fields.iter().any(|it| it.deprecated.is_some())
    }

    fn mandatory(&self) -> impl Iterator<Item = &Field<'_>> {
        self.fields.iter().filter(|it| !it.member.optional)
    }

    fn has_secrets(&self) -> bool {
        self.fields.iter().any(|it| it.secret)
    }
}

/// The name without the mark of raw identifiers.
fn plain(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}
