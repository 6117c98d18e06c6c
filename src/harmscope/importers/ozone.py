"""Bluesky's Ozone: pages of ``tools.ozone.moderation.queryEvents`` and ``report.queryReports``."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from harmscope.importers.log.entry import Entry
from harmscope.importers.log.event_writer import EventWriter, Extra
from harmscope.importers.log.events import Kind
from harmscope.importers.log.system import LogSystem
from harmscope.importers.ozone_terms import (
    SCHEME,
    Subject,
    automation,
    ends_at,
    is_appeal,
    labels,
    reported,
    said_automated,
    subject_of,
    takedown,
)
from harmscope.importers.timestamps import shown
from harmscope.rules.import_ import UNKNOWN_ROW, UNMAPPED_CODE

# One row of ``queryEvents`` becomes events of the join.

VERSION = "1"
"""An event is worth more than the copy of it in ``queryReports``."""

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
    """One event of the log, as far as it is understood whatever its type is."""

    entry: Entry
    event: Entry
    scribe: EventWriter
    id_: str
    at: str
    subject: Subject

    def write(self, kind: Kind, subject: str = "", **extra: Unpack[Extra]) -> None:
        """Write it down as an event of the join."""
        name = subject or self.subject.name
        extra |= {"group": self.subject.account, "version": VERSION}
        self.scribe.event(self.entry, kind, self.id_, self.at, name, **extra)

    def decided(self) -> dict[str, object]:
        """Members of a decision that do not depend on the event's type."""
        policies = ", ".join(self.event.items("policies"))
        return automation(self.entry) | self.scribe.policy(policies)

    @property
    def kind_only(self) -> dict[str, object]:
        return {"subject_kind": self.subject.kind}

    @property
    def whole_group(self) -> bool:
        return self.event.data.get("acknowledgeAccountSubjects") is True


def translate_event(entry: Entry, scribe: EventWriter) -> None:
    """One event. Raises BadRow."""
    event = entry.sub("event")
    kind = event.text("$type").rpartition("#")[2]
    if kind in _NOT_A_DECISION:
        scribe.skip(_NOT_A_DECISION[kind])
        return
    step = _STEPS.get(kind)
    if step is None:
        scribe.found(UNKNOWN_ROW, entry, "event/$type")
        scribe.skip("event of an unknown type")
        return
    at = scribe.time(entry, "createdAt")
    step(_ModEvent(entry, event, scribe, entry.need("id"), at, subject_of(entry)))


def _report(told: _ModEvent) -> None:
    reason = told.event.text("reportType")
    if is_appeal(reason):
        told.write("appeal")
        return
    case = told.kind_only | reported(told.event, told.scribe, "reportType")
    if said_automated(told.entry):
        case["detection"] = {"source": "own_initiative", "automated": True}
        told.write("detection", case=case)
        return
    members: dict[str, object] = {"kind": "user_flag"} | told.scribe.text(told.event, "comment")
    if told.entry.has("createdBy"):
        members["reporter_key"] = told.scribe.account(told.entry.text("createdBy"))
    told.write("notice", members=members, case=case)


def _takedown(told: _ModEvent) -> None:
    told.write(
        "decision",
        members={"actions": [takedown(told.subject, ends_at(told.at, told.event))]}
        | told.decided(),
        case=told.kind_only,
        marks=("takedown",),
        whole_group=told.whole_group,
    )


def _reverse(told: _ModEvent) -> None:
    expired = told.event.text("comment").startswith(_EXPIRED)
    told.write(
        "reversal",
        members=automation(told.entry),
        marks=("takedown",),
        cause="expiry" if expired else "",
    )


def _label(told: _ModEvent) -> None:
    created, negated = told.event.items("createLabelVals"), told.event.items("negateLabelVals")
    if not created and not negated:
        told.scribe.skip("label event without labels")
    if created:
        actions, known = labels(created, ends_at(told.at, told.event))
        if not known:
            told.scribe.found(UNMAPPED_CODE, told.entry, "event/createLabelVals")
        told.write(
            "decision",
            members={"actions": actions} | told.decided(),
            case=told.kind_only,
            marks=tuple(f"label {value}" for value in created),
        )
    if negated:
        told.write(
            "reversal",
            members=automation(told.entry),
            marks=tuple(f"label {value}" for value in negated),
            part="negated" if created else "",
        )


def _acknowledge(told: _ModEvent) -> None:
    told.write(
        "decision",
        members=automation(told.entry),
        case=told.kind_only,
        whole_group=told.whole_group,
    )


def _resolve_appeal(told: _ModEvent) -> None:
    told.write("appeal_end")


def _mute_reporter(told: _ModEvent) -> None:
    end = ends_at(told.at, told.event)
    action = {"kind": "account.restricted"} | ({"ends_at": shown(end)} if end else {})
    members = {"actions": [action], "misuse_reason": "unfounded_notices"} | automation(told.entry)
    name = f"reporter {told.subject.name}"
    case: dict[str, object] = {"subject_kind": "account"}
    told.write("decision", name, members=members, case=case, marks=("muted",))


def _unmute_reporter(told: _ModEvent) -> None:
    name = f"reporter {told.subject.name}"
    told.write("reversal", name, members=automation(told.entry), marks=("muted",))


def _email(told: _ModEvent) -> None:
    strikes = told.event.data.get("strikeCount")
    if not isinstance(strikes, int) or strikes <= 0:
        told.scribe.skip("message to a user without a strike")
        return
    members = {"actions": [{"kind": "account.warned"}]} | told.decided()
    told.write("decision", members=members, case=told.kind_only, marks=("warning",))


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

_VERSION = "0"


def translate_report(entry: Entry, scribe: EventWriter) -> None:
    """One report. Raises BadRow."""
    event = Entry("events", entry.data, entry.file, entry.line, entry.offset, entry.pointer)
    id_, at, subject = entry.need("eventId"), scribe.time(entry, "createdAt"), subject_of(entry)
    if is_appeal(entry.text("reportType")):
        scribe.event(
            event, "appeal", id_, at, subject.name, group=subject.account, version=_VERSION
        )
        return
    case: dict[str, object] = {"subject_kind": subject.kind}
    case |= reported(entry, scribe, "reportType")
    if entry.data.get("isAutomated") is True:
        case["detection"] = {"source": "own_initiative", "automated": True}
        scribe.event(
            event, "detection", id_, at, subject.name,
            group=subject.account, case=case, version=_VERSION,
        )  # fmt: skip
        return
    members: dict[str, object] = {"kind": "user_flag"} | scribe.text(entry, "comment")
    if entry.has("reportedBy"):
        members["reporter_key"] = scribe.account(entry.text("reportedBy"))
    scribe.event(
        event, "notice", id_, at, subject.name,
        group=subject.account, members=members, case=case, version=_VERSION,
    )  # fmt: skip
    if entry.text("status") == "closed" and entry.has("updatedAt"):
        scribe.event(
            entry, "decision", entry.need("id"), scribe.time(entry, "updatedAt"), subject.name,
            group=subject.account, case={"subject_kind": subject.kind},
            answers=(("events", id_),), version=_VERSION,
            agreed=bool(entry.items("actionEventIds")),
        )  # fmt: skip


# What the Ozone importer reads, cannot know, and decides by itself.

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
            "Content labelled. Labels that start with an exclamation mark do what Ozone says.",
        ),
    ),
)


# Bluesky's Ozone: pages of ``tools.ozone.moderation.queryEvents`` and ``report.queryReports``.
