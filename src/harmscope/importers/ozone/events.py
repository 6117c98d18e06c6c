"""One row of ``queryEvents`` becomes events of the join."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Unpack

from harmscope.importers.entry import Entry
from harmscope.importers.join.event import Kind
from harmscope.importers.ozone.actions import ends_at, labels, takedown
from harmscope.importers.ozone.codes import is_appeal, reported
from harmscope.importers.ozone.subjects import Subject, subject_of
from harmscope.importers.ozone.tools import automation, said_automated
from harmscope.importers.scribe import Extra, Scribe
from harmscope.importers.times import shown
from harmscope.rules.import_ import UNKNOWN_ROW, UNMAPPED_CODE

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
class _Told:
    """One event of the log, as far as it is understood whatever its type is."""

    entry: Entry
    event: Entry
    scribe: Scribe
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


def translate_event(entry: Entry, scribe: Scribe) -> None:
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
    step(_Told(entry, event, scribe, entry.need("id"), at, subject_of(entry)))


def _report(told: _Told) -> None:
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


def _takedown(told: _Told) -> None:
    told.write(
        "decision",
        members={"actions": [takedown(told.subject, ends_at(told.at, told.event))]}
        | told.decided(),
        case=told.kind_only,
        marks=("takedown",),
        whole_group=told.whole_group,
    )


def _reverse(told: _Told) -> None:
    expired = told.event.text("comment").startswith(_EXPIRED)
    told.write(
        "reversal",
        members=automation(told.entry),
        marks=("takedown",),
        cause="expiry" if expired else "",
    )


def _label(told: _Told) -> None:
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


def _acknowledge(told: _Told) -> None:
    told.write(
        "decision",
        members=automation(told.entry),
        case=told.kind_only,
        whole_group=told.whole_group,
    )


def _resolve_appeal(told: _Told) -> None:
    told.write("appeal_end")


def _mute_reporter(told: _Told) -> None:
    end = ends_at(told.at, told.event)
    action = {"kind": "account.restricted"} | ({"ends_at": shown(end)} if end else {})
    members = {"actions": [action], "misuse_reason": "unfounded_notices"} | automation(told.entry)
    name = f"reporter {told.subject.name}"
    case: dict[str, object] = {"subject_kind": "account"}
    told.write("decision", name, members=members, case=case, marks=("muted",))


def _unmute_reporter(told: _Told) -> None:
    name = f"reporter {told.subject.name}"
    told.write("reversal", name, members=automation(told.entry), marks=("muted",))


def _email(told: _Told) -> None:
    strikes = told.event.data.get("strikeCount")
    if not isinstance(strikes, int) or strikes <= 0:
        told.scribe.skip("message to a user without a strike")
        return
    members = {"actions": [{"kind": "account.warned"}]} | told.decided()
    told.write("decision", members=members, case=told.kind_only, marks=("warning",))


_Step = Callable[[_Told], None]
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
