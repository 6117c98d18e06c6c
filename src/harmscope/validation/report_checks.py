"""What the figures of one DSA report say about each other, sheet against sheet."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from harmscope.model.figure import Figure, Number
from harmscope.readers.dsa_codes import read_category

Key = tuple[str, tuple[tuple[str, str], ...]]
SHEETS = 11
ORDERS = ("orders.act.received", "orders.act.items", "orders.inform.received")
OWN_ROW = ("category", "row", "description")
SCORES = ("automation.accuracy", "automation.precision", "automation.recall")


class Clash(NamedTuple):
    """A rule, the figure at which it fails, and both numbers."""

    code: str
    at: Figure
    detail: str


class Report:
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


def clashes(figures: list[Figure]) -> Iterator[Clash]:
    """Every contradiction between sheets; within a sheet the reader has found them already."""
    report = Report(figures)
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


def _states(report: Report) -> Iterator[Clash]:
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
                yield Clash("HS601", figure, words)


def _measures(report: Report) -> Iterator[Clash]:
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
        yield Clash("HS602", solely, words)


def _complaints(report: Report) -> Iterator[Clash]:
    total = report.at("complaints.received")
    kinds = [
        figure.value
        for figure, dimensions in report.of("complaints.received")
        if set(dimensions) - {"row"} and figure.value is not None
    ]
    if total is not None and total.value is not None and kinds and sum(kinds) != total.value:
        words = f"{total.value:,} stated, kinds add up to {sum(kinds):,}"
        yield Clash("HS603", total, words)


def _recipients(report: Report) -> Iterator[Clash]:
    total = report.at("recipients.monthly_active")
    # A scope that no reader knows (SP for Spain) is still a part of the whole.
    parts = [
        figure.value
        for figure, dimensions in report.of("recipients.monthly_active")
        if dimensions and figure.value is not None
    ]
    if total is not None and total.value is not None and parts and sum(parts) < total.value:
        words = f"{total.value:,} stated, states add up to {sum(parts):,}"
        yield Clash("HS604", total, words)


def _moderators(report: Report) -> Iterator[Clash]:
    parts = [report.value(f"moderators.{kind}") for kind in ("internal", "external")]
    known = [value for value in parts if value is not None]
    linguistic = report.at("moderators.linguistic")
    if len(known) < len(parts) or linguistic is None or linguistic.value is None:
        return
    if linguistic.value > sum(known):
        words = f"{linguistic.value:,} with expertise, {sum(known):,} in all"
        yield Clash("HS605", linguistic, words)


def _scores(report: Report) -> Iterator[Clash]:
    for metric in SCORES:
        for figure, _ in report.of(metric):
            if figure.value == 1:
                yield Clash("HS606", figure, "")


def _restrictions(report: Report) -> Iterator[Clash]:
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
            yield Clash("HS607", taken, words)


def _blank_categories(report: Report) -> Iterator[Clash]:
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
            yield Clash("HS609", figure, "")


def _notices(report: Report) -> Iterator[Clash]:
    received = report.value("notices.received")
    solely = report.at("automation.notices_solely", origin="notices")
    if received is None or solely is None or solely.value is None:
        return
    other = report.value("automation.notices_not", origin="notices") or 0
    if solely.value + other > received:
        words = f"{solely.value + other:,} on sheet 8, {received:,} on sheet 4"
        yield Clash("HS610", solely, words)
