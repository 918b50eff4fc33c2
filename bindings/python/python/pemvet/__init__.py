"""Judges a whole TLS certificate bundle before it is installed, and repairs what can be repaired.

>>> import pemvet
>>> report = pemvet.check(open("proxy.pem", "rb").read(), profile="server", hostnames=["proxy.example.com"])
>>> report.accepted
True
"""

from ._native import (
    Certificate,
    Checker,
    Finding,
    Judged,
    Location,
    PemvetError,
    Profile,
    Rejected,
    Repair,
    Report,
    Rule,
    StackAnswer,
    Unrepairable,
    __version__,
    check,
    check_many,
    explain,
    fix,
    rules,
)

__all__ = [
    "Certificate",
    "Checker",
    "Finding",
    "Judged",
    "Location",
    "PemvetError",
    "Profile",
    "Rejected",
    "Repair",
    "Report",
    "Rule",
    "StackAnswer",
    "Unrepairable",
    "__version__",
    "check",
    "check_many",
    "explain",
    "fix",
    "rules",
]
