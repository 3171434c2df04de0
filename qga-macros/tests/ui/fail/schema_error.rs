qga_runtime::include_schema!("schemas/broken.json");

fn main() {}
