"""Find categories and codes, and describe them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from harmscope.errors import UserError
from harmscope.taxonomy.crosswalks import Link, crosswalk, mapped_systems
from harmscope.taxonomy.harm import Category, harm
from harmscope.taxonomy.systems import Code, System, SystemInfo, load_system, resolve, systems

# Finds categories and codes by what people call them, with typos forgiven.

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


# What a category or code is, and what it is called elsewhere: the answers as plain dicts.

NO_EQUIVALENT = "no equivalent"


def describe_systems() -> list[dict[str, object]]:
    """One row a system: ref, title, kinds (code counts by kind), origin, issued, issuer."""
    return [_system_row(info) for info in systems()]


def describe_system(ref: str) -> dict[str, object]:
    """A system's head and all its codes."""
    system = load_system(ref)
    codes = [asdict(code) for code in system.codes.values()]
    return {**_system_row(system.info), **_head_prose(system.info), "codes": codes}


def describe_category(category_id: str) -> dict[str, object]:
    """A harm category with its prose, facets, and its names in every mapped system.

    Raises UserError if the taxonomy has no such id.
    """
    scheme = harm()
    if category_id not in scheme.categories:
        raise UserError("harm taxonomy", "there is no such category", "use taxonomy search")
    category = scheme.categories[category_id]
    elsewhere = {
        system.info.ref: [asdict(link) | _object(system, link) for link in names]
        for system in mapped_systems()
        if system.info.name != "harm"
        for names in [names_in(category, system)]
    }
    return {
        **asdict(category),
        "taxonomy": f"harm@{scheme.version}",
        "children": [child.id for child in scheme.children(category_id)],
        "elsewhere": elsewhere,
    }


def names_in(category: Category, system: System) -> list[Link]:
    """The links of a category to one system; missing terms are links without an object."""
    return crosswalk("harm", system.info.ref).links(category.id)


def describe_code(system: System, code: Code) -> dict[str, object]:
    """A native code with what it leads to in the harm taxonomy."""
    links = [asdict(link) for link in links_of(system, code)]
    return {"system": system.info.ref, **asdict(code), "in_harm": links}


def describe(system: System, code: Code) -> dict[str, object]:
    """:func:`describe_category` for harm, :func:`describe_code` for every other system."""
    return (
        describe_category(code.key) if system.info.name == "harm" else describe_code(system, code)
    )


def links_of(system: System, code: Code) -> list[Link]:
    """The links of a native code to harm; none for codes that are not about harms."""
    if code.kind not in system.info.levels or system not in mapped_systems():
        return []
    return crosswalk(system.info.ref, "harm").links(code.key)


def find_everywhere(text: str) -> list[tuple[System, Code]]:
    """Codes that ``[SYSTEM[@VERSION]:]CODE`` means; harm alone where harm has that id."""
    ref, _, wanted = text.rpartition(":")
    if ref:
        chosen = [load_system(resolve(ref).ref)]
    else:
        chosen = [load_system(info.ref) for info in systems()]
    found = [(system, code) for system in chosen for code in _matches(system, wanted)]
    if not found:
        raise UserError("taxonomy show", "no system has that code", "use taxonomy search")
    own = [(system, code) for system, code in found if system.info.name == "harm"]
    return own or found


def _matches(system: System, wanted: str) -> list[Code]:
    exact = system.find(wanted)
    if exact is not None:
        return [exact]
    return [code for code in system.codes.values() if code.code == wanted]


def _object(system: System, link: Link) -> dict[str, object]:
    if link.object is None:
        return {"label": NO_EQUIVALENT}
    return {"label": system.codes[link.object].label}


def _system_row(info: SystemInfo) -> dict[str, object]:
    codes = load_system(info.ref).codes.values()
    return {
        "system": info.ref,
        "title": info.title,
        "codes": len(codes),
        "kinds": dict(Counter(code.kind for code in codes)),
        "origin": info.kind,
        "issued": info.issued,
        "issuer": info.issuer,
    }


def _head_prose(info: SystemInfo) -> dict[str, object]:
    return {
        "levels": list(info.levels),
        "source": info.source,
        "licence_note": info.licence_note,
        "note": info.note,
    }
