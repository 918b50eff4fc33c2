//! The same readers and inputs as `hot_path`, as ratios that repeat: the readers take turns, each time is CPU time
//! of the thread, and the median of 15 rounds counts. Prints tables in Markdown. See docs/performance.md.

mod support;

use support::certificates::{Comparison, comparisons};
use support::inputs::{self, Input};
use support::readers;
use support::timing::{self, times};
use support::{assert_reads, is_measuring, signatures};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |argument: &str| arguments.iter().any(|it| it == argument);
    if has("--once") {
        return count();
    }
    if !is_measuring() {
        for input in inputs::bundles() {
            check(&input);
        }
        let contenders = comparisons().into_iter().flat_map(|it| it.contenders);
        contenders.for_each(|contender| (contender.run)());
        return;
    }
    if !has("certificates") {
        print_readers();
    }
    timing::print_head();
    comparisons().iter().for_each(print_comparison);
    for (chain, checks) in signatures::counts() {
        println!("\nWith signatures, 3 certificates ({chain}): pemvet verifies {checks}.");
    }
}

/// Once to warm up and once to be counted by valgrind, see benches/instructions.
fn count() {
    for comparison in comparisons() {
        for contender in &comparison.contenders {
            (contender.run)();
            run_once(&*contender.run);
            println!("{} | {}", comparison.name, contender.name);
        }
    }
}

/// Of this name, so that valgrind finds it.
#[inline(never)]
fn run_once(run: &dyn Fn()) {
    run();
}

fn print_comparison(comparison: &Comparison) {
    let contenders = comparison.contenders.iter();
    let contenders: Vec<(&str, &dyn Fn())> = contenders.map(|it| (it.name, &*it.run)).collect();
    timing::print(&comparison.name, &contenders);
}

fn print_readers() {
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
        let (small, large) = (times_of(&small), times_of(&large));
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
    let times = times_of(input);
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
fn times_of(input: &Input) -> Vec<f64> {
    let runs = readers::ALL.each_ref().map(|reader| {
        move || {
            (reader.read)(&input.text);
        }
    });
    times(&runs.each_ref().map(|run| run as &dyn Fn()))
}
