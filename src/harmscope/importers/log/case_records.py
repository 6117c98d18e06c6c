"""Cases become records: the notices and incidents of each group of events, group by group."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, cast, get_args

from harmscope.importers.log.cases import Case, CaseAppeal, CaseNotice, CaseReversal, fold
from harmscope.importers.log.event_store import EventStore
from harmscope.importers.log.events import Event, Ref
from harmscope.importers.platform_codes import Allocated, imply
from harmscope.importers.pseudonyms import Pseudonyms, case_id, record_id
from harmscope.importers.timestamps import record_time
from harmscope.model.base import filled
from harmscope.model.kinds import CURRENT
from harmscope.model.typed import (
    Against,
    Appeal,
    Decision,
    Detection,
    Incident,
    Native,
    Notice,
    Source,
)

Allocate = Callable[[str, Sequence[str]], Allocated]
"""Where the codes of a scheme lead in the harm taxonomy."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """What the writing of records needs to know besides the events. ``notices_known`` is false
    where the input holds no notices at all, so that nothing can be said about who brought a case
    up."""

    service: str
    importer: str
    pseudonyms: Pseudonyms
    allocate: Allocate
    notices_known: bool = True


@dataclass(frozen=True, slots=True)
class Coded:
    """The platform's codes for a case, the harm categories they lead to (the primary first), and
    values that follow from the codes, by path."""

    native: list[Native] = field(default_factory=list)
    harms: list[str] = field(default_factory=list)
    implied: Mapping[str, str] = field(default_factory=dict)

    def write(self, record: Notice | Incident) -> None:
        """Set the members ``native`` and ``harm``, where there is something to say."""
        if self.native:
            record["native"] = self.native
        if self.harms:
            record["harm"] = {"primary": self.harms[0]}
        if self.harms[1:]:
            record["harm"]["also"] = self.harms[1:]


def coded(events: Sequence[Event], context: ImportContext) -> Coded:
    """The codes of events that speak of one case.

    Codes are distinct, the most frequent first. Categories that a mapping file names go before
    those that follow from codes.
    """
    codes = ranked([native for event in events for native in event.case.get("native", [])])
    named = [harm for event in events for harm in event.case.get("harms", [])]
    harms, implied = list(dict.fromkeys(named)), dict[str, str]()
    for scheme in dict.fromkeys(native["scheme"] for native in codes):
        own = [_key(native) for native in codes if native["scheme"] == scheme]
        allocated = context.allocate(scheme, own)
        harms += [harm for harm in allocated.harms if harm not in harms]
        implied |= {} if named else dict(allocated.implied)
    return Coded(codes, harms, implied)


def _key(native: Native) -> str:
    parent = native.get("parent")
    return f"{parent}/{native['code']}" if parent else native["code"]


def ranked(codes: Sequence[Native]) -> list[Native]:
    """Distinct codes, the most frequent first; ties in the order of the list."""
    if len(codes) == 1:
        return [cast("Native", dict(sorted(codes[0].items())))]
    keys = [tuple(sorted(cast("dict[str, str]", native).items())) for native in codes]
    counts = Counter(keys)
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    ordered = sorted(counts, key=lambda key: (-counts[key], first[key]))
    return [cast("Native", dict(key)) for key in ordered]


_Circumstance = Literal[
    "subject_kind",
    "origin",
    "account_type",
    "no_harm",
    "content",
    "depicted",
    "consent",
    "generation",
    "provenance",
    "facets",
    "reach",
]
_CIRCUMSTANCES: tuple[_Circumstance, ...] = get_args(_Circumstance)


def incident(case: Case, context: ImportContext) -> Incident:
    """The record of a case for which :func:`is_incident` holds."""
    record: Incident = {
        "record": "incident",
        "version": CURRENT["incident"],
        "incident_id": case_id(case.opened_by.ref, context.pseudonyms),
        "service": context.service,
    }
    record |= _circumstances(case)
    codes = _codes(case, context)
    codes.write(record)
    notices = [record_id(_notice_ref(one.event), context.pseudonyms) for one in case.notices]
    parts: Incident = {
        "detection": _detection(case, context),
        "notice_ids": list(dict.fromkeys(notices)),
        "decisions": _decisions(case, context),
        "appeals": [_appeal(one, case, context) for one in case.appeals],
        "source": _case_source(case, context),
        "subject_key": context.pseudonyms.of("subject", case.subject),
    }
    record |= filled(parts)
    imply(record, codes.implied.items())
    return record


def is_incident(case: Case) -> bool:
    """Whether anything was detected, decided or appealed; a case of open notices alone is not
    written."""
    return bool(case.detections or case.appeals or case.written_decisions())


def _notice_ref(event: Event) -> tuple[str, str]:
    return (event.ref[0], event.merge) if event.merge else event.ref


def _circumstances(case: Case) -> Incident:
    """Members about the subject: those that a decision gives go before those of a notice."""
    events = case.written_decisions() + case.detections + [one.event for one in case.notices]
    events += [one.event for one in case.appeals]
    found: Incident = {}
    for name in _CIRCUMSTANCES:
        for event in events:
            if name in event.case:
                found[name] = event.case[name]
                break
    found.setdefault("subject_kind", "other")
    return found


def _codes(case: Case, context: ImportContext) -> Coded:
    """Native codes and harm: those of the decisions, else of detections, else of notices."""
    for events in (case.written_decisions(), case.detections, [one.event for one in case.notices]):
        if any(event.case.get("native") or "harms" in event.case for event in events):
            return coded(events, context)
    return Coded()


def _detection(case: Case, context: ImportContext) -> Detection:
    first = case.events()[0]
    found = first.case.get("detection", Detection()).copy()
    if first.kind == "decision" and not found and context.notices_known:
        found["source"] = "own_initiative"
    if first.kind in ("notice", "detection"):
        found["detected_at"] = record_time(first.at)
    return found


def _decisions(case: Case, context: ImportContext) -> list[Decision]:
    written = [(event.order, _decision(event, context)) for event in case.written_decisions()]
    written += [(undone.event.order, _reversal(undone, context)) for undone in case.reversals]
    return [record for _, record in sorted(written, key=lambda pair: pair[0])]


def _decision(event: Event, context: ImportContext) -> Decision:
    id_ = record_id(event.ref, context.pseudonyms)
    return {"id": id_, "decided_at": record_time(event.at)} | event.decision


def _reversal(undone: CaseReversal, context: ImportContext) -> Decision:
    record = _decision(undone.event, context)
    decision = record_id(undone.decision, context.pseudonyms)
    record["reverses"] = {"decision": decision, "cause": undone.cause}
    return record


def _appeal(appeal: CaseAppeal, case: Case, context: ImportContext) -> Appeal:
    against: Against = {}
    if appeal.decision is not None:
        against["decision"] = record_id(appeal.decision, context.pseudonyms)
    if appeal.notice is not None and not appeal.agreed:
        against["no_action_on"] = record_id(appeal.notice, context.pseudonyms)
    record: Appeal = {"id": record_id(appeal.event.ref, context.pseudonyms)}
    record |= {"against": against} if against else {}
    record |= {"channel": "internal", "filed_at": record_time(appeal.event.at)}
    return record | appeal.event.appeal | _outcome(appeal, case, context)


def _outcome(appeal: CaseAppeal, case: Case, context: ImportContext) -> Appeal:
    """What came of the appeal: as the source says, else granted where the decision was undone."""
    undone = next((one for one in case.reversals if one.decision == appeal.decision), None)
    by_appeal = undone is not None and undone.event.at >= appeal.event.at
    end = appeal.end
    refused = end is not None and end.appeal.get("outcome") in ("denied", "omitted")
    # What was refused and undone all the same was undone for another reason.
    if undone is not None and by_appeal and undone.cause != "expiry" and not refused:
        granted: Appeal = {
            "decided_at": record_time(end.at if end else undone.event.at),
            "outcome": "granted",
            "resulting_decision": record_id(undone.event.ref, context.pseudonyms),
        }
        return granted | end.appeal if end else granted
    if end is not None:
        return {"decided_at": record_time(end.at), "outcome": "denied"} | end.appeal
    return {"outcome": appeal.event.appeal.get("outcome", "pending")}


def _case_source(case: Case, context: ImportContext) -> Source:
    """Id of the row that opened the case; digest over the digests of all its rows."""
    id_ = record_id(case.opened_by.ref, context.pseudonyms)
    return _source(id_, sorted({event.digest for event in case.events()}), context)


def _source(id_: str, digests: Sequence[str], context: ImportContext) -> Source:
    """The source of a record: the digest of its one row, or that over the digests of several."""
    digest = "".join(digests)
    if len(digests) > 1:
        digest = hashlib.sha256(digest.encode("ascii")).hexdigest()
    return {"id": id_, "digest": digest, "importer": context.importer}


_ACTED = {"acted", "partly"}


def notice(notified: CaseNotice, case: Case, context: ImportContext) -> Notice:
    """The record of one notice."""
    event = notified.event
    outcome, at = notified.outcome(case)
    id_ = record_id(event.ref, context.pseudonyms)
    record: Notice = {
        "record": "notice",
        "version": CURRENT["notice"],
        "notice_id": id_,
        "service": context.service,
        "received_at": record_time(event.at),
        "outcome": outcome,
    }
    if at:
        record["decided_at"] = record_time(at)
    if is_incident(case):
        record["incident_ids"] = [case_id(case.opened_by.ref, context.pseudonyms)]
    if outcome == "acted" and (ground := _ground(case)):
        record["acted_on"] = ground
    coded([event], context).write(record)
    record |= event.notice
    record["source"] = _source(id_, [event.digest], context)
    return record


def _ground(case: Case) -> str | None:
    grounds = {decision.decision.get("ground") for decision in case.restrictions()}
    return grounds.pop() if len(grounds) == 1 else None


def merged(key: Ref, parts: Sequence[Notice], context: ImportContext) -> Notice:
    """One notice on several items, from the notices on each of them.

    Acted on where every item was, partly where some were, pending while one is, not known where
    that of one is not; the times are the
    first receipt and the last answer.
    """
    parts = sorted(parts, key=lambda part: (part["received_at"], part["notice_id"]))
    record = parts[0].copy()
    record["notice_id"] = record_id(key, context.pseudonyms)
    record["item_count"] = len(parts)
    record["outcome"] = _together({part["outcome"] for part in parts})
    answered = [part["decided_at"] for part in parts if "decided_at" in part]
    record.pop("decided_at", None)
    if record["outcome"] != "pending" and answered:
        record["decided_at"] = max(answered)
    incidents = sorted({id_ for part in parts for id_ in part.get("incident_ids", [])})
    if incidents:
        record["incident_ids"] = incidents
    if record["outcome"] not in _ACTED:
        record.pop("acted_on", None)
    digests = sorted(part["source"]["digest"] for part in parts)
    record["source"] = _source(record["notice_id"], digests, context)
    return record


def _together(outcomes: set[str]) -> str:
    if len(outcomes) == 1:
        return outcomes.pop()
    if "pending" in outcomes:
        return "pending"
    if "unknown" in outcomes:
        return "unknown"
    return "partly" if "acted" in outcomes else "no_action"


Missing = Callable[[str, Event], None]
"""Takes each event that found no case (see ``cases.MISSING``), and, under ``decision``, each
notice or detection on which something was done that is not in the input."""


def records(
    store: EventStore, context: ImportContext, missing: Missing, advance: Callable[[int], None]
) -> Iterator[Notice | Incident]:
    """Every record of the events in a store without repeated rows. The order depends on the events
    alone. ``advance`` is given the number of events that are done."""
    for events in store.groups():
        state = fold(events)
        advance(len(events))
        for reason, event in state.unmatched:
            missing(reason, event)
        for case in state.cases:
            for notified in case.notices:
                if notified.lacks_decision(case):
                    missing("decision", notified.event)
            if case.lacks_decision():
                missing("decision", case.detections[0])
            yield from _of_case(case, context, store)
    for key, group in store.parts():
        yield merged(key, group, context)


def _of_case(case: Case, context: ImportContext, store: EventStore) -> Iterator[Notice | Incident]:
    for notified in case.notices:
        record = notice(notified, case, context)
        if notified.event.merge:
            store.add_part((notified.event.ref[0], notified.event.merge), record)
        else:
            yield record
    if is_incident(case):
        yield incident(case, context)
