//! Names that the constraints of CAs permit, and that somebody refuses below any or some of them.

use alloc::format;
use alloc::vec::Vec;
use core::ops::Range;

use crate::certificate::{Certificate, Form, GeneralName};
use crate::chain::Member;
use crate::report::Details;
use crate::rules::grade::is_refused_by_named;
use crate::rules::{Context, Found, Sink};
use crate::severity::Severity;
use crate::stacks::{Fact, sentence};

/// The leaf, its alternative names, and the certificates above it.
struct Names<'c> {
    place: usize,
    leaf: &'c Certificate<'c>,
    bytes: &'c Range<usize>,
    above: &'c [(Member, &'c Certificate<'c>)],
}

pub(super) fn tell(context: &Context<'_>, sink: &mut Sink<'_>) {
    let above = context.chain_with_anchor().get(1..).unwrap_or_default();
    if !above.iter().any(|(_, it)| it.name_constraints.is_some())
        || !context.chain.constraint_faults.is_empty()
    {
        return;
    }
    if let Some((place, leaf)) = context.leaf()
        && let Some(names) = &leaf.subject_alternative_name
    {
        let names = Names {
            place,
            leaf,
            bytes: &names.bytes,
            above,
        };
        names.of_forms(context, sink);
        if !context.profile.stacks.is_empty() {
            names.addresses(context, sink);
        }
    }
}

impl Names<'_> {
    /// Of a form that rustls does not compare: it refuses them where any CA constrains the form.
    fn of_forms(&self, context: &Context<'_>, sink: &mut Sink<'_>) {
        let is_uncompared = |form: &Form| !matches!(form, Form::Dns | Form::Ip | Form::Directory);
        let forms = || {
            let names = self.leaf.alternative_names().iter();
            names.map(|name| name.form()).filter(is_uncompared)
        };
        let constraining = self.above.iter().find_map(|(member, certificate)| {
            let form = forms().find(|form| constrains(certificate, *form))?;
            Some((*member, form))
        });
        let Some((issuer, form)) = constraining else {
            return;
        };
        let message = format!(
            "The leaf has a name of the form {}, which the constraints of {} permit. {}",
            form.text(),
            context.describe_member(issuer),
            sentence(Fact::UncomparedByRustls),
        );
        let found = Found::new(context.at_field(self.place, self.bytes), message)
            .fact(Fact::UncomparedByRustls)
            .help("if clients that refuse it connect, have it issued without names of that form");
        sink.push(found.details(Details::Kind {
            kind: form.text().into(),
        }));
    }

    /// Addresses, which BoringSSL refuses under any constraints on addresses, and Java under some.
    fn addresses(&self, context: &Context<'_>, sink: &mut Sink<'_>) {
        let addresses = || {
            let names = self.leaf.subject_alternative_name.iter();
            let names = names.flat_map(|it| it.value.uris_and_addresses());
            names.filter_map(|name| match name {
                GeneralName::Ip(address) => Some(address),
                _ => None,
            })
        };
        if addresses().next().is_none() {
            return;
        }
        let mut tell = |fact: Fact, issuer: Member, what: &str| {
            if !is_refused_by_named(fact, context.profile) {
                return;
            }
            let message = format!(
                "The leaf has IP addresses, which the constraints of {} permit{what}. {}",
                context.describe_member(issuer),
                sentence(fact),
            );
            let found = Found::new(context.at_field(self.place, self.bytes), message)
                .severity(Severity::Note)
                .for_named(fact)
                .help("if clients that refuse it connect, have the leaf issued without addresses, or by another CA");
            sink.push(found.details(Details::Kind {
                kind: fact.as_str().into(),
            }));
        };
        let mut above = self.above.iter();
        if let Some((issuer, _)) = above.find(|(_, it)| constrains(it, Form::Ip)) {
            tell(Fact::AddressUnderConstraint, *issuer, "");
        }
        // As many comparisons as were paid for when the names were found to be permitted.
        let is_odd = |(_, it): &&(Member, &Certificate<'_>)| {
            let networks: Vec<_> = permitted_networks(it).collect();
            let is_in_one = |address| networks.iter().any(|network| is_within(*network, address));
            !networks.is_empty() && !addresses().all(is_in_one)
        };
        if let Some((issuer, _)) = self.above.iter().find(is_odd) {
            let what = " with bits of an address that its mask leaves out";
            tell(Fact::ConstraintHostBits, *issuer, what);
        }
    }
}

/// Whether a CA limits the names of a form below it.
fn constrains(certificate: &Certificate<'_>, form: Form) -> bool {
    certificate.name_constraints.as_ref().is_some_and(|constraints| {
        let (permitted, excluded) = (&constraints.value.permitted, &constraints.value.excluded);
        let mut subtrees = permitted.iter().chain(excluded);
        subtrees.any(|subtree| subtree.base.form() == form)
    })
}

/// Address and mask of each constraint that permits addresses.
fn permitted_networks<'c>(certificate: &'c Certificate<'_>) -> impl Iterator<Item = (&'c [u8], &'c [u8])> {
    let constraints = certificate.name_constraints.iter();
    let permitted = constraints.flat_map(|it| it.value.permitted.iter());
    permitted.filter_map(|subtree| match subtree.base {
        GeneralName::Ip(octets) => octets.split_at_checked(octets.len() / 2),
        _ => None,
    })
}

/// As Java compares: the constraint is taken as it stands.
fn is_within((network, mask): (&[u8], &[u8]), address: &[u8]) -> bool {
    let mut pairs = network.iter().zip(mask).zip(address);
    network.len() == address.len() && pairs.all(|((network, mask), address)| *network == address & mask)
}
