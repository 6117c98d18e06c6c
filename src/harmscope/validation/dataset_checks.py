"""Checks on all records of a data set together: what supersedes what, and thresholds of the
ruleset.
"""

import struct
from collections.abc import Callable, Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from harmscope.times import day_or_none
from harmscope.validation.duplicates import key_of
from harmscope.validation.statistics import DIFFERING, LATENESS, Statistics

# Which record supersedes which: chains that come back to their start, and ids that are not there.
#
# Only records with ``supersedes`` leave something, a link of fixed size.

_LINK = struct.Struct("<16s16sQQ?")
MOST = 200_000
"""Links that are kept (about 130 bytes each). Beyond, chains are not looked at, and that is said.
"""

Held = Callable[[set[bytes]], set[bytes]]
"""Tells which of some ids (as ``identities.key_of`` gives them) stand in a set."""


class SuccessionFault(NamedTuple):
    """A record whose ``supersedes`` is wrong. ``length`` counts the records of its cycle; it is 0
    where the id is not there."""

    file: int
    line: int
    offset: int
    accepted: bool
    length: int

    @property
    def rule(self) -> str:
        """The code of the rule that is broken."""
        return "HS223" if self.length else "HS224"


class _Link(NamedTuple):
    """A record and its place, and the id that it supersedes."""

    file: int
    line: int
    offset: int
    accepted: bool
    key: bytes
    old: bytes


def link(
    kind: str, name: str, old: object, at: tuple[int, int], *, accepted: bool
) -> Iterator[bytes]:
    """The link that the record with the id ``name`` leaves: none where ``old``, what it
    supersedes, is nothing or itself (HS165). ``at`` is its line and its offset."""
    if isinstance(old, str) and old != name:
        yield _LINK.pack(key_of(kind, name), key_of(kind, old), *at, accepted)


class Successions:
    """All links of a run. ``full`` says that there were more than are kept."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._links: list[_Link] = []
        self.full = False

    def add(self, file: int, links: list[bytes]) -> None:
        """Links of the file with this number, in the order of its rows."""
        self.full = self.full or len(self._links) + len(links) > self._most
        if self.full:
            self._links = []
            return
        for each in links:
            key, old, line, offset, accepted = _LINK.unpack(each)
            self._links.append(_Link(file, line, offset, accepted, key, old))

    def faults(self, held: Held) -> list[SuccessionFault]:
        """Every record of a cycle, and every one that supersedes an id that ``held`` does not
        know, in the order of the files and their rows. Nothing where there were too many."""
        if not self._links:
            return []
        olds = {each.old for each in self._links}
        absent = olds - held(olds)
        lengths = _cycles(self._links)
        found = [
            SuccessionFault(*each[:4], 0 if each.old in absent else lengths[each.key])
            for each in self._links
            if each.old in absent or each.key in lengths
        ]
        return sorted(found)


def _cycles(links: list[_Link]) -> dict[bytes, int]:
    """The number of records of its cycle, for the id of each record that is in one.

    Of records with the same id the first one counts.
    """
    following: dict[bytes, bytes] = {}
    for each in links:
        following.setdefault(each.key, each.old)
    lengths: dict[bytes, int] = {}
    done: set[bytes] = set()
    for start in following:
        path: dict[bytes, int] = {}
        at = start
        while at in following and at not in done and at not in path:
            path[at] = len(path)
            at = following[at]
        if at in path:
            cycle = list(path)[path[at] :]
            lengths.update(dict.fromkeys(cycle, len(cycle)))
        done.update(path)
    return lengths


# File rules: a statistics of all accepted records against the thresholds of a ruleset.

Found = tuple[str, str]
"""A rule's code, and what was counted."""


def broken_rules(statistics: Statistics, limits: dict[str, float]) -> Iterator[Found]:
    """Every file rule that the records together break."""
    counts = statistics.settle().counts
    if counts["records"] >= limits["few"]:
        yield from _shares(statistics, limits)
        yield from _series(statistics, limits)
    yield from _texts(statistics, limits)
    if counts["records"] >= limits["very_many"] and not counts["illegal"]:
        yield "HS212", f"none of {counts['records']:,}"
    if counts["records"] >= limits["many"]:
        for name in DIFFERING:
            if len(statistics.values.get(name, ())) == 1:
                yield "HS207", name
    yield from _headers(statistics)


