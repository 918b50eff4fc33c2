//! CPU time of the thread, the median of 15 rounds in which all take turns: a busy machine changes the ratios little.

use std::time::Duration;

use cpu_time::ThreadTime;

const ROUNDS: usize = 15;
/// Short against the run, long against the clock's resolution.
const SAMPLE: Duration = Duration::from_millis(4);

pub(crate) fn print_head() {
    println!("\nMicroseconds; in brackets as a multiple of the first of the row.\n");
    println!("| what | | | | | |\n|---|---|---|---|---|---|");
}

/// A row of a table in Markdown.
pub(crate) fn print(name: &str, contenders: &[(&str, &dyn Fn())]) {
    let runs: Vec<&dyn Fn()> = contenders.iter().map(|(_, run)| *run).collect();
    let times = times(&runs);
    let cells = contenders.iter().zip(&times).map(|((who, _), time)| {
        let (microseconds, ratio) = (time * 1e6, time / times[0]);
        format!("{who} {microseconds:.2} ({ratio:.2})")
    });
    let cells: Vec<String> = cells.collect();
    println!("| {name} | {} |", cells.join(" | "));
}

/// Seconds of one run of each; they take turns.
pub(crate) fn times(runs: &[&dyn Fn()]) -> Vec<f64> {
    let repeats: Vec<u32> = runs.iter().map(|run| repeats(run)).collect();
    let mut samples: Vec<Vec<f64>> = runs.iter().map(|_| Vec::with_capacity(ROUNDS)).collect();
    for _ in 0..ROUNDS {
        for ((run, repeats), samples) in runs.iter().zip(&repeats).zip(&mut samples) {
            samples.push(time(run, *repeats).as_secs_f64() / f64::from(*repeats));
        }
    }
    samples.into_iter().map(median).collect()
}

/// How many runs fill a sample.
fn repeats(run: &dyn Fn()) -> u32 {
    let mut repeats = 1;
    while time(run, repeats) < SAMPLE {
        repeats *= 2;
    }
    repeats
}

fn time(run: &dyn Fn(), repeats: u32) -> Duration {
    let start = ThreadTime::now();
    for _ in 0..repeats {
        run();
    }
    start.elapsed()
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}
