"""Reports submitted to NCMEC's CyberTipline, as referrals of cases.

What is read are the documents that the reporting interface takes (``<report>``). Of a report are
kept: the type of incident, the sender's annotations, and what the report holds, without what it
says. No name, address, number, account, link or text of it is kept, not even as a keyed hash.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from harmscope.formats.rows import Row
from harmscope.formats.xml_ import TEXT, BadXml, Element, is_element, parse
from harmscope.importers.contract import Table, Task, each_row
from harmscope.importers.log.entry import Entry
from harmscope.importers.platform_codes import imply
from harmscope.importers.timestamps import BadTime, past, record_time
from harmscope.model.base import filled
from harmscope.model.kinds import CURRENT
from harmscope.model.typed import Incident, Referral
from harmscope.rules.import_ import UNKNOWN_ROW, UNMAPPED_CODE, UNREADABLE_ROW
from harmscope.taxonomy import load_system, native_to_harm

TYPES: Final = "ncmec@2026"
MARKS: Final = "ncmec-report@2026"
ROOT: Final = "report"
_NUMBER: Final = re.compile(r"[0-9]{1,20}")

# What a report holds, by the elements that say it; a path ends at an element with something in it.

_WHO: Final = (
    *("espIdentifier", "screenName", "displayName", "profileUrl"),
    *("personOrUserReportedPerson/email", "personOrUserReportedPerson/phone"),
    *("personOrUserReportedPerson/firstName", "personOrUserReportedPerson/lastName"),
)
_WHERE: Final = (
    *("ipCaptureEvent/ipAddress", "estimatedLocation", "personOrUserReportedPerson/address"),
    "personOrUserReportedPerson/phone",
)
_HELD: Final[Mapping[str, tuple[str, ...]]] = {
    "reported_user": tuple(f"personOrUserReported/{one}" for one in _WHO),
    "location": (
        *(f"personOrUserReported/{one}" for one in _WHERE),
        "internetDetails/peer2peerIncident/ipCaptureEvent/ipAddress",
        "internetDetails/cellPhoneIncident/phoneNumber",
        "internetDetails/nonInternetIncident/incidentAddress",
    ),
    "victim": ("victim",),
    "recipient": ("intendedRecipient",),
    "conversation": (
        "internetDetails/chatImIncident/content",
        "internetDetails/emailIncident/content",
        "internetDetails/onlineGamingIncident/content",
        "internetDetails/newsgroupIncident/content",
    ),
    "web_address": ("internetDetails/webPageIncident/url",),
    "narrative": ("additionalInfo", "incidentSummary/escalateToHighPriority"),
}


def holds(element: Element, path: str) -> bool:
    """Whether there is something at a path of elements: text, or an element below it."""
    name, _, rest = path.partition("/")
    found: list[Element] = element.get(name, [])
    return any(holds(one, rest) if rest else bool(one) for one in found)


def contents(report: Element) -> list[str]:
    """What a report holds, in the order of the code list; ``nothing`` where it is none of it."""
    held = [code for code, paths in _HELD.items() if any(holds(report, one) for one in paths)]
    return held or ["nothing"]


@dataclass(frozen=True, slots=True)
class CyberTip:
    """The importer ``cybertip``."""

    name: str = "cybertip"
    reads: str = (
        "reports submitted to NCMEC's CyberTipline: the XML, or rows with it as member xml beside "
        "sent_at and report_id"
    )
    schemes: tuple[str, ...] = (TYPES, MARKS)
    lists: frozenset[str] = frozenset({"submissions"})
    capabilities: tuple[str, ...] = ()

    @property
    def not_recorded(self) -> Mapping[str, str]:
        """Parts that reports do not hold, and why."""
        reason = "A report says what was passed on, not what the service decided"
        parts = ("decisions", "content_decisions", "no_action_decisions", "reversals", "appeals")
        return dict.fromkeys(parts, reason) | {
            "notices": "Reports do not say who brought the case up",
            "detection": "Reports do not say how the case was found",
            "orders": "Reports are not orders of authorities",
            "reach": "Reports keep no views",
        }

    @property
    def choices(self) -> Mapping[str, str]:
        """How what reports leave open is answered."""
        return {
            "What is one case?": "One report; reports on the same person are not joined.",
            "When was a report sent?": "At sent_at beside it, in UTC where that names no zone; a "
            "bare document does not say it.",
            "What is kept of a report?": "Its type of incident, its annotations, and which kinds "
            "of information it holds: nothing of what they say.",
            "Is a report enough to act on?": "It is where it identifies somebody, holds what can "
            "lead to a place, and is not marked as informational. NCMEC decides for itself.",
        }

    def records(self, tables: Iterator[Table], task: Task) -> Iterator[Incident]:
        """One incident a report. Raises UserError for options that it does not take."""
        task.without_mapping(self.name)
        task.without_key(self.name)
        yield from each_row(tables, lambda table, row: _incident(table, row, task))


CYBERTIP: Final = CyberTip()


def _incident(table: Table, row: Row, task: Task) -> Incident | None:
    """The record; None where the row is no report that can be read."""
    try:
        text = row.data.get("xml")
        found = parse(text) if isinstance(text, str) else row.data
    except BadXml as bad:
        task.skip("XML that is not read")
        task.finding(UNREADABLE_ROW, table, row, "xml", str(bad).replace("_", " "))
        return None
    report = found.get(ROOT)
    if not (isinstance(report, list) and len(report) == 1 and is_element(report[0])):
        task.skip("not a report to the CyberTipline")
        task.finding(UNKNOWN_ROW, table, row)
        return None
    code, label = _type(report[0])
    if not code:
        task.skip("a report without a known type of incident")
        task.finding(UNREADABLE_ROW, table, row, "incidentSummary/incidentType")
        return None
    marks, unknown = _marks(report[0])
    if unknown:
        task.finding(UNMAPPED_CODE, table, row, "incidentSummary/reportAnnotations")
    entry = Entry("submissions", row.data, table.name, row.line, row.offset)
    at, fault = _sent(entry)
    if fault:
        task.finding(UNREADABLE_ROW, table, row, "sent_at", "the report is kept without its day")
    if not at:
        task.notes["reports without sent_at: they lie in no period"] += 1
    return _made(entry, code, _referral(entry, report[0], label, marks, at), task)


def _made(entry: Entry, code: str, referral: Referral, task: Task) -> Incident:
    allocated, service = native_to_harm(TYPES, [code]), task.service or CYBERTIP.name
    task.services.add(service)
    digest, reference = entry.digest, referral.get("reference")
    parts: Incident = {
        "record": "incident",
        "version": CURRENT["incident"],
        "incident_id": f"report-{reference}" if reference else f"row-{digest[:32]}",
        "service": service,
        "subject_kind": "other",
        "native": [{"scheme": TYPES, "code": code, "role": "category"}],
        "harm": {"primary": allocated.harm} if allocated.harm else {},
        "depicted": {},
        "referrals": [referral],
        "source": {"digest": digest, "importer": CYBERTIP.name},
    }
    imply(parts, allocated.implied)
    return filled(parts)


def _referral(entry: Entry, report: Element, label: str, marks: list[str], at: str) -> Referral:
    found: Referral = {
        "body": "ncmec",
        "sent_at": at,
        "incident_type": label,
        "annotations": marks,
        "contents": contents(report),
    }
    number = entry.text("report_id").strip()
    if _NUMBER.fullmatch(number):
        found["reference"] = number
    return filled(found)


def _sent(entry: Entry) -> tuple[str, bool]:
    """When the report was sent, empty where that is not known; and whether what is said is no time
    that has been."""
    try:
        return record_time(past(entry.text("sent_at"))), False
    except BadTime:
        return "", True


@cache
def _labels() -> dict[str, str]:
    """Codes of the types of incident by their labels."""
    return {one.label: one.key for one in load_system(TYPES).of_kind("incident-type")}


def _type(report: Element) -> tuple[str, str]:
    """Code and label of the type of incident; empty where it is none that is known."""
    said = _only(_only(report, "incidentSummary"), "incidentType").get(TEXT, "").strip()
    return (_labels()[said], said) if said in _labels() else ("", "")


def _marks(report: Element) -> tuple[list[str], bool]:
    """The annotations of a report that are known, in the order of the list, and whether there are
    others."""
    held = _only(_only(report, "incidentSummary"), "reportAnnotations")
    named = {name for name in held if name != TEXT and not name.startswith("@")}
    known = [one.key for one in load_system(MARKS).of_kind("report-annotation")]
    said = {name for name in named if _said(held[name])}
    return [one for one in known if one in said], bool(said - set(known))


def _said(elements: list[Any]) -> bool:
    """Whether a flag is set: by being there, unless it says that it is not."""
    return any(one.get(TEXT, "").strip().lower() not in ("false", "0") for one in elements)


def _only(element: Element, name: str) -> Element:
    found = element.get(name) or [{}]
    first: Element = found[0]
    return first