def _shares(statistics: Statistics, limits: dict[str, float]) -> Iterator[Found]:
    counts, records = statistics.counts, statistics.counts["records"]
    late = min((days for days in LATENESS if days >= limits["late_days"]), default=LATENESS[-1])
    above = (
        ("HS206", "other", records, limits["other_share"]),
        ("HS208", "instant", counts["timed"], limits["instant_share"]),
        ("HS209", "manual_instant", counts["manual"], limits["manual_instant_share"]),
        ("HS210", "synthetic", records, limits["synthetic_share"]),
        ("HS214", f"late_{late}", counts["filed"], limits["late_share"]),
        ("HS217", "trusted", records, limits["trusted_share"]),
    )
    for code, name, whole, limit in above:
        if whole >= limits["few"] and counts[name] > limit * whole:
            yield code, _share(counts[name], whole)
    if counts["keyword"] < limits["keyword_share"] * counts["categorised"]:
        yield "HS211", _share(counts["keyword"], counts["categorised"])
    missing = records - counts["language"]
    if missing > limits["language_missing_share"] * records:
        yield "HS213", f"{_share(missing, records)} without"


def _texts(statistics: Statistics, limits: dict[str, float]) -> Iterator[Found]:
    """Members in which one text is common. A text below the limit by less than was taken off its
    count (see ``texts``) is not told: what is said is surely so."""
    for member, most, filled, exact in statistics.texts.common():
        if filled >= limits["few"] and most > limits["text_share"] * filled:
            yield "HS222", f"{member}: {'' if exact else 'at least '}{_share(most, filled)}"


def _series(statistics: Statistics, limits: dict[str, float]) -> Iterator[Found]:
    days = sorted(found for text in statistics.days if (found := day_or_none(text)))
    if len(days) < limits["active_days"]:
        return
    usual = median(statistics.days[day.isoformat()] for day in days)
    peak = max(days, key=lambda day: statistics.days[day.isoformat()])
    most = statistics.days[peak.isoformat()]
    if most > limits["spike_factor"] * usual:
        yield "HS215", f"{most:,} on {peak}, usually {usual:,.0f}"
    for before, after in pairwise(days):
        silent = (after - before).days - 1
        if silent > limits["gap_days"]:
            yield "HS216", f"{silent} days after {before}"


def _headers(statistics: Statistics) -> Iterator[Found]:
    total = sum(statistics.services.values())
    services = {str(header.get("service", "")) for header in statistics.headers}
    if statistics.headers and "" not in services:
        strangers = sum(
            count for name, count in statistics.services.items() if name not in services
        )
        if strangers:
            yield "HS219", f"{strangers:,} of {total:,} records"
    spans = [header.get("period") for header in statistics.headers]
    outside = _outside(statistics, [span for span in spans if isinstance(span, dict)])
    if spans and all(isinstance(span, dict) for span in spans) and outside:
        yield "HS220", f"{outside:,} of {sum(statistics.days.values()):,} records with a day"


def _outside(statistics: Statistics, spans: list[dict[str, object]]) -> int:
    edges = [(str(span.get("start")), str(span.get("end"))) for span in spans]
    return sum(
        count
        for day, count in statistics.days.items()
        if day and not any(start <= day <= end for start, end in edges)
    )


def stated_records(headers: list[dict[str, object]]) -> int | None:
    """How many records the headers say there are; None where one does not say it."""
    counts = [header.get("counts") for header in headers]
    said = [each.get("records", each.get("written")) for each in counts if isinstance(each, dict)]
    whole = [number for number in said if isinstance(number, int)]
    return sum(whole) if headers and len(whole) == len(headers) else None


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,}, {100 * part / whole:.1f} %" if whole else f"{part:,}"
