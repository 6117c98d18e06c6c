"""Crosswalks between any two systems: read from the hub, inverted, or composed over it.

Files exist from the harm taxonomy to each system. The way back is derived. Two versions of one
system are linked by the successors that its codes name. A crosswalk between two other systems runs
over harm, concluding no more than SSSOM's chaining rules allow.
"""

from dataclasses import dataclass
from functools import cache

from harmscope.errors import UserError
from harmscope.resources import data_path
from harmscope.taxonomy.compose import compose
from harmscope.taxonomy.relations import COUNTING
from harmscope.taxonomy.sssom import Link, read_links
from harmscope.taxonomy.succession import succession
from harmscope.taxonomy.systems import System, SystemInfo, load_system, resolve

HUB = "harm"


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """Links from each code of one system to another system, by key of the first."""

    origin: SystemInfo
    target: SystemInfo
    by_code: dict[str, tuple[Link, ...]]

    def links(self, code: str) -> list[Link]:
        """All links of a code (a key of the first system); empty for a code outside its levels."""
        return list(self.by_code.get(code, ()))

    def counting(self, code: str, level: str = "") -> Link | None:
        """The one link to ``level`` (or to any level) along which a count may travel, or None."""
        found = [
            link
            for link in self.links(code)
            if link.count_rule in COUNTING and level in ("", link.level)
        ]
        return found[0] if found else None


def crosswalk(from_ref: str, to_ref: str) -> Crosswalk:
    """The crosswalk between two systems; a version left out means the newest.

    Raises UserError for unknown systems, for twice the same system, and for a system whose codes
    are not about harms and therefore have no crosswalk.
    """
    origin, target = resolve(from_ref), resolve(to_ref)
    if origin == target:
        raise UserError("taxonomy map", "both systems are the same", "name two different systems")
    return _crosswalk(origin, target)


@cache
def _crosswalk(origin: SystemInfo, target: SystemInfo) -> Crosswalk:
    if origin.name == target.name:
        return Crosswalk(origin, target, _between_versions(origin, target))
    if origin.name == HUB:
        return Crosswalk(origin, target, _from_hub(origin, target))
    if target.name == HUB:
        return Crosswalk(origin, target, _to_hub(target, origin))
    hub = resolve(HUB)
    there = _crosswalk(origin, hub).by_code
    onward = _crosswalk(hub, target).by_code
    return Crosswalk(origin, target, compose(there, onward))


def _between_versions(origin: SystemInfo, target: SystemInfo) -> dict[str, tuple[Link, ...]]:
    first, second = load_system(origin.ref), load_system(target.ref)
    if origin.issued <= target.issued:
        return succession(first, second)
    found: dict[str, tuple[Link, ...]] = {}
    for links in succession(second, first).values():
        for link in links:
            if link.object is not None:
                back = link.inverse(second.codes[link.subject].kind)
                found[back.subject] = (*found.get(back.subject, ()), back)
    new = [code for key, code in first.codes.items() if key not in found]
    nothing = {code.key: (Link(code.key, None, "exactMatch", "none", ""),) for code in new}
    return {key: (found | nothing)[key] for key in first.codes}


def _from_hub(hub: SystemInfo, target: SystemInfo) -> dict[str, tuple[Link, ...]]:
    found: dict[str, tuple[Link, ...]] = {}
    for subject, link in _file(hub, target):
        if subject is not None:
            found[subject] = (*found.get(subject, ()), link)
    return found


def _to_hub(hub: SystemInfo, origin: SystemInfo) -> dict[str, tuple[Link, ...]]:
    system, own = load_system(origin.ref), load_system(hub.ref)
    found: dict[str, tuple[Link, ...]] = {}
    for subject, link in _file(hub, origin):
        if link.object is None:
            continue
        back = _no_subject(link) if subject is None else link.inverse(own.codes[subject].kind)
        found[back.subject] = (*found.get(back.subject, ()), back)
    return {key: _ordered(found[key]) for key in system.codes if key in found}


def _no_subject(link: Link) -> Link:
    return Link(
        subject=link.object or "",
        object=None,
        relation="exactMatch",
        count_rule="none",
        level="",
        confidence=link.confidence,
        comment=link.comment,
        source=link.source,
    )


def _ordered(links: tuple[Link, ...]) -> tuple[Link, ...]:
    return tuple(sorted(links, key=lambda link: link.count_rule not in COUNTING))


@cache
def _file(hub: SystemInfo, other: SystemInfo) -> tuple[tuple[str | None, Link], ...]:
    path = data_path("taxonomy", "crosswalks", f"{hub.ref}--{other.ref}.sssom.tsv")
    if not path.is_file():
        raise UserError(
            "taxonomy map",
            f"{other.ref} holds no categories of harm, so it has no crosswalk",
            "choose another system; `harmscope taxonomy list` shows them",
        )
    return tuple(read_links(path))


def mapped_systems() -> list[System]:
    """Every system that has a crosswalk with the hub, in the order of the list."""
    folder = data_path("taxonomy", "crosswalks")
    names = {path.name.split("--")[1].removesuffix(".sssom.tsv") for path in folder.glob("*.tsv")}
    from harmscope.taxonomy.systems import systems

    return [load_system(info.ref) for info in systems() if info.ref in names]
