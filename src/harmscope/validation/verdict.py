"""What a run of the validator is asked, and what it answers."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from harmscope.errors import UserError, offer
from harmscope.findings import SEVERITIES, Finding, Severity, Tally
from harmscope.rules import CATALOGUE, RULES, named
from harmscope.rules.ruleset import Ruleset, load_ruleset
from harmscope.validation.schemas import versions

# The options of a run of the validator.

REPORT = "dsa-report"
"""The kind of reports on the EU template; it has no schema of ours."""


@dataclass(frozen=True, slots=True)
class Options:
    """``kind`` is what every record must be; None takes it from each record or table.

    ``clock`` is the day taken as today. ``select`` and ``ignore`` name rules by code, slug or the
    start of a code (``HS1``); what is ignored is not asked. ``ruleset`` sets severities and
    thresholds; ``previous`` is the report, or the set of records, before what is judged. Raises
    UserError for a kind that is unknown and for a name that fits no rule.
    """

    kind: str | None = None
    clock: date | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    ruleset: Ruleset = field(default_factory=load_ruleset)
    previous: Path | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in (*versions(), REPORT):
            fix = offer(self.kind, (*versions(), REPORT))
            raise UserError("--kind", "there is no such kind", fix)
        for option, names in (("--select", self.select), ("--ignore", self.ignore)):
            for name in names:
                if not named(name):
                    known = (*CATALOGUE, *(kind.slug for kind in CATALOGUE.values()))
                    fix = offer(name, known, "see harmscope rules for codes and slugs")
                    raise UserError(option, "a name fits no rule", fix)

    def errors_only(self) -> "Options":
        """These options without the rules of other severities, which then cost nothing."""
        kept = (code for code in RULES if self.keeps(code))
        return replace(self, select=tuple(code for code in kept if self.severity(code) == "error"))

    def keeps(self, code: str) -> bool:
        """Whether the rule ``code`` is asked in this run."""
        if self.ruleset.severities.get(code) == "off":
            return False
        # Asked for every finding, and mostly nothing is selected or ignored.
        if self.select and not any(_fits(code, name) for name in self.select):
            return False
        return not self.ignore or not any(_fits(code, name) for name in self.ignore)

    def severity(self, code: str) -> Severity:
        """The severity of a rule in this run."""
        chosen = self.ruleset.severities.get(code, "off")
        return CATALOGUE[code].severity if chosen == "off" else chosen


def _fits(code: str, name: str) -> bool:
    return code.startswith(name) or CATALOGUE[code].slug == name.replace("-", "_")


DEFAULT = Options()
"""Every rule, no clock."""


# The outcome of a run: exact counts of rows, findings as far as they are kept, and where they
# lie.

# The outcome of a run: exact counts, and findings as far as they are kept.


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


# Where in a file findings lie: exact counts in at most 200 stretches, at any length of file.

STRETCHES = 200
"""How many stretches a file is cut into at most."""

MOST_FILES = 500
"""Files with findings that are followed; those after them are counted in ``others``."""


@dataclass(slots=True)
class Strip:
    """Findings of one file by place. ``counts[severity][i]`` is how many start on the lines from
    ``i * width + 1`` to ``(i + 1) * width``; ``placeless`` are about the file as a whole."""

    width: int = 1
    counts: dict[Severity, list[int]] = field(
        default_factory=lambda: {severity: [0] * STRETCHES for severity in SEVERITIES}
    )
    placeless: int = 0
    last: int = 0

    def see(self, severity: Severity, line: int | None) -> None:
        """Count one finding."""
        if line is None:
            self.placeless += 1
            return
        self.last = max(self.last, line)
        self._reach(line)
        self.counts[severity][(line - 1) // self.width] += 1

    def within(self, rows: int) -> list[dict[Severity, int]]:
        """The stretches of the whole file of ``rows`` rows, those without findings included."""
        self._reach(max(rows, self.last, 1))
        used = (max(rows, self.last, 1) - 1) // self.width + 1
        return [{one: self.counts[one][place] for one in SEVERITIES} for place in range(used)]

    def _reach(self, line: int) -> None:
        while (line - 1) // self.width >= STRETCHES:
            self.width *= 2
            for severity, counts in self.counts.items():
                pairs = zip(counts[::2], counts[1::2], strict=True)
                self.counts[severity] = [a + b for a, b in pairs] + [0] * (STRETCHES // 2)


class Positions:
    """A sink that counts findings by file and place. What is waived is left out."""

    def __init__(self) -> None:
        self.strips: dict[str, Strip] = {}
        self.others = 0

    def take(self, finding: Finding, waived: str | None) -> None:
        """Count one finding."""
        if waived is not None:
            return
        strip = self.strips.get(finding.file)
        if strip is None:
            if len(self.strips) >= MOST_FILES:
                self.others += 1
                return
            strip = self.strips[finding.file] = Strip()
        strip.see(finding.severity, finding.line)
