"""What Ozone's rows say in the terms of the model: subjects, reasons, tools and actions."""

import re
from dataclasses import dataclass
from datetime import timedelta

from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import EventWriter, with_own
from harmscope.importers.log.events import CaseMembers, restriction
from harmscope.importers.platform_codes import OWN_CODES, is_known
from harmscope.importers.timestamps import from_datetime, record_time
from harmscope.model.typed import Action, Decision, Native
from harmscope.rules.import_ import UNMAPPED_CODE
from harmscope.times import iso_time

# What an Ozone event is about: an account, a record, a message, a conversation.

_OTHER_COLLECTIONS = {
    "app.bsky.feed.generator",
    "app.bsky.labeler.service",
    "app.bsky.graph.list",
    "app.bsky.graph.starterpack",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """``name`` tells it apart, ``account`` is the DID that it belongs to, ``kind`` the model's."""

    name: str
    account: str
    kind: str

    @property
    def is_account(self) -> bool:
        """Whether it is the account itself."""
        return self.kind == "account"


def subject_of(entry: Entry) -> Subject:
    """The subject of an event or report. Raises BadRow."""
    subject = entry.sub("subject")
    # A report's subject is wrapped once more, in a view.
    if not subject.text("$type") and subject.has("subject"):
        return _by_name(subject.text("subject"))
    kind = subject.text("$type").rpartition("#")[2]
    did = subject.text("did")
    if kind == "repoRef" and did:
        return Subject(did, did, "account")
    if kind == "messageRef" and did:
        return Subject(f"{did}/{subject.need('messageId')}", did, "content")
    if kind == "convoRef" and did:
        return Subject(f"{did}/{subject.need('convoId')}", did, "other")
    if subject.has("uri"):
        return _by_name(subject.text("uri"))
    raise BadRow("subject")


def _by_name(name: str) -> Subject:
    """A DID, or an at-uri: ``at://DID/COLLECTION/KEY``."""
    if name.startswith("did:"):
        return Subject(name, name, "account")
    account, _, rest = name.removeprefix("at://").partition("/")
    if not name.startswith("at://") or not account or not rest:
        raise BadRow("subject")
    collection = rest.partition("/")[0]
    return Subject(name, account, "other" if collection in _OTHER_COLLECTIONS else "content")


# Reason types, as the code list ``ozone`` has them.

SCHEME = "ozone@2026"
_LEXICON = "tools.ozone.report.defs"
_OLD_LEXICON = "com.atproto.moderation.defs"
_OTHER = "reasonOther"
_APPEAL = "reasonAppeal"


def is_appeal(reason: str) -> bool:
    """Whether a report is an appeal; both lists of reasons have one for it."""
    return reason.rpartition("#")[2] == _APPEAL


def reported(entry: Entry, writer: EventWriter, name: str) -> CaseMembers:
    """The members ``native`` and ``detection`` that a report by a person gives its case."""
    lexicon, _, reason = entry.text(name).rpartition("#")
    parent = _OLD_LEXICON if lexicon == _OLD_LEXICON else _LEXICON
    native = writer.code(entry, name, SCHEME, reason, other=_OTHER, parent=parent)
    return {
        "native": with_own(native, reason),
        "detection": {"source": "user_flag", "method": "report", "automated": False},
    }


# Who or what wrote an Ozone event, as far as ``modTool`` says.

_HUMAN = ("ozone-ui/", "ozone/workspace")


def stated_automated(entry: Entry) -> bool | None:
    """What ``isAutomated`` says of the event; None where it is not there.

    For reports nothing else counts: people report with tools of any name.
    """
    meta = entry.part("modTool").get("meta")
    said = meta.get("isAutomated") if isinstance(meta, dict) else None
    return said if isinstance(said, bool) else None


def is_automated(entry: Entry) -> bool | None:
    """Whether a machine took the decision; None where the event does not say."""
    said = stated_automated(entry)
    if said is not None:
        return said
    name = entry.part("modTool").get("name")
    if not isinstance(name, str) or not name:
        return None
    return not name.startswith(_HUMAN)


def automation(entry: Entry) -> Decision:
    """The member ``automation`` of a decision."""
    automated = is_automated(entry)
    return {} if automated is None else {"automation": "full" if automated else "none"}


# What Ozone's events do, in the terms of the model.

_SYSTEM_LABELS = {
    "!hide": "visibility.disabled",
    "!takedown": "visibility.removed",
    "!suspend": "account.suspended",
    "!warn": "visibility.labelled",
}
_SIGNED_OUT = "!no-unauthenticated"


def takedown(subject: Subject, ends_at: str) -> Action:
    """The action of a takedown: of an account for a time, for good, or of content."""
    if not subject.is_account:
        kind = "visibility.removed"
    else:
        kind = "account.suspended" if ends_at else "account.terminated"
    return restriction(kind, ends_at)


def labels(values: list[str], ends_at: str) -> tuple[list[Action], bool]:
    """The distinct actions of labels, and whether every one is known or a labeler's own."""
    end: Action = {"ends_at": record_time(ends_at)} if ends_at else {}
    found: list[Action] = []
    known = True
    for value in values:
        action: Action = {"kind": _SYSTEM_LABELS.get(value, "visibility.labelled")}
        if value == _SIGNED_OUT:
            action = {"kind": "visibility.other", "other": "hidden from visitors not signed in"}
        elif value.startswith("!") and value not in _SYSTEM_LABELS:
            action, known = {"kind": "visibility.other", "other": "system label"}, False
        if action | end not in found:
            found.append(action | end)
    return found, known


_VALUE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


def categories(entry: Entry, writer: EventWriter, values: list[str]) -> CaseMembers:
    """The values of labels as native codes of the case, and the harms that the mapping file gives
    them. A value that can be no code is left out, with a finding."""
    native: list[Native] = []
    harms: list[str] = []
    for value in values:
        if value.startswith("!"):
            continue
        if not _VALUE.fullmatch(value):
            writer.finding(UNMAPPED_CODE, entry, "event/createLabelVals")
            continue
        scheme = SCHEME if is_known(SCHEME, value) else OWN_CODES
        native.append({"scheme": scheme, "code": value, "role": "category"})
        mapped = writer.own.harm("labels", value)
        if mapped is None and writer.own.maps("labels"):
            writer.finding(UNMAPPED_CODE, entry, "event/createLabelVals")
        harms += [harm for harm in mapped or () if harm not in harms]
    case: CaseMembers = {"native": native} if native else {}
    return case | {"harms": harms} if harms else case


def ends_at(at: str, event: Entry) -> str:
    """When a measure ends, from ``durationInHours`` of the event; empty where it has none."""
    hours = event.number("durationInHours") or 0
    if hours <= 0:
        return ""
    try:
        return from_datetime(iso_time(at) + timedelta(hours=hours))
    except OverflowError:
        return ""
