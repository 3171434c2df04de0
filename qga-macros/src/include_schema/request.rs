//! What stands between the parentheses of `include_schema!`.

use qga_codegen::Options;
use qga_schema::lint::FORM;
use qga_schema::{Dialect, Level};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitBool, LitStr, Token, braced, bracketed};

/// What is said about an unknown key.
const KNOWN: &str = "expected `commands`, `events`, `types`, `defines`, `bytes`, `secret`, `lengths`, `younger`, \
                     `external`, `qemu`, `legacy`, `allow`, `warn` or `deny`";

/// The schema's path, and what to make of it.
pub(super) struct Request {
    pub(super) path: LitStr,
    /// How the schema is read.
    pub(super) reading: qga_schema::Options,
    /// What is generated.
    pub(super) options: Options,
    /// The names in the options, as the user wrote them.
    pub(super) names: Vec<LitStr>,
}

impl Parse for Request {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let mut request =
            Self { path: input.parse()?, reading: Default::default(), options: Default::default(), names: Vec::new() };
        let mut given: Vec<String> = Vec::new();
        let mut lints: Vec<(LitStr, Level)> = Vec::new();
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let key: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            let name = key.to_string();
            if given.contains(&name) {
                return Err(Error::new(key.span(), format!("`{key}` is given twice")));
            }
            match name.as_str() {
                "commands" => request.options.commands = Some(request.selected(input)?),
                "events" => request.options.events = Some(request.selected(input)?),
                "types" => request.options.types = Some(request.selected(input)?),
                "defines" => request.options.defines = Some(names(input)?.iter().map(LitStr::value).collect()),
                "bytes" => request.options.bytes = request.selected(input)?,
                "secret" => request.options.secret = request.selected(input)?,
                "lengths" => request.options.lengths = request.selected(input)?,
                "younger" => request.options.younger = request.pairs(input)?.into_iter().collect(),
                "external" => request.options.external = request.pairs(input)?.into_iter().collect(),
                "legacy" | "qemu" if given.iter().any(|it| it == "legacy" || it == "qemu") => {
                    return Err(Error::new(
                        key.span(),
                        "`legacy` and `qemu` both choose the dialect: give one of them",
                    ));
                }
                "legacy" if input.parse::<LitBool>()?.value => request.reading.dialect = Dialect::V1_0,
                "legacy" => {}
                "qemu" => request.reading.dialect = dialect(&input.parse()?)?,
                "allow" => lints.extend(names(input)?.into_iter().map(|it| (it, Level::Allow))),
                "warn" => lints.extend(names(input)?.into_iter().map(|it| (it, Level::Warn))),
                "deny" => lints.extend(names(input)?.into_iter().map(|it| (it, Level::Deny))),
                _ => {
                    return Err(Error::new(key.span(), KNOWN));
                }
            }
            given.push(name);
        }
        // What names one lint outweighs what names all of them.
        lints.sort_by_key(|(name, _)| name.value() != FORM);
        for (name, level) in lints {
            let set = request.reading.lints.set(&name.value(), level);
            set.map_err(|error| Error::new(name.span(), error))?;
        }
        Ok(request)
    }
}

impl Request {
    /// The names in a list, which are kept for errors about them.
    fn selected(&mut self, input: ParseStream<'_>) -> Result<Vec<String>, Error> {
        let names = names(input)?;
        let values = names.iter().map(LitStr::value).collect();
        self.names.extend(names);
        Ok(values)
    }

    /// The pairs in braces, which are kept for errors about them.
    fn pairs(&mut self, input: ParseStream<'_>) -> Result<Vec<(String, String)>, Error> {
        let content;
        braced!(content in input);
        let pairs = Punctuated::<Pair, Token![,]>::parse_terminated(&content)?;
        let values = pairs.iter().map(|pair| (pair.name.value(), pair.value.value())).collect();
        self.names.extend(pairs.into_iter().flat_map(|pair| [pair.name, pair.value]));
        Ok(values)
    }
}

/// A name and what is said of it: `"acme-read:size": "1.2"`.
struct Pair {
    name: LitStr,
    value: LitStr,
}

impl Parse for Pair {
    fn parse(input: ParseStream<'_>) -> Result<Self, Error> {
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        Ok(Self { name, value: input.parse()? })
    }
}

fn dialect(release: &LitStr) -> Result<Dialect, Error> {
    release.value().parse().map_err(|error| Error::new(release.span(), error))
}

fn names(input: ParseStream<'_>) -> Result<Vec<LitStr>, Error> {
    let content;
    bracketed!(content in input);
    let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
    Ok(names.into_iter().collect())
}
