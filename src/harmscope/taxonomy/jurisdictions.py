"""Which law applies where: states, their parts, and unions of states."""

import tomllib
from collections.abc import Iterable
from functools import cache

from harmscope.resources import data_path


@cache
def unions() -> dict[str, frozenset[str]]:
    """Each law that is made for several states, with the codes that lie under it."""
    text = data_path("taxonomy", "jurisdictions.toml").read_text(encoding="utf-8")
    return {law: frozenset(states) for law, states in tomllib.loads(text).items()}


def lies_under(jurisdiction: str, law: str) -> bool:
    """Whether ``law`` holds in ``jurisdiction``: a state lies under the law of its union, a part of
    a state under that of the state. The other way round it does not: what is law in one state need
    not be law in the union."""
    state = jurisdiction.partition("-")[0]
    return law in (jurisdiction, state) or state in unions().get(law, ())


def holds(law: str, jurisdictions: Iterable[str]) -> bool:
    """Whether ``law`` holds in one of the ``jurisdictions``."""
    return any(lies_under(one, law) for one in jurisdictions)
