//! What a request has to ask for, so that one certificate serves all the names that were given.

use pemvet::redis::{CertificateName, NameKind, Requirement, RequirementLevel, Target};
use pemvet::text::quoted_for_shell;
use pemvet::{KeyPurpose, ReferenceIdentifier, SubjectAttribute};

use crate::arguments::Preset;
use crate::csr::arguments::{Csr, KeyType};
use crate::csr::authority::PUBLIC_CLIENT_AUTH;
use crate::outcome::Failure;
use crate::terms::{JudgingTerms, is_internal, shown_in_command, time};

/// What templates are filled with.
pub(super) struct Wanted {
    /// Names that the certificate must be valid for, in their order.
    pub(super) names: Vec<ReferenceIdentifier>,
    pub(super) common_name: String,
    /// What the subject has besides, C first; each value is on one line, and still to be quoted as the tool wants it.
    pub(super) subject: Vec<(SubjectAttribute, String)>,
    pub(super) purposes: Vec<KeyPurpose>,
    pub(super) key_type: KeyType,
    /// It is to issue certificates itself.
    pub(super) is_authority: bool,
    /// What the reader has to know, a sentence each.
    pub(super) notes: Vec<String>,
    /// The options that vet what is made, quoted for a shell.
    pub(super) options: String,
    /// The name of files that are made, without an extension.
    pub(super) stem: String,
    /// `proxy, api of cluster.example.com, Redis Software 8.2`.
    pub(super) what: String,
}

/// Whether the certificate is compared with the cipher suites when it is uploaded (8.2.0-25).
fn checks_cipher_suites(terms: &JudgingTerms) -> bool {
    let since = "8.2".parse::<Target>();
    let Some(upload) = terms.profile.product.upload() else {
        return false;
    };
    let is_server = upload.name.is_some_and(CertificateName::is_server);
    is_server && since.is_ok_and(|since| !upload.target.may_be_older_than(since))
}

/// Demands that no certificate meets together, a sentence each.
pub(super) struct Excluded(pub(super) Vec<String>);

/// When the last public CA stops to issue clientAuth: Chrome's root programme, 2027-03-15.
const PUBLIC_CLIENT_AUTH_END: u64 = 1_805_068_800;
/// ub-common-name (RFC 5280 appendix A.1).
const LONGEST_COMMON_NAME: usize = 64;

impl Wanted {
    pub(super) fn of(csr: &Csr) -> Result<Result<Wanted, Excluded>, Failure> {
        let mut all = Vec::new();
        for question in csr.questions() {
            all.push(question.terms()?);
        }
        let kinds = kinds(csr, &all)?;
        let is_needed = |purpose| all.iter().any(|terms| terms.profile.usages.contains(&purpose));
        let is_advised = |purpose| {
            all.iter()
                .any(|terms| terms.profile.advised_usages.contains(&purpose))
        };
        let mut purposes = Vec::new();
        let mut notes = Vec::new();
        for purpose in [KeyPurpose::ServerAuth, KeyPurpose::ClientAuth] {
            let is_left_out = csr.public_ca && purpose == KeyPurpose::ClientAuth && !is_needed(purpose);
            if is_left_out && is_advised(purpose) {
                notes.push(format!(
                    "clientAuth is left out, because public CAs end it ({PUBLIC_CLIENT_AUTH}); this version advises it and works without."
                ));
            }
            if is_needed(purpose) || (is_advised(purpose) && !is_left_out) {
                purposes.push(purpose);
            }
        }
        let is_authority = matches!(csr.profile, Some(Preset::Authority));
        let names = match is_authority {
            true => Vec::new(),
            false => names(csr, &all),
        };
        if let Some(excluded) = excluded(csr, &kinds, &purposes, &names)? {
            return Ok(Err(excluded));
        }
        let common_name = common_name(csr, &all, &names, &mut notes)?;
        let subject = subject(&all, &mut notes)?;
        if names.is_empty() && purposes.contains(&KeyPurpose::ServerAuth) {
            return Err(Failure::new(
                "a server's certificate needs a name: give --fqdn, the name of the cluster, or --hostname",
            ));
        }
        if purposes.len() == 2 && csr.public_ca {
            notes.push(format!(
                "It asks for clientAuth beside serverAuth, which public CAs end: {PUBLIC_CLIENT_AUTH}. A private CA, such as AD CS, goes on to issue it."
            ));
        }
        if csr.key_type == KeyType::Ec && all.iter().any(checks_cipher_suites) {
            notes.push(
                "An EC key needs cipher suites for it: 8.2 refuses the upload where control_cipher_suites (api, cm, metrics_exporter) or data_cipher_list (proxy) are for RSA only."
                    .into(),
            );
        }
        if all.len() > 1 {
            notes.push(
                "One key then serves all these names: whoever has it has all of them, and they are replaced together."
                    .into(),
            );
        }
        let titles: Vec<String> = all
            .iter()
            .map(|terms| {
                terms
                    .names_of_product()
                    .unwrap_or_else(|| terms.profile.title.clone())
            })
            .collect();
        let stem = match titles.as_slice() {
            [one] => one.clone(),
            _ => "cluster".into(),
        };
        Ok(Ok(Wanted {
            what: what(csr, &all, &titles),
            options: options(csr, &titles),
            names,
            common_name,
            subject,
            purposes,
            key_type: csr.key_type,
            is_authority,
            notes,
            stem,
        }))
    }

