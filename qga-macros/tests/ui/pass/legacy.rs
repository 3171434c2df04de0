//! A schema in the language of an old release.

qga_runtime::include_schema!("schemas/ancient.json", qemu = "2.0", commands = ["fill"]);

mod oldest {
    qga_runtime::include_schema!("schemas/ancient.json", legacy = true);
}

fn main() {
    let fill = commands::Fill::new(types::Tank::new(5));
    assert_eq!(fill.tank.size, 5);
    assert_eq!(oldest::info::COMMANDS.len(), 1);
}
