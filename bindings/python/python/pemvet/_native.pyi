from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol, TypeAlias, final

__version__: str
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
    "run",
]

_Pem: TypeAlias = bytes | bytearray | str
_Severity: TypeAlias = Literal["error", "warning", "note"]
_Class: TypeAlias = Literal["invalid", "expired", "unknown"]
_Preset: TypeAlias = Literal["any", "server", "client", "mutual", "authority"]
_Purpose: TypeAlias = Literal["serverAuth", "clientAuth"]
_Graded: TypeAlias = Iterable[str | tuple[str, _Severity]]
_Trust: TypeAlias = _Pem | Sequence[bytes]

class _ArrowArray(Protocol):
    def __arrow_c_array__(self, requested_schema: Any = None, /) -> Any: ...

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: Any = None, /) -> Any: ...

_Arrow: TypeAlias = _ArrowArray | _ArrowStream

class PemvetError(Exception): ...

class Rejected(PemvetError):
    report: Report

class Unrepairable(PemvetError):
    report: Report

@final
class Profile:
    def __new__(
        cls,
        purpose: _Preset = "any",
        /,
        *,
        title: str = ...,
        hostnames: _Graded = ...,
        common_names: Sequence[str] = ...,
        subject: _Graded = ...,
        usages: Iterable[_Purpose] = ...,
        advised_usages: Iterable[_Purpose] = ...,
        leaf: Literal["found", "first"] = ...,
        trust: _Trust | None = ...,
        standard: Literal["deployed", "rfc5280", "ca-browser-forum"] = ...,
        preview: bool = ...,
        public_suffixes: bool = ...,
        key: Literal["optional", "expected", "required", "forbidden"] = ...,
        repair: Literal["repaired", "as-given"] = ...,
        min_rsa_bits: int = ...,
        key_types: Literal["all", "common", "rsa"] = ...,
        expiry_warning_days: int = ...,
        clock_tolerance: timedelta = ...,
        limits: Mapping[str, int] = ...,
        stacks: str | Sequence[str] = ...,
        severities: Mapping[str, _Severity] = ...,
    ) -> Profile: ...
    @staticmethod
    def redis(
        name: str,
        /,
        *,
        fqdns: Sequence[str] | None = None,
        target: str | None = None,
        strict_docs: bool = False,
        title: str = ...,
        hostnames: _Graded = ...,
        common_names: Sequence[str] = ...,
        subject: _Graded = ...,
        usages: Iterable[_Purpose] = ...,
        advised_usages: Iterable[_Purpose] = ...,
        leaf: Literal["found", "first"] = ...,
        trust: _Trust | None = ...,
        standard: Literal["deployed", "rfc5280", "ca-browser-forum"] = ...,
        preview: bool = ...,
        public_suffixes: bool = ...,
        key: Literal["optional", "expected", "required", "forbidden"] = ...,
        repair: Literal["repaired", "as-given"] = ...,
        min_rsa_bits: int = ...,
        key_types: Literal["all", "common", "rsa"] = ...,
        expiry_warning_days: int = ...,
        clock_tolerance: timedelta = ...,
        limits: Mapping[str, int] = ...,
        stacks: str | Sequence[str] = ...,
        severities: Mapping[str, _Severity] = ...,
    ) -> Profile: ...
    def replace(
        self,
        *,
        title: str = ...,
        hostnames: _Graded = ...,
        common_names: Sequence[str] = ...,
        subject: _Graded = ...,
        usages: Iterable[_Purpose] = ...,
        advised_usages: Iterable[_Purpose] = ...,
        leaf: Literal["found", "first"] = ...,
        trust: _Trust | None = ...,
        standard: Literal["deployed", "rfc5280", "ca-browser-forum"] = ...,
        preview: bool = ...,
        public_suffixes: bool = ...,
        key: Literal["optional", "expected", "required", "forbidden"] = ...,
        repair: Literal["repaired", "as-given"] = ...,
        min_rsa_bits: int = ...,
        key_types: Literal["all", "common", "rsa"] = ...,
        expiry_warning_days: int = ...,
        clock_tolerance: timedelta = ...,
        limits: Mapping[str, int] = ...,
        stacks: str | Sequence[str] = ...,
        severities: Mapping[str, _Severity] = ...,
    ) -> Profile: ...
    @property
    def title(self) -> str: ...
    @property
    def hostnames(self) -> list[str]: ...

