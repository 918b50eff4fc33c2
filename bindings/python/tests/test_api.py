"""What Python sees of a report, and what it raises."""

from __future__ import annotations

import gc
import json
import pickle
import threading
from datetime import datetime, timedelta, timezone

import pytest
from conftest import AT, TESTDATA, demo

import pemvet


def test_a_bundle_with_its_key_is_accepted() -> None:
    report = pemvet.check(
        demo("from-pfx.pem"), key=demo("proxy.key"), profile="server", hostnames=["cluster.example.com"], at=AT
    )
    assert report.accepted and report.class_ is None and report.key_fits
    assert (report.trust, report.chain) == ("bundle-root", (0, 2, 1))
    assert report.not_checked == ("anchor", "revocation")
    assert report.repaired() == report.chain_pem() == demo("good.pem").decode()
    assert report.chain_pem(include_root=False).count("BEGIN") == 2  # type: ignore[union-attr]
    report.raise_for_errors()
    leaf = report.certificates[0]
    assert (leaf.subject, leaf.key, leaf.role) == ("CN=cluster.example.com, O=Example", "RSA 2048", "leaf")
    assert leaf.not_after is not None and leaf.not_after.utcoffset() == timedelta(0)
    assert leaf.not_after > AT and leaf.der[:2] == b"\x30\x82"


def test_a_rejected_bundle_says_why() -> None:
    report = pemvet.check(demo("expired-intermediate.pem"), profile="server", at=AT)
    assert (report.accepted, report.class_, report.http_status) == (False, "expired", 406)
    with pytest.raises(pemvet.Rejected, match="^expired certificate bundle: certificate-expired: ") as raised:
        report.raise_for_errors()
    assert raised.value.report is report
    assert isinstance(raised.value, pemvet.PemvetError)


def test_findings_can_be_matched_compared_and_hashed() -> None:
    report = pemvet.check(demo("expired-intermediate.pem"), profile="server", at=AT)
    match report:
        case pemvet.Report(False, "expired", [pemvet.Finding("certificate-expired", "error", "expired", text), *_]):
            assert "intermediate" in text
        case _:
            pytest.fail(repr(report))
    [first, *_] = report.findings
    again = pemvet.check(demo("expired-intermediate.pem"), profile="server", at=AT).findings[0]
    assert first == again and hash(first) == hash(again) and first is report.findings[0]
    assert first != report.findings[1] and first != "certificate-expired"
    assert first.location is not None and first.location == again.location
    assert first.location.input == "certificates" and first.location.lines[0] < first.location.lines[1]
    assert first.to_dict() == report.to_dict()["findings"][0]
    assert str(first).startswith("error[certificate-expired] expired certificates:")


def test_objects_cannot_be_changed() -> None:
    report = pemvet.check(demo("expired-intermediate.pem"), at=AT)
    for item in [report, report.findings[0], report.findings[0].location, report.certificates[0], pemvet.Profile()]:
        with pytest.raises(AttributeError):
            setattr(item, "severity", "note")
    with pytest.raises(TypeError):
        pickle.dumps(report)


def test_bytes_bytearray_and_str_are_read_alike() -> None:
    pem = demo("from-pfx.pem")
    reports = [pemvet.check(given, at=AT).to_json() for given in (pem, bytearray(pem), pem.decode())]
    assert len(set(reports)) == 1
    assert json.loads(reports[0])["accepted"] is True
    with pytest.raises(TypeError, match="wanted bytes, bytearray or str, found int"):
        pemvet.check(7)  # type: ignore[arg-type]


def test_a_time_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        pemvet.check(b"", at=datetime(2026, 6, 1))
    with pytest.raises(ValueError, match="before 1970"):
        pemvet.check(b"", at=datetime(1960, 1, 1, tzinfo=timezone.utc))
    with pytest.raises(TypeError, match="found str"):
        pemvet.check(b"", at="2026-06-01")  # type: ignore[arg-type]
    zone = timezone(timedelta(hours=2))
    near = pemvet.check(demo("good.pem"), at=datetime(2026, 6, 1, 2, tzinfo=zone)).to_json()
    assert near == pemvet.check(demo("good.pem"), at=AT).to_json()
    # No time is this moment.
    assert pemvet.check(demo("good.pem")).findings is not None


def test_many_bundles_are_judged_as_each_alone() -> None:
    paths = sorted(TESTDATA.glob("rules/*/*.pem"))[:200]
    bundles = [path.read_bytes() for path in paths]
    alone = [pemvet.check(pem, at=AT).to_json() for pem in bundles]
    for threads in (0, 1, 3):
        many = pemvet.check_many(bundles, at=AT, threads=threads)
        assert [report.to_json() for report in many] == alone
    checker = pemvet.Checker("any", AT)
    assert [report.to_json() for report in checker.check_many(iter(bundles), threads=2)] == alone
    assert [checker.check(pem).to_json() for pem in bundles] == alone
    assert pemvet.check_many([]) == []
    with pytest.raises(ValueError, match="wanted a list of bundles"):
        pemvet.check_many(b"")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="threads"):
        pemvet.check_many([], threads=1_000)


def test_pairs_are_judged_with_their_keys() -> None:
    pem, key = demo("good.pem"), demo("proxy.key")
    with_key, without = pemvet.check_many([(pem, key), (pem, None)], profile="server", at=AT)
    assert (with_key.key_fits, without.key_fits) == (True, False)


