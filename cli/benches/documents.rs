//! Documents and bodies of requests made to cost time, as the command takes them: for about 100 KiB and for 1 MiB. Prints a
//! table in Markdown; each time is CPU time of the thread, the median of 7 rounds. See docs/performance.md.

#[path = "../../tests/support/shapes.rs"]
mod shapes;

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ThreadTime;
use pemvet::redis::Cluster;
use pemvet::{Profile, Provider, UnixTime};
use pemvet_cli::internals::{body, judge_document};
use zeroize::Zeroizing;

const ROUNDS: usize = 7;
const LARGE: usize = 1 << 20;
const SMALL: usize = LARGE / 10;

#[cfg(feature = "aws-lc-rs")]
const PROVIDER: Provider = Provider::AWS_LC_RS;
#[cfg(not(feature = "aws-lc-rs"))]
const PROVIDER: Provider = Provider::RING;

/// Makes a document or body of this size; gives the milliseconds that judging it takes.
type Judge = Box<dyn Fn(usize) -> f64>;

fn main() {
    let words = || std::env::args().skip(1);
    let only = words().find(|argument| !argument.starts_with('-'));
    let inputs = inputs(only.as_deref());
    // For benches/instructions to count.
    if words().any(|argument| argument == "--once") {
        for (what, judge) in inputs {
            println!("{what}");
            judge(SMALL);
            judge(LARGE);
        }
        return;
    }
    // `cargo test --benches` only wants to know that it works.
    let (large, rounds) = match words().any(|argument| argument == "--bench") {
        true => (LARGE, ROUNDS),
        false => (SMALL, 1),
    };
    println!("| document or body | ms | × |\n|---|---:|---:|");
    let mut slowest = 0.0f64;
    for (what, judge) in inputs {
        let small = median(rounds, || judge(SMALL));
        let large = median(rounds, || judge(large));
        slowest = slowest.max(large);
        println!("| {what} | {large:.1} | {:.1} |", large / small);
    }
    println!("\nThe slowest takes {slowest:.1} ms.");
}

fn now() -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(1_780_272_000))
}

/// The documents and bodies with this in their name.
fn inputs(only: Option<&str>) -> Vec<(&'static str, Judge)> {
    let mut all: Vec<(&'static str, Judge)> = Vec::new();
    for (what, file, make) in shapes::DOCUMENTS {
        let profile = Profile::any(PROVIDER);
        all.push((
            what,
            Box::new(move |size| {
                let text = Zeroizing::new(make(size).into_bytes());
                let start = ThreadTime::now();
                let mut text = Some(text);
                judge_once(&mut || {
                    let text = text.take().unwrap_or_default();
                    drop(judge_document(file, text, &profile, now()));
                });
                start.elapsed().as_secs_f64() * 1e3
            }),
        ));
    }
    for (what, make) in shapes::BODIES {
        let cluster = Cluster::new(PROVIDER);
        all.push((
            what,
            Box::new(move |size| {
                let source = make(size);
                let start = ThreadTime::now();
                judge_once(&mut || drop(body(source.as_bytes()).judge(&cluster, now())));
                start.elapsed().as_secs_f64() * 1e3
            }),
        ));
    }
    all.retain(|(what, _)| only.is_none_or(|only| what.contains(only)));
    all
}

/// Named for callgrind.
#[inline(never)]
fn judge_once(judge: &mut dyn FnMut()) {
    black_box(judge)();
}

fn median(rounds: usize, time: impl Fn() -> f64) -> f64 {
    let mut samples: Vec<f64> = (0..rounds).map(|_| time()).collect();
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
