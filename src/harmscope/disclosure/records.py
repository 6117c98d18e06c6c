"""Records in their public form: no person's identifier, hash, free text, address or exact time."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from harmscope.demands.path import places
from harmscope.disclosure.members_ import Record, Tree, changed, select, strays, tree, without
from harmscope.errors import UserError
from harmscope.taxonomy import load_system

PUBLIC = "public"
IDS = {
    "incident": "incident_id",
    "notice": "notice_id",
    "exposure": "exposure_id",
    "measure": "measure_id",
}
CLASSED = ("incident", "notice")
"""Kinds about people: every record must be like others. The other kinds are about services."""

FOLLOWED = ("follows.*",)
"""Identifiers of other records that stay, under the names that those got."""

OTHERS = ("decisions.*.actions.*.other",)
DAYS = ("period.start",)
NUMBERED = re.compile(r"[a-z][0-9]{1,12}\Z")
"""The form of an identifier that says nothing."""

REASON = "not kept by the source"
"""What a public header says of every part that was not recorded."""

_PATH = Path(__file__).with_name("public_records.toml")
_MONTHS = {"quarters": 3, "years": 12}


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be public of one kind; ``public_records.toml`` says what each member means."""

    keep: Tree
    months: tuple[str, ...]
    numbers: tuple[str, ...]
    quasi: Tree
    steps: tuple[str, ...]


@cache
def rules_of(kind: str) -> Rules:
    """The rules of a kind that may be public. Raises KeyError for other kinds."""
    data, names = _data(), ("keep", "months", "numbers", "quasi", "steps")
    parts = {name: part for name in names if isinstance(part := data[name], dict)}
    named = {name: tuple(part.get(kind, ())) for name, part in parts.items()}
    if not named["keep"]:
        raise KeyError(kind)
    return Rules(
        tree(named["keep"]),
        named["months"],
        named["numbers"],
        tree(named["quasi"]),
        named["steps"],
    )


@cache
def header_members() -> Tree:
    """What of a header may be public."""
    keep = _data()["keep"]
    assert isinstance(keep, dict)
    return tree(keep["dataset"])


@cache
def unasked() -> frozenset[str]:
    """Codes of rules that are not asked of public data: what they look at is withheld there."""
    return frozenset(map(str, _list("unasked")))


@cache
def least() -> int:
    """How many records must be alike at least."""
    return int(str(_data()["least"]))


def public(record: Record) -> Record:
    """The public form of a record, before anything is coarsened beyond months.

    Its own identifier is left out: a new one is given when all records are there, since the order
    of the old ones tells something.
    """
    kind = str(record["record"])
    rules = rules_of(kind)
    found = {name: value for name, value in record.items() if name != IDS[kind]}
    found["native"] = _known(found.get("native"))
    chosen = select(_timed(found), rules.keep)
    numbers: dict[object, str] = {}
    for path in rules.numbers:
        chosen = changed(chosen, path.split("."), lambda value: _number(value, numbers))
    for path in rules.months:
        chosen = changed(chosen, path.split("."), lambda value: _from(value, 1))
    for path in OTHERS:
        chosen = changed(chosen, path.split("."), lambda _: _data()["other"])
    assert isinstance(chosen, dict)
    return chosen


def public_header(record: Record, *, complete: bool) -> Record:
    """The public form of a header; ``complete`` says that no record was left out."""
    chosen: object = select(record, header_members())
    reason = ["not_recorded", "*", "reason"]
    chosen = changed(chosen, reason, lambda _: REASON)
    for path in DAYS:
        chosen = changed(chosen, path.split("."), lambda value: _from(value, 1))
    assert isinstance(chosen, dict)
    coverage = {} if complete else {"coverage": {"extent": "selection"}}
    return {**chosen, "disclosure": PUBLIC, **coverage}


def coarsened(record: Record, steps: tuple[str, ...]) -> Record:
    """A public record after some of the steps of its kind."""
    found: object = record
    for step in steps:
        if step in _MONTHS:
            start = partial(_from, months=_MONTHS[step])
            for path in rules_of(str(record["record"])).months:
                found = changed(found, path.split("."), start)
        elif step == "top":
            for path in ("harm.primary", "harm.also.*"):
                found = changed(found, path.split("."), lambda value: str(value).split(".")[0])
        else:
            found = without(found, step.split("."))
    assert isinstance(found, dict)
    return found


def restricted(record: Record) -> Iterator[str]:
    """Pointers of everything in a record that keeps it from being public.

    That is every member that is not named as public, every identifier that is more than a number,
    every code of a list that is not shipped, and every time that is finer than a month.
    """
    kind = str(record.get("record"))
    if kind == "dataset":
        yield from strays(record, header_members())
        yield from _unlike(record, ("not_recorded.*.reason",), lambda value: value == REASON)
        yield from _unlike(record, DAYS, lambda value: str(value)[7:] == "-01")
        return
    rules = rules_of(kind)
    yield from strays(record, rules.keep)
    names = (IDS[kind], *rules.numbers, *FOLLOWED)
    yield from _unlike(record, names, lambda value: bool(NUMBERED.match(str(value))))
    yield from _unlike(record, rules.months, lambda value: str(value)[7:] == "-01")
    yield from _unlike(record, ("native.*",), lambda value: bool(_known([value])))
    yield from _unlike(record, OTHERS, lambda value: value == _data()["other"])


def _unlike(
    record: Record, paths: tuple[str, ...], fine: Callable[[object], bool]
) -> Iterator[str]:
    for path in paths:
        for pointer, value in places(record, path):
            if not fine(value):
                yield pointer


def _known(native: object) -> list[object]:
    """Native codes of shipped lists: the others may be any text."""
    items = native if isinstance(native, list) else []
    return [item for item in items if isinstance(item, dict) and _is_shipped(item)]


def _is_shipped(item: Record) -> bool:
    try:
        system = load_system(str(item.get("scheme")))
    except UserError:
        return False
    parent = str(item.get("parent", ""))
    return system.find(str(item.get("code")), parent) is not None and (
        not parent or system.find(parent) is not None
    )


def _timed(record: Record) -> Record:
    """Decisions whose time is known by another name alone get it as the time of the decision."""
    decisions = record.get("decisions")
    if not isinstance(decisions, list):
        return record
    timed = [
        {"decided_at": each["applied_at"], **each} if "applied_at" in each else each
        for each in decisions
        if isinstance(each, dict)
    ]
    return {**record, "decisions": timed}


def _number(value: object, numbers: dict[object, str]) -> str:
    return numbers.setdefault(value, f"x{len(numbers) + 1}")


def _from(value: object, months: int) -> str:
    """The first day of the stretch of ``months`` months that a time lies in."""
    text = str(value)
    month = (int(text[5:7]) - 1) // months * months + 1
    return f"{text[:4]}-{month:02d}-01"


def _list(name: str) -> list[object]:
    found = _data()[name]
    return found if isinstance(found, list) else []


@cache
def _data() -> dict[str, object]:
    return tomllib.loads(_PATH.read_text(encoding="utf-8"))
