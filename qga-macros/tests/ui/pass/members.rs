//! The schema's owner says which members hold bytes and which are secret.

qga_runtime::include_schema!(
    "schemas/acme.json",
    bytes = ["acme-pump-stop:name"],
    secret = ["acme-pump-stop:name", "AcmePump:name"],
);

fn main() {
    let stop = commands::AcmePumpStop::new(b"hunter2".as_slice());
    let pump = types::AcmePump::new("hunter2");
    let shown = format!("{stop:?} {pump:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}
