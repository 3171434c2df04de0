//! Generating code for a schema of 30,000 lines, beside parsing it ten times: the first must not be slower.

#[path = "../tests/machine/schema.rs"]
mod schema;

use divan::Bencher;
use divan::counter::BytesCount;
use qga_codegen::{Options, generate};
use qga_schema::Schema;

fn main() {
    divan::main();
}

fn text() -> String {
    schema::text(schema::MACHINE_PROTOCOL)
}

fn parse(text: &str) -> Schema {
    Schema::parse("machine.json", text).unwrap_or_else(|error| panic!("{error}"))
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn parse_ten_times(bencher: Bencher<'_, '_>) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| (0..10).map(|_| parse(&text)).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn generate_once(bencher: Bencher<'_, '_>) {
    let text = text();
    let schema = parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| generate(&schema, &Options::default()));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn generate_and_format_once(bencher: Bencher<'_, '_>) {
    let text = text();
    let schema = parse(&text);
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let code = generate(&schema, &Options::default()).expect("everything can be generated");
        code.modules().iter().map(|it| it.render("machine.json").len()).sum::<usize>()
    });
}
