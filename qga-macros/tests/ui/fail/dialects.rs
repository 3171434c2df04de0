//! A misspelt key is an error in every dialect; a schema of an old release is told from one that is wrong.

mod today {
    qga_runtime::include_schema!("schemas/misspelt.json");
}

mod oldest {
    qga_runtime::include_schema!("schemas/misspelt.json", legacy = true);
}

mod old {
    qga_runtime::include_schema!("schemas/ancient.json");
}

mod both {
    qga_runtime::include_schema!("schemas/ancient.json", qemu = "2.0", legacy = true);
}

mod no_release {
    qga_runtime::include_schema!("schemas/ancient.json", qemu = "today");
}

mod pipe {
    qga_runtime::include_schema!("/dev/zero");
}

fn main() {}
