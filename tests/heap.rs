//! What one judgement takes of memory at most, whatever the input: 8 MiB and four times the input, at the default limits.
//!
//! Counted as asked of the allocator beyond the input itself; a vector that moves while it grows counts twice. Has no
//! test harness, which would be counted with it.

#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

#[path = "support/crafted.rs"]
mod crafted;
#[path = "support/pki.rs"]
#[allow(dead_code, reason = "the test uses a part of it")]
mod pki;

use crafted::{CASES, LARGE, SMALL, now, profiles};
use peak_alloc::PeakAlloc;
use pemvet::{Bundle, Profile};

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const ALLOWANCE: usize = 8 << 20;
const TIMES_THE_INPUT: usize = 4;
/// Of leaf, intermediate and root, of which there is nothing to say.
const MOST_FOR_THREE: usize = 16 << 10;

fn main() {
    let profiles = profiles();
    // What is made once for the process is no part of a judgement.
    peak(b"", &profiles[0].1);
    let mut broken = Vec::new();
    let mut worst = (0, 0, "");
    for (name, make) in CASES {
        for text in [make(SMALL), make(LARGE)] {
            let bound = ALLOWANCE + TIMES_THE_INPUT * text.len();
            for (trust, profile) in &profiles {
                let peak = peak(&text, profile);
                if peak > bound {
                    broken.push(format!(
                        "{name}, {trust}: {peak} bytes for {} of input",
                        text.len()
                    ));
                }
                worst = worst.max((peak, text.len(), *name));
            }
        }
    }
    assert!(
        broken.is_empty(),
        "more than {ALLOWANCE} bytes and {TIMES_THE_INPUT} times the input:\n{}",
        broken.join("\n")
    );
    let usual =
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/demo/good.pem")).expect("a bundle");
    let usual = peak(&usual, &profiles[0].1);
    assert!(usual <= MOST_FOR_THREE, "{usual} bytes for three certificates");
    println!("a usual bundle of three certificates: {usual} bytes");
    let (most, length, name) = worst;
    println!(
        "{} kinds of input; the most, {most} bytes for {length}, takes: {name}",
        CASES.len()
    );
}

/// The most that one judgement holds at a time, its report included.
fn peak(text: &[u8], profile: &Profile) -> usize {
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let report = Bundle::new(text).validate(profile, now());
    let peak = ALLOCATOR.peak_usage() - before;
    drop(report);
    peak
}
