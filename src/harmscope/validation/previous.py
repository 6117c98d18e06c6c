"""Compares a set of records with the set of the period before it, by their statistics."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from harmscope.taxonomy import load_system, systems
from harmscope.validation.delays import utc_day
from harmscope.validation.duplicates import Identities
from harmscope.validation.statistics import CODES, DIFFERING, ILLEGAL, MANUAL, Statistics

# Shares that have become their complement from one period to the next: mostly a flag whose
# meaning was turned round.

Limits = dict[str, float]
"""Thresholds of a ruleset by name."""


def turned(now: float, then: float, limits: Limits) -> bool:
    """Whether a share has become its complement. Shares near a half never count."""
    near = abs(now + then - 1) <= limits["flip_tolerance"]
    return near and abs(now - 0.5) > limits["flip_distance"]


# A set of records against the one of the period before it: what their statistics show.

Found = tuple[str, str]

SHARES = (
    ("detected", ("Yes",), "detected by machine"),
    ("automation", MANUAL, "decided by people"),
    ("ground", ILLEGAL, "on the ground of law"),
)
"""Shares that are compared: a field, the values that count, and what the share says."""

CODE_RULES = ("HS234", "HS236", "HS237")
"""Rules that look at codes one by one."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The set of the period before: its statistics, its ids, and how many of its rows were rejected
    and so are not compared."""

    statistics: Statistics
    identities: Identities
    rejected: int


def against(now: Statistics, then: Statistics, limits: Limits) -> Iterator[Found]:
    """What the two statistics say about each other: codes of rules, and what was counted."""
    now.settle()
    then.settle()
    yield from _periods(now, then)
    if min(now.counts["records"], then.counts["records"]) < limits["few"]:
        return
    yield from _flips(now, then, limits)
    for name in DIFFERING:
        if len(now.values.get(name, ())) == 1 and len(then.values.get(name, ())) > 1:
            yield "HS235", name
    yield from _jumps(now, then, limits)
    if not _too_many(now, then):
        yield from _codes(now, then, limits)


def unasked(now: Statistics, then: Statistics, limits: Limits) -> dict[str, str]:
    """Rules that the statistics do not suffice for, each with the reason."""
    reasons: dict[str, str] = {}
    if _span(now) is None or _span(then) is None:
        reasons["HS233"] = "the header of one of the two sets gives no period"
    least = int(limits["few"])
    if min(now.counts["records"], then.counts["records"]) < least:
        few = ("HS231", "HS234", "HS235", "HS236", "HS237")
        reasons |= dict.fromkeys(few, f"one of the two sets has fewer than {least} cases")
    elif _too_many(now, then):
        reasons |= dict.fromkeys(CODE_RULES, "there are too many codes to compare them")
    return reasons


def _periods(now: Statistics, then: Statistics) -> Iterator[Found]:
    ours, theirs = _span(now), _span(then)
    if ours is None or theirs is None:
        return
    apart = (ours[0] - theirs[1]).days
    if apart != 1:
        how = f"{apart - 1} days between" if apart > 1 else "they overlap, or stand in wrong order"
        yield "HS233", f"starts {ours[0]}, the one before ended {theirs[1]}: {how}"


def _span(statistics: Statistics) -> tuple[date, date] | None:
    """The first and the last day of what the headers say; None where one of them says nothing."""
    spans = [header.get("period") for header in statistics.headers]
    known = [span for span in spans if isinstance(span, dict)]
    if not known or len(known) < len(spans):
        return None
    edges = [utc_day(str(span.get(edge))) for span in known for edge in ("start", "end")]
    days = [day for day in edges if day]
    return (min(days), max(days)) if len(days) == len(edges) else None


def _flips(now: Statistics, then: Statistics, limits: Limits) -> Iterator[Found]:
    for name, counted, words in SHARES:
        ours, theirs = _share(now, name, counted, limits), _share(then, name, counted, limits)
        if ours is None or theirs is None:
            continue
        if turned(ours, theirs, limits):
            yield "HS231", f"{words}: {theirs:.1%} before, {ours:.1%} now"


def _share(
    statistics: Statistics, name: str, counted: tuple[str, ...], limits: Limits
) -> float | None:
    values = statistics.tallies.of(name)
    whole = sum(values.values())
    if whole < limits["few"]:
        return None
    return sum(values.get(value, 0) for value in counted) / whole


def _jumps(now: Statistics, then: Statistics, limits: Limits) -> Iterator[Found]:
    """Volumes a day, so that periods of different length can be compared."""
    days, before = _length(now), _length(then)
    volumes = [("all cases", now.counts["records"], then.counts["records"])]
    if not _too_many(now, then):
        ours, theirs = now.tallies.of(CODES), then.tallies.of(CODES)
        volumes += [(code, ours[code], theirs[code]) for code in sorted(ours.keys() & theirs)]
    for name, count, old in volumes:
        small, large = sorted((count / days, old / before))
        if min(count, old) >= limits["jump_least"] and large >= limits["jump_factor"] * small:
            what = name if name == "all cases" else _shown(name)
            yield "HS234", f"{what}: {old / before:,.1f} a day before, {count / days:,.1f} now"


def _length(statistics: Statistics) -> int:
    """Days of a set: of the period that the headers say, else from the first record to the last."""
    span = _span(statistics)
    if span is None:
        days = [day for text in statistics.days if (day := utc_day(text))]
        span = (min(days), max(days)) if days else None
    return max((span[1] - span[0]).days + 1, 1) if span else 1


def _codes(now: Statistics, then: Statistics, limits: Limits) -> Iterator[Found]:
    ours, theirs = now.tallies.of(CODES), then.tallies.of(CODES)
    for rule, here, gone, when in (
        ("HS236", theirs, ours, "before"),
        ("HS237", ours, theirs, "now"),
    ):
        for code in sorted(here.keys() - gone):
            if here[code] >= limits["vanish_least"]:
                yield rule, f"{_shown(code)}: {here[code]:,} {when}"


def _too_many(now: Statistics, then: Statistics) -> bool:
    return any((CODES, "") in statistics.tallies.counts for statistics in (now, then))


def _shown(code: str) -> str:
    """A code of a shipped list as it is; another may be any text out of the data."""
    return code if code in _shipped() else "a code of your own"


@cache
def _shipped() -> frozenset[str]:
    refs = (system.ref for system in systems())
    return frozenset(code.code for ref in refs for code in load_system(ref).codes.values())
