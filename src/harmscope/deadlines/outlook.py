"""One thing that is due, and all of them together, the latest first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, Literal

from harmscope.times import start_of_day, utc_text

What = Literal["request", "report", "figures", "submission", "erasure"]
Standing = Literal["late", "may_be_late", "not_known", "open", "no_limit"]

STANDINGS: Final[dict[Standing, str]] = {
    "late": "late",
    "may_be_late": "may be late",
    "not_known": "not known whether done",
    "open": "open",
    "no_limit": "no limit",
}
"""How something stands to its limit, in the order in which it is listed, with its words."""

LATE: Final = ("late", "may_be_late")
"""What makes ``harmscope due`` end with exit code 1: what may be late is not clean."""

SUPERSEDED: Final = "superseded"
COPY: Final = "HS202 duplicate_record"
HARMLESS: Final = (SUPERSEDED, COPY)
"""Why records are left out of which another one is looked at."""

_HOUR: Final = timedelta(hours=1)
_RANK: Final = {standing: rank for rank, standing in enumerate(STANDINGS)}


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due.

    ``law`` is the id of a clock, of a profile, or the name of a registry's deadline; None where no
    limit is known. ``duty`` is who owes a report, by the id that the profile gives. ``due`` is the
    instant in UTC at which the limit ends; of a limit that ends with a day, the end of that day.
    Where only the day of receipt is known the limit ends somewhere between ``due`` and ``latest``.
    ``day`` is the last day of a limit in days. ``place`` is the file and the line, or row, of a
    record. ``id`` is the record's own, and is shown only where it was asked for. ``declared`` says
    how many figures and texts a report asks for that no log holds, and how many of them are there.
    """

    what: What
    standing: Standing
    jurisdiction: str
    law: str | None
    title: str
    duty: str | None = None
    due: datetime | None = None
    latest: datetime | None = None
    day: date | None = None
    since: str | None = None
    service: str | None = None
    period: str | None = None
    place: tuple[str, int] | None = None
    id: str | None = None
    note: str | None = None
    declared: tuple[int, int] | None = None

    @property
    def named(self) -> str:
        """Its title; of a report also the duty that owes it, as one profile may have several."""
        return (
            self.title
            if self.duty is None or self.what == "figures"
            else (f"{self.title} ({self.duty})")
        )

    def hours_left(self, now: datetime) -> int | None:
        """Whole hours until the limit ends, negative where it has ended; None without a limit."""
        return None if self.due is None else (self.due - now) // _HOUR

    def as_dict(self, now: datetime, *, ids: bool) -> dict[str, Any]:
        """The members that say something; ``id`` only with ``ids``."""
        place = None if self.place is None else {"file": self.place[0], "line": self.place[1]}
        said = {
            "what": self.what,
            "standing": self.standing,
            "jurisdiction": self.jurisdiction,
            "law": self.law,
            "title": self.title,
            "duty": self.duty,
            "due": None if self.due is None else utc_text(self.due),
            "latest": None if self.latest is None else utc_text(self.latest),
            "last_day": None if self.day is None else self.day.isoformat(),
            "hours_left": self.hours_left(now),
            "since": self.since,
            "service": self.service,
            "period": self.period,
            "place": place,
            "id": self.id if ids else None,
            "note": self.note,
            "declared": None if self.declared is None else _asked(*self.declared),
        }
        return {name: value for name, value in said.items() if value is not None}


@dataclass(slots=True)
class Outlook:
    """Everything that is due at ``now``, an instant in UTC.

    ``silent`` counts what cannot be said, by the words for it; ``left_out`` counts records that
    were not accepted, by the rule; ``notes`` say what else is to be known.
    """

    now: datetime
    items: list[Due] = field(default_factory=list)
    silent: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """How many records were left out of which nobody knows whether something in them is late: a
        copy of a record and one that another takes the place of are none."""
        return sum(count for why, count in self.left_out.items() if why not in HARMLESS)

    @property
    def late(self) -> bool:
        """Whether something is late, or may be."""
        return any(one.standing in LATE for one in self.items)

    def counts(self) -> Counter[Standing]:
        """How many things there are of each standing."""
        return Counter(one.standing for one in self.items)

    def by_law(self) -> list[tuple[str, str, str, Counter[Standing]]]:
        """Jurisdiction, law (empty: no limit is known), what it is about, and how many there are of
        each standing."""
        found: dict[tuple[str, str, str], Counter[Standing]] = {}
        for one in self.items:
            key = (one.jurisdiction, one.law or "", one.named)
            found.setdefault(key, Counter())[one.standing] += 1
        return [(*key, found[key]) for key in sorted(found)]

    def settle(self) -> "Outlook":
        """Sort: late first, then what ends first, then by place."""
        self.items.sort(key=_order)
        return self


def _asked(asked: int, answered: int) -> dict[str, int]:
    return {"asked": asked, "answered": answered}


def _order(one: Due) -> tuple[object, ...]:
    ends = datetime.max.replace(tzinfo=UTC) if one.due is None else one.due
    place = one.place or ("", 0)
    names = (one.jurisdiction, one.title, one.duty or "", one.service or "", one.period or "")
    return (_RANK[one.standing], ends, *names, *place)


def end_of_day(day: date) -> datetime:
    """The last second of a day in UTC."""
    return start_of_day(day + timedelta(days=1)) - timedelta(seconds=1)


def standing_at(now: datetime, due: datetime, latest: datetime | None) -> Standing:
    """How a limit stands that ends at ``due``, or at an unknown time from ``due`` to ``latest``.
    The moment of the end is still inside."""
    if now <= due:
        return "open"
    return "late" if latest is None or now > latest else "may_be_late"


def merged(now: datetime, parts: Iterable[Outlook]) -> Outlook:
    """Several outlooks as one."""
    whole = Outlook(now)
    for one in parts:
        whole.items += one.items
        whole.silent.update(one.silent)
        whole.left_out.update(one.left_out)
        whole.notes += [note for note in one.notes if note not in whole.notes]
    return whole.settle()
