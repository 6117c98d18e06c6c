"""Bluesky's Ozone: pages of ``tools.ozone.moderation.queryEvents`` and ``report.queryReports``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from msgspec.structs import replace

from harmscope.importers.log.entry import Entry
from harmscope.importers.log.event_writer import EventOptions, EventWriter
from harmscope.importers.log.events import CaseMembers, Kind, restriction
from harmscope.importers.log.system import LogSystem
from harmscope.importers.ozone_terms import (
    SCHEME,
    Subject,
    automation,
    categories,
    ends_at,
    is_appeal,
    labels,
    reported,
    stated_automated,
    subject_of,
    takedown,
)
from harmscope.model.typed import Decision, Notice
from harmscope.rules.import_ import UNKNOWN_ROW, UNMAPPED_CODE

# One row of ``queryEvents`` becomes events.

VERSION = "1"

_EXPIRED = "[SCHEDULED_REVERSAL]"

_NOT_A_DECISION = {
    "modEventEscalate": "escalation",
    "modEventComment": "note",
    "modEventTag": "tag",
    "modEventMute": "muting of incoming reports",
    "modEventUnmute": "muting of incoming reports",
    "modEventDivert": "diversion to another service",
    "modEventPriorityScore": "priority",
    "accountEvent": "event of the network, not of moderation",
    "identityEvent": "event of the network, not of moderation",
    "recordEvent": "event of the network, not of moderation",
    "ageAssuranceEvent": "age assurance",
    "ageAssuranceOverrideEvent": "age assurance",
    "ageAssurancePurgeEvent": "age assurance",
    "revokeAccountCredentialsEvent": "security of an account",
    "scheduleTakedownEvent": "planned takedown, counted when it happens",
    "cancelScheduledTakedownEvent": "planned takedown that was called off",
}


@dataclass(frozen=True, slots=True)
class _ModEvent:
    """One row of ``queryEvents``: what all types of event have."""

    entry: Entry
    event: Entry
    writer: EventWriter
    id_: str
    at: str
    subject: Subject

    def write(
        self, kind: Kind, subject: str = "", *, part: str = "", **options: Unpack[EventOptions]
    ) -> None:
        """Write it as an event; see :meth:`EventWriter.write`."""
        name = subject or self.subject.name
        options |= {"group": self.subject.account, "version": VERSION}
        self.writer.write(self.entry, kind, self.id_, self.at, name, part=part, **options)

    def decided(self) -> Decision:
        """Members of a decision that do not depend on the event's type."""
        policies = ", ".join(self.event.items("policies"))
        stated = self.writer.policy(policies)
        return automation(self.entry) | ({"ground": "terms"} | stated if stated else stated)

    @property
    def kind_only(self) -> CaseMembers:
        return {"subject_kind": self.subject.kind}

    @property
    def whole_group(self) -> bool:
        return self.event.flag("acknowledgeAccountSubjects")


def translate_event(entry: Entry, writer: EventWriter) -> None:
    """One event. Raises BadRow."""
    event = entry.inside("event")
    kind = event.text("$type").rpartition("#")[2]
    if kind in _NOT_A_DECISION:
        writer.skip(_NOT_A_DECISION[kind])
        return
    step = _STEPS.get(kind)
    if step is None:
        writer.finding(UNKNOWN_ROW, entry, "event/$type")
        writer.skip("event of an unknown type")
        return
    at = writer.time(entry, "createdAt")
    step(_ModEvent(entry, event, writer, entry.need("id"), at, subject_of(entry)))


def _report(row: _ModEvent) -> None:
    reason = row.event.text("reportType")
    if is_appeal(reason):
        row.write("appeal", case=row.kind_only)
        return
    case = row.kind_only | reported(row.event, row.writer, "reportType")
    if stated_automated(row.entry):
        case["detection"] = {"source": "own_initiative", "automated": True}
        row.write("detection", case=case)
        return
    members: Notice = {"kind": "user_flag"} | row.writer.text(row.event, "comment")
    if row.entry.has("createdBy"):
        members["reporter_key"] = row.writer.account(row.entry.text("createdBy"))
    row.write("notice", notice=members, case=case)


def _takedown(row: _ModEvent) -> None:
    row.write(
        "decision",
        decision={"actions": [takedown(row.subject, ends_at(row.at, row.event))]} | row.decided(),
        case=row.kind_only,
        marks=("takedown",),
        whole_group=row.whole_group,
    )


def _reverse(row: _ModEvent) -> None:
    expired = row.event.text("comment").startswith(_EXPIRED)
    row.write(
        "reversal",
        decision=automation(row.entry),
        marks=("takedown",),
        cause="expiry" if expired else "",
    )


def _label(row: _ModEvent) -> None:
    created, negated = row.event.items("createLabelVals"), row.event.items("negateLabelVals")
    if not created and not negated:
        row.writer.skip("label event without labels")
    if created:
        actions, known = labels(created, ends_at(row.at, row.event))
        if not known:
            row.writer.finding(UNMAPPED_CODE, row.entry, "event/createLabelVals")
        row.write(
            "decision",
            decision={"actions": actions} | row.decided(),
            case=row.kind_only | categories(row.entry, row.writer, created),
            marks=tuple(f"label {value}" for value in created),
        )
    if negated:
        row.write(
            "reversal",
            decision=automation(row.entry),
            marks=tuple(f"label {value}" for value in negated),
            part="negated" if created else "",
        )


def _acknowledge(row: _ModEvent) -> None:
    row.write(
        "decision",
        decision=automation(row.entry),
        case=row.kind_only,
        whole_group=row.whole_group,
    )


