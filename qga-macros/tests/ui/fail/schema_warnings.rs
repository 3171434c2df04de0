//! Warnings about a schema are warnings of the compiler, until they are denied here or there.
#![deny(warnings)]

mod warned {
    qga_runtime::include_schema!("schemas/style.json");
}

mod denied {
    qga_runtime::include_schema!("schemas/style.json", deny = ["form"]);
}

mod unknown {
    qga_runtime::include_schema!("schemas/style.json", allow = ["TYP6"]);
}

fn main() {}