def test_the_lock_of_the_interpreter_is_released() -> None:
    bundles = [path.read_bytes() for path in sorted(TESTDATA.glob("rules/*/*.pem"))] * 4
    done = threading.Event()

    def work() -> None:
        pemvet.check_many(bundles, at=AT)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    turns = 0
    while not done.wait(0.001):
        turns += 1
    thread.join()
    assert turns > 5


def test_what_trusts_whom() -> None:
    root = demo("root.pem")
    trusted = pemvet.check(demo("good.pem"), trust=root, at=AT)
    assert trusted.trust == "anchor"
    der = trusted.certificates[-1].der
    profile = pemvet.Profile(trust=[der])
    assert pemvet.check(demo("good.pem"), profile=profile, at=AT).trust == "anchor"
    assert pemvet.check(demo("good.pem"), profile=profile.replace(trust=None), at=AT).trust == "bundle-root"
    with pytest.raises(ValueError, match="no certificate in it"):
        pemvet.check(b"", trust=b"")


def test_profiles_have_what_the_library_has() -> None:
    profile = pemvet.Profile(
        "server",
        title="web",
        hostnames=["cluster.example.com", ("b.example.com", "warning"), "192.0.2.7", "ann@example.com"],
        common_names=["Cluster.example.com"],
        subject=["O=Example", ("OU", "note")],
        usages=["serverAuth"],
        advised_usages=["clientAuth"],
        leaf="first",
        standard="rfc5280",
        public_suffixes=False,
        key="required",
        repair="as-given",
        min_rsa_bits=3072,
        key_types="common",
        expiry_warning_days=14,
        clock_tolerance=timedelta(minutes=1),
        limits={"certificates": 2},
        severities={"root-included": "error"},
    )
    assert (profile.title, repr(profile)) == ("web", "Profile(web)")
    assert profile.hostnames == ["cluster.example.com", "b.example.com", "192.0.2.7", "ann@example.com"]
    found = {finding.rule for finding in pemvet.check(demo("from-pfx.pem"), profile=profile, at=AT).findings}
    assert {"rsa-key-small", "key-missing", "too-many-certificates"} & found, found
    stacks = pemvet.check(demo("from-pfx.pem"), profile=pemvet.Profile(stacks="nginx,netty", repair="as-given"), at=AT)
    assert [(answer.name, answer.is_good) for answer in stacks.stacks] == [("nginx", True), ("netty", False)]
    assert stacks.stacks[1].because == ["chain-out-of-order"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"severities": {"no-such-rule": "error"}}, "there is no rule"),
        ({"standard": "rfc"}, "standard: wanted deployed, rfc5280, ca-browser-forum, found"),
        ({"stacks": "ngnix"}, "nginx"),
        ({"limits": {"bytes": 1}}, "there is no limit"),
        ({"hostnames": ["a b"]}, "neither a DNS name nor an IP address"),
        ({"subject": ["X=1"]}, "subject: wanted C"),
    ],
)
def test_a_profile_refuses_what_it_does_not_know(options: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pemvet.Profile(**options)  # type: ignore[arg-type]


def test_a_profile_refuses_other_options_and_presets() -> None:
    with pytest.raises(TypeError, match="no option 'hostname'"):
        pemvet.Profile(hostname="a.example")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="found one str"):
        pemvet.Profile(hostnames="a.example")
    with pytest.raises(ValueError, match="there is no preset"):
        pemvet.check(b"", profile="proxy")  # type: ignore[arg-type]


def test_redis_names_and_targets() -> None:
    profile = pemvet.Profile.redis("proxy", fqdns=["cluster.example.com"], target="7.22")
    report = pemvet.check(demo("from-pfx.pem"), key=demo("proxy.key"), profile=profile, at=AT)
    assert report.accepted
    unknown = pemvet.check(b"", profile=pemvet.Profile.redis("nonsense"))
    assert (unknown.class_, unknown.http_status) == ("unknown", 403)
    with pytest.raises(ValueError, match="needs fqdns"):
        pemvet.Profile.redis("proxy")
    with pytest.raises(ValueError, match="no documented version"):
        pemvet.Profile.redis("proxy", fqdns=["a.example"], target="9.9")


def test_fix_gives_the_repaired_text_or_says_why_not() -> None:
    assert pemvet.fix(demo("from-pfx.pem")) == demo("good.pem").decode()
    with pytest.raises(pemvet.Unrepairable) as raised:
        pemvet.fix(demo("good.pem")[:900])
    assert not raised.value.report.accepted


def test_explain_knows_every_rule() -> None:
    rule = pemvet.explain("chain-out-of-order")
    assert (rule.name, rule.severity) == ("chain-out-of-order", "error")
    assert "What\n" in str(rule) and rule.citations
    assert rule.name in {rule.name for rule in pemvet.rules()} and len(pemvet.rules()) > 100
    with pytest.raises(LookupError, match="there is no rule"):
        pemvet.explain("no-such-rule")


def test_a_report_outlives_what_it_was_made_of() -> None:
    pem = bytearray(demo("good.pem"))
    report = pemvet.check(pem, at=AT)
    text = report.to_json()
    pem[:] = bytes(len(pem))
    del pem
    gc.collect()
    assert report.to_json() == text
