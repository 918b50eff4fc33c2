//! PKCS#7, DER, and text without markers.

use crate::making::{
    Row, base64, block, certificate, der, fixture, good, key, ldif, pkcs7, pkcs7_in_ber, row,
};

pub(super) fn containers() -> Vec<Row> {
    vec![
        row("DER", der(0), 1, &["der-read"], &[], (1, 1)),
        row(
            "DER of two certificates",
            [der(0), der(1)].concat(),
            2,
            &["der-read"],
            &[],
            (1, 1),
        ),
        row(
            "DER and a zero byte",
            [&der(0)[..], b"\0"].concat(),
            1,
            &["der-read", "trailing-bytes-cut"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#7 in PEM",
            fixture("rules/container-read/bad-pkcs7.pem"),
            3,
            &["pkcs7-read"],
            &[],
            (1, 1),
        ),
        row("PKCS#7 in DER", pkcs7(), 3, &["pkcs7-read"], &[], (1, 1)),
        row("PKCS#7 in BER", pkcs7_in_ber(), 3, &["pkcs7-read"], &[], (1, 1)),
        row(
            "PKCS#7 in BER as OpenSSL streams it",
            fixture("rules/container-read/bad-pkcs7-ber.pem"),
            3,
            &["pkcs7-read"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#7 in BER in PEM",
            block("PKCS7", &pkcs7_in_ber()),
            3,
            &["pkcs7-read"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#7 in BER and a zero byte",
            [&pkcs7_in_ber()[..], b"\0"].concat(),
            3,
            &["pkcs7-read", "trailing-bytes-cut"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#7 under CERTIFICATE",
            block("CERTIFICATE", &pkcs7()),
            3,
            &["pkcs7-read"],
            &[],
            (1, 1),
        ),
        row(
            "PEM under CERTIFICATE",
            block("CERTIFICATE", good().as_bytes()),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "PEM in PEM under CERTIFICATE",
            block("CERTIFICATE", block("CERTIFICATE", good().as_bytes()).as_bytes()),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of PEM",
            base64(good().as_bytes()),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of PEM in lines",
            block("X", good().as_bytes())
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect::<Vec<_>>()
                .join("\n"),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of base64 of PEM",
            base64(base64(good().as_bytes()).as_bytes()),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of Bag Attributes",
            base64(&fixture("demo/from-pfx.pem")),
            3,
            &["base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "a Kubernetes Secret",
            format!(
                "data:\n  tls.crt: {}\n  tls.key: {}\n",
                base64(good().as_bytes()),
                base64(key().as_bytes())
            ),
            3,
            &["text-removed", "base64-of-pem-decoded"],
            &[],
            (1, 1),
        ),
        row(
            "a Kubernetes Secret, its second value cut off",
            format!(
                "data:\n  ca.crt: {}\n  tls.crt: {}\n",
                base64(certificate(2).as_bytes()),
                &base64(good().as_bytes())[..4001]
            ),
            1,
            &["text-removed", "base64-of-pem-decoded"],
            &["base64-length"],
            (1, 1),
        ),
        row(
            "base64 three times",
            base64(base64(base64(good().as_bytes()).as_bytes()).as_bytes()),
            0,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "base64 without markers",
            certificate(0)
                .lines()
                .filter(|line| !line.starts_with('-'))
                .collect::<Vec<_>>()
                .join("\n"),
            1,
            &["markers-added"],
            &[],
            (1, 1),
        ),
        row(
            "base64 of a structure that is no certificate",
            "MIEEEEBEGI=",
            0,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "three certificates in base64 without markers",
            (0..3)
                .map(|number| base64(&der(number)) + "\n")
                .collect::<String>(),
            3,
            &["markers-added"],
            &[],
            (1, 1),
        ),
        row(
            "LDIF",
            (0..3)
                .map(|number| ldif(&base64(&der(number))))
                .collect::<String>(),
            3,
            &["markers-added"],
            &[],
            (2, 26),
        ),
        row(
            "a JSON list of base64, with slashes escaped",
            format!(
                "{{\"x5c\": [\"{}\", \"{}\"]}}\n",
                base64(&der(0)).replace('/', "\\/"),
                base64(&der(1)).replace('/', "\\/")
            ),
            2,
            &["markers-added"],
            &[],
            (1, 11),
        ),
        row(
            "base64 in XML, the second cut off",
            format!("<a>{}</a>\n<b>{}</b>\n", base64(&der(0)), &base64(&der(1))[..400]),
            1,
            &["markers-added"],
            &["base64-length"],
            (1, 4),
        ),
        row(
            "base64 without markers on one line in quotation marks",
            format!("\"{}\"\n", base64(&der(0))),
            1,
            &["markers-added"],
            &[],
            (1, 2),
        ),
    ]
}
