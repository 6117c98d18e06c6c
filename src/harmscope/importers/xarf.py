"""XARF v4: abuse reports that came in, one notice each.

The format is that of xarf.org (schemas/v4 of xarf/xarf-spec, version 4.2). It is about the source
of abuse, so it names addresses, URLs and contacts; none of these becomes part of a record.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from harmscope.formats.rows import Row
from harmscope.importers.columns import Book
from harmscope.importers.contract import Table, Task, each_row
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.pseudonyms import Pseudonyms, key_for
from harmscope.importers.timestamps import BadTime, past, record_time
from harmscope.model.base import filled
from harmscope.model.kinds import CURRENT
from harmscope.model.typed import Harm, Native, Notice
from harmscope.rules.import_ import UNKNOWN_ROW, UNMAPPED_CODE, UNREADABLE_ROW
from harmscope.taxonomy import load_system, native_to_harm
from harmscope.taxonomy.standards import is_language
from harmscope.times import DAY_LENGTH

SCHEME: Final = "xarf@4"
OWN: Final = "own@1"
"""Stands for the list of a type that XARF does not have."""
_VERSION: Final = re.compile(r"4\.[0-9]+\.[0-9]+")
_OLD: Final = "a report of XARF v3"
_ID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_MOST_TEXT: Final = 5000
_EXPLOITATION: Final = "content/csem"
EXPLOITS: Final[Mapping[str, str]] = {
    "grooming": "csea.grooming",
    "sextortion": "csea.sextortion",
    "trafficking": "csea.trafficking",
}
"""The kinds of exploitation (``exploitation_type``) that one of our categories is about."""
_READ: Final = frozenset(
    {
        *("xarf_version", "report_id", "timestamp", "category", "type", "reporter", "url"),
        *("infringing_url", "language", "received_at", "xarf", "exploitation_type"),
    }
)


@dataclass(frozen=True, slots=True)
class Xarf:
    """The importer ``xarf``."""

    name: str = "xarf"
    reads: str = (
        "abuse reports in the form of XARF v4, bare, or as the member xarf beside received_at"
    )
    schemes: tuple[str, ...] = (SCHEME,)
    lists: frozenset[str] = frozenset({"reports"})
    capabilities: tuple[str, ...] = ()

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Parts that reports do not hold, and why."""
        reason = "A report says what was found, not what the service did"
        parts = ("decisions", "content_decisions", "no_action_decisions", "reversals", "appeals")
        return dict.fromkeys(parts, reason) | {
            "orders": "Reports are not orders of authorities",
            "reach": "XARF keeps no views",
            "detection": "Reports are notices; how cases were found is not in them",
        }

    @property
    def choices(self) -> Mapping[str, str]:
        """How what reports leave open is answered."""
        return {
            "What kind of notice is a report?": "An ordinary one (user_flag): nothing in it says "
            "that it came in by a way that a law gives.",
            "When was a report received?": "At received_at beside it; where there is none, on the "
            "day of the incident (timestamp), which is no later.",
            "When was it, where a time names no zone?": "In UTC.",
            "What came of a report?": "It is not known: the format does not hold it.",
            "What is not carried?": "Addresses, URLs, contacts, evidence, tags and indicators; "
            "who reported becomes a keyed hash; the description is text and kept on demand.",
        }

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Notice]:
        """One notice a report. Raises UserError for a mapping."""
        task.without_mapping(self.name)
        pseudonyms, book = Pseudonyms(key_for(task.key_file)), Book()
        yield from each_row(tables, lambda table, row: _notice(table, row, task, pseudonyms, book))
        task.notes.update(dict(book.notes("not carried")))


XARF: Final = Xarf()


