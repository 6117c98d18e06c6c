"""Compares the counts of a report with what the records give for the same cells."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from harmscope.model.figure import Figure, Number
from harmscope.readers.conflicts import identity
from harmscope.reading import LoadedReport
from harmscope.reading.ranges import range_of, ratio
from harmscope.reading.report_file import title_of

State = Literal["equal", "above", "below", "missing", "extra"]
WORDS: dict[State, str] = {
    "equal": "equal",
    "above": "the report says more",
    "below": "the report says less",
    "missing": "only in the report",
    "extra": "only in the records",
}
ONE_ROW = ("description", "row", "part")
COUNTED = frozenset(
    {"items", "accounts", "notices", "orders", "decisions", "actions", "appeals", "incidents"}
)
Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: what the report says and what the records give, None where one has no number.

    ``ratio`` is the report over the records, as limits where the report rounds or contests.
    """

    metric: str
    title: str
    dimensions: dict[str, str]
    reported: Number | None
    counted: Number | None
    state: State
    ratio: tuple[float | None, float | None] | None
    contested: bool


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every cell that either side has, and the known reasons that may explain differences."""

    report: LoadedReport
    counted: LoadedReport
    cells: tuple[Cell, ...]
    reasons: tuple[str, ...]

    def of(self, state: State) -> list[Cell]:
        """The cells in one state."""
        return [cell for cell in self.cells if cell.state == state]


def reconcile(report: LoadedReport, counted: LoadedReport) -> Reconciliation:
    """The counts of ``report`` beside those of ``counted``, the report made from the records.

    Only whole counts are compared; medians, shares and texts are not. Rows that a report splits
    only by a description are added first. Cells in which both have nothing or zero are equal.
    """
    ours, theirs = _counts(counted.figures), _counts(report.figures)
    titles = {**counted.titles, **report.titles}
    cells = [
        _cell(key, theirs.get(key, []), ours.get(key, []), titles)
        for key in sorted(ours.keys() | theirs.keys())
    ]
    kept = [cell for cell in cells if cell.reported is not None or cell.counted]
    ordered = sorted(kept, key=_weight)
    return Reconciliation(report, counted, tuple(ordered), tuple(_reasons(ordered)))


def _counts(figures: Iterable[Figure]) -> dict[Key, list[Figure]]:
    """The counts by cell; the same count on two sheets or panels stands for one."""
    found: dict[Key, list[Figure]] = defaultdict(list)
    seen: set[tuple[object, ...]] = set()
    for figure in figures:
        if figure.unit in COUNTED and identity(figure) not in seen:
            seen.add(identity(figure))
            kept = {n: c for n, c in (figure.dimensions or {}).items() if n not in ONE_ROW}
            found[figure.metric, tuple(sorted(kept.items()))].append(figure)
    return found


def _cell(key: Key, theirs: list[Figure], ours: list[Figure], titles: dict[str, str]) -> Cell:
    metric, dimensions = key
    reported, counted = _sum(theirs), _sum(ours)
    limits = None
    if len(theirs) == 1 and ours and counted:
        one, other = range_of(theirs[0]), range_of(ours[0])
        limits = ratio(one, other) if one and other and len(ours) == 1 else None
    if limits is None and reported is not None and counted:
        limits = (reported / counted, reported / counted)
    return Cell(
        metric=metric,
        title=titles.get(metric) or title_of(metric),
        dimensions=dict(dimensions),
        reported=reported,
        counted=counted,
        state=_state(reported, counted),
        ratio=limits,
        contested=any(figure.status == "contested" for figure in theirs),
    )


def _sum(figures: list[Figure]) -> Number | None:
    values = [figure.value for figure in figures if figure.value is not None]
    return sum(values) if values else None


def _state(reported: Number | None, counted: Number | None) -> State:
    if counted is None:
        return "missing"
    if reported is None:
        return "extra" if counted else "equal"
    if reported == counted:
        return "equal"
    return "above" if reported > counted else "below"


def _weight(cell: Cell) -> tuple[object, ...]:
    """Totals before parts, large differences first."""
    difference = abs((cell.reported or 0) - (cell.counted or 0))
    return "category" in cell.dimensions, -difference, cell.metric, sorted(cell.dimensions.items())


@cache
def _known() -> tuple[dict[str, list[str] | str], ...]:
    text = files("harmscope.reconciliation").joinpath("reasons.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["reason"])


def _reasons(cells: list[Cell]) -> list[str]:
    """The known reasons that fit any difference found."""
    differing = [cell for cell in cells if cell.state != "equal"]
    return [
        str(reason["text"])
        for reason in _known()
        if any(
            cell.state in reason["when"] and cell.metric.startswith(tuple(reason["metrics"]))
            for cell in differing
        )
    ]
