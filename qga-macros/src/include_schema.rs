//! `include_schema!`: reads a schema, generates its code, and names its files as inputs of the build.

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use qga_schema::{Schema, read_file, render};
use quote::quote;
use syn::{Error, LitStr};

mod request;
mod tokens;
mod warnings;

use request::Request;

/// How many errors of a schema are shown, each as an error of the compiler.
const MAX_ERRORS: usize = 20;

/// The generated modules, or errors.
pub(crate) fn expand(input: TokenStream) -> TokenStream {
    let expanded = syn::parse2(input).and_then(|request: Request| expand_request(&request));
    expanded.unwrap_or_else(|error| error.to_compile_error())
}

fn expand_request(request: &Request) -> Result<TokenStream, Error> {
    let path = &request.path;
    let fail = |message: String| Error::new(path.span(), message);
    let root = shown(&folder().map_err(fail)?.join(path.value()));
    let schema = Schema::load_from(root, &request.reading, read_file).map_err(|error| refused(&error, path))?;
    let code = qga_codegen::generate(&schema, &request.options).map_err(|error| {
        let name = request.names.iter().find(|it| Some(it.value().as_str()) == error.option());
        Error::new(name.unwrap_or(path).span(), error)
    })?;
    // What is wrong with generated code, and where its items come from, is told at the schema's path.
    let modules = tokens::placed(code.tokens(), Span::call_site().located_at(path.span()));
    let warnings = warnings::tokens(&schema, path);
    let files = schema.sources().files().iter().enumerate().map(|(at, it)| {
        let file = std::path::absolute(it.path()).unwrap_or_else(|_| it.path().into());
        // Editors go from this literal to the file; at the user's own literal they find it.
        let span = if at == 0 { path.span() } else { Span::call_site() };
        LitStr::new(&file.display().to_string(), span)
    });
    Ok(quote! {
        #modules
        #warnings
        // The compiler learns that the files are inputs.
        #(const _: &[u8] = ::std::include_bytes!(#files);)*
    })
}

/// The errors of a schema, each with its place in the file.
fn refused(error: &qga_schema::Error, path: &LitStr) -> Error {
    let found = error.diagnostics();
    let mut messages: Vec<String> =
        found.iter().take(MAX_ERRORS).map(|it| render(it, error.sources()).trim_end().to_owned()).collect();
    match found.len().saturating_sub(MAX_ERRORS) + error.dropped() {
        0 => {}
        more => messages.push(format!("{more} more errors of the schema are not shown")),
    }
    if let (Some(dialect), Some(first)) = (error.older_dialect(), messages.first_mut()) {
        let (releases, release) = (dialect.releases(), dialect.release());
        first.push_str(&format!(
            "\nhelp: {releases} accepted this schema: if it is that old, add `qemu = \"{release}\"` behind the path"
        ));
    }
    let errors = messages.into_iter().map(|message| Error::new(path.span(), message));
    let joined = errors.reduce(|mut all, error| {
        all.combine(error);
        all
    });
    joined.unwrap_or_else(|| Error::new(path.span(), "the schema is refused"))
}

/// The folder of the crate that is compiled.
fn folder() -> Result<PathBuf, String> {
    let folder = std::env::var_os("CARGO_MANIFEST_DIR");
    folder.map(PathBuf::from).ok_or_else(|| "the schema is found beside Cargo.toml: build with Cargo".to_owned())
}

/// A path as the compiler prints paths: relative to where it runs, if it leads below.
fn shown(path: &Path) -> PathBuf {
    let here = std::env::current_dir().ok();
    let below = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    below.unwrap_or(path).to_path_buf()
}
