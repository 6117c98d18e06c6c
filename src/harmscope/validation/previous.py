"""A report against the one before it: flipped shares, restated figures, periods, jumps."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from pydantic import ValidationError

from harmscope.errors import UserError
from harmscope.model.figure import Figure, Number
from harmscope.model.period import Period, parse_period
from harmscope.readers.dsa_report import read_dsa_report
from harmscope.validation.flips import Limits, turned
from harmscope.validation.report_checks import Clash

SHARES = (
    ("measures.detected_automatically", "measures.taken"),
    ("automation.measures_solely", "automation.measures_not"),
    ("automation.notices_solely", "automation.notices_not"),
    ("complaints.reversed", "complaints.upheld"),
)
"""A part and its whole, or a part and the other part."""

Key = tuple[str, tuple[tuple[str, str], ...]]


def figures_of(path: Path) -> list[Figure]:
    """The figures of an earlier report: on the EU template, or a ``report.json`` of ours.

    Raises UserError where it is neither.
    """
    if path.suffix != ".json":
        return read_dsa_report(path).figures
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        return [Figure.model_validate(each) for each in document["figures"]]
    except (OSError, ValueError, KeyError, TypeError, ValidationError):
        fix = "give a report.json, or a report on the EU template"
        raise UserError("--previous", "it cannot be read as a report", fix) from None


def against(figures: list[Figure], earlier: list[Figure], limits: Limits) -> Iterator[Clash]:
    """What two reports of one service say about each other; the later one is looked at.
    ``limits`` are the thresholds of a ruleset."""
    now, then = _keyed(figures), _keyed(earlier)
    yield from _restated(now, then)
    yield from _periods(figures, earlier)
    if _spans(figures) != _spans(earlier):
        yield from _flipped(now, then, limits)
        yield from _jumps(now, then, limits)


def _keyed(figures: list[Figure]) -> dict[Key, Figure]:
    return {
        (figure.metric, tuple(sorted((figure.dimensions or {}).items()))): figure
        for figure in figures
        if figure.value is not None
    }


def _restated(now: dict[Key, Figure], then: dict[Key, Figure]) -> Iterator[Clash]:
    for key, figure in now.items():
        old = then.get(key)
        if old is not None and old.period == figure.period and old.value != figure.value:
            yield Clash("HS232", figure, f"{old.value:,} before, {figure.value:,} now")


def _spans(figures: list[Figure]) -> set[str]:
    return {figure.period for figure in figures if figure.period}


def _periods(figures: list[Figure], earlier: list[Figure]) -> Iterator[Clash]:
    ours, theirs = _longest(figures), _longest(earlier)
    if ours is None or theirs is None or ours == theirs:
        return
    at = next(figure for figure in figures if figure.period)
    expected = theirs.end + timedelta(days=1)
    if ours.start != expected:
        yield Clash("HS233", at, f"starts {ours.start}, the one before ended {theirs.end}")


def _longest(figures: list[Figure]) -> Period | None:
    spans = []
    for text in _spans(figures):
        with suppress(UserError):
            spans.append(parse_period(text))
    return max(spans, key=lambda span: span.days, default=None)


def _flipped(now: dict[Key, Figure], then: dict[Key, Figure], limits: Limits) -> Iterator[Clash]:
    for part, other in SHARES:
        for (metric, dimensions), figure in now.items():
            if metric != part:
                continue
            ours, theirs = (_share(each, part, other, dimensions) for each in (now, then))
            if ours is not None and theirs is not None and turned(ours, theirs, limits):
                yield Clash("HS231", figure, f"{theirs:.1%} before, {ours:.1%} now")


def _share(
    figures: dict[Key, Figure], part: str, other: str, dimensions: tuple[tuple[str, str], ...]
) -> float | None:
    one, two = figures.get((part, dimensions)), figures.get((other, dimensions))
    if one is None or two is None or one.value is None or two.value is None:
        return None
    whole: Number = two.value if other.endswith(".taken") else one.value + two.value
    return one.value / whole if whole else None


def _jumps(now: dict[Key, Figure], then: dict[Key, Figure], limits: Limits) -> Iterator[Clash]:
    for (metric, dimensions), figure in now.items():
        old = then.get((metric, dimensions))
        if old is None or figure.unit in ("hours", "share") or "category" in dict(dimensions):
            continue
        small, large = sorted((figure.value or 0, old.value or 0))
        if small >= limits["jump_least"] and large >= limits["jump_factor"] * small:
            yield Clash("HS234", figure, f"{old.value:,} before, {figure.value:,} now")
