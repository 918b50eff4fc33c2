//! Reading what the rules ask of every certificate allocates nothing, where there is nothing to remark.
//!
//! The reader is private, so its very source is part of this program; which has no test harness, since that allocates
//! meanwhile.

extern crate alloc;

use std::alloc::System;

use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[path = "../src"]
#[allow(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "only reading is measured"
)]
mod source {
    pub(crate) mod certificate;
    pub(crate) mod der;
    pub(crate) mod text;
}
#[allow(unused_imports, reason = "the source of the reader has tests, too")]
use pemvet::pem;
use source::{certificate, der, text};

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
    let certificate = certificate::read(der);
    let allocations = region.change().allocations;
    let Ok(certificate) = certificate else {
        panic!("cannot be read: {}", text::hex(der));
    };
    let is_silent = certificate.deviations.iter().next().is_none();
    assert!(
        !is_silent || allocations == 0,
        "{allocations} allocations for {}",
        &*certificate.subject.text
    );
    is_silent
}
