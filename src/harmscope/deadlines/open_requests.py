"""Requests and orders in records that are open, under the limits of their law."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import NamedTuple, cast
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from harmscope.aggregation.clocking import is_done, jurisdictions_of, limits_of
from harmscope.deadlines.outlook import SUPERSEDED, Due, Outlook, end_of_day, standing_at
from harmscope.model.typed import Dataset, Notice
from harmscope.taxonomy.clocks import Clock
from harmscope.taxonomy.systems import codelist
from harmscope.times import Moment, day_number, moment
from harmscope.validation.accepted import Accepted, Placed
from harmscope.validation.verdict import Options

NOT_GIVEN = "not given"
NO_JURISDICTION = "jurisdiction not given"
NO_OUTCOME = "not known whether they were dealt with"
NOT_REMOVED = "decided without removal, where the limit asks for removal"
_ANSWERED = ("removed_at", "fulfilled_at")
_ENDS = ("decided_at", *_ANSWERED)
_CLOSED = ("acted", "partly", "refused", "duplicate")


class _Header(NamedTuple):
    """What the header of a file says of the notices in it: whose law holds, and in which zone the
    days lie."""

    jurisdictions: Sequence[str] = ()
    zone: tzinfo = UTC


Found = list[Due] | str
"""What is due for a notice, or the words for why that cannot be said."""


def open_requests(sources: Sequence[str | Path], now: datetime) -> tuple[Outlook, list[str]]:
    """Every request and order in ``sources`` that is open at ``now``, an instant in UTC, and the
    services of the records, sorted.

    Records are checked as ``validate`` does on that day; what is refused, repeated or superseded is
    left out. A limit runs only where its law holds for the request; what the header of a file says
    holds for that file alone. What came later than ``now`` had not come then. Memory grows with
    what is open. Raises UserError for sources that cannot be read.
    """
    outlook, services = Outlook(now), set[str]()
    replaced, found = set[tuple[str, str]](), list[tuple[tuple[str, str], Found]]()
    header, number = _Header(), 0
    with Accepted(sources, Options(clock=now.date())) as accepted:
        outlook.left_out.update(accepted.reasons)
        for placed in accepted.placed():
            record = placed.record
            if placed.number != number:
                header, number = _Header(), placed.number
            if record["record"] == "dataset":
                header = _header(record)
                continue
            services.add(record["service"])
            if record["record"] == "notice":
                if "supersedes" in record:
                    replaced.add((record["service"], record["supersedes"]))
                told = _due_for(_as_of(record, now), placed, header, now)
                if told:
                    found.append(((record["service"], record["notice_id"]), told))
    for key, told in found:
        if key in replaced:
            outlook.left_out[SUPERSEDED] += 1
        elif isinstance(told, str):
            outlook.silent[told] += 1
        else:
            outlook.items += told
            outlook.silent[NO_JURISDICTION] += told[0].jurisdiction == NOT_GIVEN
    outlook.silent = +outlook.silent
    return outlook.settle(), sorted(services)


def _header(record: Dataset) -> _Header:
    try:
        zone: tzinfo = ZoneInfo(record["time_zone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        zone = UTC
    return _Header(record.get("jurisdictions", ()), zone)


def _as_of(notice: Notice, now: datetime) -> Notice:
    """The notice as it stood at ``now``: what came of it later that day is not there yet."""
    ends = [name for name in _ENDS if name in notice]
    later = [name for name in ends if _is_later(notice[name], now)]  # type: ignore[literal-required]
    if not later:
        return notice
    left = {name: value for name, value in notice.items() if name not in later}
    return cast("Notice", left if len(later) < len(ends) else left | {"outcome": "pending"})


def _is_later(text: str, now: datetime) -> bool:
    at = moment(text)
    return at is not None and at.instant is not None and at.instant > now


def _due_for(notice: Notice, placed: Placed, header: _Header, now: datetime) -> Found:
    """What is due for one notice: nothing where it is closed."""
    if any(name in notice for name in _ANSWERED) or notice["outcome"] in _CLOSED:
        return []
    if notice["outcome"] == "unknown":
        return NO_OUTCOME
    received = moment(notice["received_at"])
    assert received is not None, "an accepted notice has a day"
    limits = limits_of(notice, day_number(received.utc_day), header.jurisdictions)
    if notice["outcome"] != "pending":
        running = [one for one in limits if one is not None and not is_done(one, notice["outcome"])]
        return NOT_REMOVED if running else []
    where = ", ".join(jurisdictions_of(notice, header.jurisdictions)) or NOT_GIVEN
    started: list[Clock | None] = [
        one for one in limits if one is not None and one.met_at not in notice
    ]
    return [
        _due(
            notice,
            placed,
            one.jurisdiction if one else where,
            one,
            _ends(one, received, header),
            now,
        )
        for one in started or [None]
    ]


def _due(  # noqa: PLR0917 - what one row of the answer says
    notice: Notice,
    placed: Placed,
    jurisdiction: str,
    clock: Clock | None,
    ends: tuple[datetime | None, datetime | None, date | None],
    now: datetime,
) -> Due:
    end, latest, day = ends
    return Due(
        what="request",
        standing="no_limit" if end is None else standing_at(now, end, latest),
        jurisdiction=jurisdiction,
        law=None if clock is None else clock.id,
        title=codelist("notice-kind").codes[notice["kind"]],
        due=end,
        latest=latest,
        day=day,
        since=notice["received_at"],
        service=notice["service"],
        place=(placed.file, placed.line),
        id=notice["notice_id"],
    )


def _ends(
    clock: Clock | None, received: Moment, header: _Header
) -> tuple[datetime | None, datetime | None, date | None]:
    """When a limit ends; where only a day is known, when it ends at the earliest and at the latest;
    the last day of a limit in days. All in UTC; a day of receipt lies in the zone of its header."""
    if clock is None:
        return None, None, None
    hours = clock.limit.hours
    if hours is None:
        last = clock.limit.last_day(received.utc_day)
        return end_of_day(last), None, last
    length = timedelta(hours=hours)
    if received.instant is not None:
        return received.instant + length, None, None
    start, over = (_midnight(received.day + timedelta(days=n), header.zone) for n in (0, 1))
    return start + length, over - timedelta(seconds=1) + length, None


def _midnight(day: date, zone: tzinfo) -> datetime:
    """The start of a day in a zone, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
