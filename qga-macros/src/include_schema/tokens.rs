//! Moves generated tokens to a place in the user's code.

use proc_macro2::{Delimiter, Group, Literal, Span, TokenStream, TokenTree};
use syn::LitStr;

/// The tokens at `span`, documentation as an editor shows it: without the blank behind `///`.
pub(super) fn placed(tokens: TokenStream, span: Span) -> TokenStream {
    tokens.into_iter().map(|token| one(token, span)).collect()
}

fn one(mut token: TokenTree, span: Span) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        let content = doc(group).unwrap_or_else(|| placed(group.stream(), span));
        token = TokenTree::Group(Group::new(group.delimiter(), content));
    }
    token.set_span(span);
    token
}

/// What stands between the brackets of `#[doc = " text"]`, without the blank.
fn doc(group: &Group) -> Option<TokenStream> {
    let mut tokens = group.stream().into_iter();
    let (name, equals, text) = (tokens.next()?, tokens.next()?, tokens.next()?);
    let is_doc = group.delimiter() == Delimiter::Bracket && matches!(&name, TokenTree::Ident(name) if name == "doc");
    let TokenTree::Literal(text) = text else { return None };
    if !is_doc || tokens.next().is_some() {
        return None;
    }
    let text = syn::parse2::<LitStr>(TokenTree::from(text).into()).ok()?.value();
    let text = Literal::string(text.strip_prefix(' ').unwrap_or(&text));
    Some(TokenStream::from_iter([name, equals, text.into()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documentation_loses_the_blank_and_nothing_else_changes() {
        let tokens: TokenStream =
            "/// A `\"pump\"`.\n///\n///  Two blanks.\n#[doc(hidden)] #[deprecated(note = \" x\")]\n\
                                   pub struct Pump { /// Its speed.\n pub speed: [u8; 2] }"
                .parse()
                .expect("tokens");
        let expected: TokenStream = r#"#[doc = "A `\"pump\"`."] #[doc = ""] #[doc = " Two blanks."] #[doc(hidden)]
                                       #[deprecated(note = " x")] pub struct Pump { #[doc = "Its speed."] pub speed: [u8; 2] }"#
            .parse()
            .expect("tokens");
        assert_eq!(placed(tokens, Span::call_site()).to_string(), expected.to_string());
    }
}
