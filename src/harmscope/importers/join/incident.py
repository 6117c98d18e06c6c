"""A case becomes an incident record."""

import hashlib

from harmscope.importers.join.case import Case, Complaint, Undone
from harmscope.importers.join.desk import Desk, coded, natives
from harmscope.importers.join.event import Event
from harmscope.importers.join.identifiers import case_id, record_id
from harmscope.importers.times import shown
from harmscope.model.kinds import CURRENT

_PLAIN = ("subject_kind", "origin", "account_type", "content", "generation", "facets", "reach")


def incident(case: Case, desk: Desk) -> dict[str, object]:
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
        "source": _source(case, desk),
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


def _codes(case: Case, desk: Desk) -> dict[str, object]:
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


def _detection(case: Case, desk: Desk) -> dict[str, object]:
    first = case.events()[0]
    given = first.case.get("detection")
    found: dict[str, object] = dict(given) if isinstance(given, dict) else {}
    if first.kind == "decision" and not found and desk.notices_known:
        found = {"source": "own_initiative"}
    if first.kind != "decision":
        found["detected_at"] = shown(first.at)
    return found


def _decisions(case: Case, desk: Desk) -> list[dict[str, object]]:
    written = [(event.order, _decision(event, desk)) for event in case.written_decisions()]
    written += [(undone.event.order, _reversal(undone, desk)) for undone in case.reversals]
    return [record for _, record in sorted(written, key=lambda pair: pair[0])]


def _decision(event: Event, desk: Desk) -> dict[str, object]:
    id_ = record_id(event.ref, desk.pseudonyms)
    return {"id": id_, "decided_at": shown(event.at)} | event.members


def _reversal(undone: Undone, desk: Desk) -> dict[str, object]:
    decision = record_id(undone.decision, desk.pseudonyms)
    end = _decision(undone.event, desk)
    return end | {"reverses": {"decision": decision, "cause": undone.cause}}


def _appeal(complaint: Complaint, case: Case, desk: Desk) -> dict[str, object]:
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


def _outcome(complaint: Complaint, case: Case, desk: Desk) -> dict[str, object]:
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


def _source(case: Case, desk: Desk) -> dict[str, object]:
    """Id of the row that opened the case; digest over the digests of all its rows, sorted."""
    digests = sorted({event.digest for event in case.events()})
    digest = hashlib.sha256("".join(digests).encode("ascii")).hexdigest()
    return {
        "id": record_id(case.opened_by.ref, desk.pseudonyms),
        "digest": digests[0] if len(digests) == 1 else digest,
        "importer": desk.importer,
    }
