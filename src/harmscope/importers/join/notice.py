"""A notice in a case becomes a notice record."""

import hashlib

from harmscope.importers.join.case import Case, Notified
from harmscope.importers.join.desk import Desk, coded
from harmscope.importers.join.event import Event
from harmscope.importers.join.identifiers import case_id, record_id
from harmscope.importers.join.incident import is_incident
from harmscope.importers.times import shown
from harmscope.model.kinds import CURRENT

_ACTED = {"acted", "partly"}


def notice(notified: Notified, case: Case, desk: Desk) -> dict[str, object]:
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
    return record | event.members | {"source": _source(event, desk)}


def _ground(case: Case) -> object:
    grounds = {decision.members.get("ground") for decision in case.restrictions()}
    return grounds.pop() if len(grounds) == 1 else None


def _source(event: Event, desk: Desk) -> dict[str, object]:
    id_ = record_id(event.ref, desk.pseudonyms)
    return {"id": id_, "digest": event.digest, "importer": desk.importer}


def merged(key: tuple[str, str], parts: list[dict[str, object]], desk: Desk) -> dict[str, object]:
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
    parts: list[dict[str, object]], desk: Desk, key: tuple[str, str]
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
