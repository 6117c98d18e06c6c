"""What accepted records are like: which members they give, how long things took, on which days.

Everything is a counter over a list that is known beforehand, so memory does not grow with the
data and no name or value out of it is kept.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from harmscope.demands.path import places
from harmscope.validation import statement
from harmscope.validation.fields import RECORD, fields
from harmscope.validation.spans import day_of, delay
from harmscope.validation.subject import STATEMENT, kind_of

Paths = tuple[str, ...]

DELAYS_OF: dict[str, tuple[tuple[str, Paths, Paths], ...]] = {
    "incident": (
        ("From detection to the first decision", ("detection.detected_at",), (
            "decisions.*.decided_at", "decisions.*.applied_at",
        )),
        ("From content to detection", ("content.created_at",), ("detection.detected_at",)),
    ),
    "notice": (
        ("From receipt to acknowledgement", ("received_at",), ("acknowledged_at",)),
        ("From receipt to decision", ("received_at",), ("decided_at",)),
        ("From receipt to removal", ("received_at",), ("removed_at",)),
    ),
    STATEMENT: (
        ("From content to application", ("content_date",), ("application_date",)),
        ("From application to the database", ("application_date",), ("created_at",)),
    ),
}  # fmt: skip
"""Delays looked at, by kind: a title, and the members that give the start and the end. The first
member that is there counts; of several values the earliest."""

DAY_OF: dict[str, Paths] = {
    "incident": ("decisions.*.decided_at", "decisions.*.applied_at", "detection.detected_at"),
    "notice": ("received_at",),
    STATEMENT: ("application_date",),
}
"""Members that give a record its day, by kind; the first that is there."""

FIRST_YEAR, LAST_YEAR = 1990, 2099
"""Days outside are counted together, so that the number of days stays small."""


@dataclass(slots=True)
class KindProfile:
    """Accepted records of one kind. ``given`` counts members by path, ``bases`` what they are
    counted among; ``delays`` counts classes by title; ``outside`` and ``undated`` records have no
    day in ``days``."""

    records: int = 0
    given: Counter[str] = field(default_factory=Counter)
    bases: Counter[str] = field(default_factory=Counter)
    delays: dict[str, Counter[str]] = field(default_factory=dict)
    days: Counter[date] = field(default_factory=Counter)
    outside: int = 0
    undated: int = 0

    def merge(self, other: "KindProfile") -> None:
        """Add the counts of other records."""
        self.records += other.records
        self.outside += other.outside
        self.undated += other.undated
        self.given.update(other.given)
        self.bases.update(other.bases)
        self.days.update(other.days)
        for title, counts in other.delays.items():
            self.delays.setdefault(title, Counter()).update(counts)


class Profile:
    """The profile of a run, by kind. ``given`` is the kind that every record is said to have."""

    def __init__(self, given: str | None = None) -> None:
        self.kinds: dict[str, KindProfile] = {}
        self._given = given

    def see(self, row: dict[str, object]) -> None:
        """Count one accepted record, as it stands in the file."""
        kind = kind_of(row, self._given)
        if kind is None:
            return
        record = statement.normal(row) if kind == STATEMENT else row
        profile = self.kinds.setdefault(kind, KindProfile())
        profile.records += 1
        _members(profile, kind, record)
        _delays(profile, kind, record)
        _day(profile, kind, record)

    def merge(self, other: "Profile") -> None:
        """Add what another profile has counted."""
        for kind, profile in other.kinds.items():
            self.kinds.setdefault(kind, KindProfile()).merge(profile)


def _members(profile: KindProfile, kind: str, record: dict[str, object]) -> None:
    known = fields(kind)
    profile.bases[RECORD] += 1
    profile.given.update(path for path in _paths(profile, record, "") if path in known)


def _paths(profile: KindProfile, value: dict[str, object], prefix: str) -> Iterator[str]:
    for name, inner in value.items():
        path = f"{prefix}{name}"
        yield path
        if isinstance(inner, dict):
            yield from _paths(profile, inner, f"{path}.")
        elif isinstance(inner, list):
            for item in inner:
                if isinstance(item, dict):
                    profile.bases[f"{path}.*"] += 1
                    yield from _paths(profile, item, f"{path}.*.")


def _delays(profile: KindProfile, kind: str, record: dict[str, object]) -> None:
    for title, starts, ends in DELAYS_OF.get(kind, ()):
        start, end = _first(record, starts), _first(record, ends)
        found = delay(start, end) if start and end else None
        if found is not None:
            profile.delays.setdefault(title, Counter())[found] += 1


def _day(profile: KindProfile, kind: str, record: dict[str, object]) -> None:
    moment = _first(record, DAY_OF.get(kind, ()))
    day = day_of(moment) if moment else None
    if day is None:
        profile.undated += 1
    elif FIRST_YEAR <= day.year <= LAST_YEAR:
        profile.days[day] += 1
    else:
        profile.outside += 1


def _first(record: dict[str, object], paths: Paths) -> str | None:
    for path in paths:
        found = [value for _, value in places(record, path) if isinstance(value, str)]
        if found:
            return min(found)
    return None
