"""What a registry writes: its settings, receipts and pools.

These records say ``null`` where a column of a table holds nothing, so that every row has every
column.
"""

from typing import Annotated, Literal

from pydantic import Field

from harmscope.model.base import (
    Count,
    Day,
    Digest,
    FigureStatus,
    Id,
    Label,
    Moment,
    Ref,
    Text,
    Unit,
    Written,
)
from harmscope.model.figure import MetricId, Number
from harmscope.model.report import Maker, Span

RuleCode = Annotated[str, Field(pattern=r"^[A-Z]{2}[0-9]{3}$")]
Reason = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,79}$")]
"""A fault in one word, as the slug of its rule says it."""

Status = Literal["received", "accepted", "warning", "partly", "rejected", "corrupt"]
Standing = Literal[
    "received", "accepted", "partly", "rejected", "superseded", "withdrawn", "erased"
]
"""How a submission that was taken in stands."""

StatusCode = Literal["RCVD", "ACPT", "WARN", "PART", "RJCT", "CRPT"]
Places = Annotated[list[int | float], Field(min_length=1)]


class RegistrySettings(Written):
    """What a registry is told once, in ``registry.json``. Without ``database`` its ledger is a
    SQLite file in its folder."""

    record: Literal["registry"]
    version: Literal["1.0"]
    registry: Label
    database: Text | None
    acceptance: Literal["automatic", "by_decision"]


class Package(Written):
    """The package as it came in."""

    sha256: Digest
    bytes: Count


class Rows(Written):
    """How many rows were read, and what became of them."""

    read: Count
    accepted: Count
    rejected: Count


class Place(Written):
    """Where a rule was broken first: the line, counted from 1 (0 where it is not known), and a JSON
    Pointer into the record."""

    rule: RuleCode
    severity: Literal["error", "warning", "info"]
    line: Count
    pointer: str


class FileAnswer(Written):
    """The answer for one file. Rows, rules and places are given for files of records."""

    path: Label
    sha256: Digest
    status: Status
    code: StatusCode
    versions: list[Ref] | None = None
    rows: Rows | None = None
    rules: dict[str, Count] | None = None
    places: list[Place] | None = None


class Refusal(Written):
    """Why a package is not taken in. ``rule`` is the code of the catalogue; receipts made before
    there were such codes have the word in ``code`` alone."""

    code: Reason
    rule: RuleCode | None = None
    fault: Text
    fix: Text
    member: Label | None = None


class ReceiptRemark(Written):
    """Something in a submission that does not add up."""

    code: Reason
    rule: RuleCode | None = None
    metric: str
    words: Text


class Versions(Written):
    """Which versions the submission follows."""

    submission: Label
    taxonomy: Ref


class Receipt(Written):
    """The registry's answer to a package, signed as a DSSE envelope around this record.

    ``entry`` and ``previous`` are the digests of the ledger's entry and of the one before. What
    the package says of itself is left out where it could not be read.
    """

    record: Literal["receipt"]
    version: Literal["1.0"]
    registry: Label
    seq: Count
    entry: Digest
    previous: Digest
    received_at: Moment
    package: Package
    status: Status
    code: StatusCode
    submission: Digest | None = None
    sender: Id | None = None
    service: Label | None = None
    start: Day | None = None
    end: Day | None = None
    kind: Literal["records", "figures", "publication"] | None = None
    replaces: Digest | None = None
    versions: Versions | None = None
    rows: Rows
    rules: dict[str, Count]
    files: list[FileAnswer]
    problems: list[Refusal]
    remarks: list[ReceiptRemark]
    made_by: Maker


class About(Written):
    """The submission that a decision is about, by the entry with which it came in."""

    seq: Count
    submission: Digest
    sender: Id
    service: Label
    start: Day
    end: Day
    kind: Literal["records", "figures", "publication"]


class Decision(Written):
    """What was done to a submission after its receipt, signed as a DSSE envelope around this
    record.

    ``entry`` and ``previous`` are the digests of the ledger's entry and of the one before;
    ``before`` and ``status`` how the submission stood and stands. ``rules`` is the version of the
    rules that were applied, ``remedy`` what the sender can do, ``of`` the entry that a reversal
    takes back.
    """

    record: Literal["decision"]
    version: Literal["1.0"]
    registry: Label
    seq: Count
    entry: Digest
    previous: Digest
    at: Moment
    about: About
    outcome: Literal["accept", "reject", "withdraw", "erase", "reverse"]
    before: Standing
    status: Standing
    reason: Text
    official: Text | None = None
    rules: Text | None = None
    remedy: Text | None = None
    of: Count | None = None
    made_by: Maker


class ManifestFile(Written):
    """One file of a publication."""

    path: Label
    bytes: Count
    sha256: Digest


class Manifest(Written):
    """The files of a publication with their digests, signed by the registry as a DSSE envelope
    around this record, in ``manifest.dsse.json``."""

    record: Literal["manifest"]
    version: Literal["1.0"]
    registry: Label
    title: Text
    period: Span
    edition: Count
    published_on: Day
    licence: Text
    contact: Text | None = None
    key_id: Label
    files: list[ManifestFile]
    made_by: Maker


class Limits(Written):
    """Limits between which a number lies."""

    low: Number
    high: Number | None = None


class PooledFigure(Written):
    """One figure over all submissions. ``senders`` of ``of`` registered services stand behind it;
    ``by_service`` gives what each adds, ``by_authority`` the limits of what each publication adds
    (``high`` is left out where it is open). ``value`` is null where it cannot be said; ``low`` and
    ``high`` are then bounds. With the ``status`` ``at_least`` it is a lower limit: some service
    has records that may belong to it and do not say so, or not all of them."""

    metric: MetricId
    unit: Unit
    dimensions: dict[str, str]
    value: Number | None
    status: FigureStatus | None = None
    senders: Count
    of: Count
    cases: Count | None = None
    low: Number | None = None
    high: Number | None = None
    by_service: dict[str, Number] | None = None
    by_authority: dict[str, Limits] | None = None
    authorities: Count | None = None
    submissions: list[Digest]


class PoolDoubt(Written):
    """Something in a pool that does not add up. It holds no count."""

    code: Reason
    rule: RuleCode | None = None
    metric: str
    service: str
    words: Text


class Pool(Written):
    """One set of figures over all submissions that counted after the entry ``as_of``.

    It is for officials: its figures are exact and are not protected. ``left_out`` are submissions
    that reach beyond the period, ``partly`` services that cover some of its days, ``absent``
    services without a submission.
    """

    record: Literal["pool"]
    version: Literal["1.0"]
    period: Span
    as_of: Count
    head: Digest
    submissions: list[Digest]
    left_out: list[Digest]
    partly: list[Label]
    absent: list[Label]
    figures: list[PooledFigure]
    doubts: list[PoolDoubt]
