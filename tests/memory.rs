//! Text without PEM costs no memory, however long it is.

use std::alloc::System;

use pemvet::pem;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Room for what the test runner itself does meanwhile.
const RECORD: usize = 1024;

// The only test of this program: others would be counted with it.
#[test]
fn text_without_pem_takes_no_heap_however_long_it_is() {
    let line = b"2026-06-01T12:00:00Z proxy[7]: shard moved -- 3 slots left ----- \n";
    let text = line.repeat(100_000_000 / line.len());

    let region = Region::new(ALLOCATOR);
    let scan = pem::scan(&text);
    let allocated = region.change().bytes_allocated;

    assert!(scan.sections().is_empty() && scan.faults().is_empty());
    assert_eq!(scan.explanatory_text().len(), 1);
    let length = text.len();
    assert!(
        allocated <= RECORD,
        "{allocated} bytes allocated for {length} of text"
    );
}
