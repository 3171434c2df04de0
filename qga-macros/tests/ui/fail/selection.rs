mod no_such_command {
    qga_runtime::include_schema!("schemas/acme.json", commands = ["acme-pump-list", "acme-pump-start"]);
}

mod command_as_type {
    qga_runtime::include_schema!("schemas/acme.json", types = ["acme-pump-list"]);
}

mod no_such_option {
    qga_runtime::include_schema!("schemas/acme.json", structs = ["AcmePump"]);
}

mod no_string {
    qga_runtime::include_schema!("schemas/acme.json", bytes = ["acme-pump-stop:name", "AcmePump:mode"]);
}

fn main() {}
