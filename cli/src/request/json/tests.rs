//! The reader against serde_json, and its limits.

use super::{MOST_FAULTS, MOST_VALUES, Text, Value, What, read};

fn plain(value: &Value) -> serde_json::Value {
    match &value.what {
        What::Object(entries) => entries
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), plain(value)))
            .collect(),
        What::Array(values) => values.iter().map(plain).collect(),
        What::Text(text) => text.as_str().into(),
        What::Other("true") => true.into(),
        What::Other("false") => false.into(),
        What::Other("a number") => 0.into(),
        What::Other(_) | What::Bare => serde_json::Value::Null,
    }
}

/// serde_json's reading, with every number made 0.
fn serdes(text: &[u8]) -> Option<serde_json::Value> {
    fn numbers(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Number(number) => *number = 0.into(),
            serde_json::Value::Array(values) => values.iter_mut().for_each(numbers),
            serde_json::Value::Object(members) => members.values_mut().for_each(numbers),
            _ => {}
        }
    }
    let mut value = serde_json::from_slice(text).ok()?;
    numbers(&mut value);
    Some(value)
}

const SEEDS: [&str; 6] = [
    r#"{"certificates": [{"name": "proxy", "certificate": "-----\nab\u00fc\ud83d\ude00\/\\\"", "key": ""}]}"#,
    r#" [ 1 , -2.5e+3, true, false, null, [], {}, "" ] "#,
    r#"{"a":{"b":[[{"c":"d"}]]},"e":0}"#,
    r#""text""#,
    "{\"name\":\"\u{fc}\t\"}",
    r#"{"a": "\ud800", "b": 01, "c": -, "d": 1.}"#,
];

#[test]
fn it_takes_what_serde_json_takes_and_reads_the_same() {
    let mut compared = 0;
    for seed in SEEDS {
        // Every text that is one character away.
        let characters: Vec<char> = seed.chars().collect();
        for place in 0..=characters.len() {
            for change in [
                "", "\"", "\\", ",", "}", "]", ":", "{", "[", "0", "-", "e", "\n", "u", " ", "'", "t",
            ] {
                for skip in [0, 1] {
                    let mut text: String = characters[..place].iter().collect();
                    text.push_str(change);
                    text.extend(characters.iter().skip(place + skip));
                    let reading = read(text.as_bytes());
                    let ours = reading.value.filter(|_| reading.faults.is_empty());
                    assert_eq!(ours.as_ref().map(plain), serdes(text.as_bytes()), "{text}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 5_000);
}

#[test]
fn every_byte_of_a_text_knows_where_it_was_written() {
    let source = br#"{"a": "x\n\u00fcy\"z"}"#;
    let value = read(source).value;
    let Some(Value {
        what: What::Object(entries),
        ..
    }) = value
    else {
        panic!()
    };
    let What::Text(text) = &entries[0].1.what else {
        panic!()
    };
    let text: &Text = text;
    assert_eq!(text.as_str(), "x\n\u{fc}y\"z");
    let places: Vec<usize> = (0..text.bytes().len())
        .map(|offset| text.place(source, offset))
        .collect();
    assert_eq!(source[places[0]], b'x');
    assert_eq!(&source[places[1]..places[1] + 2], br"\n");
    assert_eq!(&source[places[2]..places[2] + 2], br"\u");
    assert_eq!(source[places[4]], b'y');
    assert_eq!(&source[places[5]..places[5] + 2], br#"\""#);
    assert_eq!(source[places[6]], b'z');
}

#[test]
fn places_are_the_same_with_and_without_marks() {
    let source = format!("\"{}\"", r"a\n\u00fc\ud83d\ude00\\b".repeat(1_000));
    let Some(What::Text(mut text)) = read(source.as_bytes()).value.map(|value| value.what) else {
        panic!()
    };
    assert!(text.marks.len() > 5);
    let places = |text: &Text| -> Vec<usize> {
        let offsets = (0..text.bytes().len()).step_by(97);
        offsets
            .map(|offset| text.place(source.as_bytes(), offset))
            .collect()
    };
    let with = places(&text);
    text.marks.truncate(1);
    assert_eq!(places(&text), with);
}

#[test]
fn no_more_values_are_kept_than_a_request_can_need() {
    let source = format!("[{}1]", "[],".repeat(2_000));
    let reading = read(source.as_bytes());
    assert_eq!(
        reading.forgotten,
        Some((1 + 3 * MOST_VALUES, 2_001 - MOST_VALUES))
    );
    let Some(What::Array(values)) = reading.value.map(|value| value.what) else {
        panic!()
    };
    assert_eq!(values.len(), MOST_VALUES);
    let reading = read("[1,],".repeat(100).replacen("[1", "[[1", 1).as_bytes());
    assert_eq!((reading.faults.len(), reading.more_faults), (MOST_FAULTS, 37));
}
