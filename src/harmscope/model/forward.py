"""Moves records of older versions forward, step by step, and says where that cannot be done.

Code knows one model, the newest. A record of an older version is judged by the schema of its own
version, moved here, and from then on handled as a new one.
"""

import copy
from collections.abc import Iterator
from typing import NamedTuple

from harmscope.model.changes import Change, Step, steps_of

Record = dict[str, object]


class Doubt(NamedTuple):
    """A place where going forward would be a guess: the pointer (RFC 6901), and the step."""

    pointer: str
    step: Step
    change: Change


class Moved(NamedTuple):
    """A record in its newer version. With ``doubts`` it is not to be used."""

    record: Record
    doubts: list[Doubt]


def forward(record: Record, to: str | None = None, known: tuple[Step, ...] | None = None) -> Moved:
    """The record moved to the version ``to`` of its kind, or to the newest one.

    The record given is not changed. One that is there already, or that says no version from which
    a step is known, comes back as it is. Never raises, whatever shape the record has.
    """
    kind, version = record.get("record"), record.get("version")
    if not isinstance(kind, str) or not isinstance(version, str) or version == to:
        return Moved(record, [])
    way = steps_of(kind, version, known)
    if not way:
        return Moved(record, [])
    moved, doubts = copy.deepcopy(record), []
    for step in way:
        for change in step.changes:
            doubts += [Doubt(place, step, change) for place in _apply(change, moved)]
        moved["version"] = step.after
        if step.after == to:
            break
    return Moved(moved, doubts)


def newest(record: Record) -> Record:
    """The record in the newest version of its kind; it must have been judged before."""
    return forward(record).record


def _apply(change: Change, record: Record) -> Iterator[str]:
    """Make one change to a record; gives the pointers of places that it cannot decide."""
    if change.what == "added":
        return
    undecided = change.what in {"split", "retired"}
    above, _, last = change.at.rpartition(".")
    for pointer, holder in list(_holders(record, above, "")):
        if change.codes:
            yield from _codes(change, holder, last, pointer, undecided)
        elif isinstance(holder, dict) and last in holder:
            target = change.into[0] if change.into else ""
            if undecided or target in holder:
                yield f"{pointer}/{last}"
            else:
                _rename(holder, last, target)


def _codes(
    change: Change, holder: object, last: str, pointer: str, undecided: bool
) -> Iterator[str]:
    if isinstance(holder, list) and last == "*":
        if undecided:
            yield from (f"{pointer}/{at}" for at, one in enumerate(holder) if one in change.codes)
        else:
            new = [change.into[0] if one in change.codes else one for one in holder]
            holder[:] = _once(new) if new != holder else new
    elif isinstance(holder, dict) and holder.get(last) in change.codes:
        if undecided:
            yield f"{pointer}/{last}"
        else:
            holder[last] = change.into[0]


def _holders(value: object, path: str, pointer: str) -> Iterator[tuple[str, object]]:
    if not path:
        yield pointer, value
        return
    head, _, rest = path.partition(".")
    if head == "*" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _holders(item, rest, f"{pointer}/{index}")
    elif head != "*" and isinstance(value, dict) and head in value:
        yield from _holders(value[head], rest, f"{pointer}/{head}")


def _rename(holder: Record, name: str, target: str) -> None:
    """Rename a member where it stands, so that the order of members stays."""
    items = list(holder.items())
    holder.clear()
    holder.update((target if each == name else each, value) for each, value in items)


def _once(items: list[object]) -> list[object]:
    """Items without repeats: codes that were merged may both have stood in one list."""
    return [item for index, item in enumerate(items) if item not in items[:index]]
