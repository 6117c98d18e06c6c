"""What changed between versions of a record kind, and how a record is moved forward.

The changes are data, ``schemas/changes.toml``. Code knows one model, the newest. A record of an
older version is judged by the schema of its own version, moved here, and then handled as a new one.
"""

import copy
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from harmscope.resources import data_path

What = Literal["added", "renamed", "merged", "split", "retired"]
ORDER: tuple[What, ...] = get_args(What)


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``at`` is the dotted path of a member, ``*`` standing for each item of a list.

    ``codes`` are the codes at that member that the change is about; without any it is about the
    member itself. ``into`` holds what stands there afterwards: one name for ``renamed`` and
    ``merged``, several for ``split``, none for ``added`` and ``retired``.
    """

    what: What
    at: str
    codes: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Everything that changed from one version of a kind to the next."""

    kind: str
    before: str
    after: str
    changes: tuple[Change, ...]
    why: str = ""


@cache
def steps(path: Path | None = None) -> tuple[Step, ...]:
    """Every step, in the order of the file; ``path`` is another file of the same form."""
    place = path or data_path("schemas", "changes.toml")
    entries = tomllib.loads(place.read_text(encoding="utf-8")).get("step", [])
    return tuple(_step(entry) for entry in entries)


def steps_of(kind: str, before: str, known: tuple[Step, ...] | None = None) -> list[Step]:
    """The steps of ``kind`` from the version ``before`` on, in their order."""
    following = {step.before: step for step in known or steps() if step.kind == kind}
    found: list[Step] = []
    while (step := following.get(before)) is not None:
        found.append(step)
        before = step.after
    return found


def _step(entry: dict[str, object]) -> Step:
    changes = [_change(what, each) for what in ORDER for each in _tables(entry.get(what))]
    kind, before, after = (str(entry[name]) for name in ("kind", "from", "to"))
    return Step(kind, before, after, tuple(changes), str(entry.get("why", "")))


def _change(what: What, entry: dict[str, object]) -> Change:
    codes, into = _texts(entry, "code", "codes"), _texts(entry, "to", "into")
    return Change(what, str(entry["at"]), codes, into, str(entry.get("why", "")))


def _tables(value: object) -> list[dict[str, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _texts(entry: dict[str, object], one: str, several: str) -> tuple[str, ...]:
    found = entry.get(several, [entry[one]] if one in entry else [])
    return tuple(str(each) for each in found) if isinstance(found, list) else ()


# Moving a record forward.

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