def _resolve_appeal(row: _ModEvent) -> None:
    row.write("appeal_end")


def _mute_reporter(row: _ModEvent) -> None:
    action = restriction("account.restricted", ends_at(row.at, row.event))
    row.write(
        "decision",
        f"reporter {row.subject.name}",
        decision={"actions": [action], "misuse_reason": "unfounded_notices"}
        | automation(row.entry),
        case={"subject_kind": "account"},
        marks=("muted",),
    )


def _unmute_reporter(row: _ModEvent) -> None:
    name = f"reporter {row.subject.name}"
    row.write("reversal", name, decision=automation(row.entry), marks=("muted",))


def _email(row: _ModEvent) -> None:
    if (row.event.number("strikeCount") or 0) <= 0:
        row.writer.skip("message to a user without a strike")
        return
    members = {"actions": [{"kind": "account.warned"}]} | row.decided()
    row.write("decision", decision=members, case=row.kind_only, marks=("warning",))


_Step = Callable[[_ModEvent], None]
_STEPS: dict[str, _Step] = {
    "modEventReport": _report,
    "modEventTakedown": _takedown,
    "modEventReverseTakedown": _reverse,
    "modEventLabel": _label,
    "modEventAcknowledge": _acknowledge,
    "modEventResolveAppeal": _resolve_appeal,
    "modEventMuteReporter": _mute_reporter,
    "modEventUnmuteReporter": _unmute_reporter,
    "modEventEmail": _email,
}


# One row of ``queryReports``: the report once more, and whether it was closed.
#
# It carries the id of its event, so a report that is in both exports is one notice.

_VERSION = "2"
"""It says whether the report was closed, so it is worth more than the event."""
_OPEN = ("open", "escalated", "queued", "assigned")


def translate_report(entry: Entry, writer: EventWriter) -> None:
    """One report. Raises BadRow."""
    event = replace(entry, table="events")
    id_, at, subject = entry.need("eventId"), writer.time(entry, "createdAt"), subject_of(entry)
    case: CaseMembers = {"subject_kind": subject.kind}
    status = entry.text("status")
    if is_appeal(entry.text("reportType")):
        writer.write(
            event, "appeal", id_, at, subject.name,
            group=subject.account, case=case, version=_VERSION,
        )  # fmt: skip
        return
    if status not in (*_OPEN, "closed"):
        writer.finding(UNMAPPED_CODE, entry, "status")
    closing = {"closed": entry.text("updatedAt"), **dict.fromkeys(_OPEN, "")}.get(status)
    case |= reported(entry, writer, "reportType")
    if entry.flag("isAutomated"):
        case["detection"] = {"source": "own_initiative", "automated": True}
        writer.write(
            event, "detection", id_, at, subject.name,
            group=subject.account, case=case, version=_VERSION,
        )  # fmt: skip
        return
    members: Notice = {"kind": "user_flag"} | writer.text(entry, "comment")
    if entry.has("reportedBy"):
        members["reporter_key"] = writer.account(entry.text("reportedBy"))
    writer.write(
        event, "notice", id_, at, subject.name,
        group=subject.account, notice=members, case=case, version=_VERSION,
        closing=closing and writer.time(entry, "updatedAt"),
    )  # fmt: skip
    if closing:
        writer.write(
            entry, "decision", entry.need("id"), writer.time(entry, "updatedAt"), subject.name,
            group=subject.account, case={"subject_kind": subject.kind},
            answers=(("events", id_),), version=_VERSION,
            cites=tuple(("events", one) for one in entry.items("actionEventIds")),
        )  # fmt: skip


SYSTEM = LogSystem(
    name="ozone",
    title="Bluesky Ozone",
    schemes=(SCHEME,),
    reads=(
        "pages of tools.ozone.moderation.queryEvents, or one event a line",
        "pages of tools.ozone.report.queryReports, or one report a line",
    ),
    columns={
        "events": frozenset({"id", "event", "subject", "createdAt"}),
        "reports": frozenset({"id", "eventId", "reportType", "status", "createdAt"}),
    },
    pages={"events": "events", "reports": "reports"},
    translate={"events": translate_event, "reports": translate_report},
    lists=frozenset({"events", "reports"}),
    capabilities=(
        "visibility_restrictions",
        "labelling",
        "account_restrictions",
        "user_flags",
        "internal_complaints",
        "automated_detection",
        "automated_decision",
    ),
    not_recorded=(
        ("language", "Ozone's events do not say in what language the content is"),
        ("reach", "Ozone does not record views or copies"),
        ("orders", "Ozone has no event for orders of authorities"),
    ),
    choices=(
        (
            "Which flags count as notices under law?",
            "None: every report is a user flag. Ozone does not tell Article 16 notices apart.",
        ),
        (
            "What is one measure?",
            "One takedown, label or email event, with all the labels that it sets.",
        ),
        (
            "What came of a closed report?",
            "What the events say that closed it: an acknowledgement is no action. Where they are "
            "not in the input it is not known, with a finding.",
        ),
        (
            "How is an appeal resolved?",
            "Granted where the decision was reversed, denied where it was only closed.",
        ),
        (
            "Which decisions are automated?",
            "Those whose modTool is not named ozone-ui/…, or whose meta says isAutomated; without "
            "a modTool nothing is said.",
        ),
        (
            "What is a label that a labeler defined itself?",
            "Content labelled. Its value is kept as a native code, and counts in the category that "
            "the mapping file gives it. Labels that start with an exclamation mark do what Ozone "
            "says and are no category.",
        ),
        (
            "On which ground was decided?",
            "On the terms where the event names policies; else nothing is said.",
        ),
    ),
)
