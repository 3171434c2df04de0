//! Generated code as text: one item after the other, a blank line between them.

use proc_macro2::TokenStream;

/// The text of a module, behind the lines of `header`.
pub(crate) fn text(header: &str, doc: &str, items: &[TokenStream]) -> String {
    let mut text = format!("// {header}\n\n//! {doc}\n");
    for item in items {
        text.push('\n');
        text.push_str(&item_text(item));
    }
    text
}

fn item_text(item: &TokenStream) -> String {
    let item = syn::parse2(item.clone()).unwrap_or_else(|error| {
        // A defect of the generator, never of a schema: each item is one template.
        panic!("generated code does not parse: {error}\n{item}")
    });
    separated(&prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items: vec![item],
    }))
}

/// Puts a blank line between the functions of an item.
fn separated(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut after_function = false;
    for line in text.lines() {
        if after_function && !line.trim_start().starts_with('}') {
            out.push('\n');
        }
        after_function = line == "    }" || (line.starts_with("    type ") && line.ends_with(';'));
        out.push_str(line);
        out.push('\n');
    }
    out
}
