//! Laws of the strict reader: any DER, damaged element by element.

#![cfg_attr(fuzzing, no_main)]

pemvet_fuzz::target!(pemvet_fuzz::strict_reader::laws);

// Half of the changes are of elements, half of bytes.
#[cfg(fuzzing)]
pemvet_fuzz::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let edited = match seed % 2 {
        0 => pemvet_fuzz::edits::edit(&data[..size], seed / 2),
        _ => None,
    };
    match edited.filter(|edited| edited.len() <= max_size) {
        Some(edited) => {
            data[..edited.len()].copy_from_slice(&edited);
            edited.len()
        }
        None => pemvet_fuzz::libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    }
});