@final
class Location:
    __match_args__ = ("input", "certificate", "lines", "bytes")
    @property
    def input(self) -> Literal["certificates", "key", "trust"]: ...
    @property
    def certificate(self) -> int | None: ...
    @property
    def lines(self) -> tuple[int, int]: ...
    @property
    def bytes(self) -> tuple[int, int]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Finding:
    __match_args__ = ("rule", "severity", "class_", "message")
    @property
    def rule(self) -> str: ...
    @property
    def severity(self) -> _Severity: ...
    @property
    def class_(self) -> _Class | None: ...
    @property
    def message(self) -> str: ...
    @property
    def help(self) -> str | None: ...
    @property
    def details(self) -> dict[str, Any]: ...
    @property
    def location(self) -> Location | None: ...
    @property
    def refused_by(self) -> list[str]: ...
    def to_dict(self) -> dict[str, Any]: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class Certificate:
    __match_args__ = ("role", "subject", "not_after")
    @property
    def role(self) -> Literal["leaf", "intermediate", "root", "extra"]: ...
    @property
    def subject(self) -> str: ...
    @property
    def issuer(self) -> str: ...
    @property
    def not_before(self) -> datetime | None: ...
    @property
    def not_after(self) -> datetime | None: ...
    @property
    def names(self) -> list[str]: ...
    @property
    def key(self) -> str: ...
    @property
    def signature(self) -> str: ...
    @property
    def signature_verified(self) -> bool: ...
    @property
    def sha256(self) -> str: ...
    @property
    def public_key_sha256(self) -> str: ...
    @property
    def lines(self) -> tuple[int, int]: ...
    @property
    def der(self) -> bytes: ...

@final
class Repair:
    __match_args__ = ("kind", "lines")
    @property
    def kind(self) -> str: ...
    @property
    def lines(self) -> tuple[int, int]: ...
    @property
    def bytes(self) -> tuple[int, int]: ...
    @property
    def column(self) -> int: ...
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...

@final
class StackAnswer:
    __match_args__ = ("name", "version", "is_good")
    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def library(self) -> str | None: ...
    @property
    def is_good(self) -> bool: ...
    @property
    def loads(self) -> bool | None: ...
    @property
    def refusal(self) -> str | None: ...
    @property
    def sends(self) -> list[int]: ...
    @property
    def refused_by(self) -> list[str]: ...
    @property
    def because(self) -> list[str]: ...
    @property
    def refused_from(self) -> str | None: ...
    def __eq__(self, other: object, /) -> bool: ...
    __hash__: None  # type: ignore[assignment]

@final
class Report:
    __match_args__ = ("accepted", "class_", "findings")
    @property
    def accepted(self) -> bool: ...
    @property
    def class_(self) -> _Class | None: ...
    @property
    def http_status(self) -> int | None: ...
    @property
    def trust(self) -> Literal["anchor", "bundle-root", "unproven"] | None: ...
    @property
    def key_fits(self) -> bool: ...
    @property
    def not_checked(self) -> tuple[Literal["pair", "anchor", "names", "revocation"], ...]: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def certificates(self) -> tuple[Certificate, ...]: ...
    @property
    def chain(self) -> tuple[int, ...]: ...
    @property
    def repairs(self) -> tuple[Repair, ...]: ...
    @property
    def stacks(self) -> tuple[StackAnswer, ...]: ...
    def repaired(self) -> str | None: ...
    def chain_pem(self, *, include_root: bool = True) -> str | None: ...
    def raise_for_errors(self) -> None: ...
    def to_json(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...

@final
class Checker:
    def __new__(cls, profile: Profile | _Preset | None = None, at: datetime | None = None) -> Checker: ...
    def check(self, pem: _Pem, *, key: _Pem | None = None, previous: _Pem | None = None) -> Report: ...
    def check_many(self, bundles: Iterable[_Pem | tuple[_Pem, _Pem | None]], *, threads: int = 1) -> list[Report]: ...

    def check_arrow(self, bundles: _Arrow, keys: _Arrow | None = None) -> Judged: ...

@final
class Judged:
    def __arrow_c_array__(self, requested_schema: object | None = None) -> tuple[object, object]: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...

@final
class Rule:
    __match_args__ = ("name", "severity", "class_")
    @property
    def name(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def severity(self) -> _Severity: ...
    @property
    def class_(self) -> _Class: ...
    @property
    def area(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def fix(self) -> str: ...
    @property
    def citations(self) -> list[str]: ...

def check(
    pem: _Pem,
    *,
    key: _Pem | None = None,
    profile: Profile | _Preset | None = None,
    hostnames: _Graded | None = None,
    trust: _Trust | None = None,
    previous: _Pem | None = None,
    at: datetime | None = None,
) -> Report: ...
def check_many(
    bundles: Iterable[_Pem | tuple[_Pem, _Pem | None]],
    *,
    profile: Profile | _Preset | None = None,
    hostnames: _Graded | None = None,
    trust: _Trust | None = None,
    at: datetime | None = None,
    threads: int = 1,
) -> list[Report]: ...
def fix(
    pem: _Pem,
    *,
    key: _Pem | None = None,
    profile: Profile | _Preset | None = None,
    at: datetime | None = None,
) -> str: ...
def explain(rule: str) -> Rule: ...
def rules() -> list[Rule]: ...
def run(arguments: Sequence[str]) -> int: ...
