//! A schema in the language of an old release.

qga_runtime::include_schema!("schemas/ancient.json", legacy = true, commands = ["fill"]);

fn main() {
    let fill = commands::Fill::new(types::Tank::new(5));
    assert_eq!(fill.tank.size, 5);
}
