"""Repairs in one record what has exactly one right answer."""

import copy
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from harmscope.taxonomy.standards import meant
from harmscope.validation.judge import Fault

Faults = Callable[[dict[str, object]], list[Fault]]

DROPPED = frozenset({"HS007", "HS009"})
"""Rules whose one answer is to leave the member out: null, empty list."""

CODES = frozenset({"HS005", "HS130"})
"""Rules on codes of lists, in which letters have one case."""

STANDARD = frozenset({"HS144", "HS145", "HS146"})
"""Rules on codes of countries and languages, of which some stand for others."""

TEXTS = frozenset({"HS006", *CODES, *STANDARD})
FIXABLE = DROPPED | TEXTS
"""Rules of which some findings can be mended."""

_CASED = re.compile(
    r"/(?:harm/primary|harm/also|languages?|territory|content_language|territorial_scope)(?:/[0-9]+)?$"
)
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9:.]{8,18})([Zz]|[+-][0-9:]{5})$")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00:00(?:\.0+)?(?:Z|\+00:00)?$")


class Change(NamedTuple):
    """What was done at a place because of a rule. It holds no value out of the record."""

    rule: str
    pointer: str
    what: str


def repair(record: dict[str, object], faults: Faults) -> tuple[dict[str, object], list[Change]]:
    """A copy of the record with what could be mended, and what was changed, one by one."""
    changes: list[Change] = []
    left = faults(record)
    for fault in list(left):
        if fault.code not in FIXABLE:
            continue
        answer = _answer(record, fault, left, faults)
        if answer is not None:
            record, what = answer
            left = faults(record)
            changes.append(Change(fault.code, fault.pointer, what))
    return record, changes


def _answer(
    record: dict[str, object], fault: Fault, left: list[Fault], faults: Faults
) -> tuple[dict[str, object], str] | None:
    """The record with this fault mended; None where nothing helps, or two things of a kind do."""
    helping = [
        (made, what)
        for made, what in _answers(record, fault, faults)
        if _places(faults(made)) < _places(left)
    ]
    if not helping:
        return None
    first, what = helping[0]
    return None if [other for _, other in helping].count(what) > 1 else (first, what)


def _places(found: list[Fault]) -> Counter[tuple[str, str]]:
    return Counter((fault.code, fault.pointer) for fault in found)


def _answers(
    record: dict[str, object], fault: Fault, faults: Faults
) -> Iterator[tuple[dict[str, object], str]]:
    """Records in which the fault may be mended; the surest first."""
    value = value_at(record, fault.pointer)
    if fault.code in DROPPED:
        if value is None or value == []:
            yield from _without(record, fault.pointer)
    elif isinstance(value, str):
        for text, what in _texts(value, fault):
            made = _with(record, fault.pointer, text)
            if made is not None:
                yield made, what
        day = _MIDNIGHT.fullmatch(value.strip())
        if day and fault.code == "HS006":
            # A place that takes times, too, may mean the moment: there midnight stays.
            moment = _with(record, fault.pointer, f"{day[1]}T00:00:00Z")
            made = _with(record, fault.pointer, day[1])
            if moment and made and fault in faults(moment):
                yield made, "midnight taken off a day"


def _texts(value: str, fault: Fault) -> Iterator[tuple[str, str]]:
    bare = value.strip()
    if bare != value:
        yield bare, "blanks around it removed"
    if fault.code in CODES or _CASED.search(fault.pointer):
        yield from _cased(bare)
    if fault.code == "HS006":
        yield from _times(bare)
    if fault.code in STANDARD:
        right = meant(bare)
        if right is not None:
            yield right, "code of the standard put for another of the same meaning"


def _cased(text: str) -> Iterator[tuple[str, str]]:
    head, mark, tail = text.partition("-")
    made = dict.fromkeys((text.lower(), text.upper(), f"{head.lower()}{mark}{tail}"))
    for each in made:
        if each != text:
            yield each, "letter case changed"


def _times(text: str) -> Iterator[tuple[str, str]]:
    found = _TIME.fullmatch(text)
    if found:
        yield f"{found[1]}T{found[2]}{found[3].upper()}", "time written after RFC 3339"


def _parent(record: object, pointer: str) -> tuple[object, str]:
    *way, last = [
        part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]
    ] or [""]
    for part in way:
        record = _step(record, part)
    return record, last


def _step(value: object, part: str) -> object:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and part.isdecimal() and int(part) < len(value):
        return value[int(part)]
    return None


def value_at(record: object, pointer: str) -> object:
    """What stands at a JSON Pointer; None where nothing does."""
    parent, last = _parent(record, pointer)
    return _step(parent, last)


def _with(record: dict[str, object], pointer: str, value: str) -> dict[str, object] | None:
    made = copy.deepcopy(record)
    parent, last = _parent(made, pointer)
    if isinstance(parent, dict) and last in parent:
        parent[last] = value
        return made
    if isinstance(parent, list) and last.isdecimal() and int(last) < len(parent):
        parent[int(last)] = value
        return made
    return None


def _without(record: dict[str, object], pointer: str) -> Iterator[tuple[dict[str, object], str]]:
    made = copy.deepcopy(record)
    parent, last = _parent(made, pointer)
    if isinstance(parent, dict) and last in parent:
        what = "null member dropped" if parent.pop(last) is None else "empty list dropped"
        yield made, what
