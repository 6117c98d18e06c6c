"""The outcome of a run: exact counts, and findings as far as they are kept."""

from collections import Counter
from dataclasses import dataclass, field

from harmscope.findings import SEVERITIES, Severity, Tally


@dataclass(slots=True)
class FileCount:
    """Rows of one member. ``seen`` = ``accepted`` + ``rejected`` + ``skipped``.

    ``notes`` say what a reader decided (an encoding, a delimiter).
    """

    name: str
    accepted: int = 0
    rejected: int = 0
    skipped: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def seen(self) -> int:
        """Rows that the reader gave, readable or not."""
        return self.accepted + self.rejected + self.skipped


@dataclass(slots=True)
class Verdict:
    """What a run found. ``kinds`` counts rows by kind; ``not_run`` gives the rules that could not
    be asked, each with the reason."""

    tally: Tally = field(default_factory=Tally)
    files: list[FileCount] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    not_run: dict[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """Rows of all files."""
        return sum(file.seen for file in self.files)

    @property
    def accepted(self) -> int:
        """Rows without an error."""
        return sum(file.accepted for file in self.files)

    @property
    def rejected(self) -> int:
        """Rows with an error, or that could not be read."""
        return sum(file.rejected for file in self.files)

    @property
    def skipped(self) -> int:
        """Rows that were not judged; why is said in the notes of their file."""
        return sum(file.skipped for file in self.files)

    def next_rule(self) -> str:
        """The rule to see to first: of the most severe ones that with most findings. There must
        be a finding."""
        counts, severities = self.tally.counts, self.tally.severities
        return min(
            counts, key=lambda code: (SEVERITIES.index(severities[code]), -counts[code], code)
        )

    def fails(self, on: Severity = "error") -> bool:
        """Whether there is a finding of severity ``on`` or above."""
        worse: tuple[Severity, ...] = ("error",) if on == "error" else ("error", "warning")
        return any(self.tally.total(severity) for severity in worse)
