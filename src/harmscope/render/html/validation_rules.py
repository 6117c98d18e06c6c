"""Rules with findings as the page of a validation shows them: severe and frequent ones first."""

from dataclasses import dataclass

from harmscope.findings import SEVERITIES, Finding, Severity
from harmscope.render.html.charts.strip import NOUNS
from harmscope.rules import CATALOGUE
from harmscope.validation import Verdict

SAMPLES = 12
"""Places shown of a rule."""

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule with its exact count and its first places: file, line, pointer, detail."""

    code: str
    slug: str
    severity: Severity
    noun: str
    count: int
    what: str
    why: str
    fix: str
    source: str
    places: list[tuple[str, int | None, str, str]]

    @property
    def lined(self) -> bool:
        """Whether a place has a line."""
        return any(line is not None for _, line, _, _ in self.places)

    @property
    def pointed(self) -> bool:
        """Whether a place names a member."""
        return any(pointer for _, _, pointer, _ in self.places)

    @property
    def detailed(self) -> bool:
        """Whether a place has a detail."""
        return any(detail for _, _, _, detail in self.places)


def rule_rows(outcome: Verdict) -> list[RuleRow]:
    """All rules with findings."""
    tally = outcome.tally
    rows = [_row(outcome, code) for code in tally.counts]
    return sorted(rows, key=lambda row: (SEVERITIES.index(row.severity), -row.count, row.code))


def _row(outcome: Verdict, code: str) -> RuleRow:
    rule, tally = CATALOGUE[code], outcome.tally
    severity = tally.severities[code]
    return RuleRow(
        code=code,
        slug=rule.slug,
        severity=severity,
        noun=NOUNS[severity][0],
        count=tally.counts[code],
        what=rule.what,
        why=rule.why,
        fix=f"{rule.fix[0].upper()}{rule.fix[1:]}",
        source=rule.source,
        places=[_place(finding) for finding in list(tally.samples(code))[:SAMPLES]],
    )


def _place(finding: Finding) -> tuple[str, int | None, str, str]:
    what, detail = CATALOGUE[finding.rule].what, finding.message
    if detail.casefold().startswith(what.casefold()):
        detail = detail[len(what) :].strip()
    if detail.startswith("(") and detail.endswith(")"):
        detail = detail[1:-1]
    return _short(finding.file), finding.line, _short(finding.pointer), _short(detail)


def _short(text: str) -> str:
    """``text``, cut in the middle where it is so long that a page of them would be heavy."""
    if len(text) <= _LONGEST:
        return text
    half = _LONGEST // 2
    return f"{text[:half]}…{text[-half:]}"
