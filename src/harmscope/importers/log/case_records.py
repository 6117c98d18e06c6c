"""Cases become records: the notices and incidents of each group of events, group by group."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from harmscope.importers.log.cases import Case, Complaint, Notified, Undone, fold
from harmscope.importers.log.event_store import Journal, Parts
from harmscope.importers.log.events import Event
from harmscope.importers.platform_codes import Allocated
from harmscope.importers.pseudonyms import Pseudonyms, case_id, record_id
from harmscope.importers.timestamps import shown
from harmscope.model.kinds import CURRENT

# What the writing of records needs to know besides the events.

Allocate = Callable[[str, Sequence[str]], Allocated]
"""Where the codes of a scheme lead in the harm taxonomy."""


@dataclass(frozen=True, slots=True)
class ImportContext:
    """``notices_known`` is false where the input holds no notices at all, so that nothing can be
    said about who brought a case up."""

    service: str
    importer: str
    pseudonyms: Pseudonyms
    allocate: Allocate
    notices_known: bool = True


def natives(event: Event) -> list[dict[str, str]]:
    """The platform's codes that an event carries."""
    found = event.case.get("native", [])
    return found if isinstance(found, list) else []


def coded(events: Sequence[Event], desk: ImportContext) -> dict[str, object]:
    """The members ``native`` and ``harm`` for events that speak of one case.

    Codes are distinct, the most frequent first. Categories that a mapping file names go before
    those that follow from codes. What the codes imply is in ``implied``, by path.
    """
    codes = ranked([native for event in events for native in natives(event)])
    given = [str(harm) for event in events for harm in _given(event)]
    harms, implied = list(dict.fromkeys(given)), dict[str, str]()
    for scheme in dict.fromkeys(native["scheme"] for native in codes):
        own = [_key(native) for native in codes if native["scheme"] == scheme]
        allocated = desk.allocate(scheme, own)
        harms += [harm for harm in allocated.harms if harm not in harms]
        implied |= {} if given else dict(allocated.implied)
    found: dict[str, object] = {"native": codes} if codes else {}
    if harms:
        found["harm"] = {"primary": harms[0]} | ({"also": harms[1:]} if harms[1:] else {})
    return found | ({"implied": implied} if implied else {})


def _key(native: dict[str, str]) -> str:
    parent = native.get("parent")
    return f"{parent}/{native['code']}" if parent else native["code"]


def _given(event: Event) -> list[object]:
    found = event.case.get("harms", [])
    return found if isinstance(found, list) else []


def ranked(codes: list[dict[str, str]]) -> list[dict[str, str]]:
    """Distinct codes, the most frequent first; ties in the order of the list."""
    keys = [tuple(sorted(native.items())) for native in codes]
    counts = Counter(keys)
    first = {key: place for place, key in reversed(list(enumerate(keys)))}
    return [dict(key) for key in sorted(counts, key=lambda key: (-counts[key], first[key]))]


# A case becomes an incident record.

_PLAIN = ("subject_kind", "origin", "account_type", "content", "generation", "facets", "reach")


def incident(case: Case, desk: ImportContext) -> dict[str, object]:
    """The record. Ask :func:`is_incident` first."""
    record: dict[str, object] = {
        "record": "incident",
        "version": CURRENT["incident"],
        "incident_id": case_id(case.opened_by.ref, desk.pseudonyms),
        "service": desk.service,
    }
    record |= _circumstances(case)
    record |= _codes(case, desk)
    parts: dict[str, object] = {
        "detection": _detection(case, desk),
        "notice_ids": [record_id(_notice_ref(one.event), desk.pseudonyms) for one in case.notices],
        "decisions": _decisions(case, desk),
        "appeals": [_appeal(one, case, desk) for one in case.appeals],
        "source": _case_source(case, desk),
        "subject_key": desk.pseudonyms.of("subject", case.subject),
    }
    if isinstance(ids := parts["notice_ids"], list):
        parts["notice_ids"] = list(dict.fromkeys(ids))
    record |= {name: part for name, part in parts.items() if part}
    _imply(record)
    return record


def is_incident(case: Case) -> bool:
    """Whether anything was detected or decided; a case of open notices alone is not written."""
    return bool(case.detections or case.written_decisions())


def _notice_ref(event: Event) -> tuple[str, str]:
    return (event.ref[0], event.merge) if event.merge else event.ref


