//! What the rules say of a certificate, said of the request for it.

use pemvet::{Finding, Location, rules};

use crate::check::verdict::said_again;

/// How rules begin a sentence about a leaf, and how it reads about a request.
const SUBJECTS: [(&str, &str); 3] = [
    ("The leaf's ", "The request's "),
    ("The leaf ", "The certificate of this request "),
    ("the leaf's ", "the request's "),
];

/// How helps begin, and what the same is before anything was issued.
const ADVICE: [(&str, &str); 5] = [
    ("have it issued again with", "make the request again with"),
    ("have it issued again", "make the request again"),
    (
        "TLS clients do not look at it; correct it with the next certificate",
        "TLS clients do not look at it; correct it in the request",
    ),
    ("have the certificate issued", "make the request again"),
    ("have the next certificate issued", "make the request again"),
];

/// The finding about the certificate that would come of a request, as one about the request, at its place.
pub(super) fn of_request(finding: &Finding, place: Location) -> Finding {
    let message = match finding.rule.name {
        // It quotes no names.
        rules::names::KEY_MISMATCH => finding
            .message
            .replace("belong to the leaf,", "belong to the request,")
            .replace(", nor to any other certificate in the file", ""),
        _ => begun_otherwise(&finding.message, &SUBJECTS),
    };
    let mut said = said_again(finding, message, "");
    said.help = finding.help.as_ref().map(|help| match help.remedy() {
        None => advice(help.words_before()).into(),
        Some(_) => help.clone(),
    });
    let is_in_request = |it: &Location| it.input == place.input;
    if said.location.as_ref().is_none_or(is_in_request) {
        said.location = Some(place);
    }
    said
}

fn advice(words: &str) -> String {
    // How helps about keys end.
    match words.strip_suffix(" and have the certificate issued for it") {
        Some(before) => format!("{before} and a request with it"),
        None => begun_otherwise(words, &ADVICE),
    }
}

/// Names in the text may hold any words, so only its begin is replaced.
fn begun_otherwise(text: &str, words: &[(&str, &str)]) -> String {
    let found = words
        .iter()
        .find_map(|(old, new)| Some(format!("{new}{}", text.strip_prefix(old)?)));
    found.unwrap_or_else(|| text.into())
}
