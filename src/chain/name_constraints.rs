//! Names against name constraints (RFC 5280 section 4.2.1.10). No fact is a judgement.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use super::subtree::{Base, ParsedName, holds, is_excluded_as_wildcard};
use crate::certificate::{Certificate, DirectoryName, Form, GeneralName, NameConstraints};
use crate::text;

/// How the names of one certificate stand to the constraints of one CA above it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConstraintOutcome {
    Within,
    /// The first name that is outside.
    Outside {
        form: Form,
        origin: Origin,
        /// Escaped and clipped; empty where the form has no plain text.
        name: String,
        /// An excluded subtree holds it; otherwise no permitted one does.
        excluded: bool,
    },
    /// A name of this form is constrained, and whether it is outside cannot be told.
    Undecided {
        form: Form,
    },
    /// An e-mail address of the subject is of a string type that OpenSSL compares with no constraint, whatever its form.
    EmailOfOtherType,
    /// More comparisons would be needed than are left.
    LimitReached,
}

impl ConstraintOutcome {
    /// Of several faults the one that most refuse is told: last come wildcards that only stand for an excluded name.
    fn leniency(&self, constraints: &NameConstraints<'_>) -> u8 {
        let ConstraintOutcome::Outside {
            form: form @ (Form::Dns | Form::Ip),
            origin: Origin::AlternativeName,
            name,
            excluded,
        } = self
        else {
            return 1;
        };
        match *form == Form::Dns && *excluded && is_excluded_as_wildcard(constraints, name) {
            true => 2,
            false => 0,
        }
    }
}

/// Where in the certificate a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    AlternativeName,
    /// The subject itself, or an e-mail address in it.
    Subject,
    /// An e-mail address in the subject beside another among the alternative names.
    SubjectBeside,
    /// A common name that is a DNS name, where no alternative name is.
    CommonName,
}

/// Compares every name of `certificate` with the subtrees of its form, and pays for it from `comparisons_left`. The common
/// name is one only of a leaf.
pub(crate) fn standing(
    certificate: &Certificate<'_>,
    constraints: &NameConstraints<'_>,
    is_leaf: bool,
    comparisons_left: &mut usize,
) -> ConstraintOutcome {
    let alternative = certificate.alternative_names();
    let common_names = match is_leaf {
        true => hosts_in_common_names(certificate, constraints),
        false => Vec::new(),
    };
    let others = names_of_subject(certificate, &common_names);
    let alternative = alternative.iter().map(|name| (name, Origin::AlternativeName));
    let names = || alternative.clone().chain(others.iter().copied());
    // Everything is looked at once, to sort it by form.
    let subtrees = constraints
        .permitted
        .len()
        .saturating_add(constraints.excluded.len());
    let mut price = names().count().saturating_add(subtrees);
    if price <= *comparisons_left {
        let forms = ByForm::of(constraints);
        for (name, _) in names() {
            price = price.saturating_add(forms.price(&name));
        }
        if let Some(left) = comparisons_left.checked_sub(price) {
            *comparisons_left = left;
            let standings = names().map(|(name, origin)| forms.standing(&name, origin));
            let faults = standings.filter(|standing| *standing != ConstraintOutcome::Within);
            let first = faults.min_by_key(|fault| fault.leniency(constraints));
            return match certificate.subject.has_email_of_other_type() {
                true => first.unwrap_or(ConstraintOutcome::EmailOfOtherType),
                false => first.unwrap_or(ConstraintOutcome::Within),
            };
        }
    }
    *comparisons_left = 0;
    ConstraintOutcome::LimitReached
}

/// The subject, its e-mail addresses, and these common names: OpenSSL holds them to constraints also where the subject
/// alternative name has other addresses, and RFC 5280 section 4.2.1.10 where it has none. What fewer refuse comes later.
fn names_of_subject<'c>(
    certificate: &'c Certificate<'_>,
    common_names: &'c [String],
) -> Vec<(GeneralName<'c>, Origin)> {
    let mut names = Vec::new();
    if !certificate.subject.is_empty() {
        let name = DirectoryName(certificate.subject.contents());
        names.push((GeneralName::Directory(name), Origin::Subject));
    }
    let mut alternative = certificate.alternative_names().iter();
    let is_beside = alternative.any(|name| name.form() == Form::Email);
    let emails = certificate.subject.emails().iter();
    let emails = emails.map(|email| GeneralName::Email(email));
    let hosts = common_names
        .iter()
        .map(|name| (GeneralName::Dns(name), Origin::CommonName));
    if is_beside {
        names.extend(hosts);
        names.extend(emails.map(|email| (email, Origin::SubjectBeside)));
    } else {
        names.extend(emails.map(|email| (email, Origin::Subject)));
        names.extend(hosts);
    }
    names
}

