"""How sure a figure is: what may be missing makes a count a lower limit, and zero not recorded."""

from typing import Any, Final

from harmscope.aggregation.counting import Count
from harmscope.aggregation.labels import COMPLETE, SAMPLE, SELECTION, Gaps
from harmscope.metrics.metric import Measure, Metric
from harmscope.model.period import Period

Members = dict[str, Any]
"""Members of a figure, while it is made."""

_APPROX: Final = "Contains cases whose own code comes only close to this category."
_LIMIT: Final = {
    SAMPLE: "The records are a sample: of all there are, these at least.",
    SELECTION: "The records are a selection: of all there are, these at least.",
}
_NEAR: Final = "The records are a sample: of all there are, the number is near this one."
_NO_WHOLE: Final = "The records are a selection: they do not give the number of all there are."
_OF_ALL: Final = frozenset({"exact", "approx", "at_least"})
_OF_WHOLE: Final = frozenset({"value", "numerator", "denominator", "denominator_name", "rounding"})


def counted(metric: Metric, cell: Count, open_: int = 0) -> Members:
    """Value, status and notes of a count.

    What some records leave open makes it a lower limit, or not recorded where it is 0. ``open_`` is
    what stands beside it because the split is not known there: it may belong here as well.
    """
    members: Members = {"value": cell.value, "status": "exact"}
    if cell.approx:
        members |= {"status": "approx", "notes": [_APPROX]}
    notes = doubt_notes(metric, cell)
    if notes and not cell.value:
        return {"status": "not_recorded", "notes": notes}
    if open_:
        notes.append(f"{open_:,} more do not say where they stand and may belong here.")
    if notes:
        members |= {"status": "at_least", "notes": [*members.get("notes", ()), *notes]}
    return members


def doubt_notes(metric: Metric, cell: Count) -> list[str]:
    """Why records that may belong to a count are not in it."""
    notes = [metric.weak_note.format(f"{cell.weak:,}")] if cell.weak else []
    if cell.undated:
        notes.append(f"{cell.undated:,} have no day, so they lie in no period and are not counted.")
    return notes


def settled(
    metric: Metric, members: Members, gaps: Gaps, codes: list[str], span: Period
) -> Members:
    """The members of a figure as the gaps of the data let them stand.

    A count of what was not seen whole is a lower limit, a time or a share is near; of a time that
    was not seen at all there is none. Of a part that no header keeps, the rows that are there all
    the same are a lower limit and nothing else.
    """
    if members["status"] == "not_recorded":
        return members
    missing = gaps.days.unknown(metric.table, span) if gaps.days else []
    why = gaps.days.gap(metric.table, span) if gaps.days and missing else None
    unseen = (
        len(missing) == span.days and not members.get("value") and not members.get("denominator")
    )
    if why is not None and unseen:
        return _without(members) | {"status": "not_recorded", "notes": [why]}
    some = gaps.unseen(metric, codes)
    if some is not None and not (isinstance(metric.how, Measure) and members.get("value")):
        return _without(members) | {"status": "not_recorded", "notes": [some]}
    for reason in (some, gaps.incomplete(metric, codes), why):
        if reason is not None:
            members = lowered(metric, members, reason)
    return covered(metric, members, gaps.extent)


def lowered(metric: Metric, members: Members, reason: str) -> Members:
    """The members of a figure to which more may belong, for a reason."""
    notes = [*members.get("notes", ()), reason]
    if members["status"] in ("not_reported", "not_recorded"):
        return _without(members) | {"status": "not_recorded", "notes": notes}
    if members["status"] not in _OF_ALL:
        return members
    status = "at_least" if isinstance(metric.how, Measure) else "approx"
    return members | {"status": status, "notes": notes}


def covered(metric: Metric, members: Members, extent: str) -> Members:
    """The members of a figure as the extent of the data lets them stand.

    Out of a sample or a selection a count is a lower limit of the whole. A share or a time out of
    a sample is near that of the whole; out of a selection it says nothing of the whole, so there is
    none. Estimates from samples of exposure have their own denominators and stay.
    """
    if extent == COMPLETE or members["status"] not in _OF_ALL:
        return members
    notes = list(members.get("notes", ()))
    if isinstance(metric.how, Measure):
        return members | {"status": "at_least", "notes": [*notes, _LIMIT[extent]]}
    if extent == SAMPLE:
        return members | {"status": "approx", "notes": [*notes, _NEAR]}
    return _without(members) | {"status": "not_recorded", "notes": [_NO_WHOLE]}


def _without(members: Members) -> Members:
    return {name: value for name, value in members.items() if name not in _OF_WHOLE}
