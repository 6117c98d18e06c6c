"""Checks a published report on the EU's template: sheet against sheet, and against the report
before it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.formats.door import read_json
from harmscope.model.figure import Figure, Number
from harmscope.model.period import Period, parse_period
from harmscope.readers.dsa_checks import read_dsa_report
from harmscope.readers.dsa_terms import read_category
from harmscope.readers.result import Reading
from harmscope.rules import CATALOGUE
from harmscope.validation.previous import Limits, turned
from harmscope.validation.verdict import REPORT, FileCount, Options, Verdict

# What the figures of one DSA report say about each other, sheet against sheet.

Key = tuple[str, tuple[tuple[str, str], ...]]
SHEETS = 11
ORDERS = ("orders.act.received", "orders.act.items", "orders.inform.received")
OWN_ROW = ("category", "row", "description")
SCORES = ("automation.accuracy", "automation.precision", "automation.recall")


class Contradiction(NamedTuple):
    """A rule, the figure at which it fails, and both numbers."""

    code: str
    at: Figure
    detail: str


class Figures:
    """The figures of a report by metric and dimensions, one surface and period at a time."""

    def __init__(self, figures: list[Figure]) -> None:
        self.figures = figures
        self._by_key: dict[Key, Figure] = {}
        for figure in figures:
            self._by_key.setdefault(_key(figure.metric, figure.dimensions or {}), figure)

    def at(self, metric: str, **dimensions: str) -> Figure | None:
        """The figure with exactly these dimensions."""
        return self._by_key.get(_key(metric, dimensions))

    def value(self, metric: str, **dimensions: str) -> Number | None:
        """Its value, or None where it is missing or blank."""
        figure = self.at(metric, **dimensions)
        return None if figure is None else figure.value

    def of(self, metric: str) -> Iterator[tuple[Figure, dict[str, str]]]:
        """Figures of a metric that hold a number, with their dimensions."""
        for figure in self.figures:
            if figure.metric == metric and figure.value is not None:
                yield figure, dict(figure.dimensions or {})


def contradictions(figures: list[Figure]) -> Iterator[Contradiction]:
    """Every contradiction between sheets; within a sheet the reader has found them already."""
    report = Figures(figures)
    for check in (_states, _measures, _complaints, _recipients, _moderators, _scores):
        yield from check(report)
    for check in (_restrictions, _blank_categories, _notices):
        yield from check(report)


def sheets_missing(figures: list[Figure]) -> list[int]:
    """Numbers of sheets of the template from which no figure was read (1 and 2 hold none)."""
    named = {
        "orders": 3,
        "notices": 4,
        "complaints": 7,
        "disputes": 7,
        "automation": 8,
        "moderators": 9,
        "recipients": 10,
        "qualitative": 11,
    }
    seen = {named.get(figure.metric.split(".")[0], 0) for figure in figures}
    grounds = {"illegal": 5, "terms": 6}
    seen |= {
        grounds.get((figure.dimensions or {}).get("ground", ""), 0)
        for figure in figures
        if figure.metric.startswith("measures.")
    }
    return [sheet for sheet in range(3, SHEETS + 1) if sheet not in seen]


def _key(metric: str, dimensions: dict[str, str]) -> Key:
    return metric, tuple(sorted(dimensions.items()))


def _states(report: Figures) -> Iterator[Contradiction]:
    for metric in ORDERS:
        sums: dict[str, Number] = defaultdict(int)
        for figure, dimensions in report.of(metric):
            if "territory" in dimensions and figure.value is not None:
                sums[dimensions.get("category", "")] += figure.value
        for figure, dimensions in report.of(metric):
            category = dimensions.get("category", "")
            if "territory" in dimensions or "row" in dimensions or "description" in dimensions:
                continue
            # Some publishers give the states no row of their own for the total.
            comparable = bool(sums) and "/" not in category and (category or "" in sums)
            if comparable and sums.get(category, 0) != figure.value:
                words = f"{figure.value:,} stated, states add up to {sums.get(category, 0):,}"
                yield Contradiction("HS601", figure, words)


def _measures(report: Figures) -> Iterator[Contradiction]:
    taken = [report.value("measures.taken", ground=ground) for ground in ("illegal", "terms")]
    known = [value for value in taken if value is not None]
    if not known:
        return
    solely = report.at("automation.measures_solely", origin="own_initiative")
    if solely is None or solely.value is None:
        return
    other = report.value("automation.measures_not", origin="own_initiative") or 0
    if solely.value + other > sum(known):
        words = f"{solely.value + other:,} on sheet 8, {sum(known):,} on sheets 5 and 6"
        yield Contradiction("HS602", solely, words)


def _complaints(report: Figures) -> Iterator[Contradiction]:
    total = report.at("complaints.received")
    kinds = [
        figure.value
        for figure, dimensions in report.of("complaints.received")
        if set(dimensions) - {"row"} and figure.value is not None
    ]
    if total is not None and total.value is not None and kinds and sum(kinds) != total.value:
        words = f"{total.value:,} stated, kinds add up to {sum(kinds):,}"
        yield Contradiction("HS603", total, words)


def _recipients(report: Figures) -> Iterator[Contradiction]:
    total = report.at("recipients.monthly_active")
    # A scope that no reader knows (SP for Spain) is still a part of the whole.
    parts = [
        figure.value
        for figure, dimensions in report.of("recipients.monthly_active")
        if dimensions and figure.value is not None
    ]
    if total is not None and total.value is not None and parts and sum(parts) < total.value:
        words = f"{total.value:,} stated, states add up to {sum(parts):,}"
        yield Contradiction("HS604", total, words)


def _moderators(report: Figures) -> Iterator[Contradiction]:
    parts = [report.value(f"moderators.{kind}") for kind in ("internal", "external")]
    known = [value for value in parts if value is not None]
    linguistic = report.at("moderators.linguistic")
    if len(known) < len(parts) or linguistic is None or linguistic.value is None:
        return
    if linguistic.value > sum(known):
        words = f"{linguistic.value:,} with expertise, {sum(known):,} in all"
        yield Contradiction("HS605", linguistic, words)


def _scores(report: Figures) -> Iterator[Contradiction]:
    for metric in SCORES:
        for figure, _ in report.of(metric):
            if figure.value == 1:
                yield Contradiction("HS606", figure, "")


def _restrictions(report: Figures) -> Iterator[Contradiction]:
    for ground in ("illegal", "terms"):
        taken = report.at("measures.taken", ground=ground)
        kinds = [
            figure.value
            for figure, dimensions in report.of("measures.restrictions")
            if set(dimensions) == {"ground", "action"} and dimensions["ground"] == ground
            if figure.value is not None
        ]
        if taken is not None and taken.value is not None and kinds and sum(kinds) < taken.value:
            words = f"{taken.value:,} measures, {sum(kinds):,} restrictions"
            yield Contradiction("HS607", taken, words)


def _blank_categories(report: Figures) -> Iterator[Contradiction]:
    parts: set[Key] = set()
    for figure in report.figures:
        dimensions = dict(figure.dimensions or {})
        code = dimensions.get("category", "")
        parent = code.partition("/")[0] if "/" in code else read_category(code, None).parent
        if parent and figure.value:
            kept = {name: code for name, code in dimensions.items() if name not in OWN_ROW}
            parts.add(_key(figure.metric, {**kept, "category": parent}))
    for figure in report.figures:
        blank = figure.status == "blank" and figure.unit != "hours"
        if blank and _key(figure.metric, dict(figure.dimensions or {})) in parts:
            yield Contradiction("HS609", figure, "")


def _notices(report: Figures) -> Iterator[Contradiction]:
    received = report.value("notices.received")
    solely = report.at("automation.notices_solely", origin="notices")
    if received is None or solely is None or solely.value is None:
        return
    other = report.value("automation.notices_not", origin="notices") or 0
    if solely.value + other > received:
        words = f"{solely.value + other:,} on sheet 8, {received:,} on sheet 4"
        yield Contradiction("HS610", solely, words)


# A report against the one before it: flipped shares, restated figures, periods, jumps.

SHARES = (
    ("measures.detected_automatically", "measures.taken"),
    ("automation.measures_solely", "automation.measures_not"),
    ("automation.notices_solely", "automation.notices_not"),
    ("complaints.reversed", "complaints.upheld"),
)
"""A part and its whole, or a part and the other part."""

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
    return {
        (figure.metric, tuple(sorted((figure.dimensions or {}).items()))): figure
        for figure in figures
        if figure.value is not None
    }


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


# Published reports on the EU's template: what the reader meets, and sheet against sheet.


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
    refused = Counter(finding.file for finding in findings if finding.rule in ("RD010", "RD014"))
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
        fix = "give the report of the same service for the period before"
        raise UserError("--previous", "it is about another service", fix)
    both = against(reading.figures, earlier, options.ruleset.thresholds) if earlier else ()
    for code, figure, detail in (*contradictions(reading.figures), *both):
        source = figure.source
        place = (source.cell if source else None) or ""
        file = names.get(_digest(figure), name)
        found.append(CATALOGUE[code].finding(file, pointer=place, detail=detail))
    missing = [f"sheet {sheet}" for sheet in sheets_missing(reading.figures)]
    found += [CATALOGUE["HS608"].finding(name, detail=sheet) for sheet in missing]
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
