"""What changed between versions of a record kind, as data: ``schemas/changes.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

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
