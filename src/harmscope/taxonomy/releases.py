"""What a new version of the harm taxonomy may change: ids are for ever."""

import csv
from dataclasses import dataclass
from functools import cache

from harmscope.resources import data_path
from harmscope.taxonomy.harm import Scheme


@dataclass(frozen=True, slots=True)
class FrozenId:
    """An id that was once published. ``retired`` is the version that retired it, or ``""``."""

    id: str
    introduced: str
    retired: str


@cache
def frozen_ids() -> dict[str, FrozenId]:
    """Every id ever published, by id, as in ``taxonomy/harm/ids.csv``; the list only grows."""
    with data_path("taxonomy", "harm", "ids.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: FrozenId(**row) for row in csv.DictReader(file)}


def id_faults(scheme: Scheme, frozen: dict[str, FrozenId]) -> list[str]:
    """What is wrong with the ids of a version, as sentences; empty for a sound one."""
    faults = []
    for category in scheme.categories.values():
        known = frozen.get(category.id)
        if known is None:
            faults.append(f"{category.id} is not in the list of published ids")
        elif known.retired and category.status != "retired":
            faults.append(f"{category.id} was retired and may not be used again")
        elif known.introduced != category.introduced:
            faults.append(f"{category.id} was introduced in another version")
    return faults


def release_faults(old: Scheme, new: Scheme) -> list[str]:
    """What a new version does that its number does not allow, as sentences.

    Only a new MAJOR may remove or retire a category, move it, narrow it (fewer things included,
    more things excluded, more demanded of the facets) or change what it means; a MINOR may add and
    deprecate; a deprecated category names its successors or says why there are none.
    """
    faults = [] if _major(new) > _major(old) else _narrowings(old, new)
    for category in new.categories.values():
        gone = category.status in ("deprecated", "retired")
        if gone and not (category.replaced_by or category.deprecated_reason):
            faults.append(f"{category.id} is {category.status} without successor or reason")
        for successor in category.replaced_by:
            if successor not in new.categories:
                faults.append(f"{category.id} names a successor that does not exist")
    return faults


def _major(scheme: Scheme) -> int:
    return int(scheme.version.split(".")[0])


def _narrowings(old: Scheme, new: Scheme) -> list[str]:
    faults = []
    for key, before in old.categories.items():
        after = new.categories.get(key)
        if after is None:
            faults.append(f"{key} is removed")
            continue
        if after.status == "retired" and before.status != "retired":
            faults.append(f"{key} is retired")
        if set(before.includes) - set(after.includes):
            faults.append(f"{key} includes less")
        if {one.text for one in after.excludes} - {one.text for one in before.excludes}:
            faults.append(f"{key} excludes more")
        if set(after.required_facets) - set(before.required_facets):
            faults.append(f"{key} demands more of the facets")
        if set(after.forbidden_facets) - set(before.forbidden_facets):
            faults.append(f"{key} rules out more facets")
    return faults
