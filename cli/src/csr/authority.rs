//! What a request cannot decide: what its CA adds, and what CAs are known to leave out.

/// What the CA adds, whatever a request says.
pub(super) const ADDS: &str = "issuer, serial number, validity, hash of the signature, key identifiers, addresses of CRL and OCSP; \
                               ask for the intermediates and the root as well";

/// Which extensions CAs do not take over from a request, and what makes them.
pub(super) const DROPS: [(&str, &str); 5] = [
    (
        "AD CS",
        "purposes and key usage come from the template, names only where it has \"Supply in the request\"",
    ),
    (
        "OpenSSL",
        "x509 -req and ca drop all extensions without -copy_extensions copy, or copy_extensions = copy",
    ),
    (
        "Vault",
        "purposes and key usage come from the role, names from the request only with use_csr_sans",
    ),
    (
        "step-ca",
        "purposes and key usage come from the provisioner's template",
    ),
    (
        "public CAs",
        "names are those that were validated, purposes those of the product; clientAuth ends",
    ),
];

/// When public CAs stop to issue clientAuth, as the rule about purposes says it.
pub(super) const PUBLIC_CLIENT_AUTH: &str = "Let's Encrypt since 2026-07-08, Sectigo on 2027-02-10, DigiCert on 2027-03-01, \
                                             Chrome's root programme on 2027-03-15";
