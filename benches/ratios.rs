//! The same readers and inputs as `hot_path`, as ratios that repeat: the readers take turns, each time is CPU time
//! of the thread, and the median of 15 rounds counts. Prints tables in Markdown. See docs/performance.md.

mod support;

use std::time::Duration;

use cpu_time::ThreadTime;
use support::inputs::{self, Input};
use support::readers::{self, Reader};
use support::{assert_reads, is_measuring};

const ROUNDS: usize = 15;
/// Short against the run, long against the clock's resolution.
const SAMPLE: Duration = Duration::from_millis(4);

fn main() {
    if !is_measuring() {
        for input in inputs::bundles() {
            check(&input);
        }
        return;
    }
    let names = readers::ALL.map(|reader| reader.name);
    println!("MB/s; in brackets how many times as long as pemvet it takes.\n");
    println!("| input | MB | {} |", names.join(" | "));
    println!("|---|---:|{}", "---:|".repeat(names.len()));
    for input in inputs::bundles().into_iter().chain(inputs::large()) {
        check(&input);
        print_throughput(&input);
    }
    println!("\nTime for 16 MB, as a multiple of the time for 1 MB.\n");
    println!("| input | {} |", names.join(" | "));
    println!("|---|{}", "---:|".repeat(names.len()));
    for (name, small, large) in inputs::growing() {
        check(&small);
        check(&large);
        let (small, large) = (times(&small), times(&large));
        let factors = small.iter().zip(&large).map(|(small, large)| large / small);
        let cells: Vec<String> = factors.map(|factor| format!("{factor:.1}")).collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
}

fn check(input: &Input) {
    for reader in &readers::ALL {
        assert_reads(reader, input);
    }
}

fn print_throughput(input: &Input) {
    let times = times(input);
    let megabytes = size(input) / 1e6;
    let cells = times.iter().map(|time| {
        let ratio = time / times[0];
        let digits = if ratio < 10.0 { 2 } else { 1 };
        format!("{:.0} ({ratio:.digits$})", megabytes / time)
    });
    let cells: Vec<String> = cells.collect();
    println!("| {} | {megabytes:.4} | {} |", input.name, cells.join(" | "));
}

fn size(input: &Input) -> f64 {
    f64::from(u32::try_from(input.text.len()).expect("no input is longer than 4 GB"))
}

/// Seconds of one reading, by reader.
fn times(input: &Input) -> Vec<f64> {
    let repeats = readers::ALL.map(|reader| repeats(&reader, input));
    let mut samples = readers::ALL.map(|_| Vec::with_capacity(ROUNDS));
    for _ in 0..ROUNDS {
        for ((reader, repeats), samples) in readers::ALL.iter().zip(repeats).zip(&mut samples) {
            samples.push(time(reader, input, repeats).as_secs_f64() / f64::from(repeats));
        }
    }
    samples.into_iter().map(median).collect()
}

/// How many readings fill a sample.
fn repeats(reader: &Reader, input: &Input) -> u32 {
    let mut repeats = 1;
    while time(reader, input, repeats) < SAMPLE {
        repeats *= 2;
    }
    repeats
}

fn time(reader: &Reader, input: &Input, repeats: u32) -> Duration {
    let start = ThreadTime::now();
    for _ in 0..repeats {
        (reader.read)(&input.text);
    }
    start.elapsed()
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
