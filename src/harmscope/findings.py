"""What is wrong with the data: findings, their severities, an exact tally with capped samples."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
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
