"""A published report against the records it should stand on: the counts of both, place by place."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from harmscope.model.figure import Figure, Number
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
Place = tuple[tuple[str, str], ...]
Key = tuple[str, Place]


@dataclass(frozen=True, slots=True)
class Cell:
    """One place: the figure of the report and that of the records, None where one has none.

    ``ratio`` is the report over the records, as limits where the report rounds or contests.
    """

    in_report: Figure | None
    in_records: Figure | None
    title: str
    state: State
    ratio: tuple[float | None, float | None] | None

    @property
    def figure(self) -> Figure:
        """The figure of the report, else that of the records."""
        found = self.in_report or self.in_records
        assert found is not None
        return found

    @property
    def metric(self) -> str:
        """The metric that both count."""
        return self.figure.metric

    @property
    def dimensions(self) -> dict[str, str]:
        """What both are split by."""
        return dict(self.figure.place)

    @property
    def reported(self) -> Number | None:
        """The number in the report."""
        return self.in_report.value if self.in_report else None

    @property
    def counted(self) -> Number | None:
        """The number that the records give."""
        return self.in_records.value if self.in_records else None

    @property
    def contested(self) -> bool:
        """Whether the report contradicts itself here."""
        return self.in_report is not None and self.in_report.status == "contested"


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
        if figure.unit in COUNTED and figure.identity not in seen:
            seen.add(figure.identity)
            place = tuple((name, code) for name, code in figure.place if name not in ONE_ROW)
            found[figure.metric, place].append(figure)
    return found


def _cell(key: Key, theirs: list[Figure], ours: list[Figure], titles: dict[str, str]) -> Cell:
    metric, place = key
    reported, counted = _joined(theirs, place), _joined(ours, place)
    one, other = (figure.value if figure else None for figure in (reported, counted))
    limits = None
    if len(theirs) == 1 and len(ours) == 1 and other:
        low, high = range_of(theirs[0]), range_of(ours[0])
        limits = ratio(low, high) if low and high else None
    if limits is None and one is not None and other:
        limits = (one / other, one / other)
    title = titles.get(metric) or title_of(metric)
    return Cell(reported, counted, title, _state(one, other), limits)


def _joined(figures: list[Figure], place: Place) -> Figure | None:
    """The figures of one place as one; the numbers of several are added."""
    if not figures:
        return None
    values = [figure.value for figure in figures if figure.value is not None]
    contested = [figure for figure in figures if figure.status == "contested"]
    update = {"dimensions": dict(place), "value": sum(values) if values else None}
    return (contested or figures)[0].model_copy(update=update)


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
