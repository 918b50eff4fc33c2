//! Many at once, too much, too slow, and what breaks off: the service goes on and its store stays whole.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on fails"
)]

mod support;

use std::io::Write as _;
use std::net::Shutdown;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::json;
use support::{Answer, CERTIFICATES, Service, UPDATE, fixture, good, many, member, other_good};

#[test]
fn sixty_four_uploads_at_once_never_leave_half_a_batch() {
    let service = Service::start();
    let names = ["api", "cm", "proxy", "syncer"];
    let batch = |certificate: &str| many(&names.map(|name| member(name, certificate)));
    let (one, other) = (batch(&good()), batch(&other_good()));
    let sha1 = fixture("demo/sha1-leaf.pem");
    let half = many(&[
        member("api", &good()),
        member("cm", &other_good()),
        member("proxy", &sha1),
    ]);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let mut looks = 0;
                    while !done.load(Ordering::SeqCst) {
                        let installed = service.installed();
                        let certificates: Vec<_> =
                            names.iter().map(|it| &installed[format!("{it}_cert")]).collect();
                        assert!(
                            certificates.iter().all(|it| *it == certificates[0]),
                            "a mixture is installed"
                        );
                        looks += 1;
                    }
                    looks
                })
            })
            .collect();
        let uploads: Vec<_> = (0..64)
            .map(|place| {
                let (body, status) = [(&one, 200), (&other, 200), (&half, 400), (&one, 200)][place % 4];
                let service = &service;
                scope.spawn(move || assert_eq!(service.put(CERTIFICATES, body).status, status))
            })
            .collect();
        uploads.into_iter().for_each(|upload| upload.join().unwrap());
        done.store(true, Ordering::SeqCst);
        let looks: usize = readers.into_iter().map(|reader| reader.join().unwrap()).sum();
        assert!(looks > 0);
    });
    assert_eq!(service.installed().as_object().unwrap().len(), 8);
    service.finish();
}

#[test]
fn a_body_that_breaks_off_changes_nothing() {
    let service = Service::start();
    let whole = many(&[member("proxy", &good()), member("api", &good())]);
    for part in (0..whole.len()).step_by(whole.len() / 20) {
        // As if that were all of it: not JSON.
        service.put(CERTIFICATES, &whole[..part]).problem(400);
        // And shorter than announced.
        let mut stream = service.connect();
        let length = whole.len();
        write!(
            stream,
            "PUT {CERTIFICATES} HTTP/1.1\r\nHost: it\r\nContent-Length: {length}\r\n\r\n{}",
            &whole[..part]
        )
        .unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        if let Some(answer) = Answer::read(stream) {
            answer.problem(400);
        }
    }
    assert_eq!(service.installed(), json!({}));
    assert_eq!(service.put(CERTIFICATES, &whole).status, 200);
    service.finish();
}

/// 50 MB, which are announced.
#[test]
fn a_body_of_50_mb_is_413_before_it_is_sent() {
    let service = Service::start();
    let mut stream = service.connect();
    write!(
        stream,
        "PUT {UPDATE} HTTP/1.1\r\nHost: it\r\nConnection: close\r\nContent-Length: 50000000\r\nExpect: 100-continue\r\n\r\n"
    )
    .unwrap();
    Answer::read(stream).unwrap().problem(413);
    assert_eq!(service.installed(), json!({}));
    service.finish();
}

/// 50 MB, sent in chunks without a word about the length.
#[test]
fn a_body_of_50_mb_is_not_read_to_its_end() {
    let service = Service::start();
    let mut stream = service.connect();
    write!(
        stream,
        "PUT {UPDATE} HTTP/1.1\r\nHost: it\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    )
    .unwrap();
    let chunk = format!("{:x}\r\n{}\r\n", 50_000, " ".repeat(50_000));
    let sent = (0..1000)
        .take_while(|_| stream.write_all(chunk.as_bytes()).is_ok())
        .count();
    assert!(sent < 1000, "the service took all of it");
    if let Some(answer) = Answer::read(stream) {
        answer.problem(413);
    }
    let log = service_goes_on(service);
    assert!(log.contains("status=413"), "{log}");
}

#[test]
fn slow_clients_are_cut_off_and_keep_nobody_waiting() {
    let service = Service::with(&["--patience", "1"]);
    let body = member("proxy", &good()).to_string();
    let (length, half) = (body.len(), &body[..body.len() / 2]);
    // 64 that never finish the head, and 64 that never finish the body.
    let heads: Vec<_> = (0..64)
        .map(|_| {
            let mut stream = service.connect();
            write!(stream, "PUT {UPDATE} HTTP/1.1\r\nHost: it\r\nContent-Le").unwrap();
            stream
        })
        .collect();
    let bodies: Vec<_> = (0..64)
        .map(|_| {
            let mut stream = service.connect();
            write!(
                stream,
                "PUT {UPDATE} HTTP/1.1\r\nHost: it\r\nContent-Length: {length}\r\n\r\n{half}"
            )
            .unwrap();
            stream
        })
        .collect();
    assert_eq!(
        service.put(UPDATE, &body).status,
        200,
        "others are served meanwhile"
    );
    for stream in bodies {
        Answer::read(stream).unwrap().problem(408);
    }
    for stream in heads {
        // The service ends it, with or without a word; `read` would fail on its own time limit, which is longer.
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        let answer = Answer::read(stream);
        assert!(answer.is_none_or(|answer| answer.status == 408));
    }
    assert_eq!(service.installed().as_object().unwrap().len(), 2);
    service.finish();
}

#[test]
fn thousands_of_members_get_a_short_answer() {
    let service = Service::start();
    let small = json!({ "name": "x", "certificate": "" });
    let answer = service.put(CERTIFICATES, &many(&vec![small; 130_000]));
    answer.problem(403);
    assert!(answer.body.len() < 200_000, "{} bytes", answer.body.len());
    assert!(answer.body.contains("too-many-members"), "{}", answer.body);
    // 64 members with certificates of which much is said.
    let long = "-----BEGIN CERTIFICATE-----\n".repeat(2_000);
    let answer = service.put(
        CERTIFICATES,
        &many(&vec![json!({ "name": "proxy", "certificate": long }); 64]),
    );
    answer.problem(400);
    assert!(answer.body.len() < 1_200_000, "{} bytes", answer.body.len());
    assert!(answer.body.contains("left_out"));
    assert_eq!(service.installed(), json!({}));
    let log = service_goes_on(service);
    assert!(log.lines().count() < 300, "{log}");
}

#[test]
fn nothing_more_is_judged_for_a_client_that_has_gone() {
    let service = Service::start();
    // In a build for tests each member takes some hundredths of a second.
    let much = good().repeat(15);
    let body = many(&vec![member("proxy", &much); 60]);
    let mut stream = service.connect();
    let length = body.len();
    write!(
        stream,
        "PUT {CERTIFICATES} HTTP/1.1\r\nHost: it\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    // Long enough for the judging to begin, and not to end.
    std::thread::sleep(Duration::from_millis(150));
    drop(stream);
    // The next one is judged after it, or beside it.
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(service.installed(), json!({}));
    let log = service_goes_on(service);
    assert!(log.contains("the client went away"), "{log}");
}

fn service_goes_on(service: Service) -> String {
    assert_eq!(
        service.put(UPDATE, &member("proxy", &good()).to_string()).status,
        200
    );
    assert_eq!(service.installed().as_object().unwrap().len(), 2);
    service.finish()
}
