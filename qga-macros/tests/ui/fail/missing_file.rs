qga_runtime::include_schema!("schemas/no-such-file.json");

fn main() {}