/// The common names that OpenSSL holds to constraints on DNS names, where no alternative name is one.
fn hosts_in_common_names(certificate: &Certificate<'_>, constraints: &NameConstraints<'_>) -> Vec<String> {
    let mut subtrees = constraints.permitted.iter().chain(&constraints.excluded);
    let mut alternative = certificate.alternative_names().iter();
    if !subtrees.any(|it| it.base.form() == Form::Dns) || alternative.any(|it| it.form() == Form::Dns) {
        return Vec::new();
    }
    let mut names = certificate.subject.common_names();
    names.retain(|name| looks_like_a_host(name));
    names
}

/// Two or more labels, as OpenSSL has it: letters, digits and underscores, hyphens inside of labels.
fn looks_like_a_host(name: &str) -> bool {
    let is_label = |label: &str| {
        let is_in = |it: u8| it.is_ascii_alphanumeric() || it == b'_' || it == b'-';
        !label.is_empty() && label.bytes().all(is_in) && !label.starts_with('-') && !label.ends_with('-')
    };
    name.contains('.') && name.split('.').all(is_label)
}

/// Subtrees of one form: permitted and excluded.
struct ByForm<'n>(BTreeMap<Form, (Vec<Base<'n>>, Vec<Base<'n>>)>);

impl<'n> ByForm<'n> {
    fn of(constraints: &'n NameConstraints<'n>) -> ByForm<'n> {
        let mut forms: BTreeMap<Form, (Vec<Base<'n>>, Vec<Base<'n>>)> = BTreeMap::new();
        for subtree in &constraints.permitted {
            let (permitted, _) = forms.entry(subtree.base.form()).or_default();
            permitted.push(Base::of(subtree));
        }
        for subtree in &constraints.excluded {
            let (_, excluded) = forms.entry(subtree.base.form()).or_default();
            excluded.push(Base::of(subtree));
        }
        ByForm(forms)
    }

    /// Comparisons with a name: one a subtree for names as long as hosts mostly have them, more for longer ones.
    fn price(&self, name: &GeneralName<'_>) -> usize {
        forms_of(name).fold(0, |price, form| {
            let subtrees = self.0.get(&form).map_or(0, |(permitted, excluded)| {
                permitted.len().saturating_add(excluded.len())
            });
            let each = (name.len() / USUAL_LENGTH).saturating_add(1);
            price.saturating_add(subtrees.saturating_mul(each))
        })
    }

    fn standing(&self, name: &GeneralName<'_>, origin: Origin) -> ConstraintOutcome {
        let mut standings = forms_of(name).map(|form| self.standing_as(form, name, origin));
        standings
            .find(|standing| *standing != ConstraintOutcome::Within)
            .unwrap_or(ConstraintOutcome::Within)
    }

    fn standing_as(&self, form: Form, name: &GeneralName<'_>, origin: Origin) -> ConstraintOutcome {
        let Some((permitted, excluded)) = self.0.get(&form) else {
            return ConstraintOutcome::Within;
        };
        let subject = ParsedName::of(name);
        let outside = |excluded: bool| ConstraintOutcome::Outside {
            form,
            origin,
            name: shown(name),
            excluded,
        };
        for base in excluded {
            match holds(base, &subject, true) {
                Some(true) => return outside(true),
                Some(false) => {}
                None => return ConstraintOutcome::Undecided { form },
            }
        }
        let mut undecided = false;
        for base in permitted {
            match holds(base, &subject, false) {
                Some(true) => return ConstraintOutcome::Within,
                Some(false) => {}
                None => undecided = true,
            }
        }
        match (permitted.is_empty(), undecided) {
            (true, _) => ConstraintOutcome::Within,
            (false, true) => ConstraintOutcome::Undecided { form },
            (false, false) => outside(false),
        }
    }
}

/// The forms of constraints that a name is held to: RFC 9598 section 6 has those on e-mail addresses hold for mailboxes
/// that are an otherName.
fn forms_of(name: &GeneralName<'_>) -> impl Iterator<Item = Form> + use<> {
    let as_email = matches!(name, GeneralName::Mailbox(_)).then_some(Form::Email);
    as_email.into_iter().chain([name.form()])
}

/// What one comparison pays for, in octets. A host may have 253 characters (RFC 1035 section 3.1), and hardly any has 64.
const USUAL_LENGTH: usize = 64;

fn shown(name: &GeneralName<'_>) -> String {
    let text = match name {
        GeneralName::Email(text) | GeneralName::Mailbox(text) | GeneralName::Uri(text) => (*text).to_string(),
        other => other.text().unwrap_or_default(),
    };
    text::clip(&text::escape(&text), 256).into_owned()
}

#[cfg(test)]
mod tests {
    use super::looks_like_a_host;

    #[test]
    fn a_common_name_is_a_host_as_openssl_has_it() {
        for host in ["a.example", "a_b.c-d.example", "10.0.0.1"] {
            assert!(looks_like_a_host(host), "{host}");
        }
        for other in [
            "a",
            "*.example",
            "a..example",
            "a.example.",
            ".example",
            "a b.example",
            "-a.example",
            "",
        ] {
            assert!(!looks_like_a_host(other), "{other}");
        }
    }
}
