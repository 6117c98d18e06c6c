"""Names the classic errors in somebody else's list of GARM, DSA or IAB codes, with the fix."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.taxonomy.foreign import Row, read_list
from harmscope.taxonomy.lint_checks import Match, Names, is_tier, names_of, tier_fault
from harmscope.taxonomy.list_faults import LIST_FAULTS
from harmscope.taxonomy.systems import Code

CANDIDATES: Final = ("garm@2022-06", "garm@2020-09", "iab-content@3.1", "dsa@v2", "dsa@v1")


@dataclass(frozen=True, slots=True)
class LintResult:
    """What a list was taken for, how many entries it has, and what is wrong with it."""

    system: str
    entries: int
    findings: tuple[Finding, ...]


def lint(path: Path) -> LintResult:
    """Check a list of codes (CSV, TSV, JSON or YAML).

    The system and version are recognised by what the list holds; UserError if it looks like none
    of those we know. No finding repeats the list's own text: places and official names only.
    """
    rows = read_list(path)
    tiers = [row for row in rows if is_tier(row)]
    entries = [row for row in rows if row not in tiers and (row.id or row.label)]
    names = _recognise(path, entries, bool(tiers))
    findings = [_finding(path, "LT001", row, *fault) for row, fault in tier_fault(tiers)]
    matches = _judge_parts(names, [names.match(row) for row in entries])
    findings += _row_findings(path, names, matches)
    findings += _missing(path, names, matches)
    found = _found(names, matches)
    other = "" if findings else names.other_version(found)
    return LintResult(other or names.ref, len(rows), tuple(findings))


def _recognise(path: Path, rows: list[Row], has_tiers: bool) -> Names:
    scored = [(sum(one.familiarity(row) for row in rows), one) for one in map(names_of, CANDIDATES)]
    score, best = max(scored, key=lambda pair: pair[0])
    if score >= 2:
        return best
    if has_tiers and not rows:
        return names_of(CANDIDATES[0])
    raise UserError(
        str(path), "does not look like a list of GARM, DSA or IAB codes", "check file and columns"
    )


def _judge_parts(names: Names, matches: list[Match]) -> list[Match]:
    """A part of a name that stands alone, with nothing else for its code, is a cut label."""
    whole = {match.code.key for match in matches if match.code is not None}
    parts = [match.part_of.key for match in matches if match.part_of is not None]
    return [
        names.misspelt(match.row, match.part_of)
        if match.part_of is not None
        and match.part_of.key not in whole
        and parts.count(match.part_of.key) == 1
        else match
        for match in matches
    ]


def _row_findings(path: Path, names: Names, matches: list[Match]) -> Iterator[Finding]:
    seen: set[str] = set()
    for match in matches:
        if match.fault:
            yield _finding(path, match.fault, match.row, match.message, match.fix)
        if match.code is None:
            continue
        meant = names.meant(match)
        if meant <= seen and len(meant) == 1:
            said = f"{_quoted(match.code)} stands here a second time"
            yield _finding(path, "LT007", match.row, said, "keep one of the two")
        seen |= meant
        parent = names.wrong_parent(match)
        if parent:
            said = f"{_quoted(match.code)} stands under another parent than {parent}"
            yield _finding(path, "LT008", match.row, said, f"put it under {parent}")


def _found(names: Names, matches: list[Match]) -> set[str]:
    return {key for match in matches for key in names.meant(match)}


def _missing(path: Path, names: Names, matches: list[Match]) -> Iterator[Finding]:
    found = _found(names, matches)
    found |= {key for match in matches for key in match.between}
    parts = sum(match.fault == "LT002" for match in matches)
    for kind in names.kinds:
        codes = names.of_kind(kind)
        lost = [code for code in codes if code.key not in found]
        here = len(codes) - len(lost)
        complete = not lost or names.other_version(found)
        # A part that stands in for the one missing row is one error, not two.
        if complete or here * 2 < len(codes) or (parts and len(lost) == 1):
            continue
        said = f"the list has {here} of the {len(codes)} codes of kind {kind} in {names.ref}"
        shown = ", ".join(_quoted(code) for code in lost[:12])
        more = f" and {len(lost) - 12} more" if len(lost) > 12 else ""
        yield _finding(path, "LT003", Row(), said, f"add {shown}{more}")


def _quoted(code: Code) -> str:
    return f'"{code.label}" ({code.key})'


def _finding(path: Path, rule: str, row: Row, message: str, fix: str) -> Finding:
    kind = LIST_FAULTS[rule]
    return kind.finding(str(path), row.line, pointer=row.pointer, message=message, fix=fix)
