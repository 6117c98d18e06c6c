"""Records in their public form: no person's data, and each like at least k - 1 others."""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

from harmscope.canonical import canonical_text
from harmscope.demands.path import places
from harmscope.errors import UserError
from harmscope.taxonomy import load_system

# Members of records by dotted path: kept, left out, changed.

Record = dict[str, object]
Tree = dict[str, "Tree"]


def tree(paths: Iterable[str]) -> Tree:
    """Dotted paths as nested names; where a path ends, everything below belongs to it."""
    root: Tree = {}
    for path in paths:
        node = root
        for name in path.split("."):
            node = node.setdefault(name, {})
    return root


def select(value: object, kept: Tree) -> object:
    """What of ``value`` is named; objects and lists that nothing is left of are left out."""
    if not kept:
        return value
    if isinstance(value, dict):
        chosen = {name: select(value[name], kept[name]) for name in value if name in kept}
        return {name: item for name, item in chosen.items() if item not in ({}, [])}
    if isinstance(value, list) and "*" in kept:
        items = [select(item, kept["*"]) for item in value]
        return [item for item in items if item not in ({}, [])]
    return {}


def strays(value: object, kept: Tree, pointer: str = "") -> Iterator[str]:
    """Pointers of everything in ``value`` that is not named."""
    if not kept:
        if isinstance(value, dict | list):
            yield pointer
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in kept:
                yield from strays(item, kept[name], f"{pointer}/{name}")
            else:
                yield f"{pointer}/{name}"
    elif isinstance(value, list) and "*" in kept:
        for index, item in enumerate(value):
            yield from strays(item, kept["*"], f"{pointer}/{index}")
    else:
        yield pointer


def without(value: object, names: list[str]) -> object:
    """``value`` without the member at a path; what is empty then goes too."""
    if not names or not isinstance(value, dict | list):
        return value
    head, rest = names[0], names[1:]
    if isinstance(value, list):
        return [without(item, rest) for item in value] if head == "*" else value
    kept = {name: item for name, item in value.items() if name != head or rest}
    if head in kept:
        kept[head] = without(kept[head], rest)
        if kept[head] in ({}, []):
            del kept[head]
    return kept


def changed(value: object, names: list[str], change: Callable[[object], object]) -> object:
    """``value`` with ``change`` made to everything at a path."""
    if not names:
        return change(value)
    head, rest = names[0], names[1:]
    if isinstance(value, list) and head == "*":
        return [changed(item, rest, change) for item in value]
    if isinstance(value, dict) and head in value:
        return {**value, head: changed(value[head], rest, change)}
    return value


# Records in their public form: no person's identifier, hash, free text, address or exact time.

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


def public(record: Mapping[str, object]) -> Record:
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


def public_header(record: Mapping[str, object], *, complete: bool) -> Record:
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


# k-anonymity: every record is like at least k - 1 others in all that outsiders may know of it.
#
# A class is all records of one kind that are alike in their quasi-identifiers. Classes that are
# too small give up detail step by step until they meet others; what never does is left out.

Key = str


def key_of(record: Record) -> Key:
    """The class of a public record: its kind and quasi-identifiers, as canonical JSON."""
    kind = str(record["record"])
    held = {"record": kind, "quasi": select(record, rules_of(kind).quasi)}
    return canonical_text(held)


def small(classes: Mapping[Key, int], least: int) -> int:
    """How many records are in classes of fewer than ``least``."""
    return sum(count for count in classes.values() if count < least)


@dataclass(slots=True)
class Plan:
    """How far each class goes. ``taken`` counts records by the steps that were taken for them;
    ``withheld`` those that stay too few after the last one."""

    levels: dict[Key, int | None]
    taken: Counter[str] = field(default_factory=Counter)
    withheld: int = 0

    def apply(self, record: Record) -> Record | None:
        """A public record as it may be given away, or None where it may not."""
        level = self.levels[key_of(record)]
        return None if level is None else coarsened(record, _steps(record)[:level])


def plan(classes: Mapping[Key, int], least: int) -> Plan:
    """Decide for every class how many steps it takes, so that no class stays below ``least``."""
    levels = dict.fromkeys(classes, 0)
    longest = max((len(_steps(_record(key))) for key in classes), default=0)
    for level in range(1, longest + 1):
        few = _few(classes, levels, least)
        for key in few:
            levels[key] = min(level, len(_steps(_record(key))))
    lost = _few(classes, levels, least)
    made = Plan({key: None if key in lost else level for key, level in levels.items()})
    made.withheld = sum(classes[key] for key in lost)
    for key, level in levels.items():
        if key not in lost:
            made.taken.update(dict.fromkeys(_given_up(key, level), classes[key]))
    return made


def _given_up(key: Key, level: int) -> list[str]:
    """The steps up to ``level`` that change something in a class."""
    steps, ends = _steps(_record(key)), [_end(key, number) for number in range(level + 1)]
    return [step for step, (old, new) in zip(steps, pairwise(ends), strict=False) if old != new]


def _few(classes: Mapping[Key, int], levels: Mapping[Key, int], least: int) -> set[Key]:
    """The classes that, at their levels, together with those they meet, are too small."""
    ends = {key: _end(key, level) for key, level in levels.items()}
    sizes: Counter[Key] = Counter()
    for key, end in ends.items():
        sizes[end] += classes[key]
    return {key for key, end in ends.items() if sizes[end] < least}


def _end(key: Key, level: int) -> Key:
    record = _record(key)
    return key if level == 0 else key_of(coarsened(record, _steps(record)[:level]))


def _record(key: Key) -> Record:
    held = json.loads(key)
    return {**held["quasi"], "record": held["record"]}


def _steps(record: Record) -> tuple[str, ...]:
    return rules_of(str(record["record"])).steps


def classes_of(records: Iterable[Record]) -> Counter[Key]:
    """Public records counted by their class."""
    return Counter(key_of(record) for record in records)
