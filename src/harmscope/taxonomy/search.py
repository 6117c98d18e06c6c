"""Finds categories and codes by what people call them, with typos forgiven."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import load_system, systems

GOOD_ENOUGH = 78
_IN_PROSE = 79.0
"""What a literal hit inside a definition is worth: below a good name, above the cut."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One code found. ``score`` runs from 0 to 100; ``matched`` says which field matched."""

    system: str
    key: str
    label: str
    matched: str
    score: float


def search(text: str, limit: int = 20) -> list[Hit]:
    """The codes that ``text`` may mean, best first; the harm taxonomy first among equals.

    Names, aliases and codes match with typos forgiven; definitions match only literally.
    """
    wanted = default_process(text)
    best: dict[tuple[str, str], Hit] = {}
    for system, key, label, field, value in _index():
        score = _score(wanted, field, value)
        known = best.get((system, key))
        if score >= GOOD_ENOUGH and (known is None or known.score < score):
            best[(system, key)] = Hit(system, key, label, field, round(score, 1))
    order = {info.ref: place for place, info in enumerate(systems())}
    ranked = sorted(best.values(), key=lambda hit: (-hit.score, order[hit.system], hit.key))
    return ranked[:limit]


def _score(wanted: str, field: str, value: str) -> float:
    if not wanted or not value:
        return 0.0
    if field == "definition":
        return _IN_PROSE if f" {wanted} " in f" {value} " else 0.0
    if wanted == value:
        return 100.0
    whole = fuzz.ratio(wanted, value)
    if len(wanted) <= 3:
        return whole if whole < 100 else 99.0
    words = fuzz.token_set_ratio(wanted, value)
    if " " not in wanted:
        words = max(words, *(fuzz.ratio(wanted, word) for word in value.split()))
    return float(min(99.0, max(whole, words * 0.95)))


@cache
def _index() -> tuple[tuple[str, str, str, str, str], ...]:
    return tuple(_entries())


def _entries() -> Iterator[tuple[str, str, str, str, str]]:
    prose = {
        category.id: " ".join((category.definition, *category.includes, *category.boundary))
        for category in harm().categories.values()
    }
    for info in systems():
        for code in load_system(info.ref).codes.values():
            values = [("code", code.code), ("label", code.label)]
            values += [("alias", alias) for alias in code.aliases]
            own = prose.get(code.key, "") if info.name == "harm" else code.definition
            values.append(("definition", own))
            for field, value in values:
                yield info.ref, code.key, code.label, field, default_process(value)
