//! What stands between the markers.

use crate::making::{
    CERTIFICATE, Row, block, bodies, certificate, der, fixture, key, line, replaced, row, tail_bit,
};

pub(super) fn contents() -> Vec<Row> {
    vec![
        row(
            "X509 CERTIFICATE",
            replaced(" CERTIFICATE", " X509 CERTIFICATE"),
            3,
            &["old-label-replaced"],
            &[],
            (1, 1),
        ),
        row(
            "TRUSTED CERTIFICATE",
            replaced(" CERTIFICATE", " TRUSTED CERTIFICATE"),
            3,
            &["old-label-replaced"],
            &[],
            (1, 1),
        ),
        row(
            "TRUSTED CERTIFICATE with trust data",
            block(
                "TRUSTED CERTIFICATE",
                &[
                    &der(0)[..],
                    &[0x30, 0x0C, 0x30, 0x0A, 6, 8, 43, 6, 1, 5, 5, 7, 3, 1],
                ]
                .concat(),
            ),
            1,
            &["trust-data-cut"],
            &[],
            (1, 1),
        ),
        row(
            "certificate under PUBLIC KEY",
            block("PUBLIC KEY", &der(0)),
            1,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "certificate under an unknown label",
            block("CERTIFICAT", &der(0)),
            1,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "certificate under PRIVATE KEY",
            block("PRIVATE KEY", &der(0)),
            1,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#8 key under RSA PRIVATE KEY",
            key().replace("PRIVATE", "RSA PRIVATE"),
            0,
            &["pkcs8-label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "PKCS#1 key under PRIVATE KEY",
            String::from_utf8(fixture("keyforms/rsa-pkcs1.key"))
                .expect("text")
                .replace("RSA ", ""),
            0,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "key under CERTIFICATE",
            key().replace("PRIVATE KEY", "CERTIFICATE"),
            0,
            &["label-corrected"],
            &[],
            (1, 1),
        ),
        row(
            "byte after the certificate",
            block("CERTIFICATE", &[&der(0)[..], b"\0"].concat()),
            1,
            &["trailing-bytes-cut"],
            &[],
            (1, 1),
        ),
        row(
            "other: two certificates in one block",
            block("CERTIFICATE", &[der(0), der(1)].concat()),
            1,
            &[],
            &[],
            (0, 0),
        ),
        row(
            "header lines",
            replaced(
                CERTIFICATE,
                "-----BEGIN CERTIFICATE-----\nX-Note: a: b\n goes on\n",
            ),
            3,
            &["headers-removed"],
            &[],
            (2, 1),
        ),
        row(
            "padding missing",
            certificate(1).replace('=', ""),
            1,
            &["padding-added"],
            &[],
            (19, 31),
        ),
        row(
            "padding too much",
            certificate(1).replace("=\n", "==\n"),
            1,
            &["padding-removed"],
            &[],
            (19, 33),
        ),
        row(
            "padding where none belongs",
            certificate(0).replace("\n-----END", "====\n-----END"),
            1,
            &["padding-removed"],
            &[],
            (23, 60),
        ),
        row(
            "bits after the end",
            tail_bit(&certificate(1)),
            1,
            &["tail-bits-cleared"],
            &[],
            (19, 32),
        ),
        row(
            "URL-safe alphabet",
            bodies(|line| line.replace('+', "-").replace('/', "_")),
            3,
            &["url-safe-alphabet-read"],
            &[],
            (2, 30),
        ),
        row(
            "both alphabets",
            line(34, |line| line.replacen('+', "-", 1)),
            2,
            &[],
            &["not-base64"],
            (34, 1),
        ),
    ]
}