def _notice(
    table: Table, row: Row, task: Task, pseudonyms: Pseudonyms, book: Book
) -> Notice | None:
    """The record; None where the row is no report, or lacks what a notice needs."""
    report, received = _opened(row.data)
    if not _VERSION.fullmatch(str(report.get("xarf_version", ""))):
        old = "Version" in report
        task.skip(_OLD if old else "not a report of XARF v4")
        detail = "XARF v3 is not read: have your tools write version 4" if old else ""
        task.finding(UNKNOWN_ROW, table, row, "" if old else "xarf_version", detail)
        return None
    columns = book.columns(table.name, "")
    columns.take(report)
    columns.read.update(_READ | ({"description"} if task.keep_text else set()))
    entry = Entry("reports", report, table.name, row.line, row.offset, "", book, columns)
    try:
        made = _made(entry, received, task, pseudonyms)
    except BadRow as bad:
        task.skip("a report without what a notice needs")
        task.finding(UNREADABLE_ROW, table, row, bad.name)
        return None
    if made["native"][0]["scheme"] == OWN:
        task.finding(UNMAPPED_CODE, table, row, "type")
    return made


def _opened(data: dict[str, object]) -> tuple[dict[str, object], object]:
    """The report, and when it was received, where that stands beside it."""
    inner = data.get("xarf")
    received = data.get("received_at")
    return (inner, received) if isinstance(inner, dict) else (data, received)


def _made(entry: Entry, received: object, task: Task, pseudonyms: Pseudonyms) -> Notice:
    id_ = entry.text("report_id")
    if not _ID.fullmatch(id_):
        raise BadRow("report_id")
    native, service = _native(entry), task.service or XARF.name
    task.services.add(service)
    parts: Notice = {
        "record": "notice",
        "version": CURRENT["notice"],
        "notice_id": id_.lower(),
        "service": service,
        "kind": "user_flag",
        "received_at": _received(entry, received, task),
        "outcome": "unknown",
        "native": [native],
        "harm": _harm(entry, native),
        "languages": _languages(entry),
        "source": {"id": id_, "digest": entry.digest, "importer": XARF.name},
    }
    if entry.text("url") or entry.text("infringing_url"):
        parts["item_count"] = 1
    if who := _reporter(entry):
        parts["reporter_key"] = pseudonyms.of("account", who)
    if task.keep_text and (text := entry.text("description")):
        parts["text"] = text[:_MOST_TEXT]
    return filled(parts)


def _received(entry: Entry, received: object, task: Task) -> str:
    """When the report came in; the day of the incident where nobody says it."""
    if isinstance(received, str) and received.strip():
        return record_time(_time(received, "received_at"))
    reason = "reports without received_at: the day of the incident stands for the time of receipt"
    task.notes[reason] += 1
    task.hole("times_of_day", "Some reports do not say when they were received")
    return _time(entry.need("timestamp"), "timestamp")[:DAY_LENGTH]


def _time(text: str, name: str) -> str:
    """A time as it is sorted. Raises BadRow for what is none, or lies ahead."""
    try:
        return past(text)
    except BadTime:
        raise BadRow(name) from None


def _native(entry: Entry) -> Native:
    """Category and type as one code. Raises BadRow where they are no codes at all."""
    names = [entry.text(name) for name in ("category", "type")]
    if not all(map(_CODE.fullmatch, names)):
        raise BadRow("type" if _CODE.fullmatch(names[0]) else "category")
    code = "/".join(names)
    known = load_system(SCHEME).find(code) is not None
    return {"scheme": SCHEME if known else OWN, "code": code, "role": "category"}


def _harm(entry: Entry, native: Native) -> Harm:
    if native["scheme"] != SCHEME:
        return {}
    found = native_to_harm(SCHEME, [native["code"]]).harm
    if native["code"] == _EXPLOITATION:
        found = EXPLOITS.get(entry.text("exploitation_type"), found)
    return {"primary": found} if found else {}


def _languages(entry: Entry) -> list[str]:
    language = entry.text("language")
    return [language] if language and is_language(language) else []


def _reporter(entry: Entry) -> str:
    """Whose report it is, to tell senders apart; empty where it is not said."""
    reporter = entry.data.get("reporter")
    if not isinstance(reporter, dict):
        return ""
    inner = Entry("reporter", reporter, entry.file, entry.line, entry.offset)
    return "|".join(one for one in (inner.text("domain"), inner.text("org")) if one)
