//! One function over many values, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};

/// What `function` makes of each item, in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], function: impl Fn(&T) -> R + Sync) -> Vec<R> {
    map_with(items, || (), |(), item| function(item))
}

/// The same with something that each thread has of its own.
pub(crate) fn map_with<T: Sync, R: Send, O>(
    items: &[T],
    own: impl Fn() -> O + Sync,
    function: impl Fn(&mut O, &T) -> R + Sync,
) -> Vec<R> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // Starting a thread takes as long as judging a bundle.
    let threads = cores.min(items.len().div_ceil(8));
    if threads < 2 {
        let mut own = own();
        return items.iter().map(|item| function(&mut own, item)).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut own, mut done) = (own(), Vec::new());
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else { return done };
            done.push((place, function(&mut own, item)));
        }
    };
    let mut results: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .flat_map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    results.sort_by_key(|(place, _)| *place);
    results.into_iter().map(|(_, result)| result).collect()
}
