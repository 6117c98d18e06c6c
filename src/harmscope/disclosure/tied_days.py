"""Counts of the same thing over different days: which spans of days add up to which.

Editions about other periods link up by their days: three months of one service, published one by
one, are the quarter that a later edition shows of it.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import NamedTuple

from harmscope.disclosure.cells import Sense
from harmscope.disclosure.level import Edition, Key
from harmscope.times import day_of

PERIOD = "period"
"""The dimension that says which days a count is about, as ``FIRST/LAST``."""


class Span(NamedTuple):
    """The first and the last day of a count, as ``YYYY-MM-DD``."""

    start: str
    end: str

    def holds(self, other: "Span") -> bool:
        """Whether all days of another span are days of this one."""
        return self.start <= other.start and other.end <= self.end


class Tie(NamedTuple):
    """Unknowns by number: ``whole`` equals, or is at least, the sum of ``parts``."""

    whole: int
    parts: tuple[int, ...]
    sense: Sense


def timeless(key: Key) -> tuple[Key, Span] | None:
    """A key without its days, and these; None where it names none."""
    table, place = key
    days = dict(place).get(PERIOD, "")
    start, slash, end = days.partition("/")
    if not slash:
        return None
    return (table, tuple(pair for pair in place if pair[0] != PERIOD)), Span(start, end)


def ties(
    editions: Sequence[Edition], numbered: Sequence[Sequence[int]], true: Sequence[int]
) -> Iterator[Tie]:
    """Sums over days whose counts stand in several ``editions``, the newest first; ``numbered``
    gives the unknown of each cell, ``true`` the count of each unknown.

    Where spans fill a longer one without a gap and their counts add up, an attacker knows that they
    do. Where days are left out, the longer one is at least their sum. Counts that do not fit were
    restated since, and say nothing of each other.
    """
    found: dict[Key, dict[Span, int]] = {}
    homes: dict[int, set[int]] = {}
    for number, (edition, places) in enumerate(zip(editions, numbered, strict=True)):
        for cell, unknown in zip(edition.tables.cells, places, strict=True):
            named = timeless(cell.key)
            if named is not None:
                rest, span = named
                newest = found.setdefault(rest, {}).setdefault(span, unknown)
                if unknown == newest:
                    homes.setdefault(newest, set()).add(number)
    for there in found.values():
        if len(there) > 1:
            yield from _ties(there, homes, true)


def _ties(
    there: Mapping[Span, int], homes: Mapping[int, set[int]], true: Sequence[int]
) -> Iterator[Tie]:
    for span, whole in there.items():
        inner = [one for one in there if one != span and span.holds(one)]
        for spans in {tuple(_filled(span, inner, sign)) for sign in (1, -1)}:
            parts = tuple(there[one] for one in spans)
            if not parts or set.intersection(*(homes[i] for i in (whole, *parts))):
                continue  # nothing to tie, or one edition has them all and ties them itself
            total, most = sum(true[i] for i in parts), true[whole]
            if total == most and _is_full(span, spans):
                yield Tie(whole, parts, "equal")
            elif total <= most:
                yield Tie(whole, parts, "at_least")


def fitting(span: Span, there: Mapping[Span, int]) -> int | None:
    """The count of ``span`` with which the counts over other days in ``there`` add up; None where
    these leave it open."""
    for whole, count in there.items():
        if whole != span and whole.holds(span):
            inner = [span, *(one for one in there if one != whole and whole.holds(one))]
            for spans in (_filled(whole, inner, sign) for sign in (1, -1)):
                if span in spans and _is_full(whole, spans):
                    return count - sum(there[one] for one in spans if one != span)
    parts = _filled(span, [one for one in there if one != span and span.holds(one)], -1)
    return sum(there[one] for one in parts) if parts and _is_full(span, parts) else None


def _filled(whole: Span, inner: Sequence[Span], sign: int) -> list[Span]:
    """Spans that have no day in common, from the first on: the longest at each place, or with the
    ``sign`` -1 the shortest."""
    found: list[Span] = []
    first = whole.start
    for _, group in sorted(_by_start(inner).items()):
        one = sorted(group, key=lambda span: span.end)[-1 if sign > 0 else 0]
        if one.start >= first:
            found.append(one)
            first = _day_after(one.end)
    return found


def _by_start(spans: Sequence[Span]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for one in spans:
        found.setdefault(one.start, []).append(one)
    return found


def _is_full(whole: Span, spans: Sequence[Span]) -> bool:
    starts = [whole.start, *(_day_after(one.end) for one in spans)]
    ends = [one.end for one in spans]
    return [one.start for one in spans] == starts[:-1] and ends[-1] == whole.end


def _day_after(day: str) -> str:
    return (day_of(day) + timedelta(days=1)).isoformat()
