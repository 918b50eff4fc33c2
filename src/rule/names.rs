//! Names of the rules and areas that are named in more than one place: by other rules, by tables, by the command.

/// An archive holds what is neither a certificate nor a private key.
pub const ARCHIVE_PART_PASSED_OVER: &str = "archive-part-passed-over";
/// A part of an archive does not open.
pub const ARCHIVE_PART_SHUT: &str = "archive-part-shut";
/// An archive opens only where its password is spelled otherwise than the standard says.
pub const ARCHIVE_PASSWORD_SPELLED_OTHERWISE: &str = "archive-password-spelled-otherwise";
/// The password of an archive protects less than one thinks.
pub const ARCHIVE_UNPROTECTED: &str = "archive-unprotected";
/// A list of trusted CAs holds a certificate that is not a CA's.
pub const AUTHORITY_NOT_CA: &str = "authority-not-ca";
/// A block's content is not base64.
pub const BASE64_INVALID: &str = "base64-invalid";
/// A block is neither a certificate nor a private key.
pub const BLOCK_UNEXPECTED: &str = "block-unexpected";
/// A certificate stands where its key is wanted, and the key where the certificate is.
pub const CERTIFICATE_AND_KEY_SWAPPED: &str = "certificate-and-key-swapped";
/// A certificate in the chain has expired.
pub const CERTIFICATE_EXPIRED: &str = "certificate-expired";
/// A certificate in the chain expires within the time that the profile names.
pub const CERTIFICATE_EXPIRES_SOON: &str = "certificate-expires-soon";
/// A certificate in the chain becomes valid later.
pub const CERTIFICATE_NOT_YET_VALID: &str = "certificate-not-yet-valid";
/// The file holds no certificate.
pub const CERTIFICATE_NOT_FOUND: &str = "certificate-not-found";
/// A block can be decoded, and its content is not a certificate.
pub const CERTIFICATE_UNREADABLE: &str = "certificate-unreadable";
/// A certificate of the file is extra: the chain does not need it.
pub const CERTIFICATE_UNRELATED: &str = "certificate-unrelated";
/// The leaf's common name is not the cluster's name.
pub const COMMON_NAME_DIFFERS: &str = "common-name-differs";
/// The certificates come in another form than PEM.
pub const CONTAINER_READ: &str = "container-read";
/// A certificate or a private key stands outside the blocks.
pub const CONTENT_OUTSIDE_BLOCKS: &str = "content-outside-blocks";
/// A value that Kubernetes wants in base64 is none.
pub const DOCUMENT_BASE64_REFUSED: &str = "document-base64-refused";
/// A key stands twice in one mapping of a document.
pub const DOCUMENT_KEY_TWICE: &str = "document-key-twice";
/// The file is not the YAML, JSON, TOML or HCL that its name says.
pub const DOCUMENT_MALFORMED: &str = "document-malformed";
/// Readers of the file make different values of what is written.
pub const DOCUMENT_READERS_DIFFER: &str = "document-readers-differ";
/// The leaf has no extended key usage.
pub const EKU_ABSENT: &str = "eku-absent";
/// The leaf's extended key usage lacks a purpose that is needed.
pub const EKU_PURPOSE_MISSING: &str = "eku-purpose-missing";
/// A block has a BEGIN and no END.
pub const END_MARKER_MISSING: &str = "end-marker-missing";
/// An extension of a known kind cannot be decoded.
pub const EXTENSION_MALFORMED: &str = "extension-malformed";
/// The input is larger than the limit, so it was not read.
pub const INPUT_TOO_LARGE: &str = "input-too-large";
/// The certificate of an issuer is not in the file.
pub const ISSUER_MISSING: &str = "issuer-missing";
/// The private key is protected by a password.
pub const KEY_ENCRYPTED: &str = "key-encrypted";
/// The certificate file holds a private key.
pub const KEY_IN_CERTIFICATE_FILE: &str = "key-in-certificate-file";
/// The private key belongs to no certificate of the file.
pub const KEY_MISMATCH: &str = "key-mismatch";
/// No private key was given.
pub const KEY_MISSING: &str = "key-missing";
/// Certificates of several files have the same key.
pub const KEY_OF_SEVERAL_CERTIFICATES: &str = "key-of-several-certificates";
/// Every user of the machine may read the file with the private key.
pub const KEY_READABLE_BY_ALL: &str = "key-readable-by-all";
/// The leaf's key is of a type that does not suit its use.
pub const KEY_TYPE_UNSUITED: &str = "key-type-unsuited";
/// The key file holds no private key that can be read.
pub const KEY_UNREADABLE: &str = "key-unreadable";
/// The leaf has no key usage.
pub const KEY_USAGE_ABSENT: &str = "key-usage-absent";
/// The lines of a block are indented, quoted, numbered or torn apart.
pub const LAYOUT_REPAIRED: &str = "layout-repaired";
/// Several certificates could be the leaf.
pub const LEAF_AMBIGUOUS: &str = "leaf-ambiguous";
/// The leaf is self-signed, or is a CA certificate.
pub const LEAF_SELF_SIGNED_OR_CA: &str = "leaf-self-signed-or-ca";
/// A line looks like BEGIN or END and cannot be read as one.
pub const MARKER_MALFORMED: &str = "marker-malformed";
/// A marker was mended.
pub const MARKER_REPAIRED: &str = "marker-repaired";
/// The certificate was named as a tool or page names it, not as the API does.
pub const NAME_ALIAS: &str = "name-alias";
/// No name was given, so those of the leaf were not compared with any.
pub const NAMES_NOT_CHECKED: &str = "names-not-checked";
/// What a public CA issues when this certificate ends may not be valid for as long.
pub const NEXT_VALIDITY_SHORTER: &str = "next-validity-shorter";
/// Line ends are escaped, or became blanks.
pub const NEWLINE_ESCAPE_REPAIRED: &str = "newline-escape-repaired";
/// A private key lies in a file of the directory that was searched.
pub const PRIVATE_KEY_FOUND: &str = "private-key-found";
/// The new list lacks a CA of the previous one.
pub const RENEWAL_AUTHORITY_LOST: &str = "renewal-authority-lost";
/// A request holds a challenge password, in the clear.
pub const REQUEST_CHALLENGE_PASSWORD: &str = "request-challenge-password";
/// A file holds more than one request.
pub const REQUEST_EXTRA: &str = "request-extra";
/// A request for the certificate of a server or client asks for CA:TRUE.
pub const REQUEST_FOR_CA: &str = "request-for-ca";
/// A request is signed with SHA-1, MD5 or MD2.
pub const REQUEST_HASH_WEAK: &str = "request-hash-weak";
/// The file holds no certificate request.
pub const REQUEST_NOT_FOUND: &str = "request-not-found";
/// A request's own signature does not verify.
pub const REQUEST_SIGNATURE_BAD: &str = "request-signature-bad";
/// This build cannot check a request's own signature.
pub const REQUEST_SIGNATURE_NOT_CHECKED: &str = "request-signature-not-checked";
/// A certificate request cannot be read.
pub const REQUEST_UNREADABLE: &str = "request-unreadable";
/// A request asks for no extension.
pub const REQUEST_WITHOUT_EXTENSIONS: &str = "request-without-extensions";
/// The file with the request holds its private key, too.
pub const REQUEST_WITH_PRIVATE_KEY: &str = "request-with-private-key";
/// The chain ends at a CA whose issuer is not in the file.
pub const ROOT_ABSENT: &str = "root-absent";
/// The leaf is not valid for a name that is required.
pub const SAN_NAME_MISSING: &str = "san-name-missing";
/// A certificate names two different signature algorithms.
pub const SIGNATURE_ALGORITHM_DIFFERS: &str = "signature-algorithm-differs";
/// The leaf's subject lacks an attribute that is asked for.
pub const SUBJECT_ATTRIBUTE_MISSING: &str = "subject-attribute-missing";
/// The text is in another encoding, or holds characters that nobody sees.
pub const TEXT_ENCODING_REPAIRED: &str = "text-encoding-repaired";
/// There is text outside the blocks.
pub const TEXT_OUTSIDE_BLOCKS: &str = "text-outside-blocks";

/// The area of rules about PEM that cannot be read.
pub const AREA_ENCODING: &str = "encoding";
/// The area of rules about what is more than is read.
pub const AREA_LIMIT: &str = "limit";
/// The area of rules about PEM that is read after a repair.
pub const AREA_REPAIR: &str = "repair";
/// The area of rules about requests for certificates.
pub const AREA_REQUEST: &str = "request";
/// The areas of rules about what a request for a certificate decides. What the others speak of, its CA does.
pub const AREAS_DECIDED_BY_REQUEST: [&str; 18] = [
    "upload",
    AREA_LIMIT,
    "der",
    "public-key",
    "critical",
    "usage",
    "name",
    "name-form",
    "host",
    "subject",
    "purpose",
    "extension",
    "algorithm",
    "key-type",
    "key-file",
    "key",
    "stack",
    "product",
];
/// The area of rules about dates.
pub const AREA_VALIDITY: &str = "validity";
