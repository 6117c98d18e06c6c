"""What a new version of the harm taxonomy may change; released folders are frozen."""

import csv
import hashlib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from harmscope.resources import data_path
from harmscope.taxonomy.harm import Exclusion, FacetDemand, Scheme, harm


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


def changed(version, key, **fields):
    scheme = harm()
    category = replace(scheme.categories[key], **fields)
    return replace(scheme, version=version, categories={**scheme.categories, key: category})


def test_published_ids_are_kept_for_ever():
    assert id_faults(harm(), frozen_ids()) == []
    assert set(frozen_ids()) >= set(harm().categories)


def test_a_new_id_must_enter_the_list():
    frozen = {key: one for key, one in frozen_ids().items() if key != "ip"}
    assert id_faults(harm(), frozen) == ["ip is not in the list of published ids"]


def test_a_retired_id_is_never_used_again():
    frozen = {**frozen_ids(), "ip": FrozenId("ip", "1.0.0", "2.0.0")}
    assert id_faults(harm(), frozen) == ["ip was retired and may not be used again"]


def test_the_version_of_introduction_stays():
    frozen = {**frozen_ids(), "ip": FrozenId("ip", "0.9.0", "")}
    assert len(id_faults(harm(), frozen)) == 1


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"includes": ()}, "ip includes less"),
        ({"excludes": (Exclusion("everything"),)}, "ip excludes more"),
        ({"status": "retired", "deprecated_reason": "x"}, "ip is retired"),
        ({"required_facets": (FacetDemand("a.b", ("c",)),)}, "ip demands more of the facets"),
        ({"forbidden_facets": (FacetDemand("a.b", ("c",)),)}, "ip rules out more facets"),
    ],
)
def test_a_minor_release_cannot_narrow(fields, fault):
    assert fault in release_faults(harm(), changed("1.1.0", "ip", **fields))
    assert release_faults(harm(), changed("2.0.0", "ip", **fields)) == []


def test_a_minor_release_cannot_remove():
    scheme = harm()
    rest = {key: one for key, one in scheme.categories.items() if key != "ip"}
    assert release_faults(scheme, replace(scheme, version="1.1.0", categories=rest)) == [
        "ip is removed"
    ]


def test_a_deprecated_code_has_a_successor_or_a_reason():
    bare = changed("1.1.0", "ip", status="deprecated")
    assert release_faults(harm(), bare) == ["ip is deprecated without successor or reason"]
    good = changed("1.1.0", "ip", status="deprecated", replaced_by=("fraud",))
    assert release_faults(harm(), good) == []
    wrong = changed("1.1.0", "ip", status="deprecated", replaced_by=("nowhere",))
    assert release_faults(harm(), wrong) == ["ip names a successor that does not exist"]


FROZEN = [
    data_path("taxonomy", "harm", "1.0.0"),
    *sorted(data_path("taxonomy", "systems").iterdir()),
]


def sums(root: Path) -> dict[str, str]:
    lines = (root / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def test_released_folders_of_the_taxonomy_hold_the_bytes_that_were_released():
    root = data_path("taxonomy")
    found = {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in FROZEN
        for path in folder.rglob("*")
        if path.is_file()
    }
    assert found == sums(root), "a released version is frozen: make a new one beside it"
