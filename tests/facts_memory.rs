//! Reading what the rules ask of every certificate allocates nothing, where there is nothing to remark.
//!
//! This program has no test harness, since that allocates meanwhile.

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use pemvet::internals::read_certificate;
use pemvet::pem;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const BUNDLES: [&[u8]; 7] = [
    include_bytes!("../testdata/demo/good.pem"),
    include_bytes!("../testdata/adcs/chain.pem"),
    include_bytes!("../testdata/keyforms/p256.pem"),
    include_bytes!("../testdata/keyforms/p384.pem"),
    include_bytes!("../testdata/keyforms/p521.pem"),
    include_bytes!("../testdata/keyforms/ed25519.pem"),
    include_bytes!("../testdata/rules/path-too-long/good.pem"),
];

fn main() {
    let mut read = 0;
    for bundle in BUNDLES {
        let scan = pem::scan(bundle);
        for der in scan.certificates() {
            reads_without_allocating(der);
            read += 1;
        }
    }
    // Of many authorities, in all the ways of twenty years.
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS;
    let silent = roots.iter().filter(|root| reads_without_allocating(root)).count();
    assert!(read >= 20 && silent >= 100, "{read} certificates, {silent} roots");
    println!("{read} certificates and {silent} roots, without an allocation");
}

/// Whether there is nothing to remark; then nothing may have been allocated.
fn reads_without_allocating(der: &[u8]) -> bool {
    let region = Region::new(ALLOCATOR);
    let is_silent = read_certificate(der);
    let allocations = region.change().allocations;
    let Some(is_silent) = is_silent else {
        panic!("a certificate of {} bytes cannot be read", der.len());
    };
    assert!(!is_silent || allocations == 0, "{allocations} allocations");
    is_silent
}
