//! One function over many values, on all cores.

use rayon::prelude::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

/// Fewer are not worth another thread, which begins without what the others know.
const FEWEST: usize = 8;

/// What `function` makes of each item, in their order.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], function: impl Fn(&T) -> R + Send + Sync) -> Vec<R> {
    map_with(items, || (), |(), item| function(item))
}

/// The same with something that is made for each run of items that a thread takes.
pub(crate) fn map_with<T: Sync, R: Send, O>(
    items: &[T],
    own: impl Fn() -> O + Send + Sync,
    function: impl Fn(&mut O, &T) -> R + Send + Sync,
) -> Vec<R> {
    // Threads are started at the first need of them.
    if items.len() < 2 * FEWEST {
        let mut own = own();
        return items.iter().map(|item| function(&mut own, item)).collect();
    }
    let runs = items.par_iter().with_min_len(FEWEST);
    runs.map_init(own, function).collect()
}

/// At most so many from now on. Called once, before anything is done in parallel.
pub(crate) fn limit(threads: u16) {
    // Where threads run already, their number stays.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(usize::from(threads))
        .build_global();
}
