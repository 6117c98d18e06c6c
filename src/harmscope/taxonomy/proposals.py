"""Where platforms' own policies might stand in GARM: a proposal, not a published mapping."""

import csv
from dataclasses import dataclass
from functools import cache

from harmscope.resources import data_path


@dataclass(frozen=True, slots=True)
class PolicyMapping:
    """One candidate for one policy; ``garm_category`` is ``""`` where GARM has no row for it.

    ``rank`` 1 is the first candidate. ``relation`` is close, narrower, broader, overlap or none,
    read from the policy. ``status`` is always ``proposal``.
    """

    status: str
    platform: str
    policy: str
    parent_policy: str
    era: str
    garm_category: str
    rank: str
    relation: str
    confidence: str
    note: str
    source: str


@cache
def policy_map() -> tuple[PolicyMapping, ...]:
    """All candidates, by platform and policy, in the order of the file."""
    path = data_path("taxonomy", "proposals", "platform-policies--garm@2022-06.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(PolicyMapping(**row) for row in csv.DictReader(file))
