//! `include_schema!` and `#[handler]`.
