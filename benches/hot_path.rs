//! Reading PEM, reading certificates, judging them and matching keys: pemvet beside its peers, on the same bytes in the
//! same run. See docs/performance.md.

mod support;

use std::time::Duration;

use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use support::certificates::comparisons;
use support::inputs::{self, Input};
use support::{assert_reads, is_measuring, readers};

fn scan(criterion: &mut Criterion) {
    for input in inputs::bundles() {
        compare(criterion, &input);
    }
    if is_measuring() {
        for input in inputs::large() {
            compare(criterion, &input);
        }
    }
}

fn compare(criterion: &mut Criterion, input: &Input) {
    let mut group = criterion.benchmark_group(format!("scan/{}", input.name));
    let bytes = u64::try_from(input.text.len()).unwrap_or(u64::MAX);
    group.throughput(Throughput::Bytes(bytes));
    if input.is_large() {
        group.sampling_mode(SamplingMode::Flat).sample_size(10);
        group.warm_up_time(Duration::from_millis(200));
        group.measurement_time(Duration::from_secs(1));
    } else {
        group.sample_size(50);
        group.warm_up_time(Duration::from_millis(500));
        group.measurement_time(Duration::from_millis(1500));
    }
    for reader in &readers::ALL {
        assert_reads(reader, input);
        group.bench_function(reader.name, |bencher| {
            bencher.iter(|| (reader.read)(&input.text));
        });
    }
    group.finish();
}

fn certificates(criterion: &mut Criterion) {
    for comparison in comparisons() {
        let mut group = criterion.benchmark_group(&comparison.name);
        group.sample_size(50);
        group.warm_up_time(Duration::from_millis(300));
        group.measurement_time(Duration::from_secs(1));
        for contender in &comparison.contenders {
            group.bench_function(contender.name, |bencher| bencher.iter(|| (contender.run)()));
        }
        group.finish();
    }
}

criterion_group!(benches, scan, certificates);
criterion_main!(benches);
