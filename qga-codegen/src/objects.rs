//! Rust structs for objects: those of types, of arguments, of a union's common members.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::doc_comments;
use crate::fields::{Field, Owner};
use crate::lazy::Lazy;

/// Above this many mandatory members a constructor would say less than a struct literal does.
const CONSTRUCTOR_LIMIT: usize = 7;

/// An object to become a struct.
pub(crate) struct ObjectStruct<'o> {
    pub(crate) owner: Owner<'o, 'o>,
    pub(crate) ident: &'o Ident,
    pub(crate) doc: String,
    pub(crate) fields: Vec<Field<'o>>,
    /// For a union: what stands in the place of its discriminator.
    pub(crate) branch: Option<BranchField>,
}

/// The field of a union that holds its branch.
pub(crate) struct BranchField {
    /// How many fields precede the discriminator.
    pub(crate) position: usize,
    pub(crate) ident: Ident,
    /// Its type, that of the discriminator, and the discriminator's name.
    pub(crate) ty: Ident,
    pub(crate) tag_type: TokenStream,
    pub(crate) tag_name: String,
    /// Whether any branch adds members.
    pub(crate) has_members: bool,
    pub(crate) doc: String,
}

impl ObjectStruct<'_> {
    /// The struct and everything it implements.
    pub(crate) fn items(&self) -> Vec<TokenStream> {
        let mut items = vec![self.declaration()];
        items.extend(self.constructor());
        items.extend(self.debug());
        items.push(self.object());
        items.extend(wire_impls(self.ident));
        items
    }

    fn declaration(&self) -> TokenStream {
        let (ident, doc) = (self.ident, doc_comments::attributes(&self.doc));
        let fields = self.fields.iter().map(|it| Lazy(|| it.declaration()));
        let branch = self.branch.as_ref().map(|branch| {
            let (name, ty, doc) = (&branch.ident, &branch.ty, doc_comments::attributes(&branch.doc));
            quote!(#doc pub #name: #ty,)
        });
        let debug = (!self.has_secrets()).then(|| quote!(Debug,));
        let default = (self.mandatory().count() == 0 && self.branch.is_none()).then(|| quote!(, Default));
        quote! {
            #doc
            #[derive(Clone, #debug PartialEq #default)]
            pub struct #ident {
                #(#fields,)*
                #branch
            }
        }
    }

    fn constructor(&self) -> Option<TokenStream> {
        let parameters: Vec<TokenStream> = self.mandatory().map(Field::parameter).collect();
        if parameters.len() + usize::from(self.branch.is_some()) > CONSTRUCTOR_LIMIT {
            return None;
        }
        let initial = self.fields.iter().map(|it| Lazy(|| it.initial()));
        let (parameter, branch) = match &self.branch {
            Some(BranchField { ident, ty, .. }) => (Some(quote!(#ident: #ty)), Some(quote!(#ident,))),
            None => (None, None),
        };
        let parameters: Vec<TokenStream> = parameters.into_iter().chain(parameter).collect();
        let optional = self.fields.iter().any(|it| it.member.optional);
        let doc = doc_comments::attributes(match (parameters.is_empty(), optional) {
            (true, false) => "The value: it has no members.",
            (true, true) => "A value without any of its members.",
            (false, true) => "A value without its optional members.",
            (false, false) => "A value with these members.",
        });
        let ident = self.ident;
        Some(quote! {
            impl #ident {
                #doc
                pub fn new(#(#parameters),*) -> Self {
                    Self { #(#initial,)* #branch }
                }
            }
        })
    }

    /// `Debug` that leaves out what nobody may see.
    fn debug(&self) -> Option<TokenStream> {
        if !self.has_secrets() {
            return None;
        }
        let show = |field: &Field<'_>| {
            let ident = &field.ident;
            let name = ident.to_string();
            let name = name.trim_start_matches("r#");
            match field.secret {
                true => quote!(.field(#name, &::std::format_args!("(not shown)"))),
                false => quote!(.field(#name, &self.#ident)),
            }
        };
        let shown = self.fields.iter().map(show);
        let (ident, name) = (self.ident, self.ident.to_string());
        Some(quote! {
            impl ::std::fmt::Debug for #ident {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(#name) #(#shown)* .finish()
                }
            }
        })
    }

    fn object(&self) -> TokenStream {
        let (ident, marshal, unmarshal) = (self.ident, Lazy(|| self.marshal()), Lazy(|| self.unmarshal()));
        let empty = self.fields.is_empty() && self.branch.is_none();
        let (out, from) = if empty { (quote!(_), quote!(_)) } else { (quote!(out), quote!(from)) };
        quote! {
            impl ::qga_runtime::Object for #ident {
                fn marshal_members(&self, #out: &mut ::qga_runtime::JsonWriter<'_>) {
                    #marshal
                }

                fn unmarshal_members(
                    #from: &mut ::qga_runtime::ObjectReader<'_>,
                ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                    #unmarshal
                }
            }
        }
    }

    /// Members in schema order, but a payload's length after the payload, and a union's branch last.
    fn marshal(&self) -> TokenStream {
        let owner = self.owner.name;
        let mut members: Vec<TokenStream> =
            self.fields.iter().filter(|it| !it.is_length(owner)).map(|it| it.marshal(owner)).collect();
        let tail = self.branch.as_ref().map(|branch| {
            let (field, tag) = (&branch.ident, &branch.tag_name);
            members.insert(branch.position.min(members.len()), quote!(out.member(#tag, &self.#field.tag());));
            branch.has_members.then(|| quote!(self.#field.marshal_branch(out);))
        });
        let lengths = self.fields.iter().filter(|it| it.is_length(owner)).map(|it| it.marshal(owner));
        let tail = tail.flatten();
        members.into_iter().chain(lengths).chain(tail).collect()
    }

    fn unmarshal(&self) -> TokenStream {
        let Some(branch) = &self.branch else {
            let fields = self.fields.iter().map(|it| Lazy(|| it.unmarshal()));
            return quote!(::std::result::Result::Ok(Self { #(#fields,)* }));
        };
        // Everything is read in schema order, so that of two errors the first is reported.
        let idents: Vec<Ident> = (0..self.fields.len()).map(|at| format_ident!("member{at}")).collect();
        let mut reads: Vec<TokenStream> = Vec::new();
        for (field, local) in self.fields.iter().zip(&idents) {
            let name = &field.member.name;
            let method = if field.member.optional { quote!(optional) } else { quote!(required) };
            reads.push(quote!(let #local = from.#method(#name)?;));
        }
        let BranchField { position, ident, ty, tag_type, tag_name, .. } = branch;
        reads.insert(*position, quote!(let tag: #tag_type = from.required(#tag_name)?;));
        let fields = self.fields.iter().zip(&idents).map(|(field, local)| {
            let name = &field.ident;
            quote!(#name: #local)
        });
        quote! {
            #(#reads)*
            let #ident = #ty::unmarshal_branch(tag, from)?;
            ::std::result::Result::Ok(Self { #(#fields,)* #ident })
        }
    }

    fn mandatory(&self) -> impl Iterator<Item = &Field<'_>> {
        self.fields.iter().filter(|it| !it.member.optional)
    }

    fn has_secrets(&self) -> bool {
        self.fields.iter().any(|it| it.secret)
    }
}

/// Writing and reading an object: braces around its members.
pub(crate) fn wire_impls(ident: &Ident) -> [TokenStream; 2] {
    let marshal = quote! {
        impl ::qga_runtime::Marshal for #ident {
            fn marshal(&self, out: &mut ::qga_runtime::JsonWriter<'_>) {
                out.object(self);
            }
        }
    };
    let unmarshal = quote! {
        impl ::qga_runtime::Unmarshal for #ident {
            fn unmarshal(
                value: ::qga_runtime::Value<'_>,
            ) -> ::std::result::Result<Self, ::qga_runtime::UnmarshalError> {
                value.object()
            }
        }
    };
    [marshal, unmarshal]
}