def _circumstances(case: Case) -> dict[str, object]:
    """Members about the subject: those that a decision gives go before those of a notice."""
    told = case.written_decisions() + case.detections + [one.event for one in case.notices]
    found: dict[str, object] = {}
    for name in _PLAIN:
        for event in told:
            if name in event.case:
                found[name] = event.case[name]
                break
    return found


def _codes(case: Case, desk: ImportContext) -> dict[str, object]:
    """Native codes and harm: those of the decisions, else of detections, else of notices."""
    for events in (case.written_decisions(), case.detections, [one.event for one in case.notices]):
        if any(natives(event) or "harms" in event.case for event in events):
            return coded(events, desk)
    return {}


def _imply(record: dict[str, object]) -> None:
    """Write what the codes imply where nothing else is said there."""
    implied = record.pop("implied", {})
    for path, value in implied.items() if isinstance(implied, dict) else ():
        outer, _, inner = path.partition(".")
        part = record.setdefault(outer, {})
        if isinstance(part, dict):
            record[outer] = {inner: value} | part


def _detection(case: Case, desk: ImportContext) -> dict[str, object]:
    first = case.events()[0]
    given = first.case.get("detection")
    found: dict[str, object] = dict(given) if isinstance(given, dict) else {}
    if first.kind == "decision" and not found and desk.notices_known:
        found = {"source": "own_initiative"}
    if first.kind != "decision":
        found["detected_at"] = shown(first.at)
    return found


def _decisions(case: Case, desk: ImportContext) -> list[dict[str, object]]:
    written = [(event.order, _decision(event, desk)) for event in case.written_decisions()]
    written += [(undone.event.order, _reversal(undone, desk)) for undone in case.reversals]
    return [record for _, record in sorted(written, key=lambda pair: pair[0])]


def _decision(event: Event, desk: ImportContext) -> dict[str, object]:
    id_ = record_id(event.ref, desk.pseudonyms)
    return {"id": id_, "decided_at": shown(event.at)} | event.members


def _reversal(undone: Undone, desk: ImportContext) -> dict[str, object]:
    decision = record_id(undone.decision, desk.pseudonyms)
    end = _decision(undone.event, desk)
    return end | {"reverses": {"decision": decision, "cause": undone.cause}}


def _appeal(complaint: Complaint, case: Case, desk: ImportContext) -> dict[str, object]:
    against: dict[str, object] = {}
    if complaint.decision is not None:
        against["decision"] = record_id(complaint.decision, desk.pseudonyms)
    if complaint.notice is not None:
        against["no_action_on"] = record_id(complaint.notice, desk.pseudonyms)
    record: dict[str, object] = {
        "id": record_id(complaint.event.ref, desk.pseudonyms),
        "against": against,
        "channel": "internal",
        "filed_at": shown(complaint.event.at),
    }
    return record | complaint.event.members | _outcome(complaint, case, desk)


def _outcome(complaint: Complaint, case: Case, desk: ImportContext) -> dict[str, object]:
    """What came of the appeal: as the source says, else granted where the decision was undone."""
    undone = next((one for one in case.reversals if one.decision == complaint.decision), None)
    by_appeal = undone is not None and undone.event.at >= complaint.event.at
    end = complaint.end
    if undone is not None and by_appeal and undone.cause != "expiry":
        result = record_id(undone.event.ref, desk.pseudonyms)
        at = end.at if end else undone.event.at
        return {"decided_at": shown(at), "outcome": "granted", "resulting_decision": result} | (
            end.members if end else {}
        )
    if end is not None:
        return {"decided_at": shown(end.at), "outcome": "denied"} | end.members
    return {"outcome": "pending"}


def _case_source(case: Case, desk: ImportContext) -> dict[str, object]:
    """Id of the row that opened the case; digest over the digests of all its rows, sorted."""
    digests = sorted({event.digest for event in case.events()})
    digest = hashlib.sha256("".join(digests).encode("ascii")).hexdigest()
    return {
        "id": record_id(case.opened_by.ref, desk.pseudonyms),
        "digest": digests[0] if len(digests) == 1 else digest,
        "importer": desk.importer,
    }


# A notice in a case becomes a notice record.

_ACTED = {"acted", "partly"}


