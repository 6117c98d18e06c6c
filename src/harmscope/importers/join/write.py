"""Spooled events come out as records: the notices and incidents of each group, group by group."""

from collections.abc import Callable, Iterator

from harmscope.importers.join.case import Case
from harmscope.importers.join.desk import Desk
from harmscope.importers.join.event import Event
from harmscope.importers.join.fold import fold
from harmscope.importers.join.incident import incident, is_incident
from harmscope.importers.join.journal import Journal
from harmscope.importers.join.notice import merged, notice
from harmscope.importers.join.parts import Parts

Missing = Callable[[str, Event], None]
"""Told of each event that found no case (see ``fold.MISSING``), and, under ``decision``, of each
notice or detection on which something was done that is not in the input."""


def records(
    journal: Journal, desk: Desk, missing: Missing, advance: Callable[[int], None]
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


def _of_case(case: Case, desk: Desk, parts: Parts) -> Iterator[dict[str, object]]:
    for notified in case.notices:
        record = notice(notified, case, desk)
        if notified.event.merge:
            parts.add((notified.event.ref[0], notified.event.merge), record)
        else:
            yield record
    if is_incident(case):
        yield incident(case, desk)
