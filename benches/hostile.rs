//! Input made to cost time: how long one judgement takes at the default limits, for about 100 KiB and for 1 MiB.
//! Prints a table in Markdown; each time is CPU time of the thread, the median of 7 rounds. See docs/performance.md.

#![allow(clippy::cast_possible_truncation, reason = "lengths of small test data")]

#[path = "../tests/support/crafted.rs"]
mod crafted;
#[path = "../tests/support/pki.rs"]
mod pki;

use cpu_time::ThreadTime;
use crafted::{CASES, LARGE, SMALL, now, profiles};
use pemvet::{Bundle, Profile};

const ROUNDS: usize = 7;

fn main() {
    // `cargo test --benches` only wants to know that it works.
    let measures = std::env::args().any(|argument| argument == "--bench");
    let only = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with('-'));
    if std::env::args().any(|argument| argument == "--once") {
        return once(only.as_deref());
    }
    let (large, rounds) = if measures { (LARGE, ROUNDS) } else { (SMALL, 1) };
    let trusts = profiles().map(|(trust, _)| format!(" {trust}, ms | × |"));
    println!("| input |{}", trusts.concat());
    println!("|---|{}", "---:|".repeat(2 * trusts.len()));
    let mut slowest = 0.0f64;
    for (what, make) in CASES {
        if only.as_ref().is_some_and(|only| !what.contains(only.as_str())) {
            continue;
        }
        let (small, large) = (make(SMALL), make(large));
        assert!(large.len() <= LARGE, "{what}: {} bytes", large.len());
        let cells = profiles().map(|(_, profile)| {
            let (small, large) = (time(&small, &profile, rounds), time(&large, &profile, rounds));
            slowest = slowest.max(large);
            format!(" {large:.1} | {:.1} |", large / small)
        });
        println!("| {what} |{}", cells.concat());
    }
    println!("\nThe slowest takes {slowest:.1} ms.");
}

/// Judges each text once, for benches/instructions to count: in tenths and whole, under each profile.
fn once(only: Option<&str>) {
    for (what, make) in CASES {
        if only.is_some_and(|only| !what.contains(only)) {
            continue;
        }
        println!("{what}");
        let texts = [make(SMALL), make(LARGE)];
        for (_, profile) in profiles() {
            for text in &texts {
                judge_once(text, &profile);
            }
        }
    }
}

/// Named for callgrind.
#[inline(never)]
fn judge_once(text: &[u8], profile: &Profile) {
    std::hint::black_box(Bundle::new(text).validate(profile, now()));
}

/// Milliseconds of one judgement.
fn time(text: &[u8], profile: &Profile, rounds: usize) -> f64 {
    let mut samples: Vec<f64> = (0..rounds)
        .map(|_| {
            let start = ThreadTime::now();
            let report = Bundle::new(text).validate(profile, now());
            let elapsed = start.elapsed();
            drop(report);
            elapsed.as_secs_f64() * 1e3
        })
        .collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
