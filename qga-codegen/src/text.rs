//! The text of generated items: `prettyplease` lays out each, and a blank line stands between two.

use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::quote;
use syn::{File, LitStr};

/// The end of a function in an item.
const FUNCTION_END: &str = "    }";

/// Columns that a string, or a line of one, takes before it is broken.
const MAX_STRING_COLUMNS: usize = 80;

/// The indentation of a string's further lines.
const CONTINUATION: &str = "        ";

/// The body of a module without items.
const EMPTY_BODY: &str = "{}\n";

/// A file: a comment line with `header`, and these parts of it.
pub(crate) fn file(header: &str, parts: impl Iterator<Item = String>) -> String {
    [format!("// {header}\n")].into_iter().chain(parts).collect::<Vec<_>>().join("\n")
}

/// A module in a file, its items indented.
pub(crate) fn module(name: &Ident, doc: &str, items: &[TokenStream]) -> String {
    let mut text = item(&quote!(#[doc = #doc] pub mod #name {}));
    text.truncate(text.len() - EMPTY_BODY.len());
    text.push_str("{\n");
    for line in items.iter().map(item).collect::<Vec<_>>().join("\n").lines() {
        text.push_str(if line.is_empty() { "" } else { "    " });
        text.push_str(line);
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

/// One item.
pub(crate) fn item(tokens: &TokenStream) -> String {
    let item = syn::parse2(readable(tokens.clone())).expect("the generator makes whole items");
    let text = prettyplease::unparse(&File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] });
    separated(&text)
}

/// The text with a blank line between the functions of an item.
fn separated(text: &str) -> String {
    let mut separated = String::with_capacity(text.len() + 16);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        separated.push_str(line);
        separated.push('\n');
        if line == FUNCTION_END && lines.peek().is_some_and(|next| *next != "}") {
            separated.push('\n');
        }
    }
    separated
}

/// The tokens with long strings on several lines, and a blank in front of documentation: it becomes `/// text`.
fn readable(tokens: TokenStream) -> TokenStream {
    let one = |token| match token {
        TokenTree::Group(group) => {
            let content = documentation(&group).unwrap_or_else(|| readable(group.stream()));
            TokenTree::Group(Group::new(group.delimiter(), content))
        }
        TokenTree::Literal(literal) if literal.to_string().len() > MAX_STRING_COLUMNS => {
            TokenTree::Literal(on_lines(&literal).unwrap_or(literal))
        }
        token => token,
    };
    tokens.into_iter().map(one).collect()
}

/// A string on several lines: a backslash at the end of a line hides the line break and the indentation.
fn on_lines(literal: &Literal) -> Option<Literal> {
    let text = syn::parse2::<LitStr>(TokenTree::from(literal.clone()).into()).ok()?.value();
    let mut lines: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while rest.len() > MAX_STRING_COLUMNS {
            // The space stays on the first of both lines.
            let Some(end) = rest.char_indices().take(MAX_STRING_COLUMNS).filter(|(_, it)| *it == ' ').last() else {
                break;
            };
            lines.push(rest[..=end.0].to_owned());
            rest = &rest[end.0 + 1..];
        }
        lines.push(rest.to_owned());
    }
    let quoted = lines.iter().enumerate().map(|(at, line)| {
        let quoted = Literal::string(line).to_string();
        let quoted = &quoted[1..quoted.len() - 1];
        match quoted.strip_prefix(' ') {
            // Without that it would be taken for indentation.
            Some(rest) if at > 0 => format!("\\x20{rest}"),
            _ => quoted.to_owned(),
        }
    });
    let text = quoted.collect::<Vec<_>>().join(&format!("\\\n{CONTINUATION}"));
    format!("\"{text}\"").parse().ok()
}

/// What stands between the brackets of `#[doc = "text"]`, with a blank.
fn documentation(group: &Group) -> Option<TokenStream> {
    let mut tokens = group.stream().into_iter();
    let (name, equals, text) = (tokens.next()?, tokens.next()?, tokens.next()?);
    let is_doc = group.delimiter() == Delimiter::Bracket && matches!(&name, TokenTree::Ident(name) if name == "doc");
    let TokenTree::Literal(text) = text else { return None };
    if !is_doc {
        return None;
    }
    let text = syn::parse2::<LitStr>(TokenTree::from(text).into()).ok()?.value();
    let text = if text.is_empty() { text } else { format!(" {text}") };
    Some(TokenStream::from_iter([name, equals, Literal::string(&text).into()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_laid_out_with_documentation_and_blank_lines_between_functions() {
        let tokens = quote! {
            #[doc = "A pump."]
            #[doc = ""]
            #[doc = " It pumps."]
            impl Pump { fn start(&self) { go() } #[doc = "Stops."] fn stop(&self) {} fn r#type() -> &'static str { "a\n" } }
        };
        let expected = "/// A pump.\n///\n///  It pumps.\nimpl Pump {\n    fn start(&self) {\n        go()\n    }\n\n    \
                        /// Stops.\n    fn stop(&self) {}\n    fn r#type() -> &'static str {\n        \"a\\n\"\n    }\n}\n";
        assert_eq!(item(&tokens), expected);
    }
    #[test]
    fn a_long_string_is_laid_out_on_lines_and_is_the_same_string() {
        let long = "word ".repeat(40);
        for text in [&*format!("{long}\n  indented {long}\n\n\ttab {long}"), &*"x".repeat(200), &*"é ".repeat(99)] {
            let laid_out = item(&quote!(static TEXT: &str = #text;));
            let fits = |line: &str| !text.contains(' ') || line.chars().count() <= 110;
            assert!(laid_out.lines().all(fits), "{laid_out}");
            let syn::Item::Static(read) = syn::parse_str(&laid_out).expect("an item") else { panic!("a static") };
            let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(read), .. }) = *read.expr else { panic!("a string") };
            assert_eq!(read.value(), text);
        }
    }
}