def notice(notified: Notified, case: Case, desk: ImportContext) -> dict[str, object]:
    """The record of one notice."""
    event = notified.event
    outcome, at = notified.answer(case)
    record: dict[str, object] = {
        "record": "notice",
        "version": CURRENT["notice"],
        "notice_id": record_id(event.ref, desk.pseudonyms),
        "service": desk.service,
        "received_at": shown(event.at),
        "outcome": outcome,
    }
    if at:
        record["decided_at"] = shown(at)
    if is_incident(case):
        record["incident_ids"] = [case_id(case.opened_by.ref, desk.pseudonyms)]
    if outcome == "acted" and (ground := _ground(case)):
        record["acted_on"] = ground
    record |= coded([event], desk)
    record.pop("implied", None)
    return record | event.members | {"source": _notice_source(event, desk)}


def _ground(case: Case) -> object:
    grounds = {decision.members.get("ground") for decision in case.restrictions()}
    return grounds.pop() if len(grounds) == 1 else None


def _notice_source(event: Event, desk: ImportContext) -> dict[str, object]:
    id_ = record_id(event.ref, desk.pseudonyms)
    return {"id": id_, "digest": event.digest, "importer": desk.importer}


def merged(
    key: tuple[str, str], parts: list[dict[str, object]], desk: ImportContext
) -> dict[str, object]:
    """One notice on several items, from the notices on each of them.

    Acted on where every item was, partly where some were, pending while one is; the times are the
    first receipt and the last answer.
    """
    parts = sorted(parts, key=lambda part: (str(part["received_at"]), str(part["notice_id"])))
    record = dict(parts[0])
    record["notice_id"] = record_id(key, desk.pseudonyms)
    record["item_count"] = len(parts)
    record["outcome"] = _together({str(part["outcome"]) for part in parts})
    answered = [str(part["decided_at"]) for part in parts if "decided_at" in part]
    record.pop("decided_at", None)
    if record["outcome"] != "pending" and answered:
        record["decided_at"] = max(answered)
    incidents = sorted({str(id_) for part in parts for id_ in _ids(part)})
    record |= {"incident_ids": incidents} if incidents else {}
    if record["outcome"] not in _ACTED:
        record.pop("acted_on", None)
    record["source"] = _one_source(parts, desk, key)
    return record


def _together(outcomes: set[str]) -> str:
    if len(outcomes) == 1:
        return outcomes.pop()
    if "pending" in outcomes:
        return "pending"
    return "partly" if "acted" in outcomes else "no_action"


def _ids(part: dict[str, object]) -> list[object]:
    ids = part.get("incident_ids", [])
    return ids if isinstance(ids, list) else []


def _one_source(
    parts: list[dict[str, object]], desk: ImportContext, key: tuple[str, str]
) -> dict[str, object]:
    digests = sorted(
        str(source["digest"]) for part in parts if isinstance(source := part["source"], dict)
    )
    digest = hashlib.sha256("".join(digests).encode("ascii")).hexdigest()
    return {
        "id": record_id(key, desk.pseudonyms),
        "digest": digests[0] if len(digests) == 1 else digest,
        "importer": desk.importer,
    }


# Spooled events come out as records: the notices and incidents of each group, group by group.

Missing = Callable[[str, Event], None]
"""Told of each event that found no case (see ``fold.MISSING``), and, under ``decision``, of each
notice or detection on which something was done that is not in the input."""


def records(
    journal: Journal, desk: ImportContext, missing: Missing, advance: Callable[[int], None]
) -> Iterator[dict[str, object]]:
    """Every record of a settled journal. The order depends on the events alone. ``advance`` is
    told how many events are done."""
    with Parts() as parts:
        for events in journal.groups():
            state = fold(events)
            advance(len(events))
            for reason, event in state.adrift:
                missing(reason, event)
            for case in state.cases:
                for notified in case.notices:
                    if notified.lacks_decision(case):
                        missing("decision", notified.event)
                if case.lacks_decision():
                    missing("decision", case.detections[0])
                yield from _of_case(case, desk, parts)
        for key, group in parts.notices():
            yield merged(key, group, desk)


def _of_case(case: Case, desk: ImportContext, parts: Parts) -> Iterator[dict[str, object]]:
    for notified in case.notices:
        record = notice(notified, case, desk)
        if notified.event.merge:
            parts.add((notified.event.ref[0], notified.event.merge), record)
        else:
            yield record
    if is_incident(case):
        yield incident(case, desk)
