//! Rules of the area `leaf`: the leaf.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::place::{line_of, place_in_file, subject};
use super::{Context, Entry, Found, Sink, Source};
use crate::chain::is_authority;
use crate::class::Class;
use crate::keys::pair::KeyMatch;
use crate::profile::Purpose;
use crate::report::Details;
use crate::rule::{Area, Concern, Rule, names};
use crate::severity::Severity;
use crate::stacks::Fact;
use crate::text;

pub(super) static AREA: Area = Area {
    name: "leaf",
    title: "The leaf",
    fixed: false,
};

pub(super) static RULES: &[Entry] = &[
    Entry {
        rule: Rule {
            area: &AREA,
            name: "leaf-missing",
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[Fact::LeafNotFirst]),
            summary: "there are only CA certificates, and a leaf is wanted",
            explanation: "\
Every certificate in the file is a CA's. What a server or client presents is the certificate
that was issued for its own key and names, the leaf; it is not here.

Put the leaf before the certificates of its CAs. If the file is to be a list of trusted CAs, use
the profile `authority`.",
            citations: &["RFC 5246 section 7.4.2", "RFC 8446 section 4.4.2"],
        },
        check: leaf_missing,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::LEAF_AMBIGUOUS,
            class: Class::Invalid,
            severity: Severity::Error,
            concern: Concern::Loads(&[]),
            summary: "several certificates could be the leaf",
            explanation: "\
More than one certificate of the file is a leaf: none of them issued another. A server would
present whichever comes first. The private key decides: the certificate that it belongs to is the
leaf. Under the profile `any` this is a note.

Give the private key, or a file with one leaf.",
            citations: &["RFC 8446 section 4.4.2"],
        },
        check: leaf_ambiguous,
    },
    Entry {
        rule: Rule {
            area: &AREA,
            name: names::LEAF_SELF_SIGNED_OR_CA,
            class: Class::Invalid,
            severity: Severity::Warning,
            concern: Concern::Verifies(&[Fact::SelfSignedLeaf, Fact::SelfSignedCaAsLeaf, Fact::LeafIsCa]),
            summary: "the leaf is self-signed, or is a CA certificate",
            explanation: "\
A self-signed leaf convinces only peers that have this very certificate in their trust store,
and has to be replaced there each time. A leaf that is a CA certificate (`openssl req -x509`
makes such) could issue others, and rustls and other strict libraries refuse it as a leaf. The
product's own default certificates are self-signed. Under the reading `CaBrowserForum` it is an
error.

Have the leaf issued by a CA, without cA TRUE.",
            citations: &["RFC 5280 section 4.2.1.9", "CA/B Baseline Requirements 7.1.2.7.8"],
        },
        check: leaf_self_signed_or_ca,
    },
];

fn leaf_missing(context: &Context<'_>, sink: &mut Sink<'_>) {
    let wanted = context.profile.purpose == Purpose::EndEntity && context.is_complete();
    if !wanted || context.certificates.is_empty() || !context.chain.leaf_candidates.is_empty() {
        return;
    }
    let message = match context.certificates.len() {
        1 => format!(
            "The only certificate, {}, is a CA's; there is no leaf.",
            subject(context, 0)
        ),
        many => format!("All {many} certificates are CAs'; there is no leaf."),
    };
    let found = Found::new(context.at_certificate(0), message)
        .help("put the certificate that was issued for your key before them; for a list of trusted CAs use --profile authority");
    sink.push(found);
}

fn leaf_ambiguous(context: &Context<'_>, sink: &mut Sink<'_>) {
    let candidates = &context.chain.leaf_candidates;
    if !context.is_leaf_ambiguous() {
        return;
    }
    let Some(&first) = candidates.first() else { return };
    let shown: Vec<String> = candidates
        .iter()
        .take(5)
        .map(|place| line_of(context, *place))
        .collect();
    let more = candidates.len().saturating_sub(shown.len());
    let rest = if more > 0 {
        format!("\n  and {more} more")
    } else {
        String::new()
    };
    let keys = if context.chain.key == KeyMatch::Leaf {
        "the private keys fit several of them"
    } else {
        "no private key chooses among them"
    };
    let message = format!(
        "{} could be the leaf, and {keys}; certificate {} was judged.\n{}{rest}",
        text::count(candidates.len(), "certificate"),
        place_in_file(context.chain.path.first()),
        shown.join("\n")
    );
    let any = context.profile.purpose == Purpose::Any;
    let mut found = Found::new(context.at_certificate(first), message)
        .help("give the private key with --key, or put each leaf with its chain into a file of its own")
        .details(Details::Candidates {
            found_order: candidates.clone(),
        });
    if any {
        found = found.severity(Severity::Note);
    }
    sink.push(found);
}

fn leaf_self_signed_or_ca(context: &Context<'_>, sink: &mut Sink<'_>) {
    if context.is_trust_list() {
        return;
    }
    let Some((place, leaf)) = context.leaf() else {
        return;
    };
    // A leaf may bear the name of its CA.
    let self_signed = leaf.is_self_issued() && context.chain.path.len() == 1;
    let message = match (self_signed, is_authority(leaf)) {
        (false, false) => return,
        (true, false) => {
            "The leaf is self-signed: only peers that have this very certificate in their trust store accept it."
        }
        (true, true) => {
            "The leaf is self-signed and a CA certificate, as openssl req -x509 makes them: only peers that have this very certificate in their trust store accept it, and strict libraries do not even then."
        }
        (false, true) => {
            "The leaf is a CA certificate: strict libraries refuse it as a leaf, and whoever has its key can issue certificates."
        }
    };
    let help = if is_authority(leaf) {
        "have the leaf issued by a CA, with basicConstraints CA:FALSE"
    } else {
        "have the leaf issued by a CA that your peers trust"
    };
    let severity = context.severity(Source::CaBrowserForum, Severity::Warning);
    sink.push(
        Found::new(context.at_certificate(place), message)
            .help(help)
            .severity(severity)
            .fact(match (self_signed, is_authority(leaf)) {
                (true, true) => Fact::SelfSignedCaAsLeaf,
                (true, false) => Fact::SelfSignedLeaf,
                (false, _) => Fact::LeafIsCa,
            }),
    );
}
