"""Where a harm leads in another list of categories, as a column of codes."""

from functools import cache
from typing import Any, Final

import ibis

from harmscope.taxonomy import crosswalk, harm, load_system
from harmscope.taxonomy.crosswalks import Link

NY: Final = "ny-s895b@2024"
AS_IN_NEW_YORK: Final = (
    *((f"visibility.{kind}", "removal") for kind in ("removed", "disabled")),
    ("visibility.demoted", "deprioritization"),
    *((f"monetary.{kind}", "demonetization") for kind in ("suspended", "terminated", "other")),
    *(
        (f"visibility.{kind}", "other-action")
        for kind in ("age_restricted", "interaction_restricted", "labelled", "other")
    ),
)
"""Kinds of action on an item, and what the law of New York calls them."""

OUTSIDE: Final = "outside"
"""Stands for a harm for which the other list has no category."""
BETWEEN: Final = "split"
"""Stands for a harm that splits between categories of the other list."""


@cache
def codes_by_harm(system: str) -> dict[str, str]:
    """The code of ``system`` that each harm leads to by a count rule, :data:`BETWEEN` or
    :data:`OUTSIDE`."""
    return {one: _code(one, system) for one in harm().categories}


@cache
def categories(system: str) -> tuple[str, ...]:
    """Every category of ``system``, in the order of its list."""
    found = load_system(system)
    return tuple(one.key for kind in found.info.levels for one in found.of_kind(kind))


@cache
def open_codes(system: str) -> frozenset[str]:
    """The codes that cases which split between codes of ``system`` may belong to."""
    walk = crosswalk("harm", system)
    return frozenset(
        link.object
        for one, code in codes_by_harm(system).items()
        if code == BETWEEN
        for link in walk.links(one)
        if link.object is not None
    )


@cache
def near_harms(system: str) -> tuple[str, ...]:
    """The harms that come only close to their code of ``system``."""
    walk = crosswalk("harm", system)
    found = ((one, walk.counting(one)) for one in harm().categories)
    return tuple(one for one, link in found if link is not None and link.count_rule == "approx")


def carried(harms: Any, system: str) -> Any:
    """A column of codes of ``system`` for a column of harms; null where there is no harm."""
    pairs = codes_by_harm(system).items()
    return ibis.cases(*((harms == one, code) for one, code in pairs), else_=None)


def _code(one: str, system: str) -> str:
    walk = crosswalk("harm", system)
    link = walk.counting(one)
    if link is not None and link.object is not None:
        return link.object
    return BETWEEN if any(map(_splits, walk.links(one))) else OUTSIDE


def _splits(link: Link) -> bool:
    return link.count_rule == "split"
