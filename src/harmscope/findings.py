"""Findings: what is wrong with the data, the kinds of finding, and an exact tally of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

Severity = Literal["error", "warning", "info"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Most severe first. error: must (RFC 2119), warning: should, info: neither."""

SAMPLES_PER_RULE = 20


class Finding(NamedTuple):
    """One fault at one place. It holds no value out of the data, only where to look.

    ``line`` counts from 1 (for CSV the line on which the row starts, for Parquet the row).
    ``offset`` is the byte offset of the line in the decompressed member. ``pointer`` is an
    RFC 6901 JSON Pointer into the record, or the column name for tables.
    """

    rule: str
    slug: str
    severity: Severity
    file: str
    message: str
    fix: str
    line: int | None = None
    offset: int | None = None
    pointer: str = ""

    def as_dict(self) -> dict[str, object]:
        """The finding as the JSON output shows it; unknown places are left out."""
        return {key: value for key, value in self._asdict().items() if value is not None}


Scope = Literal["record", "file", "cross", "read", "intake", "pool"]
"""Where a fault shows: in one record, in a file, between files; in reading, at the intake of a
registry, in a pool."""

Cost = Literal["row", "distinct", "two-pass"]
MODEL = "the harmscope record model"


@dataclass(frozen=True, slots=True)
class FindingKind:
    """One entry of the catalogue of findings. ``code`` is for ever and is never used again.

    ``what`` says the fault in one sentence (no full stop); ``why`` what goes wrong because of it;
    ``fix`` what to do. ``since`` is the version of the catalogue that brought it. ``cost``: ``row``
    looks at one record, ``distinct`` keeps something for every distinct value, ``two-pass`` needs
    all records first. ``part_of`` is the code under which the validator reports the fault, where
    that is another one.
    """

    code: str
    slug: str
    severity: Severity
    scope: Scope
    kinds: tuple[str, ...]
    what: str
    why: str
    fix: str
    source: str = MODEL
    since: str = "1.0"
    cost: Cost = "row"
    part_of: str = ""

    @property
    def clause(self) -> str:
        """What is wrong, to stand inside a sentence."""
        name = self.what[1:2].isupper()
        return self.what if name else f"{self.what[:1].lower()}{self.what[1:]}"

    def finding(
        self,
        file: str,
        line: int | None = None,
        offset: int | None = None,
        pointer: str = "",
        detail: str = "",
        *,
        message: str = "",
        fix: str = "",
        severity: Severity | None = None,
    ) -> Finding:
        """A finding of this kind at a place.

        ``detail`` adds to what the kind says, ``message`` stands in its place. ``fix`` and
        ``severity`` are given where they differ from the catalogue.
        """
        what = message or self.what
        return Finding(
            rule=self.code,
            slug=self.slug,
            severity=severity or self.severity,
            file=file,
            message=f"{what} ({detail})" if detail else what,
            fix=fix or self.fix,
            line=line,
            offset=offset,
            pointer=pointer,
        )

    def as_dict(self) -> dict[str, object]:
        """The entry as ``schemas/rules.json`` and ``harmscope rules --format json`` show it."""
        shown: dict[str, object] = {
            "code": self.code,
            "slug": self.slug,
            "severity": self.severity,
            "scope": self.scope,
            "kinds": list(self.kinds),
            "since": self.since,
            "cost": self.cost,
            "what": self.what,
            "why": self.why,
            "fix": self.fix,
            "source": self.source,
        }
        return {**shown, "part_of": self.part_of} if self.part_of else shown


class Sink(Protocol):
    """Takes every finding of a run as it comes, in the order of the files."""

    def take(self, finding: Finding, waived: str | None) -> None:
        """Take one finding; ``waived`` is the reason of the waiver that covers it."""


class Tally:
    """Counts every finding, keeps the first few of each rule: memory stays flat at any number.

    ``excuse`` gives the reason why a finding is waived, or None. What is waived is counted in
    ``waived`` and nowhere else. ``sinks`` get every finding, waived or not.
    """

    def __init__(
        self,
        samples_per_rule: int = SAMPLES_PER_RULE,
        sinks: Sequence[Sink] = (),
        excuse: Callable[[Finding], str | None] | None = None,
    ) -> None:
        self.counts: Counter[str] = Counter()
        self.waived: Counter[str] = Counter()
        self.severities: dict[str, Severity] = {}
        self._samples: dict[str, list[Finding]] = {}
        self._cap = samples_per_rule
        self._sinks = sinks
        self._excuse = excuse

    def add(self, finding: Finding) -> None:
        """Count one finding and keep it as a sample while there is room."""
        waived = self._excuse(finding) if self._excuse else None
        for sink in self._sinks:
            sink.take(finding, waived)
        if waived is not None:
            self.waived[finding.rule] += 1
            return
        self.counts[finding.rule] += 1
        self.severities[finding.rule] = finding.severity
        kept = self._samples.setdefault(finding.rule, [])
        if len(kept) < self._cap:
            kept.append(finding)

    def extend(self, findings: Iterable[Finding]) -> None:
        """Count each of several findings."""
        for finding in findings:
            self.add(finding)

    def total(self, severity: Severity | None = None) -> int:
        """How many findings there are, of one severity or of all."""
        return sum(
            count
            for rule, count in self.counts.items()
            if severity is None or self.severities[rule] == severity
        )

    def rules(self) -> list[str]:
        """Rule codes seen, the most severe first, then by code."""
        return sorted(self.counts, key=lambda rule: (SEVERITIES.index(self.severities[rule]), rule))

    def samples(self, rule: str | None = None) -> Iterator[Finding]:
        """Kept findings of one rule, or of all rules in the order of :meth:`rules`."""
        for code in self.rules() if rule is None else [rule]:
            yield from self._samples.get(code, [])
