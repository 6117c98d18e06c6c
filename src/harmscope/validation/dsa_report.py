"""Checks a published report on the EU's template: what the reader finds in it, and what the report
before it says.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.formats.door import read_json
from harmscope.model.figure import Figure, Number
from harmscope.model.period import Period, parse_period
from harmscope.readers.dsa_checks import read_dsa_report
from harmscope.readers.dsa_contradictions import Contradiction
from harmscope.readers.result import Reading
from harmscope.rules import CATALOGUE
from harmscope.validation.previous import Limits, turned
from harmscope.validation.verdict import REPORT, FileCount, Options, Verdict

# A report against the one before it: flipped shares, restated figures, periods, jumps.

SHARES = (
    ("measures.detected_automatically", "measures.taken"),
    ("automation.measures_solely", "automation.measures_not"),
    ("automation.notices_solely", "automation.notices_not"),
    ("complaints.reversed", "complaints.upheld"),
)
"""A part and its whole, or a part and the other part."""

UNREAD = ("RD010", "RD014", "RD024", "RD025")
"""Remarks about a cell or row that was not read."""

FigureKey = tuple[str, tuple[tuple[str, str], ...]]


def figures_of(path: Path) -> list[Figure]:
    """The figures of an earlier report: on the EU template, or a ``report.json`` of ours.

    Raises UserError where it is neither.
    """
    if path.suffix != ".json":
        return read_dsa_report(path).figures
    fix = "give a report.json, or a report on the EU template"
    document: Any = read_json(path, fix)
    try:
        return [Figure.model_validate(each) for each in document["figures"]]
    except (KeyError, TypeError, ValidationError):
        raise UserError("--previous", "it cannot be read as a report", fix) from None


def against(
    figures: list[Figure], earlier: list[Figure], limits: Limits
) -> Iterator[Contradiction]:
    """What two reports of one service say about each other; the later one is looked at.
    ``limits`` are the thresholds of a ruleset."""
    now, then = _by_key(figures), _by_key(earlier)
    yield from _restated(now, then)
    yield from _periods(figures, earlier)
    if _spans(figures) != _spans(earlier):
        yield from _flipped(now, then, limits)
        yield from _jumps(now, then, limits)


def _by_key(figures: list[Figure]) -> dict[FigureKey, Figure]:
    found: dict[FigureKey, Figure] = {}
    for figure in figures:
        if figure.value is not None:
            surface = figure.scope.surface if figure.scope else None
            own = {"surface": surface} if surface else {}
            key = tuple(sorted({**own, **(figure.dimensions or {})}.items()))
            found.setdefault((figure.metric, key), figure)
    return found


def _restated(
    now: dict[FigureKey, Figure], then: dict[FigureKey, Figure]
) -> Iterator[Contradiction]:
    for key, figure in now.items():
        old = then.get(key)
        if old is not None and old.period == figure.period and old.value != figure.value:
            yield Contradiction("HS232", figure, f"{old.value:,} before, {figure.value:,} now")


def _spans(figures: list[Figure]) -> set[str]:
    return {figure.period for figure in figures if figure.period}


def _periods(figures: list[Figure], earlier: list[Figure]) -> Iterator[Contradiction]:
    ours, theirs = _longest(figures), _longest(earlier)
    if ours is None or theirs is None or ours == theirs:
        return
    at = next(figure for figure in figures if figure.period)
    expected = theirs.end + timedelta(days=1)
    if ours.start != expected:
        yield Contradiction("HS233", at, f"starts {ours.start}, the one before ended {theirs.end}")


def _longest(figures: list[Figure]) -> Period | None:
    spans = []
    for text in _spans(figures):
        with suppress(UserError):
            spans.append(parse_period(text))
    return max(spans, key=lambda span: span.days, default=None)


def _flipped(
    now: dict[FigureKey, Figure], then: dict[FigureKey, Figure], limits: Limits
) -> Iterator[Contradiction]:
    for part, other in SHARES:
        for (metric, dimensions), figure in now.items():
            if metric != part:
                continue
            ours, theirs = (_share(each, part, other, dimensions) for each in (now, then))
            if ours is not None and theirs is not None and turned(ours, theirs, limits):
                yield Contradiction("HS231", figure, f"{theirs:.1%} before, {ours:.1%} now")


def _share(
    figures: dict[FigureKey, Figure], part: str, other: str, dimensions: tuple[tuple[str, str], ...]
) -> float | None:
    one, two = figures.get((part, dimensions)), figures.get((other, dimensions))
    if one is None or two is None or one.value is None or two.value is None:
        return None
    whole: Number = two.value if other.endswith(".taken") else one.value + two.value
    return one.value / whole if whole else None


def _jumps(
    now: dict[FigureKey, Figure], then: dict[FigureKey, Figure], limits: Limits
) -> Iterator[Contradiction]:
    for (metric, dimensions), figure in now.items():
        old = then.get((metric, dimensions))
        if old is None or figure.unit in ("hours", "share") or "category" in dict(dimensions):
            continue
        small, large = sorted((figure.value or 0, old.value or 0))
        if small >= limits["jump_least"] and large >= limits["jump_factor"] * small:
            yield Contradiction("HS234", figure, f"{old.value:,} before, {figure.value:,} now")


# Published reports on the EU's template: what the reader finds, under the rules asked for.


def validate_report(path: str | Path, verdict: Verdict, options: Options) -> None:
    """Add one report (workbook, folder or zip archive) to a verdict. A row is a figure.

    Raises UserError where the path is missing or is standard input.
    """
    if str(path) == "-":
        raise UserError("-", "a report has several sheets", "name a workbook, folder or archive")
    reading = read_dsa_report(Path(path))
    found = _findings(reading, Path(path).name, options)
    findings = [finding for finding in found if options.keeps(finding.rule)]
    verdict.tally.extend(findings)
    refused = Counter(finding.file for finding in findings if finding.rule in UNREAD)
    by_digest = Counter(_digest(figure) for figure in reading.figures)
    for source in reading.sources:
        count = FileCount(source.name, by_digest[source.sha256], refused[source.name])
        verdict.files.append(count)
    verdict.kinds[REPORT] += 1


def _findings(reading: Reading, name: str, options: Options) -> list[Finding]:
    names = {source.sha256: source.name for source in reading.sources}
    found = list(reading.findings)
    earlier = figures_of(options.previous) if options.previous else []
    if earlier and not _same_service(reading.figures, earlier):
        fix = "give the report of the same service for the previous period"
        raise UserError("--previous", "it is about another service", fix)
    both = against(reading.figures, earlier, options.ruleset.thresholds) if earlier else ()
    for code, figure, detail in both:
        source = figure.source
        place = (source.cell if source else None) or ""
        file = names.get(_digest(figure), name)
        found.append(CATALOGUE[code].finding(file, pointer=place, detail=detail))
    return [each._replace(severity=options.severity(each.rule)) for each in found]


def _same_service(figures: list[Figure], earlier: list[Figure]) -> bool:
    """Whether the two name a service in common, or one of them names none."""
    ours, theirs = (
        {figure.scope.service for figure in each if figure.scope and figure.scope.service}
        for each in (figures, earlier)
    )
    return not ours or not theirs or bool(ours & theirs)


def _digest(figure: Figure) -> str:
    return (figure.source.sha256 or "") if figure.source else ""
