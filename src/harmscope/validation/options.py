"""The options of a run of the validator."""

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Severity
from harmscope.rules import CATALOGUE, RULES, named
from harmscope.rules.ruleset import Ruleset, load_ruleset
from harmscope.validation.schemas import versions

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
            known = ", ".join((*versions(), REPORT))
            raise UserError("--kind", "there is no such kind", f"use one of {known}")
        for option, names in (("--select", self.select), ("--ignore", self.ignore)):
            if not all(named(name) for name in names):
                fix = "see harmscope rules for codes and slugs"
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
