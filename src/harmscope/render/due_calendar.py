"""What is due, as a calendar file (iCalendar, RFC 5545)."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from harmscope.deadlines.outlook import STANDINGS, Due, Outlook
from harmscope.render.safe_text import clean
from harmscope.times import utc_text

_WIDTH: Final = 75
"""Octets of a line of a calendar file, without its end."""

_UTC: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
)

_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def due_calendar(outlook: Outlook) -> str:
    """One event for each thing with a limit, at its end.

    The uid of an event is a digest: the same thing keeps its uid from run to run, and no id of a
    record stands in the file. DTSTAMP is the time that was taken as now, so equal input gives equal
    bytes. What has no limit is left out. A file without events says so by a time zone alone: the
    standard wants at least one part.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//harmscope//due//EN"]
    lines += ["CALSCALE:GREGORIAN"]
    for one in outlook.items:
        if one.due is not None:
            lines += _event(one, one.due, outlook.now)
    if not any(one.due for one in outlook.items):
        lines += _UTC
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(one: Due, end: datetime, now: datetime) -> list[str]:
    about = [one.service or "", one.period or ""]
    title = " ".join([f"{one.title} ({one.jurisdiction})", *(each for each in about if each)])
    start = f"DTSTART:{_stamp(end)}"
    if one.day is not None:
        start = f"DTSTART;VALUE=DATE:{one.day:%Y%m%d}"
    told = [f"Limit: {one.law}", f"Standing at {utc_text(now)}: {STANDINGS[one.standing]}"]
    told += [] if one.place is None else [f"Record: {one.place[0]}, line {one.place[1]}"]
    told += [] if one.latest is None else [f"At the latest: {utc_text(one.latest)}"]
    told += [] if one.note is None else [one.note]
    return [
        "BEGIN:VEVENT",
        f"UID:{uid(one)}",
        f"DTSTAMP:{_stamp(now)}",
        start,
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(chr(10).join(told))}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def uid(one: Due) -> str:
    """A name for an event that is the same in each run and shows no id of a record. What is owed
    by a duty is named by that, and not by its words."""
    parts = [one.what, one.service, one.id, one.law, one.duty, one.period]
    parts += [one.title if one.duty is None else None]
    if one.id is None and one.place is not None:
        parts += [one.place[0], str(one.place[1])]
    named = "\x00".join(each or "" for each in parts)
    return f"{hashlib.sha256(named.encode()).hexdigest()[:32]}@harmscope"


def _stamp(at: datetime) -> str:
    return at.strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    return clean(text, lines=True).translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets; each part behind the first starts with a blank."""
    part, size = "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > _WIDTH:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + width
    yield part