    /// Bits of key usage.
    pub(super) fn key_usage(&self) -> &'static [&'static str] {
        if self.is_authority {
            return &["keyCertSign", "cRLSign"];
        }
        match self.key_type {
            KeyType::Rsa => &["digitalSignature", "keyEncipherment"],
            // A key on a curve cannot encipher.
            KeyType::Ec => &["digitalSignature"],
        }
    }

    /// DNS names.
    pub(super) fn dns(&self) -> impl Iterator<Item = &str> {
        self.names.iter().filter_map(|name| match name {
            ReferenceIdentifier::Dns(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// Addresses.
    pub(super) fn addresses(&self) -> impl Iterator<Item = String> {
        self.names.iter().filter_map(|name| match name {
            ReferenceIdentifier::Ip(address) => Some(address.to_string()),
            _ => None,
        })
    }

    /// The first lines of a template: what it is for, and what the reader has to know.
    pub(super) fn head(&self, comment: &str) -> String {
        let mut head = format!("{comment} {}\n", self.what);
        for note in &self.notes {
            head.push_str(&format!("{comment} {note}\n"));
        }
        head
    }
}

impl JudgingTerms {
    fn names_of_product(&self) -> Option<String> {
        let name = self.profile.product.upload()?.name?;
        Some(name.as_str().into())
    }
}

fn kinds(csr: &Csr, all: &[JudgingTerms]) -> Result<Vec<(CertificateName, NameKind)>, Failure> {
    let mut kinds = Vec::new();
    for (given, terms) in csr.name.iter().zip(all) {
        if let Some(unknown) = terms.profile.product.unknown_name() {
            let names = CertificateName::ALL.iter().map(|name| name.as_str());
            return Err(Failure::new(format!(
                "--name {}: this version of Redis Software has no certificate of that name{}",
                pemvet::text::echo(unknown),
                crate::nearest::among(given, names.filter(|name| *name != given.as_str()))
            )));
        }
        let name = terms.profile.product.upload().and_then(|upload| upload.name);
        let Some(name) = name else { continue };
        let kind = name.facts().kind;
        match kind {
            NameKind::Authorities | NameKind::SsoIssuer => {
                return Err(Failure::new(format!(
                    "--name {name}: nothing is requested for it; it is a {} and uploaded without a key",
                    kind.as_str()
                )));
            }
            _ => kinds.push((name, kind)),
        }
    }
    Ok(kinds)
}

/// Whether no certificate can be all that is asked.
fn excluded(
    csr: &Csr,
    kinds: &[(CertificateName, NameKind)],
    purposes: &[KeyPurpose],
    names: &[ReferenceIdentifier],
) -> Result<Option<Excluded>, Failure> {
    let mut reasons = Vec::new();
    let internode = kinds.iter().find(|(_, kind)| *kind == NameKind::Internode);
    if let (Some((name, _)), KeyType::Ec) = (internode, csr.key_type) {
        reasons.push(format!(
            "`{name}` and an EC key exclude each other: cipher suites between nodes are ECDHE-RSA only; take --key-type rsa, or a certificate of its own for `{name}`"
        ));
    }
    let is_over = time(csr.at.as_deref())?.as_secs() >= PUBLIC_CLIENT_AUTH_END;
    if csr.public_ca && purposes.contains(&KeyPurpose::ClientAuth) && is_over {
        reasons.push(format!(
            "clientAuth and a public CA exclude each other: public CAs have ended it ({PUBLIC_CLIENT_AUTH}); take a private CA, such as AD CS"
        ));
    }
    if csr.public_ca && internode.is_some() {
        reasons.push(
            "internode certificates and a public CA exclude each other: their names are the cluster's own affair, and they need clientAuth; take a private CA".into(),
        );
    }
    let internal: Vec<String> = names
        .iter()
        .filter(|name| csr.public_ca && internode.is_none() && is_internal(name))
        .map(|name| shown_in_command(&name.to_string()))
        .collect();
    if !internal.is_empty() {
        let all = internal.join(", ");
        reasons.push(format!(
            "{all} and a public CA exclude each other: nobody can own such a name or address, and public CAs have not issued for them since 2015 (Baseline Requirements 4.2.2); take a private CA, or a name below a registered domain"
        ));
    }
    Ok(match reasons.is_empty() {
        true => None,
        false => Some(Excluded(reasons)),
    })
}

/// The names of all profiles, each once, then what was given besides.
fn names(csr: &Csr, all: &[JudgingTerms]) -> Vec<ReferenceIdentifier> {
    let required = all.iter().flat_map(|terms| &terms.profile.names);
    let given = csr.fqdn.iter().chain(&csr.hostname);
    let mut names: Vec<ReferenceIdentifier> = Vec::new();
    for name in required
        .map(|required| required.name.clone())
        .chain(given.filter_map(|given| given.parse::<ReferenceIdentifier>().ok()))
    {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn common_name(
    csr: &Csr,
    all: &[JudgingTerms],
    names: &[ReferenceIdentifier],
    notes: &mut Vec<String>,
) -> Result<String, Failure> {
    let title = all.first().map_or("server", |terms| terms.profile.title.as_str());
    let first = csr.fqdn.first().or(csr.hostname.first());
    let Some(first) = first else {
        let what = match title {
            "authority" => "a name that no other CA has",
            _ => "what the server tells clients apart by",
        };
        notes.push(format!("The common name is a placeholder: put in {what}."));
        return Ok(title.to_owned());
    };
    let first = first
        .parse::<ReferenceIdentifier>()
        .map_err(|error| Failure::new(format!("--fqdn: {error}")))?;
    let text = names
        .iter()
        .find(|name| **name == first)
        .unwrap_or(&first)
        .to_string();
    if text.len() <= LONGEST_COMMON_NAME {
        return Ok(text);
    }
    notes.push(format!(
        "The common name cannot be {text}: it has {} bytes, and X.520 allows {LONGEST_COMMON_NAME}. Clients look at the alternative names, which hold it; CN is `{title}`, since uploads to 7.4 fail without any.",
        text.len()
    ));
    Ok(title.to_owned())
}

/// The attributes that the profiles ask for, and what stands in their place until somebody writes it.
fn subject(
    all: &[JudgingTerms],
    notes: &mut Vec<String>,
) -> Result<Vec<(SubjectAttribute, String)>, Failure> {
    let mut subject = Vec::new();
    let mut is_open = false;
    for (attribute, placeholder) in
        SubjectAttribute::GUIDELINE
            .into_iter()
            .zip(["XX", "STATE", "CITY", "ORGANIZATION", "UNIT"])
    {
        let asked = all.iter().flat_map(|terms| &terms.profile.subject);
        let asked = asked.filter(|asked| asked.attribute == attribute);
        // What was given comes before what is only to be there.
        let Some(asked) = asked.min_by_key(|asked| asked.value.is_none()) else {
            continue;
        };
        is_open |= asked.value.is_none();
        let value = asked.value.as_deref().unwrap_or(placeholder);
        if value.is_empty()
            || value
                .chars()
                .any(|it| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}'))
        {
            return Err(Failure::new(
                "--subject: in a template a value is one line, and not empty; write others into the template yourself",
            ));
        }
        subject.push((attribute, value.to_owned()));
    }
    if is_open {
        notes.push("Put what your security team says in place of XX, STATE, CITY, ORGANIZATION, UNIT; --subject O=Example does it.".into());
    }
    let advises = |terms: &JudgingTerms| {
        let upload = terms.profile.product.upload()?;
        let asked = Requirement::SubjectAttributes.of(upload.name?, upload.target)?;
        (asked.level != RequirementLevel::Optional).then_some(())
    };
    if subject.is_empty() && all.iter().any(|terms| advises(terms).is_some()) {
        notes.push("This version's page asks for C, ST, L, O and OU as well, as your security team says: --subject C=DE --subject O=Example … puts them in.".into());
    }
    Ok(subject)
}

fn what(csr: &Csr, all: &[JudgingTerms], titles: &[String]) -> String {
    let quoted: Vec<String> = titles.iter().map(|title| format!("`{title}`")).collect();
    let names = all.iter().find(|terms| !terms.names.is_empty());
    let names = names.map_or(String::new(), |terms| format!(" of {}", terms.names));
    let upload = all.first().and_then(|terms| terms.profile.product.upload());
    let product = upload.map_or(String::new(), |upload| {
        format!(", Redis Software {}", upload.target)
    });
    let by = match csr.public_ca {
        true => ", by a public CA",
        false => "",
    };
    format!("For {}{names}{product}{by}.", quoted.join(", "))
}

fn options(csr: &Csr, titles: &[String]) -> String {
    let mut options = String::new();
    if csr.name.is_empty() {
        for title in titles {
            options.push_str(&format!(" --profile {title}"));
        }
    } else {
        for title in titles {
            options.push_str(&format!(" --name {title}"));
        }
    }
    for (option, values) in [("fqdn", &csr.fqdn), ("hostname", &csr.hostname)] {
        for value in values {
            let value = quoted_for_shell(&shown_in_command(value));
            options.push_str(&format!(" --{option} {value}"));
        }
    }
    for subject in &csr.subject {
        let value = quoted_for_shell(&shown_in_command(subject));
        options.push_str(&format!(" --subject {value}"));
    }
    if csr.strict_docs {
        options.push_str(" --strict-docs");
    }
    if let Some(target) = &csr.target {
        options.push_str(&format!(" --target {}", pemvet::text::echo(target)));
    }
    options
}
