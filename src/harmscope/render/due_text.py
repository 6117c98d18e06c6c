"""What is due, for a terminal and for programs."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from harmscope.deadlines.outlook import STANDINGS, Due, Outlook
from harmscope.render.table import Column, Table, grouped
from harmscope.taxonomy.clocks import clocks
from harmscope.times import DAY_LENGTH, moment, start_of_day, utc_text

MOST: Final = 40
"""Rows that the text shows; the JSON and the table have all of them."""

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = 60
"""Minutes of an hour: less than one is shown in minutes."""

_NO_LAW: Final = "no limit known"
_SILENT: Final = {"jurisdiction not given": "; no limit was started for them"}


def due_text(outlook: Outlook, *, ids: bool = False) -> str:
    """What has a limit, the late first; what has none, the oldest first; then counts by law, and
    what cannot be said."""
    head = f"What is due at {utc_text(outlook.now)}. All times are in UTC."
    lines = [head, _summary(outlook)]
    limited = [one for one in outlook.items if one.due is not None]
    if limited:
        shown = limited[:MOST]
        titles = ["time left", "due", "where", "what", "law", "place", *(["id"] if ids else [])]
        lines += ["", *_columns([titles, *(_row(one, outlook, ids) for one in shown)])]
        if more := len(limited) - len(shown):
            lines.append(f"… and {grouped(more)} more with a limit; --format json lists all")
    lines += _without_limit(outlook, ids)
    if outlook.items:
        lines += ["", *_columns(_laws(outlook))]
    said = [f"{words}: {_requests(n)}{_SILENT.get(words, '')}" for words, n in _sorted(outlook)]
    said += [f"left out: {_records(n)}, {why}" for why, n in sorted(outlook.left_out.items())]
    if outlook.refused:
        said.append("something in them may be late: correct them first, as harmscope validate says")
    said += [*outlook.notes, *_explained(outlook)]
    return "\n".join([*lines, *([""] if said else []), *said])


def due_table(outlook: Outlook, *, ids: bool = False) -> Table:
    """One row a thing that is due."""
    names = ["standing", "hours_left", "due", "latest", "last_day", "jurisdiction", "what"]
    names += ["title", "law", "duty", "service", "period", "since", "file", "line", "note"]
    names += ["id"] if ids else []
    types = {"hours_left": "integer", "line": "integer"}
    columns = [Column(name, types.get(name, "text")) for name in names]  # type: ignore[arg-type]
    rows = []
    for one in outlook.items:
        told = one.as_dict(outlook.now, ids=ids)
        told |= told.pop("place", {})
        rows.append([told.get(name) for name in names])
    return Table(columns, rows)


def due_document(outlook: Outlook, *, ids: bool = False) -> dict[str, Any]:
    """The same as JSON: ``{"now", "zone", "late", "refused", "counts": {standing: count}, "by_law":
    [{"jurisdiction", "law", "title", "counts"}], "items": [one], "not_said": {words: count},
    "left_out": {reason: count}, "notes": [words]}``. ``refused`` counts those of ``left_out`` that
    nothing takes the place of."""
    return {
        "now": utc_text(outlook.now),
        "zone": "UTC",
        "late": outlook.late,
        "refused": outlook.refused,
        "counts": _named(outlook.counts()),
        "by_law": [
            {"jurisdiction": where, "law": law, "title": title, "counts": _named(counts)}
            for where, law, title, counts in outlook.by_law()
        ],
        "items": [one.as_dict(outlook.now, ids=ids) for one in outlook.items],
        "not_said": dict(_sorted(outlook)),
        "left_out": dict(sorted(outlook.left_out.items())),
        "notes": [*outlook.notes, *_explained(outlook)],
    }


def _named(counts: Counter[Any]) -> dict[str, int]:
    return {one: counts[one] for one in STANDINGS if counts[one]}


def _summary(outlook: Outlook) -> str:
    counts = outlook.counts()
    said = [f"{grouped(counts[one])} {words}" for one, words in STANDINGS.items() if counts[one]]
    if not said and outlook.refused:
        lost = _records(outlook.refused)
        return f"nothing found to be due, but {lost} left out: check them first"
    return ", ".join(said) or "nothing is due"


def _row(one: Due, outlook: Outlook, ids: bool) -> list[str]:
    end = "" if one.due is None else one.day.isoformat() if one.day else utc_text(one.due)
    law = one.law or _NO_LAW
    row = [_left(one, outlook), end, one.jurisdiction, _about(one), law, _place(one)]
    return [*row, *([one.id or ""] if ids else [])]


def _about(one: Due) -> str:
    about = [one.named, *([one.service] if one.what != "request" and one.service else [])]
    return " ".join([*about, *([one.period] if one.period else [])])


def _place(one: Due) -> str:
    return "" if one.place is None else f"{one.place[0]}:{one.place[1]}"


def _without_limit(outlook: Outlook, ids: bool) -> list[str]:
    """What has no limit, with its age and place, the oldest first."""
    found = sorted((one for one in outlook.items if one.due is None), key=_received)
    if not found:
        return []
    rows = [["age", "since", "where", "what", "place", *(["id"] if ids else [])]]
    for one in found[:MOST]:
        since = _received(one)
        age = "" if one.since is None else _age(one.since, since, outlook.now)
        row = [age, one.since or "", one.jurisdiction, _about(one), _place(one)]
        rows.append([*row, *([one.id or ""] if ids else [])])
    lines = ["", "No limit is known for these, the oldest first:", *_columns(rows)]
    if (more := len(found) - MOST) > 0:
        lines.append(f"… and {grouped(more)} more without a limit; --format csv lists all")
    return lines


def _received(one: Due) -> datetime:
    """When it came in, in UTC: the start of the day where only a day is known; what has no such
    time is last."""
    at = None if one.since is None else moment(one.since)
    if at is None:
        return datetime.max.replace(tzinfo=UTC)
    return at.instant or start_of_day(at.day)


def _age(since: str, at: datetime, now: datetime) -> str:
    """How long ago that was; in whole days where only a day is known."""
    if len(since) == DAY_LENGTH:
        days = (now - at).days
        return "1 day" if days == 1 else f"{grouped(days)} days"
    minutes = (now - at) // _MINUTE
    return _minutes(minutes) if minutes < _HOUR else _hours(minutes // _HOUR)


def _left(one: Due, outlook: Outlook) -> str:
    """The time that is left, or by how much it is over, in words."""
    hours = one.hours_left(outlook.now)
    if hours is None or one.due is None:
        return STANDINGS[one.standing]
    minutes = (one.due - outlook.now) // _MINUTE
    if one.standing == "late":
        return f"LATE by {_minutes(-minutes)}" if -minutes < _HOUR else f"LATE by {_hours(-hours)}"
    if one.standing == "may_be_late":
        return "may be late"
    if one.standing == "not_known":
        return "not known"
    if hours < 0:
        return "waits"
    return _minutes(minutes) if minutes < _HOUR else _hours(hours)


def _minutes(minutes: int) -> str:
    return f"{minutes} min"


def _hours(hours: int) -> str:
    return f"{grouped(hours)} h" if hours < 96 else f"{grouped(hours // 24)} days"


def _laws(outlook: Outlook) -> list[list[str]]:
    rows = [["where", "law", "what", *STANDINGS.values()]]
    for where, law, title, counts in outlook.by_law():
        cells = [grouped(counts[one]) if counts[one] else "" for one in STANDINGS]
        rows.append([where, law or _NO_LAW, title, *cells])
    used = [n for n in range(len(rows[0])) if n < 3 or any(row[n] for row in rows[1:])]
    return [[row[n] for n in used] for row in rows]


def _sorted(outlook: Outlook) -> list[tuple[str, int]]:
    return sorted(outlook.silent.items())


def _requests(count: int) -> str:
    return "1 request" if count == 1 else f"{grouped(count)} requests"


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{grouped(count)} records"


def _explained(outlook: Outlook) -> list[str]:
    """Each law of a limit in words, with how sure it is; what is said of reports."""
    named = {one.law for one in outlook.items}
    said = [
        f"{one.id}: {one.title}; {one.wording} (source: {one.certainty})"
        for one in clocks()
        if one.id in named
    ]
    if any(one.latest is not None for one in outlook.items):
        said.append("only the day of receipt is known: the earliest end of the limit is shown")
    if any(one.standing == "not_known" for one in outlook.items):
        said.append("not known: the day is over; name reports that were made with --reports")
    duties = {f"{one.law} ({one.duty}): {one.note}" for one in outlook.items if one.duty}
    return [*said, *sorted(duties), *_declared(outlook)]


def _declared(outlook: Outlook) -> list[str]:
    """How much of what no log holds is declared, for each profile and period."""
    told: dict[tuple[str | None, str | None], tuple[int, int]] = {}
    for one in outlook.items:
        if one.declared is not None:
            told[one.law, one.period] = one.declared
    alike: dict[tuple[str | None, tuple[int, int]], list[str]] = {}
    for (law, period), counts in sorted(told.items(), key=str):
        alike.setdefault((law, counts), []).append(period or "")
    return [
        f"{law}, {', '.join(periods)}: {answered} of {asked} figures and texts that no log holds "
        "are declared"
        for (law, (asked, answered)), periods in alike.items()
    ]


def _columns(rows: list[list[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
