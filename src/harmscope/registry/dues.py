"""What is due in a registry: submissions that services owe, and contents that are to be erased."""

from datetime import datetime, timedelta
from typing import Final

from harmscope.deadlines.outlook import Due, Outlook, end_of_day, standing_at
from harmscope.registry import calendar
from harmscope.registry.folder import Registry
from harmscope.registry.state import State, state_of
from harmscope.times import day_of

REGISTRY: Final = "registry"
"""Stands in place of a jurisdiction: a registry sets its own days."""
DEADLINE: Final = "the registry's deadline"
RETENTION: Final = "the registry's retention rules"
NO_SENDERS: Final = "the registry has no senders: nobody owes it a submission"
NO_DEADLINES: Final = "the registry has no deadlines; harmscope registry calendar set sets them"
_MET: Final = ("received", "late")
_OURS: Final = "it came in and waits for a decision of the registry"


def registry_dues(registry: Registry, now: datetime) -> Outlook:
    """What services owe a registry at ``now``, an instant in UTC, and what it is to erase."""
    state = state_of(registry.ledger.entries())
    outlook = Outlook(now)
    outlook.items += submissions_owed(state, now)
    if not state.senders:
        outlook.notes.append(NO_SENDERS)
    elif not state.deadlines:
        outlook.notes.append(NO_DEADLINES)
    outlook.items += erasures_owed(state, calendar.rules(registry.folder), now)
    return outlook.settle()


def submissions_owed(state: State, now: datetime) -> list[Due]:
    """Every service that has not met a deadline. One whose submission waits for a decision has sent
    it: that is no lateness of its own."""
    found = []
    for one in calendar.calendar(state, now.date()):
        if one.standing in _MET:
            continue
        day = day_of(one.due)
        end, waits = end_of_day(day), one.standing == "awaiting"
        last = "" if one.standing in ("due", "missing") else f"the last one was {one.standing}"
        found.append(
            Due(
                what="submission",
                standing="open" if waits else standing_at(now, end, None),
                jurisdiction=REGISTRY,
                law=DEADLINE,
                title="Decision on a submission" if waits else "Submission",
                due=end,
                day=day,
                since=one.on,
                service=one.service,
                period=one.period,
                note=_OURS if waits else last or None,
            )
        )
    return found


def erasures_owed(state: State, rules: tuple[calendar.Rule, ...], now: datetime) -> list[Due]:
    """Every submission whose contents have been kept long enough."""
    found = []
    for one in calendar.due(state, rules, now.date()):
        last = day_of(one.erase_from) - timedelta(days=1)
        found.append(
            Due(
                what="erasure",
                standing="late",
                jurisdiction=REGISTRY,
                law=RETENTION,
                title="Erasure of contents",
                due=end_of_day(last),
                day=last,
                service=one.service,
                id=one.submission,
                note=f"the submission is {one.status}",
            )
        )
    return found
