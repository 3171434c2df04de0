//! How fast schemas of the machine protocol's size are parsed and checked, and 10 and 100 times as large ones.

use divan::Bencher;
use divan::counter::BytesCount;
use qga_schema::Schema;

#[path = "../tests/generated/generator.rs"]
mod generator;

/// About as many lines as the machine protocol's schema has: 30,000.
const ROUNDS: usize = 216;

fn main() {
    divan::main();
}

#[divan::bench(args = [1, 10, 100], sample_count = 10)]
fn parse_and_check(bencher: Bencher<'_, '_>, times: usize) {
    let text = generator::schema(ROUNDS * times);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| Schema::parse("generated.json", &text).map_err(|error| error.to_string()));
}
