//! `include_schema!`: reads a schema, generates its code, and names its files as inputs of the build.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use qga_codegen::Options;
use qga_schema::Schema;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitBool, LitStr, Token, bracketed};

/// Expands to the generated modules, or an error.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let expanded = syn::parse2(input).and_then(|request: Request| request.expand());
    expanded.unwrap_or_else(|error| error.to_compile_error())
}

/// The macro's arguments.
struct Request {
    path: LitStr,
    /// The options for reading the schema.
    reading: qga_schema::Options,
    options: Options,
    /// The names in the options, as the user wrote them.
    names: Vec<LitStr>,
}

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let path = input.parse()?;
        let mut options = Options::default();
        let mut legacy = None;
        let mut all = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            let twice = || Error::new(key.span(), format!("`{key}` is given twice"));
            let list = match key.to_string().as_str() {
                "commands" => &mut options.commands,
                "events" => &mut options.events,
                "types" => &mut options.types,
                "legacy" if legacy.is_some() => return Err(twice()),
                "legacy" => {
                    legacy = Some(input.parse::<LitBool>()?.value);
                    continue;
                }
                _ => return Err(Error::new(key.span(), "expected `commands`, `events`, `types` or `legacy`")),
            };
            if list.is_some() {
                return Err(twice());
            }
            let names = names(input)?;
            *list = Some(names.iter().map(LitStr::value).collect());
            all.extend(names);
        }
        let dialect = if legacy == Some(true) { qga_schema::Dialect::V1_0 } else { qga_schema::Dialect::default() };
        let reading = qga_schema::Options { dialect, ..qga_schema::Options::default() };
        Ok(Self { path, reading, options, names: all })
    }
}

fn names(input: ParseStream<'_>) -> Result<Vec<LitStr>, Error> {
    let content;
    bracketed!(content in input);
    let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
    Ok(names.into_iter().collect())
}

impl Request {
    fn expand(&self) -> Result<TokenStream, Error> {
        let fail = |message: String| Error::new(self.path.span(), message);
        let root = root().map_err(&fail)?;
        let read = |path: &Path| std::fs::read(root.join(path));
        let schema =
            Schema::load_from(self.path.value(), &self.reading, read).map_err(|error| fail(format!("{error}")))?;
        let code = qga_codegen::generate(&schema, &self.options).map_err(|error| {
            let name = self.names.iter().find(|it| Some(it.value().as_str()) == error.option());
            Error::new(name.unwrap_or(&self.path).span(), error)
        })?;
        let modules: TokenStream = code.render("Generated.").parse().map_err(|error| fail(format!("{error}")))?;
        let files = schema.sources().files().iter().map(|it| root.join(it.path()).display().to_string());
        Ok(quote! {
            #modules
            // Makes the files inputs of the build.
            #(const _: &[u8] = ::std::include_bytes!(#files);)*
        })
    }
}

/// The folder of the crate that is being compiled.
fn root() -> Result<PathBuf, String> {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR");
    folder.map(PathBuf::from).ok_or_else(|| "the schema is found beside Cargo.toml: build with Cargo".to_owned())
}
