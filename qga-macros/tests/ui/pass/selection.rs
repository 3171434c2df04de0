//! A selection of a schema: the named definitions and the types they use, nothing else.

mod pumps {
    qga_runtime::include_schema!("schemas/acme.json", commands = ["acme-pump-list"]);
}

mod modes {
    qga_runtime::include_schema!("schemas/acme.json", types = ["AcmeMode"],);

    /// A second definition, if it had been generated.
    pub struct AcmePump;
}

fn main() {
    let pump = pumps::types::AcmePump { mode: Some(pumps::types::AcmeMode::Eco), ..pumps::types::AcmePump::new("p") };
    assert_eq!(pump.name, "p");
    assert_eq!(pumps::info::COMMANDS.len(), 1);
    assert!(modes::info::COMMANDS.is_empty());
    let _ = (modes::types::AcmeMode::Turbo, modes::AcmePump);
}
