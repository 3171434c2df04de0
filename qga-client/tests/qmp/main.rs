//! The QMP clients and QEMU, with types from the example's schema.

#[expect(
    dead_code,
    reason = "the example is a program of its own; its `main` and half of the generated code serve that"
)]
#[path = "../../examples/qmp_block_devices.rs"]
mod block_devices;
mod machine;
mod qemu;
#[path = "../cli/real_qemu.rs"]
mod real_qemu;

/// Runs an asynchronous test.
#[cfg(feature = "tokio")]
fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(test)
}
