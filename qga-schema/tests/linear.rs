//! Parsing, checking and comparing allocate in proportion to the text: 4 and 16 times the schema, 4 and 16 times the
//! memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use qga_schema::Schema;
use qga_schema::diff::diff;
use qga_schema::introspect::{TypeNames, introspect};

#[path = "generated/generator.rs"]
mod generator;

/// The system's allocator, with counts of allocations and of their bytes.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract, which is the same.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// Rounds of the generator; 216 make a schema as large as the machine protocol's.
const ROUNDS: usize = 54;

/// Allocations and bytes of `work`.
fn cost<T>(work: impl FnOnce() -> T) -> ([usize; 2], T) {
    let counts = || [ALLOCATIONS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed)];
    let before = counts();
    let result = work();
    let after = counts();
    ([after[0] - before[0], after[1] - before[1]], result)
}

/// One test alone, since the counts are those of the whole process.
#[test]
fn memory_grows_as_the_text_does() {
    let mut once: Option<Vec<(&str, [usize; 2])>> = None;
    for times in [1, 4, 16] {
        let text = generator::schema(ROUNDS * times);
        let (parsing, schema) =
            cost(|| Schema::parse("generated.json", &text).unwrap_or_else(|error| panic!("{error}")));
        let (telling, infos) = cost(|| introspect(&schema, TypeNames::Masked).len());
        let (comparing, changes) = cost(|| diff(&schema, &schema).len());
        assert!(infos > ROUNDS * times && changes == 0);
        let costs = vec![("parse", parsing), ("introspect", telling), ("diff", comparing)];
        let Some(once) = &once else {
            once = Some(costs);
            continue;
        };
        for ((what, cost), (_, first)) in costs.iter().zip(once) {
            for (unit, (count, first)) in ["allocations", "bytes"].iter().zip(cost.iter().zip(first)) {
                let in_proportion = count * 20 <= first * times * 21;
                assert!(in_proportion, "{what} of {times} times the text: {count} {unit}, once it was {first}");
            }
        }
    }
}
