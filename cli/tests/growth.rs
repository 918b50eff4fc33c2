//! How much of a document or a body is looked at while it is cut and read: in proportion to its length, whatever it holds.
//! Bytes are counted, time is not.

#[path = "../../tests/support/shapes.rs"]
mod shapes;

use pemvet_cli::internals::{body, looks, parts};
use zeroize::Zeroizing;

const SIZES: [usize; 2] = [20_000, 200_000];

/// Looks at a byte. A reader of YAML asks some ten times for each character.
const MOST_LOOKS: usize = 64;

/// What is wrong with these counts, of inputs of such lengths.
fn wrong(name: &str, counts: [(usize, usize); 2]) -> Option<String> {
    let [(small, small_length), (large, large_length)] = counts;
    let too_much = large > MOST_LOOKS * large_length;
    // A tenth more for what is looked at once for all.
    let grows = large * small_length * 10 > 11 * small * large_length;
    (too_much || grows)
        .then(|| format!("{name}: {small} looks at {small_length} bytes, {large} at {large_length}"))
}

#[test]
fn ten_times_the_document_is_at_most_eleven_times_the_looks() {
    let broken = shapes::DOCUMENTS.iter().filter_map(|(name, file, make)| {
        let counts = SIZES.map(|size| {
            let text = Zeroizing::new(make(size).into_bytes());
            let length = text.len();
            (looks(|| drop(parts(file, text, true))).0, length)
        });
        wrong(name, counts)
    });
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn ten_times_the_body_is_at_most_eleven_times_the_looks() {
    let broken = shapes::BODIES.iter().filter_map(|(name, make)| {
        let counts = SIZES.map(|size| {
            let source = make(size);
            (
                looks(|| body(source.as_bytes()).told(source.as_bytes())).0,
                source.len(),
            )
        });
        wrong(name, counts)
    });
    let broken: Vec<String> = broken.collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// A counter that nobody feeds would pass everything.
#[test]
fn what_is_read_is_counted() {
    let text = "a: -----BEGIN CERTIFICATE-----\n".repeat(100);
    let (looked_at, _) = looks(|| parts("a.yaml", Zeroizing::new(text.clone().into_bytes()), true));
    assert!(looked_at >= text.len(), "{looked_at} of {}", text.len());
    let text = "{\"certificates\": []}";
    assert!(looks(|| body(text.as_bytes())).0 >= text.len());
}
