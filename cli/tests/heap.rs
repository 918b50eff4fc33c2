//! What a document or a body of a request takes of memory at most, cut, read and judged with all reports at a time: 8 MiB and
//! four times the input.
//!
//! Counted as asked of the allocator beyond the input itself. Has no test harness, which would be counted with it.

#[path = "../../tests/support/shapes.rs"]
mod shapes;

use std::time::Duration;

use peak_alloc::PeakAlloc;
use pemvet::redis::Cluster;
use pemvet::{Profile, Provider, UnixTime};
use pemvet_cli::internals::{body, judge_document};
use zeroize::Zeroizing;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const ALLOWANCE: usize = 8 << 20;
const TIMES_THE_INPUT: usize = 4;
const SIZES: [usize; 2] = [(1 << 20) / 10, 1 << 20];

#[cfg(feature = "aws-lc-rs")]
const PROVIDER: Provider = Provider::AWS_LC_RS;
#[cfg(not(feature = "aws-lc-rs"))]
const PROVIDER: Provider = Provider::RING;

fn main() {
    let profile = Profile::any(PROVIDER);
    let cluster = Cluster::new(PROVIDER);
    let now = UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000));
    let mut broken = Vec::new();
    let mut worst = (0, 0, "");
    let mut take = |name, peak: usize, length: usize| {
        if peak > ALLOWANCE + TIMES_THE_INPUT * length {
            broken.push(format!("{name}: {peak} bytes for {length} of input"));
        }
        worst = worst.max((peak, length, name));
    };
    for size in SIZES {
        for (name, file, make) in shapes::DOCUMENTS {
            let text = Zeroizing::new(make(size).into_bytes());
            let length = text.len();
            let judge = || drop(judge_document(file, text, &profile, now));
            take(name, peak_of(judge), length);
        }
        for (name, make) in shapes::BODIES {
            let source = make(size);
            let judge = || drop(body(source.as_bytes()).judge(&cluster, now));
            take(name, peak_of(judge), source.len());
        }
    }
    assert!(
        broken.is_empty(),
        "more than {ALLOWANCE} bytes and {TIMES_THE_INPUT} times the input:\n{}",
        broken.join("\n")
    );
    let (most, length, name) = worst;
    println!(
        "{} kinds of documents and bodies; the most, {most} bytes for {length}, takes: {name}",
        shapes::DOCUMENTS.len() + shapes::BODIES.len()
    );
}

fn peak_of(judge: impl FnOnce()) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    judge();
    ALLOCATOR.peak_usage() - before
}
