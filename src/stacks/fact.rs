//! What a bundle may have that some stack treats in its own way.

use crate::word::UnknownWord;

macro_rules! facts {
    ($($variant:ident, $name:literal: $words:literal;)*) => {
        /// What a bundle may have that some stack treats in its own way.
        ///
        /// ```
        /// use pemvet::stacks::Fact;
        ///
        /// assert_eq!(Fact::Ed448.as_str(), "ed448");
        /// assert_eq!(Fact::Ed448.words(), "The leaf has an Ed448 key.");
        /// assert_eq!("dh-parameters".parse(), Ok(Fact::DhParameters));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Fact {
            $(#[doc = $words] $variant,)*
        }

        impl Fact {
            /// Every fact, in the order of the table.
            pub const ALL: &[Fact] = &[$(Fact::$variant,)*];

            /// The fact's name in data.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Fact::$variant => $name,)*
                }
            }

            /// The fact as a sentence.
            pub fn words(self) -> &'static str {
                match self {
                    $(Fact::$variant => $words,)*
                }
            }
        }
    };
}

/// The fact of a name.
impl core::str::FromStr for Fact {
    type Err = UnknownWord;

    fn from_str(name: &str) -> Result<Fact, UnknownWord> {
        let found = Fact::ALL.iter().copied().find(|fact| fact.as_str() == name);
        found.ok_or_else(|| UnknownWord::new("fact", name, Fact::ALL.iter().map(|fact| fact.as_str())))
    }
}

