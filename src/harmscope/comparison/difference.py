"""Two editions of one report: every figure added, dropped or changed, the weightiest first."""

from dataclasses import dataclass
from typing import Literal

from harmscope.comparison.categories import label_of, native_code
from harmscope.comparison.compare import service_of
from harmscope.model.figure import Figure
from harmscope.reading import LoadedReport
from harmscope.reading.ranges import Range, range_of
from harmscope.reading.report_file import title_of

Kind = Literal["changed", "added", "dropped"]
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One restated figure. ``absolute`` and ``relative`` are limits of new minus old, and of that
    over old; None where either has no number. ``within_rounding`` says that both may still be the
    same number. ``earlier`` says that its period ended before the newest period of the old edition.
    """

    kind: Kind
    old: Figure | None
    new: Figure | None
    service: str
    title: str
    category: str
    absolute: tuple[float, float] | None
    relative: tuple[float | None, float | None] | None
    within_rounding: bool
    earlier: bool

    @property
    def figure(self) -> Figure:
        """The new figure, or the old one where it was dropped."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two editions, and how many figures are equal. ``renamed``
    is the old and the new name of a service that was given another one."""

    old: LoadedReport
    new: LoadedReport
    changes: tuple[Change, ...]
    equal: int
    new_periods: tuple[str, ...]
    renamed: tuple[str, str] | None = None

    @property
    def restates(self) -> bool:
        """Whether a figure that the old edition held was changed or dropped."""
        return any(change.kind != "added" for change in self.changes) or any(
            change.earlier for change in self.changes
        )


def diff(old: LoadedReport, new: LoadedReport) -> Difference:
    """The difference of two editions; figures are matched by what they count, not by place."""
    renamed = _renamed(old, new)
    before, after = _keyed(old, dict([renamed]) if renamed else {}), _keyed(new, {})
    known = {figure.period for figure, _ in before.values() if figure.period}
    changes = []
    equal = 0
    for key in before.keys() | after.keys():
        one, two = before.get(key), after.get(key)
        if one and two and _says(one[0]) == _says(two[0]):
            equal += 1
            continue
        changes.append(_change(one, two, known))
    added = {f.period for f, _ in after.values() if f.period} - known
    return Difference(
        old=old,
        new=new,
        changes=tuple(sorted(changes, key=_weight)),
        equal=equal,
        new_periods=tuple(sorted(added)),
        renamed=renamed,
    )


def _renamed(old: LoadedReport, new: LoadedReport) -> tuple[str, str] | None:
    """The old and the new name of the one service that only one edition knows, if the figures of
    both names count the same things."""
    ours, theirs = (
        {service_of(report, figure) for figure in report.figures} for report in (old, new)
    )
    gone, come = ours - theirs, theirs - ours
    if len(gone) != 1 or len(come) != 1:
        return None
    names = gone.pop(), come.pop()
    one, two = (
        {key[:3] + key[4:] for key, (_, service) in _keyed(report, {}).items() if service == name}
        for report, name in zip((old, new), names, strict=True)
    )
    return names if 2 * len(one & two) >= min(len(one), len(two)) > 0 else None


Placed = tuple[Figure, str]


def _keyed(report: LoadedReport, names: dict[str, str]) -> dict[Key, Placed]:
    keyed: dict[Key, Placed] = {}
    for figure in report.figures:
        own = service_of(report, figure)
        service = names.get(own, own)
        scope = figure.scope
        key: Key = (
            figure.metric,
            figure.place,
            figure.scheme,
            service,
            (scope.surface, scope.geography) if scope else None,
            figure.period,
        )
        number = 2
        while key in keyed:
            key = (*key[:6], number)
            number += 1
        keyed[key] = (figure, service)
    return keyed


def _says(figure: Figure) -> tuple[object, ...]:
    """What was published: the number or its limits, the text, or why there is none.

    That a report contradicts itself about a number, and how exact the number is, was found by a
    reader and not published.
    """
    bounds = figure.bounds if figure.status != "contested" else None
    shown = (bounds.low, bounds.high) if bounds else None
    numbered = figure.value is not None or shown is not None
    return figure.value, shown, None if numbered else figure.status, figure.text, figure.unit


def _change(one: Placed | None, two: Placed | None, known: set[str]) -> Change:
    old, new = (one[0] if one else None), (two[0] if two else None)
    found = two or one
    assert found is not None
    figure, service = found
    before, after = (range_of(old) if old else None), (range_of(new) if new else None)
    newest = max(known, default="")
    code = native_code(figure)
    return Change(
        kind="changed" if old and new else "added" if new else "dropped",
        old=old,
        new=new,
        service=service,
        title=title_of(figure.metric),
        category=label_of(figure.scheme, code) if code else "",
        absolute=_absolute(before, after),
        relative=_relative(before, after),
        within_rounding=before is not None and after is not None and before.overlaps(after),
        earlier=figure.period is not None and figure.period in known and figure.period < newest,
    )


def _absolute(before: Range | None, after: Range | None) -> tuple[float, float] | None:
    if before is None or after is None or None in (before.low, before.high, after.low, after.high):
        return None
    low = float(after.low or 0) - float(before.high or 0)
    high = float(after.high or 0) - float(before.low or 0)
    return round(low, 9), round(high, 9)


def _relative(
    before: Range | None, after: Range | None
) -> tuple[float | None, float | None] | None:
    limits = _absolute(before, after)
    if limits is None or before is None or after is None or not before.high:
        return None
    low = float(after.low or 0) / float(before.high) - 1
    high = float(after.high or 0) / float(before.low) - 1 if before.low else None
    return low, high


def _weight(change: Change) -> tuple[object, ...]:
    """Dropped figures first, then changes by the size of their relative change, then additions."""
    order = {"dropped": 0, "changed": 1, "added": 2}[change.kind]
    certain, middle = _sizes(change.relative)
    figure = change.figure
    return (
        order,
        -certain,
        -middle,
        change.service,
        figure.metric,
        figure.period or "",
        figure.place,
    )


def _sizes(relative: tuple[float | None, float | None] | None) -> tuple[float, float]:
    """How large a change is at least, once rounding is granted, and in the middle of its limits."""
    low, high = relative or (None, None)
    if low is None:
        return float("inf"), float("inf")
    if high is None:
        return max(low, 0), float("inf")
    certain = 0 if low <= 0 <= high else min(abs(low), abs(high))
    return certain, abs(low + high) / 2
