//! After the report is dropped, no copy of the key is left in the memory of the process, stack included. A child
//! judges a bundle and waits; this process, which alone holds the needles, reads the child's memory.

#![cfg(all(target_os = "linux", any(feature = "aws-lc-rs", feature = "ring")))]

#[path = "support/secrets.rs"]
mod secrets;
mod support;

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::process::{Command, Stdio};

use pemvet::Profile;
use secrets::{Needles, body_of, decoded, secrets_of};
use support::{judge, read, testdata};
use zeroize::Zeroizing;

const ROLE: &str = "PEMVET_WIPING_CHILD";

/// Not a test of its own: what the child does, told by the environment.
#[test]
fn child() {
    let Some(key) = std::env::var_os(ROLE) else { return };
    let key = key.into_string().expect("text");
    let (name, wiped) = key.split_once('=').expect("NAME=HOW");
    {
        // As the command reads it.
        let mut text = Zeroizing::new(Vec::with_capacity(16 << 10));
        File::open(testdata(name))
            .expect("the key")
            .read_to_end(&mut text)
            .expect("the key");
        {
            // First, because the search for markers leaves some registers' worth of text on the stack, which the
            // judging overwrites.
            let scan = pemvet::pem::scan(&text);
            let clean = scan.sections().iter().find_map(|it| scan.key_to_pem(it));
            assert!(clean.is_some_and(|clean| clean.as_str().len() > 100));
        }
        let chain = name
            .replace("-pkcs8.key", ".pem")
            .replace("-pkcs1.key", ".pem")
            .replace("-sec1.key", ".pem")
            .replace("-seed.key", ".pem")
            .replace("-expanded.key", ".pem")
            .replace("-both.key", ".pem");
        let report = judge(&read(&chain), Some(&text), &Profile::server(support::PROVIDER));
        assert!(report.key_fits());
        if wiped == "no" {
            // What the test is to notice: one copy that is not wiped.
            drop(std::hint::black_box(text.to_vec()));
        }
        drop(report.into_result().map_err(|rejected| rejected.class()));
    }
    println!("ready");
    let _ = std::io::stdin().read(&mut [0]);
}

/// How many windows of the key are left in a child that has judged it.
fn copies_left(name: &str, how: &str) -> usize {
    let text = String::from_utf8(read(name)).expect("text");
    let mut needles = Needles::default();
    secrets_of(&text).iter().for_each(|secret| {
        needles.add(secret);
        // As the limbs of a number, least significant first.
        needles.add(&secret.iter().rev().copied().collect::<Vec<u8>>());
    });
    let body = body_of(&text);
    match name.starts_with("ml-dsa/") {
        false => needles.add(&body.as_bytes()[60..]),
        // The public half is a part of the key, and stands in the certificate in the same characters.
        true => {
            let der = decoded(&body);
            for secret in secrets_of(&text) {
                let at = der
                    .windows(secret.len())
                    .position(|it| it == secret)
                    .expect("the secret");
                needles.add(&body.as_bytes()[at.div_ceil(3) * 4..(at + secret.len()) / 3 * 4]);
            }
        }
    }
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "child", "--nocapture", "--test-threads=1"])
        .env(ROLE, format!("{name}={how}"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the child starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let ready = lines.any(|line| line.is_ok_and(|line| line.contains("ready")));
    assert!(ready, "{name}: the child judged");
    let maps = fs::read_to_string(format!("/proc/{}/maps", child.id())).expect("the maps");
    let mut memory = File::open(format!("/proc/{}/mem", child.id())).expect("the memory");
    let mut left = 0;
    for map in maps
        .lines()
        .filter(|map| map.contains(" rw") && !map.contains("/dev/"))
    {
        let range = map.split(' ').next().expect("a range");
        let (start, end) = range.split_once('-').expect("a range");
        let at = |text| u64::from_str_radix(text, 16).expect("an address");
        let size = usize::try_from(at(end) - at(start)).expect("a size");
        let mut octets = vec![0; size];
        if memory.seek(SeekFrom::Start(at(start))).is_ok() && memory.read_exact(&mut octets).is_ok() {
            left += needles.count(&octets);
        }
    }
    let _ = child.stdin.take().expect("a pipe").write_all(b"\n");
    let _ = child.wait();
    left
}

#[test]
fn no_copy_of_a_key_is_left_in_memory() {
    for name in [
        "rsa-pkcs8",
        "rsa-pkcs1",
        "p256-pkcs8",
        "p384-sec1",
        "ed25519-pkcs8",
    ] {
        let name = format!("keyforms/{name}.key");
        assert_eq!(copies_left(&name, "yes"), 0, "{name}");
    }
}

#[cfg(feature = "aws-lc-rs")]
#[test]
fn no_copy_of_an_ml_dsa_key_is_left_in_memory() {
    for set in ["44", "65", "87"] {
        for form in ["seed", "expanded", "both"] {
            let name = format!("ml-dsa/{set}-{form}.key");
            assert_eq!(copies_left(&name, "yes"), 0, "{name}");
        }
    }
}

#[test]
fn a_copy_that_is_not_wiped_is_found() {
    assert!(copies_left("keyforms/rsa-pkcs8.key", "no") > 100);
}
