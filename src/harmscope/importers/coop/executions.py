"""A row of ``ACTION_EXECUTIONS`` becomes a decision, a reversal or nothing."""

from harmscope.importers.coop.codes import UNMAPPED, automation, effect, policies, told
from harmscope.importers.entry import Entry
from harmscope.importers.own_codes import NO_ACTION, NOT_A_DECISION, REVERSAL
from harmscope.importers.scribe import Scribe

_KINDS = {"CONTENT": "content", "USER": "account", "THREAD": "other"}


def subject_of(entry: Entry, prefix: str) -> str:
    """Kind and id of an item. Raises BadRow."""
    return f"{entry.text(f'{prefix}_type_kind') or 'CONTENT'} {entry.need(f'{prefix}_id')}"


def kind_of(entry: Entry, prefix: str) -> str:
    """The model's kind of an item."""
    return _KINDS.get(entry.text(f"{prefix}_type_kind"), "other")


def translate_execution(entry: Entry, scribe: Scribe) -> None:
    """One action on one item. Raises BadRow."""
    if entry.flag("failed"):
        scribe.skip("action that failed")
        return
    does = effect(entry.need("action_name"), entry, scribe, "action_name")
    if does == NOT_A_DECISION:
        scribe.skip("action that is no decision, by the mapping file")
        return
    at, subject = scribe.time(entry, "ts"), subject_of(entry, "item")
    id_ = f"{entry.need('correlation_id')} {entry.text('action_id')} {subject}"
    scribe.seen["executions"] += 1
    if does == REVERSAL:
        scribe.event(entry, "reversal", id_, at, subject, members=automation(entry))
        return
    named = policies(entry, "policies")
    harms = told(named, entry, scribe, "policies")
    members = automation(entry)
    if does != NO_ACTION:
        members["actions"] = [{"kind": does} if does else UNMAPPED]
    members |= scribe.policy(", ".join(policy["name"] for policy in named if "name" in policy))
    case: dict[str, object] = {"subject_kind": kind_of(entry, "item")}
    case |= {"harms": harms} if harms else {}
    scribe.event(entry, "decision", id_, at, subject, members=members, case=case, opens=True)
