"""Events: what happens in a moderation log, whatever the platform calls it.

An importer turns each row into events; events are folded into cases, and cases become records.

- ``notice``: somebody asks about a subject. Becomes a notice record.
- ``detection``: the service's own machinery brings a subject up. Opens a case, asks nothing.
- ``decision``: something is done, or (without ``actions``) decidedly nothing.
- ``reversal``: an earlier decision ends.
- ``appeal``: somebody complains of a decision. ``appeal_end``: the complaint is closed.
"""

import json
from typing import Literal

import msgspec
import orjson

from harmscope.importers.timestamps import record_time
from harmscope.model.typed import Action, Appeal, Decision, Incident, Notice

Kind = Literal["notice", "detection", "appeal", "decision", "reversal", "appeal_end"]

RANK: dict[Kind, int] = {
    "notice": 0,
    "detection": 1,
    "appeal": 2,
    "decision": 3,
    "reversal": 4,
    "appeal_end": 5,
}
"""Order of events of the same time: questions come before answers."""

Ref = tuple[str, str]
"""Table and id of a row in the source."""


class CaseMembers(Incident, total=False):
    """Members for the incident record; ``harms`` are the categories that a mapping file names."""

    harms: list[str]


class Event(msgspec.Struct, frozen=True):
    """One event.

    ``ref``       table and id of the source row; more events of the same row put ``#`` and a word
                  behind the table's name
    ``at``        UTC, RFC 3339 with ``Z``, or a day
    ``group``     what is folded in one piece: usually the account; ``subject`` lies inside it
    ``digest``    SHA-256 of the source row; ``version`` orders copies of a row that changed
    ``notice``, ``decision``, ``appeal``  members for the record that the event becomes; a reversal
                  becomes a decision, the end of an appeal is part of the appeal
    ``case``      members for the incident record (``subject_kind``, ``content``, ``native`` …)
    ``target``    the row that a reversal or appeal is about; else the latest that fits is taken
    ``answers``   the notices that a decision answers; else all open ones of its scope
    ``closing``   of a notice, when its own row says that it was closed; empty where the row says
                  that it is open; None where the source does not say
    ``apart``     a notice that is a case of its own: decisions name what they are about
    ``names``     a notice that a decision is about. Notices of its table in the case are answered
                  only by decisions that name them; others as if nothing were named
    ``marks``     what a decision puts in force, and what a reversal lifts (``takedown``, labels)
    ``whole_group``  the decision answers open notices on every subject of the group
    ``merge``     notices of one value are one notice on several items
    ``cause``     cause of a reversal where the source knows it
    ``opens``     a decision without actions counts even where nothing is open
    ``lifts``     a decision without actions reverses what stands on the subject, if anything does
    ``agreed``    a decision without actions that says that something was done, not what
    ``cites``     the rows that a closing gives as what was done: something where one of them
                  restricts, nothing where none does; not known where none is in the input
    """

    kind: Kind
    ref: Ref
    at: str
    subject: str
    digest: str
    group: str = ""
    version: str = ""
    notice: Notice = msgspec.field(default_factory=Notice)
    decision: Decision = msgspec.field(default_factory=Decision)
    appeal: Appeal = msgspec.field(default_factory=Appeal)
    case: CaseMembers = msgspec.field(default_factory=CaseMembers)
    target: Ref | None = None
    answers: tuple[Ref, ...] = ()
    names: Ref | None = None
    marks: tuple[str, ...] = ()
    whole_group: bool = False
    merge: str = ""
    cause: str = ""
    agreed: bool = False
    opens: bool = False
    lifts: bool = False
    closing: str | None = None
    apart: bool = False
    cites: tuple[Ref, ...] = ()

    @property
    def restricts(self) -> bool:
        """Whether this is a decision that does something."""
        return self.kind == "decision" and "actions" in self.decision

    @property
    def order(self) -> tuple[str, int, Ref]:
        """The key by which events of a group are sorted; no two events have the same."""
        return (self.at, RANK[self.kind], self.ref)


def restriction(kind: str, end: str = "") -> Action:
    """The action of a decision, with its planned end where it has one."""
    return {"kind": kind, "ends_at": record_time(end)} if end else {"kind": kind}


_LONG = " "
"""Stands behind what only the JSON of the standard library gives back as it was."""


def dump(event: Event) -> str:
    """The parts of an event for which the store has no column, as JSON."""
    parts = [
        event.notice,
        event.decision,
        event.appeal,
        event.case,
        event.target,
        event.answers,
        event.marks,
        event.whole_group,
        event.merge,
        event.cause,
        event.agreed,
        event.opens,
        event.lifts,
        event.names,
        event.closing,
        event.apart,
        event.cites,
    ]
    try:
        return orjson.dumps(parts).decode()
    except TypeError:  # halves of surrogate pairs, numbers of more than 64 bits
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":")) + _LONG


def load(row: tuple[Kind, str, str, str, str, str, str, str]) -> Event:
    """The event back from kind, table, id, time, group, subject, digest and :func:`dump`."""
    kind, table, id_, at, group, subject, digest, text = row
    (
        notice,
        decision,
        appeal,
        case,
        target,
        answers,
        marks,
        whole_group,
        merge,
        cause,
        agreed,
        opens,
        lifts,
        names,
        closing,
        apart,
        cites,
    ) = json.loads(text) if text.endswith(_LONG) else orjson.loads(text)
    return Event(
        kind=kind,
        ref=(table, id_),
        at=at,
        group=group,
        subject=subject,
        digest=digest,
        notice=notice,
        decision=decision,
        appeal=appeal,
        case=case,
        target=None if target is None else (target[0], target[1]),
        answers=tuple([(table, id_) for table, id_ in answers]) if answers else (),
        marks=tuple(marks),
        whole_group=whole_group,
        merge=merge,
        cause=cause,
        agreed=agreed,
        opens=opens,
        lifts=lifts,
        names=None if names is None else (names[0], names[1]),
        closing=closing,
        apart=apart,
        cites=tuple([(table, id_) for table, id_ in cites]) if cites else (),
    )
