//! `#[handler]`: adds the trait implementation that calls a function.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Error, FnArg, ItemFn, ReturnType, Type};

const SHAPE: &str =
    "a handler is written `fn name(agent: &mut Agent, command: Command) -> Result<Answer, CommandError>`";

/// Expands to the unchanged item, and its implementation or an error.
pub(crate) fn expand(arguments: &TokenStream, item: TokenStream) -> TokenStream {
    let implementation = implementation(arguments, &item).unwrap_or_else(|error| error.to_compile_error());
    quote!(#item #implementation)
}

fn implementation(arguments: &TokenStream, item: &TokenStream) -> Result<TokenStream, Error> {
    if !arguments.is_empty() {
        return Err(Error::new(arguments.span(), "`#[handler]` takes no arguments: the function's types say it all"));
    }
    let function: ItemFn = syn::parse2(item.clone())
        .map_err(|_| Error::new(item.span(), format!("`#[handler]` belongs on a function; {SHAPE}")))?;
    let (agent, command) = parameters(&function)?;
    let ReturnType::Type(_, returns) = &function.sig.output else {
        return Err(Error::new(function.sig.span(), format!("a handler returns a result; {SHAPE}")));
    };
    let name = &function.sig.ident;
    let conditions = function.attrs.iter().filter(|it| it.path().is_ident("cfg"));
    // Spans of type errors: a wrong result at the function's result, all others at the command.
    let call = quote_spanned!(returns.span()=> #name(self, command));
    Ok(quote_spanned! {command.span()=>
        #(#conditions)*
        // The compiler warns about a deprecated command at the function.
        #[allow(deprecated)]
        impl ::qga_runtime::Handler<#command> for #agent {
            fn handle(
                &mut self,
                command: #command,
            ) -> ::std::result::Result<<#command as ::qga_runtime::Command>::Returns, ::qga_runtime::CommandError> {
                #call
            }
        }
    })
}

/// The types of the agent and the command.
fn parameters(function: &ItemFn) -> Result<(&Type, &Type), Error> {
    let signature = &function.sig;
    if let Some(token) = &signature.asyncness {
        return Err(Error::new(
            token.span(),
            "a handler is an ordinary function: the agent runs one command at a time",
        ));
    }
    if !signature.generics.params.is_empty() {
        return Err(Error::new(
            signature.generics.span(),
            "a handler has no parameters of its own: it is one command's",
        ));
    }
    let mut types = Vec::new();
    for input in &signature.inputs {
        match input {
            FnArg::Typed(typed) => types.push(&*typed.ty),
            FnArg::Receiver(receiver) => {
                return Err(Error::new(receiver.span(), format!("a handler is no method; {SHAPE}")));
            }
        }
    }
    let [agent, command] = types[..] else {
        let place = signature.inputs.to_token_stream();
        let place = if place.is_empty() { signature.ident.span() } else { place.span() };
        return Err(Error::new(place, format!("a handler takes the agent and its command; {SHAPE}")));
    };
    match agent {
        Type::Reference(it) if it.mutability.is_some() => Ok((&it.elem, command)),
        _ => Err(Error::new(agent.span(), format!("a handler takes the agent by `&mut`; {SHAPE}"))),
    }
}
