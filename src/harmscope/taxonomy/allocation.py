"""From the codes of a platform or register to a harm category, no further than counts carry."""

from collections.abc import Sequence
from dataclasses import dataclass

from harmscope.taxonomy.crosswalks import Crosswalk, crosswalk
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.links import COUNTING, CountRule, Link
from harmscope.taxonomy.systems import Code, System, load_system


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where a record's native codes lead.

    ``harm`` is None when no counting link leads to one category: the record is unallocated.
    ``also`` holds further categories that other codes of the record lead to. ``links`` are the
    links looked at, ``unknown`` the keys that are not in the system. ``implied`` gives the facet
    values that follow, by path, such as ``{"depicted.minor": "yes"}``.
    """

    harm: str | None
    count_rule: CountRule
    also: tuple[str, ...]
    links: tuple[Link, ...]
    unknown: tuple[str, ...]
    implied: tuple[tuple[str, str], ...]


def native_to_harm(system_ref: str, keys: Sequence[str]) -> Allocation:
    """The harm category that one record's native codes license.

    ``keys`` are codes or keys (``PARENT/CODE``) of the system ``system_ref``, in any order. A code
    that has one parent only is also known under a wrong one. The rule:

    1. A code leads to a category only along the one link that counts in this direction: equal,
       approx, or a rollup into a broader category (the inverse of a split).
    2. The narrowest level decides (for the DSA: keywords before categories). A code of a broader
       level is heard only if no narrower code speaks. A narrower code speaks when it leads to a
       category, and also when it splits between categories: then the record stays unallocated,
       unless all its candidates lie under the one first-level category to which the broader code
       leads. A code with no candidates at all, such as "other", says nothing.
    3. If several codes lead to several categories, the primary one is chosen by the published
       precedence of the taxonomy, and the rest stand in ``also``. A category and one of its own
       subcategories count as the subcategory.
    """
    system = load_system(system_ref)
    walk = crosswalk(system_ref, "harm")
    codes, unknown = _resolve(system, keys)
    links = tuple(link for code in codes for link in walk.links(code.key))
    taken: list[Link] = []
    open_tops: list[set[str]] = []
    for level in reversed(system.info.levels):
        here = [code for code in codes if code.kind == level]
        taken = [link for code in here if (link := _allowed(walk, code, open_tops)) is not None]
        if taken:
            break
        open_tops += [tops for code in here if (tops := _tops(walk.links(code.key)))]
    return _allocation(taken, links, tuple(unknown))


def _resolve(system: System, keys: Sequence[str]) -> tuple[list[Code], list[str]]:
    found, unknown = [], []
    for key in dict.fromkeys(keys):
        code = system.find(key) or system.find(key.rpartition("/")[2])
        if code is None:
            unknown.append(key)
        else:
            found.append(code)
    return found, unknown


def _allowed(walk: Crosswalk, code: Code, open_tops: list[set[str]]) -> Link | None:
    link = walk.counting(code.key)
    if link is None or link.object is None:
        return None
    top = link.object.split(".", 1)[0]
    return link if all(tops == {top} for tops in open_tops) else None


def _tops(links: list[Link]) -> set[str]:
    return {
        link.object.split(".", 1)[0]
        for link in links
        if link.object is not None and link.count_rule not in ("none", *COUNTING)
    }


def _allocation(taken: list[Link], links: tuple[Link, ...], unknown: tuple[str, ...]) -> Allocation:
    targets = list(dict.fromkeys(link.object for link in taken if link.object is not None))
    narrow = [one for one in targets if not any(two.startswith(f"{one}.") for two in targets)]
    primary = harm().primary(narrow)
    rules = [link for link in taken if link.object == primary]
    rule: CountRule = rules[0].count_rule if rules else "none"
    return Allocation(
        harm=primary,
        count_rule=rule,
        also=tuple(one for one in narrow if one != primary),
        links=links,
        unknown=unknown,
        implied=_implied(primary, rules),
    )


def _implied(primary: str | None, rules: list[Link]) -> tuple[tuple[str, str], ...]:
    if primary is None:
        return ()
    found = {
        one.path: one.implied for one in harm().categories[primary].required_facets if one.implied
    }
    for link in rules:
        path, _, value = link.condition.partition("=")
        if value and "|" not in value:
            found[path] = value
    return tuple(found.items())
