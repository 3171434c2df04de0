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

mod not_included {
    qga_runtime::include_schema!("schemas/acme.json", external = { "stock.json": "qga_runtime::guest" });
}

mod external_command {
    qga_runtime::include_schema!(
        "schemas/outer.json",
        commands = ["acme-pump-list"],
        external = { "acme.json": "crate::acme" },
    );
}

fn main() {}