facts! {
    // Text of the files.
    ByteOrderMark, "byte-order-mark": "There is a byte order mark before the first certificate.";
    ByteOrderMarkInKey, "byte-order-mark-in-key": "There is a byte order mark before the key.";
    Utf16, "utf-16": "The file is written in UTF-16.";
    CarriageReturnOnly, "carriage-return-only": "Lines end with a carriage return alone.";
    IndentedLines, "indented-lines": "The lines of the blocks are indented.";
    BlankLineInLeaf, "blank-line-in-leaf": "There is a blank line inside the leaf's block.";
    BlankLineInLaterBlock, "blank-line-in-later-block":
        "There is a blank line inside a block after the leaf's.";
    BlankAfterBegin, "blank-after-begin": "A line with BEGIN ends with one blank.";
    BlanksAfterBegin, "blanks-after-begin": "A line with BEGIN ends with several blanks.";
    TabAfterBegin, "tab-after-begin": "A line with BEGIN ends with a tab.";
    BlanksAfterBase64, "blanks-after-base64": "Lines of base64 end with blanks.";
    MarkersOnOneLine, "markers-on-one-line": "An END marker and the next BEGIN marker share a line.";
    EndMarkerMissing, "end-marker-missing": "A block after the leaf's has no END marker.";
    LastEndMarkerMissing, "last-end-marker-missing": "The last block of the file, after the leaf's, has no END marker.";
    BeginMarkerMissing, "begin-marker-missing": "A block of a certificate has no BEGIN marker.";
    LastEndMarkerShort, "last-end-marker-short":
        "The END marker of the last block, after the leaf's, has four dashes at its end.";
    LeafEndMarkerShort, "leaf-end-marker-short": "The END marker of the leaf has four dashes at its end.";
    BeginMarkerShort, "begin-marker-short": "The BEGIN marker of a block after the leaf's has four dashes on a side.";
    EndMarkerShort, "end-marker-short":
        "The END marker of a block after the leaf's has four dashes at its end.";
    // Blocks of the file of certificates.
    DamagedLeaf, "damaged-leaf": "The leaf's block holds characters that are not base64.";
    DamagedLaterBlock, "damaged-later-block":
        "The block of an intermediate holds characters that are not base64.";
    DamagedRoot, "damaged-root":
        "The block of the root, which peers do not need, holds characters that are not base64.";
    ShortLaterBlock, "short-later-block": "The base64 of a block after the leaf's does not come in fours.";
    CutLeaf, "cut-leaf": "The DER of the leaf is cut short.";
    CutLaterBlock, "cut-later-block": "The DER of an intermediate is cut short.";
    LabelX509Certificate, "label-x509-certificate": "The blocks are labelled X509 CERTIFICATE.";
    LabelTrustedCertificate, "label-trusted-certificate": "The leaf is labelled TRUSTED CERTIFICATE.";
    CertificateRequest, "certificate-request": "The file holds a certificate request.";
    DhParameters, "dh-parameters": "The file holds a DH PARAMETERS block.";
    EcParametersInFile, "ec-parameters-in-file": "The file of certificates holds an EC PARAMETERS block.";
    RevocationList, "revocation-list": "The file holds a CRL.";
    PublicKeyInFile, "public-key-in-file": "The file of certificates holds a PUBLIC KEY block.";
    DerOutsideBlocks, "der-outside-blocks": "There is DER outside the blocks.";
    EscapedOutsideBlocks, "escaped-outside-blocks":
        "There is PEM whose markers or line ends are escaped, outside the blocks.";
    Pkcs7Block, "pkcs7-block": "The file holds a PKCS #7 block.";
    KeyBeforeCertificates, "key-before-certificates":
        "The key is in the same file, before the certificates.";
    KeyAfterCertificates, "key-after-certificates":
        "The key is in the same file, after the certificates.";
    // Order and number.
    OrderAfterLeaf, "order-after-leaf": "The certificates after the leaf are not in the order of the chain.";
    LeafNotFirst, "leaf-not-first": "The leaf is not the first certificate of the file.";
    DuplicateCertificate, "duplicate-certificate": "A certificate is in the file twice.";
    UnrelatedCertificate, "unrelated-certificate":
        "The file holds a certificate that the chain does not need.";
    HundredsOfCertificates, "hundreds-of-certificates":
        "The file holds hundreds of certificates that the chain does not need.";
    // Keys.
    KeyOfAnotherCertificate, "key-of-another-certificate":
        "The key has the type of the leaf's key and belongs to another certificate.";
    KeyOfAnotherType, "key-of-another-type": "The key is of another type than the leaf's key.";
    TwoKeys, "two-keys": "The file holds two keys, the leaf's second.";
    DamagedKeyBefore, "damaged-key-before": "A damaged block of a key stands before the leaf's key.";
    DamagedKeyAfter, "damaged-key-after": "A damaged block of a key stands after the leaf's key.";
    KeyTwice, "key-twice": "The leaf's key is in the file twice.";
    AnotherKeyAfter, "another-key-after": "The file holds another key after the leaf's.";
    EncryptedKey, "encrypted-key": "The key is encrypted and no password is given.";
    Pkcs1Key, "pkcs1-key": "The key is an RSA PRIVATE KEY (PKCS #1).";
    Sec1Key, "sec1-key": "The key is an EC PRIVATE KEY (SEC 1).";
    EcParametersBeforeKey, "ec-parameters-before-key":
        "An EC PARAMETERS block comes before an EC PRIVATE KEY.";
    EcKeyWithoutPublicKey, "ec-key-without-public-key": "The EC private key does not hold its public key.";
    ExplicitCurve, "explicit-curve": "The leaf's EC key has explicit curve parameters in place of a named curve.";
    MlDsaSeedKey, "ml-dsa-seed-key": "The ML-DSA key is written as the seed alone.";
    MlDsaExpandedKey, "ml-dsa-expanded-key": "The ML-DSA key is written as the expanded key alone.";
    MlDsaBothKey, "ml-dsa-both-key": "The ML-DSA key is written as seed and expanded key.";
    // Algorithms and strength.
    Ed25519, "ed25519": "The leaf has an Ed25519 key.";
    Ed448, "ed448": "The leaf has an Ed448 key.";
    RsaPssKey, "rsa-pss-key": "The leaf's key is of type RSASSA-PSS.";
    DsaLeaf, "dsa-leaf": "The leaf has a DSA key.";
    P521, "p-521": "The leaf has a P-521 key.";
    P224, "p-224": "The leaf has a P-224 key.";
    Secp256k1, "secp256k1": "The leaf has a secp256k1 key.";
    Ed25519Ca, "ed25519-ca": "A CA has an Ed25519 key.";
    P224Ca, "p-224-ca": "A CA has a P-224 key.";
    BrainpoolCa, "brainpool-ca": "A CA has a key on a Brainpool curve.";
    Ed448Ca, "ed448-ca": "A CA has an Ed448 key.";
    MlDsaLeaf, "ml-dsa-leaf": "The leaf has an ML-DSA key.";
    MlDsaCa, "ml-dsa-ca": "A CA has an ML-DSA key.";
    MlDsaKeyEncipherment, "ml-dsa-key-encipherment":
        "A leaf with an ML-DSA key has the key usage keyEncipherment.";
    SlhDsaLeaf, "slh-dsa-leaf": "The leaf has an SLH-DSA key.";
    UnsignedRoot, "unsigned-root": "The root in the file has the algorithm id-alg-unsigned.";
    Sha1Leaf, "sha-1-leaf": "The leaf is signed with SHA-1.";
    Sha1Ca, "sha-1-ca": "An intermediate is signed with SHA-1.";
    Md5Leaf, "md5-leaf": "The leaf is signed with MD5.";
    Md5Ca, "md5-ca": "An intermediate is signed with MD5.";
    Sha224Signature, "sha-224-signature": "A certificate below the root is signed with RSA and SHA-224.";
    Sha224EcdsaSignature, "sha-224-ecdsa-signature": "A certificate below the root is signed with ECDSA and SHA-224.";
    Sha3RsaSignature, "sha-3-rsa-signature": "A certificate below the root is signed with RSA and SHA-3.";
    Sha3EcdsaSignature, "sha-3-ecdsa-signature": "A certificate below the root is signed with ECDSA and SHA-3.";
    PssSaltOrMask, "pss-salt-or-mask":
        "The salt of an RSA-PSS signature is not as long as its hash, or the mask is made with another hash.";
    Rsa1024Leaf, "rsa-1024-leaf": "The leaf has an RSA key of 1024 bits.";
    Rsa1024Ca, "rsa-1024-ca": "A CA has an RSA key of 1024 bits.";
    RsaUnder1024, "rsa-under-1024": "A certificate has an RSA key of fewer than 1024 bits.";
    RsaExponentNegative, "rsa-exponent-negative": "An RSA public exponent is negative.";
    RsaExponentLarge, "rsa-exponent-large": "An RSA public exponent has more than 33 bits.";
    RsaPssWithoutNull, "rsa-pss-without-null": "The hash identifiers of an RSA-PSS signature have no NULL.";
    EcdsaWithNull, "ecdsa-with-null": "The identifier of an ECDSA signature has NULL as parameters.";
    EdSignatureWithNull, "ed-signature-with-null": "The identifier of an Ed25519 signature has NULL as parameters.";
    EdKeyWithNull, "ed-key-with-null": "The identifier of an Ed25519 key has NULL as parameters.";
    RsaSignatureWithoutNull, "rsa-signature-without-null": "The identifier of an RSA signature has no NULL.";
    CompressedPoint, "compressed-point": "An EC key is written in the compressed form.";
    RsaKeyWithoutNull, "rsa-key-without-null": "The identifier of an RSA key has no NULL.";
    // Identifiers of issuers.
    AuthoritySerialInLeaf, "authority-serial-in-leaf":
        "The leaf's authority key identifier has the issuer and serial number of another certificate.";
    AuthoritySerialInCa, "authority-serial-in-ca":
        "An intermediate's authority key identifier has the issuer and serial number of another certificate.";
    AuthorityKeyOfAnother, "authority-key-of-another":
        "An authority key identifier names another key than the issuer's.";
    AuthorityKeyOfAnotherRoot, "authority-key-of-another-root":
        "An authority key identifier names another key than that of the root above it.";
    RootNamesAnother, "root-names-another": "The root's authority key identifier does not name the root.";
    LeafNamedAsCa, "leaf-named-as-ca":
        "The leaf and its CA have the same name, and no key identifiers tell them apart.";
    CasOfOneName, "cas-of-one-name": "The trust list holds two CAs of the same name, the wrong one first.";
    NoAuthorityKey, "no-authority-key": "A certificate below the root has no authority key identifier.";
    NoSubjectKey, "no-subject-key": "The root has no subject key identifier.";
    IssuerStringType, "issuer-string-type": "The issuer's name in the certificate differs from the CA's own subject in string type or case.";
    IssuerRareStringType, "issuer-rare-string-type":
        "The issuer's name in the certificate has a string type that is hardly used, the CA's own subject does not.";
    OutdatedIssuerFirst, "outdated-issuer-first":
        "A certificate of the issuer that has expired, or is not valid yet, stands before the one that is valid.";
    CrossSignFirst, "cross-sign-first":
        "An intermediate cross-signed by an unknown root comes before the good one.";
    OtherKeyFirst, "other-key-first":
        "A CA of the issuer's name with another key comes before the issuer, and no key identifiers tell them apart.";
    SelfSignedCopyFirst, "self-signed-copy-first":
        "An intermediate in a self-signed form, which is not trusted, comes before the good one.";
    ExpiredRootBeside, "expired-root-beside":
        "A longer path through an expired root can be built beside a good one.";
    IssuerOnlyFetched, "issuer-only-fetched":
        "The intermediate is missing, and the leaf says where to download it.";
    AnchorIsIntermediate, "anchor-is-intermediate": "The trust anchor is an intermediate.";
    LeafAsAnchor, "leaf-as-anchor": "The leaf itself is the trust anchor, and it is not self-signed.";
    SelfSignedLeaf, "self-signed-leaf": "The leaf itself is the trust anchor, and it is self-signed.";
    SelfSignedCaAsLeaf, "self-signed-ca-as-leaf":
        "A self-signed CA certificate is both the leaf and the trust anchor.";
    // CAs, purposes and key usages.
    CaWithoutKeyUsage, "ca-without-key-usage": "A CA certificate has no key usage.";
    CaWithoutKeyCertSign, "ca-without-key-cert-sign": "A CA's key usage lacks keyCertSign.";
    ConstraintsNotCritical, "constraints-not-critical": "The root's basicConstraints are not critical.";
    RootWithoutConstraints, "root-without-constraints": "The root has no basicConstraints.";
    RootOfVersionOne, "root-of-version-one": "The root is of version 1.";
    RootWithoutExtensions, "root-without-extensions": "A root of version 3 has neither basicConstraints nor key usage.";
    LeafMaySign, "leaf-may-sign": "The leaf is not a CA and has keyCertSign in its key usage.";
    LeafIsCa, "leaf-is-ca": "The leaf is marked as a CA.";
    NoServerAuth, "no-server-auth": "The extended key usage lacks serverAuth.";
    NoClientAuth, "no-client-auth": "The extended key usage lacks clientAuth.";
    AnyPurposeAlone, "any-purpose-alone": "The leaf's extended key usage is anyExtendedKeyUsage alone.";
    AnyPurposeInCa, "any-purpose-in-ca": "A CA's extended key usage is anyExtendedKeyUsage alone.";
    AnyPurposeInRoot, "any-purpose-in-root": "The root's extended key usage is anyExtendedKeyUsage alone.";
    GatedCryptoInCa, "gated-crypto-in-ca":
        "A CA's extended key usage is Netscape's or Microsoft's gated cryptography alone.";
    MicrosoftGatedCryptoInCa, "microsoft-gated-crypto-in-ca":
        "An intermediate's extended key usage has Microsoft's server gated cryptography in place of serverAuth.";
    GatedCryptoInRoot, "gated-crypto-in-root":
        "The root's extended key usage is Netscape's or Microsoft's gated cryptography alone.";
    GatedCryptoInLeaf, "gated-crypto-in-leaf":
        "The leaf's extended key usage is Netscape's or Microsoft's gated cryptography alone.";
    PurposeNotInCa, "purpose-not-in-ca": "A CA's extended key usage leaves out what the leaf is for.";
    PurposeNotInRoot, "purpose-not-in-root": "The root's extended key usage leaves out what the leaf is for.";
    EmptyPurposesInCa, "empty-purposes-in-ca": "A CA's extended key usage is an empty list.";
    EmptyPurposesInRoot, "empty-purposes-in-root": "The root's extended key usage is empty.";
    NoExtendedKeyUsage, "no-extended-key-usage": "The leaf has no extended key usage.";
    EmptyPurposes, "empty-purposes": "The extended key usage is an empty list.";
    RsaWithoutSigning, "rsa-without-signing":
        "The key usage of a leaf with an RSA key lacks digitalSignature.";
    EcKeyAgreementAlone, "ec-key-agreement-alone":
        "The key usage of a leaf with an EC key is keyAgreement alone.";
    KeyUsageForNothing, "key-usage-for-nothing":
        "The leaf's key usage has none of digitalSignature, keyEncipherment and keyAgreement.";
    NetscapeTypeExcludes, "netscape-type-excludes": "The leaf's Netscape certificate type leaves out a purpose.";
    KeyUsageOver16Bits, "key-usage-over-16-bits": "A key usage has more than 16 bits.";
    PathLengthWithoutSigning, "path-length-without-signing":
        "A CA has a path length and a key usage without keyCertSign.";
    SigningOfCertificatesAlone, "signing-of-certificates-alone": "The leaf's key usage is keyCertSign alone.";
    EmptyKeyUsage, "empty-key-usage": "The leaf's key usage has no bit set.";
    // Names.
    NoAlternativeName, "no-alternative-name": "The leaf names the host in the common name alone.";
    AddressInCommonName, "address-in-common-name": "The leaf names the host's address in the common name alone.";
    OnlyEmailNames, "only-email-names":
        "The leaf's alternative names are all e-mail addresses; the host is in the common name.";
    EmptyNames, "empty-names":
        "The leaf's alternative names are an empty list; the host is in the common name.";
    VersionOneLeaf, "version-one-leaf":
        "The leaf is of version 1, without extensions, and names the host in the common name.";
    EmptySubjectNotCritical, "empty-subject-not-critical":
        "The subject is empty, and the subjectAltName is not critical.";
    Ipv4MappedAddress, "ipv4-mapped-address": "An address or a constraint is an IPv4-mapped IPv6 address.";
    Ipv4MappedAddressInLeaf, "ipv4-mapped-address-in-leaf":
        "An address among the leaf's alternative names is an IPv4-mapped IPv6 address.";
    AddressOfFiveOctets, "address-of-five-octets":
        "An address among the alternative names has neither 4 nor 16 octets.";
    AddressOfFiveOctetsInLeaf, "address-of-five-octets-in-leaf":
        "An address among the leaf's alternative names has neither 4 nor 16 octets.";
    UnparsableUri, "unparsable-uri": "A URI among the alternative names cannot be parsed.";
    UnparsableUriInLeaf, "unparsable-uri-in-leaf":
        "A URI among the leaf's alternative names cannot be parsed.";
    Utf8DnsName, "utf8-dns-name": "A DNS name holds characters that are not ASCII.";
    TrailingDot, "trailing-dot": "A DNS name ends with a dot.";
    PartialWildcard, "partial-wildcard": "A wildcard is only a part of a label.";
    PublicSuffixWildcard, "public-suffix-wildcard": "A wildcard is directly below a public suffix of two labels.";
    TopLevelWildcard, "top-level-wildcard": "A wildcard is directly below a single label.";
    CharacterOfOtherType, "character-of-other-type":
        "A string of a name, other than a PrintableString, holds a character that its type does not have.";
    PrintableStringUsual, "printable-string-usual": "A PrintableString holds `*` or `&`.";
    RdnNotSorted, "rdn-not-sorted": "The attributes of an RDN are not sorted.";
    RdnEmpty, "rdn-empty": "An RDN has no attribute.";
    NotUtf8, "not-utf8": "A UTF8String is not UTF-8.";
    CharacterCut, "character-cut": "A BMPString ends in the middle of a character.";
    UniversalCharacterCut, "universal-character-cut": "A UniversalString ends in the middle of a character.";
    NotUtf8InNames, "not-utf8-in-names": "A UTF8String among the alternative names is not UTF-8.";
    NameNotAscii, "name-not-ascii": "A DNS name, e-mail address or URI among the alternative names is not ASCII.";
    NameNotAsciiInLeaf, "name-not-ascii-in-leaf":
        "A DNS name, e-mail address or URI among the leaf's alternative names is not ASCII.";
    EmptyName, "empty-name": "A URI, an e-mail address or an address among the alternative names is empty.";
    EmptyDnsName, "empty-dns-name": "A DNS name among the alternative names is empty.";
    MailWithoutHost, "mail-without-host": "An e-mail address among the alternative names ends with `@`.";
    UriWithoutScheme, "uri-without-scheme": "A URI among the alternative names has no scheme.";
    EdiPartyName, "edi-party-name": "There is an ediPartyName among the leaf's alternative names.";
    RareName, "rare-name":
        "There is an x400Address among the alternative names of a subject or an issuer, or an ediPartyName among a CA's.";
    PointNameMalformed, "point-name-malformed":
        "A name of a form that nobody compares, among those of CRL distribution points, is not of that form.";
    OtherNameMalformed, "other-name-malformed":
        "A name of a form that nobody compares, among the alternative names, is not of that form.";
    NameConstructed, "name-constructed":
        "A DNS name, e-mail address or URI among the alternative names is written in parts.";
    NoNamesInCa, "no-names-in-ca": "The alternative names of a CA are an empty list.";
    AttributeNoString, "attribute-no-string": "An attribute of a name is bits or a sequence.";
    AttributeOfOtherType, "attribute-of-other-type":
        "An attribute of a name is a number, octets, or a string of a type that names do not have.";
    PrintableStringWrong, "printable-string-wrong": "A PrintableString holds characters that it must not.";
    // Constraints and policies.
    AddressMaskWithHoles, "address-mask-with-holes":
        "An address constraint has a mask with holes, or is not 8 or 32 octets long.";
    ConstraintInParts, "constraint-in-parts":
        "A name constraint is written in parts; put together, it permits every name below.";
    ConstraintInPartsCritical, "constraint-in-parts-critical":
        "A name constraint of a critical extension is written in parts; put together, it permits every name below.";
    ConstraintBounds, "constraint-bounds": "A name constraint has a minimum that is not 0, or a maximum.";
    ConstraintMinimumWritten, "constraint-minimum-written": "A name constraint has a minimum of 0 written out.";
    ConstraintsEmpty, "constraints-empty": "Name constraints have no subtree, or a list without one.";
    RareConstraintCritical, "rare-constraint-critical":
        "Critical name constraints are about names of a form that is not compared.";
    RareConstraint, "rare-constraint": "Name constraints that are not critical are about names of a form that is not compared.";
    ConstraintHostBits, "constraint-host-bits":
        "An address is permitted only by a constraint that has bits set which its mask leaves out.";
    AddressUnderConstraint, "address-under-constraint":
        "An IP address is below a CA's constraints on IP addresses, which permit it.";
    WildcardInConstraint, "wildcard-in-constraint": "A constraint on DNS names has a `*`.";
    ConstraintNoHost, "constraint-no-host": "A constraint on DNS names is no name of a host.";
    ConstraintAddressLength, "constraint-address-length":
        "An address constraint has neither 4, 8, 16 nor 32 octets.";
    ConstraintEmptyLabel, "constraint-empty-label": "A constraint on DNS names has an empty label.";
    ConstraintOddLabel, "constraint-odd-label":
        "A constraint on DNS names has a label that is too long, begins or ends with a hyphen, or holds other characters than those of hosts.";
    ConstraintUnderscore, "constraint-underscore":
        "A constraint on DNS names has a `_`, or begins with a period.";
    ConstraintEmpty, "constraint-empty": "A constraint on DNS names permits the empty name.";
    UriConstraintMalformed, "uri-constraint-malformed":
        "A constraint on URIs is an IP address, or has an empty label or characters that no host has.";
    UriConstraintNoHost, "uri-constraint-no-host": "A constraint on URIs is no name of a host.";
    MailConstraintMalformed, "mail-constraint-malformed":
        "A constraint on e-mail addresses is neither an address nor the name of a host.";
    MailConstraintNoHost, "mail-constraint-no-host":
        "A constraint on e-mail addresses is empty, a period, or ends with `@`.";
    MailConstraintEmptyLabel, "mail-constraint-empty-label":
        "A constraint on e-mail addresses has an empty label.";
    OtherNameConstraintCritical, "other-name-constraint-critical":
        "Critical name constraints are about names of the form otherName.";
    DirectoryNameConstraint, "directory-name-constraint":
        "Critical name constraints permit directory names.";
    DirectoryNamePermitted, "directory-name-permitted":
        "Name constraints that are not critical permit directory names.";
    DirectoryNameExcluded, "directory-name-excluded": "Critical name constraints exclude directory names.";
    DirectoryNameExcludedNotCritical, "directory-name-excluded-not-critical":
        "Name constraints that are not critical exclude directory names.";
    DirectoryNameOutside, "directory-name-outside":
        "A directory name is outside of those that critical name constraints permit.";
    DirectoryNameOutsideNotCritical, "directory-name-outside-not-critical":
        "A directory name is outside of those that name constraints permit which are not critical.";
    DirectoryNameForbidden, "directory-name-forbidden":
        "A directory name is one that name constraints exclude which are not critical.";
    NameOutsideOfRoot, "name-outside-of-root": "A name is outside of the root's name constraints.";
    CommonNameOutside, "common-name-outside":
        "A common name that is a DNS name is outside of the CA's name constraints, and there are no alternative names.";
    EmailOutside, "email-outside":
        "The subject's e-mail address is outside of a name constraint, and the one among the alternative names is inside.";
    WildcardOverExcludedName, "wildcard-over-excluded-name":
        "A wildcard stands for a name that a CA excludes, and is not itself below it.";
    UncomparedByRustls, "uncompared-by-rustls":
        "An e-mail address, a URI or another name below a CA's constraints on names of its form is permitted.";
    WildcardOverExcluded, "wildcard-over-excluded":
        "A wildcard below a single label, such as *.com, is under a CA's constraints on DNS names.";
    PolicyTwice, "policy-twice": "A certificate lists one policy twice.";
    PolicyTwiceInLeaf, "policy-twice-in-leaf": "The leaf lists one policy twice.";
    PoliciesEmpty, "policies-empty": "A list of policies, or what is demanded of them, is empty.";
    MappingsCritical, "mappings-critical": "policyMappings is critical, as RFC 5280 wants it.";
    PoliciesCritical, "policies-critical": "certificatePolicies is critical.";
    ExplicitPolicyPresent, "explicit-policy-present":
        "A CA requires an explicit policy, and the chain has one.";
    ExplicitPolicyMissing, "explicit-policy-missing":
        "A CA requires an explicit policy, and the chain has none.";
    AnyPolicyMapped, "any-policy-mapped": "A CA maps anyPolicy, or a policy to it.";
    InhibitAnyPolicy, "inhibit-any-policy": "inhibitAnyPolicy is critical, as RFC 5280 wants it.";
    // Values that cannot be read, or are rare.
    AccessInformationUndecodable, "access-information-undecodable":
        "The authority information access does not decode.";
    AccessInformationUndecodableInLeaf, "access-information-undecodable-in-leaf":
        "The leaf's authority information access does not decode.";
    InhibitAnyPolicyUndecodable, "inhibit-any-policy-undecodable": "inhibitAnyPolicy does not decode.";
    PathRefusedByRustls, "path-refused-by-rustls": "rustls refuses the path for a reason of its own.";
    PoliciesUndecodable, "policies-undecodable": "The certificate policies do not decode.";
    PoliciesUndecodableInLeaf, "policies-undecodable-in-leaf":
        "The leaf's certificate policies do not decode.";
    PolicyMappingsUndecodable, "policy-mappings-undecodable": "The policy mappings do not decode.";
    PolicyConstraintsUndecodable, "policy-constraints-undecodable": "The policy constraints do not decode.";
    PointWithReasonsOnly, "point-with-reasons-only": "A CRL distribution point has reasons and nothing else.";
    NetscapeTypeUndecodable, "netscape-type-undecodable": "The Netscape certificate type does not decode.";
    AddressBlocksUndecodable, "address-blocks-undecodable": "The IP address blocks do not decode.";
    AsNumbersUndecodable, "as-numbers-undecodable": "The autonomous system numbers do not decode.";
    NamesUndecodable, "names-undecodable": "The leaf's alternative names do not decode.";
    NamesUndecodableInCa, "names-undecodable-in-ca": "An intermediate's alternative names do not decode.";
    NamesUndecodableInRoot, "names-undecodable-in-root": "The root's alternative names do not decode.";
    NameOfNoForm, "name-of-no-form": "Among the leaf's alternative names is something that is no name.";
    NameOfNoFormInCa, "name-of-no-form-in-ca": "Among a CA's alternative names is something that is no name.";
    KeyUsageUndecodable, "key-usage-undecodable": "The leaf's key usage does not decode.";
    KeyUsageUndecodableInCa, "key-usage-undecodable-in-ca": "A CA's key usage does not decode.";
    PurposesUndecodable, "purposes-undecodable": "The leaf's extended key usage does not decode.";
    PurposesUndecodableInCa, "purposes-undecodable-in-ca": "An intermediate's extended key usage does not decode.";
    PurposesUndecodableInRoot, "purposes-undecodable-in-root": "The root's extended key usage does not decode.";
    BasicConstraintsUndecodable, "basic-constraints-undecodable": "The leaf's basic constraints do not decode.";
    AuthorityKeyUndecodable, "authority-key-undecodable": "The leaf's authority key identifier does not decode.";
    AuthorityKeyUndecodableInCa, "authority-key-undecodable-in-ca":
        "A CA's authority key identifier does not decode.";
    SubjectKeyUndecodable, "subject-key-undecodable":
        "An intermediate's subject key identifier does not decode.";
    SubjectKeyUndecodableInLeaf, "subject-key-undecodable-in-leaf":
        "The leaf's subject key identifier does not decode.";
    SubjectKeyUndecodableInRoot, "subject-key-undecodable-in-root":
        "The root's subject key identifier does not decode.";
    ConstraintsUndecodableInLeaf, "constraints-undecodable-in-leaf": "The leaf has name constraints that do not decode.";
    PointsUndecodable, "points-undecodable": "The CRL distribution points do not decode.";
    PointsUndecodableInLeaf, "points-undecodable-in-leaf":
        "The leaf's CRL distribution points do not decode.";
    IssuerNamesMalformed, "issuer-names-malformed":
        "The issuer's alternative names do not decode, or bytes follow them.";
    AddressesOutside, "addresses-outside":
        "The leaf has IP addresses that are not among those of a CA above it.";
    AddressesNotCanonical, "addresses-not-canonical":
        "The IP addresses of a certificate are not in their order, overlap, or are none.";
    AsNumbersOutside, "as-numbers-outside": "The leaf has AS numbers that are not among those of a CA above it.";
    AsNumbersNotCanonical, "as-numbers-not-canonical":
        "The AS numbers of a certificate are not in their order, overlap, or are none.";
    ProxyWithAlternativeName, "proxy-with-alternative-name":
        "A certificate has proxyCertInfo and alternative names.";
    CriticalBeyondUsages, "critical-beyond-usages":
        "An extension of the file's certificates is critical, and it is none of basic constraints, usages, purposes, alternative names and Netscape's type.";
    PoliciesCriticalInLeaf, "policies-critical-in-leaf": "An extension of the leaf about policies is critical.";
    UnknownCritical, "unknown-critical": "A critical extension is of a kind that nobody knows.";
    UnknownCriticalInRoot, "unknown-critical-in-root":
        "A critical extension of the root is of a kind that nobody knows.";
    CriticalOfOpenSsl, "critical-of-openssl": "A critical extension is of a kind that OpenSSL alone knows.";
    CriticalOfOpenSslInRoot, "critical-of-openssl-in-root":
        "A critical extension of the root is of a kind that OpenSSL alone knows.";
    CriticalOfGnuTls, "critical-of-gnutls": "A critical extension is of a kind that GnuTLS alone knows.";
    CriticalOfGnuTlsInRoot, "critical-of-gnutls-in-root":
        "A critical extension of the root is of a kind that GnuTLS alone knows.";
    PolicyDemandInRoot, "policy-demand-in-root": "Policy constraints or policy mappings of the root are critical.";
    InhibitAnyPolicyInRoot, "inhibit-any-policy-in-root": "inhibitAnyPolicy of the root is critical.";
    QualifierMalformed, "qualifier-malformed": "A qualifier of a certificate policy is not of its kind.";
    DuplicateExtension, "duplicate-extension": "A certificate has one extension twice, which OpenSSL does not read.";
    DuplicateExtensionInLeaf, "duplicate-extension-in-leaf":
        "The leaf has one extension twice, which OpenSSL does not read.";
    DuplicateExtensionOfOpenSsl, "duplicate-extension-of-openssl":
        "A certificate has a key identifier twice, or another extension that OpenSSL reads and rustls does not.";
    DuplicateExtensionOfAll, "duplicate-extension-of-all":
        "A certificate has its usages, purposes, names, constraints or distribution points twice.";
    BytesInCertificate, "bytes-in-certificate":
        "Bytes that belong to no field stand beside the fields or the extensions of a certificate.";
    BytesInField, "bytes-in-field": "Bytes that belong to nothing stand inside of a field of a certificate.";
    BytesInBasicConstraints, "bytes-in-basic-constraints": "Bytes stand inside of the leaf's basicConstraints.";
    BytesAfterBasicConstraints, "bytes-after-basic-constraints": "Bytes follow the value of the leaf's basicConstraints.";
    BytesAfterBasicConstraintsOfCa, "bytes-after-basic-constraints-of-ca":
        "Bytes follow the value of a CA's basicConstraints.";
    BytesAfterKeyUsage, "bytes-after-key-usage": "Bytes follow the value of the leaf's key usage.";
    BytesAfterKeyUsageOfCa, "bytes-after-key-usage-of-ca": "Bytes follow the value of a CA's key usage.";
    BytesAfterNames, "bytes-after-names":
        "Bytes follow the value of the leaf's alternative names or of its extended key usage.";
    BytesAfterNamesOfCa, "bytes-after-names-of-ca":
        "Bytes follow the value of an intermediate's alternative names or of its extended key usage.";
    BytesAfterNamesOfRoot, "bytes-after-names-of-root": "Bytes follow the value of the root's alternative names.";
    BytesAfterPurposesOfRoot, "bytes-after-purposes-of-root":
        "Bytes follow the value of the root's extended key usage.";
    BytesAfterNameConstraints, "bytes-after-name-constraints": "Bytes follow the value of the name constraints.";
    BytesAfterIdentifier, "bytes-after-identifier":
        "Bytes follow the value of a key identifier or of an extension about policies.";
    BytesAfterAuthorityKeyOfCa, "bytes-after-authority-key-of-ca":
        "Bytes follow the value of a CA's authority key identifier.";
    BytesAfterSubjectKeyOfRoot, "bytes-after-subject-key-of-root":
        "Bytes follow the value of the root's subject key identifier.";
    BytesInIdentifier, "bytes-in-identifier": "Bytes stand inside of the leaf's authority key identifier.";
    BytesInIdentifierOfCa, "bytes-in-identifier-of-ca": "Bytes stand inside of a CA's authority key identifier.";
    BytesAfterPoints, "bytes-after-points": "Bytes follow the value of the CRL distribution points.";
    BytesAfterPointsInLeaf, "bytes-after-points-in-leaf":
        "Bytes follow the value of the leaf's CRL distribution points.";
    BytesAfterAccessInformation, "bytes-after-access-information":
        "Bytes follow the value of the authority information access.";
    BytesAfterAccessInformationInLeaf, "bytes-after-access-information-in-leaf":
        "Bytes follow the value of the leaf's authority information access.";
    LengthNotMinimal, "length-not-minimal": "A length takes more octets than it needs.";
    SerialNotMinimal, "serial-not-minimal": "A serial number begins with octets that it does not need.";
    SerialEmpty, "serial-empty": "A serial number has no octet.";
    KeyNotMinimal, "key-not-minimal": "A number of an RSA key begins with octets that it does not need.";
    PathLengthNotMinimal, "path-length-not-minimal": "A path length begins with octets that it does not need.";
    NullNotEmpty, "null-not-empty": "A NULL has contents.";
    UnusedBitsSet, "unused-bits-set": "Unused bits of a key usage are set.";
    DefaultWritten, "default-written": "A value that is the default is written out.";
    UniqueIdentifier, "unique-identifier": "A certificate has a unique identifier.";
    ExtensionsInVersionOne, "extensions-in-version-one": "A certificate of version 1 has extensions.";
    FieldOfLaterVersionInRoot, "field-of-later-version-in-root":
        "The root has extensions or a unique identifier, and a version that has none.";
    UniqueIdentifierInVersionOne, "unique-identifier-in-version-one":
        "A certificate of version 1 has a unique identifier.";
    AlgorithmsDifferInNull, "algorithms-differ-in-null":
        "Beside the signature of a certificate the algorithm has NULL and inside not, or the other way round.";
    AlgorithmsDifferInRoot, "algorithms-differ-in-root":
        "The root names one algorithm beside its signature and another one inside.";
    AlgorithmsDifferInNullOfRoot, "algorithms-differ-in-null-of-root":
        "Beside the root's signature the algorithm has NULL and inside not, or the other way round.";
    IdentifierMalformed, "identifier-malformed": "An object identifier is empty, or has a number that begins with zeros.";
    IdentifierCutOff, "identifier-cut-off": "The last number of an object identifier is cut off.";
    PurposeMalformed, "purpose-malformed":
        "The object identifier of a purpose of the leaf is empty, or has a number that begins with zeros.";
    PurposeMalformedInCa, "purpose-malformed-in-ca":
        "The object identifier of a purpose of an intermediate is empty, or has a number that begins with zeros.";
    PurposeCutOff, "purpose-cut-off": "The object identifier of a purpose of the leaf is cut off.";
    PurposeCutOffInCa, "purpose-cut-off-in-ca":
        "The object identifier of a purpose of a CA is cut off, or that of a root's is malformed.";
    RegisteredIdMalformed, "registered-id-malformed": "A registeredID among the alternative names is malformed.";
    NumberOver31Bits, "number-over-31-bits": "An object identifier has a number of 2147483648 or more.";
    NumberOver64Bits, "number-over-64-bits": "An object identifier has a number of more than 64 bits.";
    SelfIssuedCounted, "self-issued-counted":
        "There are more CAs below a CA than its path length allows if self-issued ones count.";
    PathLengthOfRoot, "path-length-of-root": "There are more CAs below the root than its path length allows.";
    KeyIdentifierCritical, "key-identifier-critical": "A key identifier is critical.";
    PointsCritical, "points-critical": "CRL distribution points are critical.";
    PointsCriticalInRoot, "points-critical-in-root": "CRL distribution points of the root are critical.";
    PointRelative, "point-relative": "A CRL distribution point is given relative to the issuer.";
    PathLengthWithoutCa, "path-length-without-ca": "A certificate that is no CA has a path length.";
    BooleanNotCanonical, "boolean-not-canonical": "A BOOLEAN that is TRUE is not encoded as FF.";
    NegativeSerial, "negative-serial": "A serial number is negative.";
    NegativeSerialOfLeaf, "negative-serial-of-leaf": "The leaf's serial number is negative.";
    VersionTwo, "version-two": "A certificate of version 2 has extensions.";
    VersionUnknown, "version-unknown": "A certificate's version is above 3.";
    TimeWithoutSeconds, "time-without-seconds": "A date has no seconds.";
    TimeWithOffset, "time-with-offset": "A date is not in UTC.";
    TimeWithOffsetOfZero, "time-with-offset-of-zero": "A date is written with an offset of zero in place of `Z`.";
    TimeWithFraction, "time-with-fraction": "A date has fractions of a second.";
    LongTimeBefore2050, "long-time-before-2050": "A date before 2050 is a GeneralizedTime.";
    TimeBefore1950, "time-before-1950": "A date is before 1950.";
    UtcTimeBefore2000, "utc-time-before-2000": "A UTCTime has a year from 50 to 69, which means 1950 to 1969.";
    Over825Days, "over-825-days": "The leaf is valid for more than 825 days.";
    MustStaple, "must-staple": "The leaf asks for OCSP stapling, and the server does not staple.";
    // Size.
    FeatureOfCa, "feature-of-ca": "A CA has TLS features that the certificate below it does not have.";
    ElevenCertificates, "eleven-certificates": "A handshake has 11 to 16 certificates.";
    SeventeenCertificates, "seventeen-certificates": "A handshake has more than 16 certificates.";
    SixIntermediates, "six-intermediates": "The chain has six intermediates or more.";
    SevenIntermediates, "seven-intermediates": "The chain has seven to nine intermediates.";
    ElevenIntermediates, "eleven-intermediates": "The chain has eleven to twenty intermediates.";
    TwentyIntermediates, "twenty-intermediates": "The chain has twenty intermediates.";
    MessageOver32K, "message-over-32k": "The certificates of a handshake take more than 32 KiB.";
    MessageOver100K, "message-over-100k": "The certificates of a handshake take more than 100 KiB.";
    MessageOver200K, "message-over-200k": "The certificates of a handshake take 200 kB.";
    ThousandsOfNames, "thousands-of-names": "The leaf's alternative names have more than 65,535 bytes, such as thousands of names.";
}
