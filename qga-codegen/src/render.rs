//! Generated code as text: one item after the other, a blank line between them.

use proc_macro2::TokenStream;

use crate::Module;

/// The text of a module, behind the lines of `header`.
pub(crate) fn text(header: &str, doc: &str, items: &[TokenStream]) -> String {
    let mut text = format!("// {header}\n\n//! {doc}\n");
    for item in items {
        text.push('\n');
        text.push_str(&item_text(item));
    }
    text
}

/// The text of modules inside one file, behind the line `header`.
pub(crate) fn nested(header: &str, modules: &[Module]) -> String {
    let mut text = format!("// {header}\n");
    for Module { name, doc, items } in modules {
        text.push_str(&format!("\n/// {doc}\npub mod {name} {{\n"));
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            for line in item_text(item).lines() {
                let indent = if line.is_empty() { "" } else { "    " };
                text.push_str(&format!("{indent}{line}\n"));
            }
        }
        text.push_str("}\n");
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

/// Puts a blank line between the functions and constants of an implementation or a trait.
fn separated(text: &str) -> String {
    let head = text.lines().find(|it| !it.starts_with("//") && !it.starts_with('#')).unwrap_or_default();
    if !head.starts_with("impl") && !head.starts_with("pub trait") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    let mut after_member = false;
    for line in text.lines() {
        if after_member && line != "}" {
            out.push('\n');
        }
        let in_member = line.starts_with("     ") || !line.starts_with("    ") || line.starts_with("    //");
        after_member = !in_member && line.ends_with(['}', ';']);
        out.push_str(line);
        out.push('\n');
    }
    out
}
