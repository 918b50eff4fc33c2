//! Where bytes of documents and bodies are looked at: counted for pemvet's own tests and fuzz targets, else nothing.

#[cfg(feature = "internals")]
use std::cell::Cell;

#[cfg(feature = "internals")]
thread_local! {
    static LOOKED_AT: Cell<usize> = const { Cell::new(0) };
}

/// So many bytes are looked at.
pub(crate) fn look_at(bytes: usize) {
    #[cfg(feature = "internals")]
    LOOKED_AT.set(LOOKED_AT.get().saturating_add(bytes));
    #[cfg(not(feature = "internals"))]
    let _ = bytes;
}

/// How many bytes `work` looks at in this thread, and what came of it.
#[cfg(feature = "internals")]
pub(crate) fn counted<T>(work: impl FnOnce() -> T) -> (usize, T) {
    LOOKED_AT.set(0);
    let result = work();
    (LOOKED_AT.get(), result)
}
