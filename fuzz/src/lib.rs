//! What must hold for any bytes. Each module is one fuzz target; a broken law panics.
//!
//! `cargo +nightly fuzz run pem` looks for bytes that break a law. To replay some on stable:
//! `cargo run --bin pem -- FILE…`, in this folder.

pub mod archives;
pub mod base64;
pub mod bodies;
pub mod bundle;
pub mod chain;
pub mod documents;
pub mod edits;
pub mod path_differential;
pub mod pem;
pub mod pki;
pub mod strict_reader;

#[cfg(fuzzing)]
pub use libfuzzer_sys;

/// The entry of a fuzz target.
#[cfg(fuzzing)]
#[macro_export]
macro_rules! target {
    ($laws:path) => {
        $crate::libfuzzer_sys::fuzz_target!(|input: &[u8]| $laws(input));
    };
}

/// A program that holds each file named against the laws.
#[cfg(not(fuzzing))]
#[macro_export]
macro_rules! target {
    ($laws:path) => {
        fn main() {
            for path in std::env::args_os().skip(1) {
                let input = std::fs::read(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
                $laws(&input);
            }
        }
    };
}
