"""One rule as data."""

from dataclasses import dataclass
from typing import Literal

from harmscope.demands import Demand
from harmscope.findings import Finding, Severity

Scope = Literal["record", "file", "cross"]
Cost = Literal["row", "distinct", "two-pass"]

MODEL = "the harmscope record model"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue. ``code`` is for ever and is never used again.

    ``what`` says in one sentence what must hold (no full stop); ``why`` what goes wrong where it
    does not; ``fix`` what to do. ``since`` is the version of the catalogue that brought it.
    ``cost``: ``row`` looks at one record, ``distinct`` keeps something for every distinct value,
    ``two-pass`` needs all records first. ``demand`` is set for rules of scope ``record`` alone;
    the shape, file and cross rules are asked by the validator itself.
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
    demand: Demand | None = None

    def finding(
        self,
        file: str,
        line: int | None = None,
        offset: int | None = None,
        pointer: str = "",
        detail: str = "",
    ) -> Finding:
        """A finding of this rule at a place; ``detail`` adds to what the rule says."""
        message = f"{self.what} ({detail})" if detail else self.what
        return Finding(
            rule=self.code,
            slug=self.slug,
            severity=self.severity,
            file=file,
            message=message,
            fix=self.fix,
            line=line,
            offset=offset,
            pointer=pointer,
        )

    def as_dict(self) -> dict[str, object]:
        """The rule as ``schemas/rules.json`` and ``harmscope rules --format json`` show it."""
        return {
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
