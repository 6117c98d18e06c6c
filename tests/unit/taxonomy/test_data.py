"""Data of the taxonomy that no command reads yet holds together."""

import csv

import pytest

from harmscope.resources import data_path
from harmscope.taxonomy.systems import codelist, load_system, resolve, systems

LISTS = {
    "generation.ai_involvement": "ai-involvement",
    "content.hashes.alg": "hash-algorithm",
    "provenance.c2pa_state": "c2pa-state",
}


def rows(*parts: str) -> list[dict[str, str]]:
    path = data_path("taxonomy", *parts)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def readings(ref: str) -> dict[str, tuple[str, str]]:
    """What a code says about a facet of a record, by code: path and value."""
    found = rows("systems", resolve(ref).ref, "readings.csv")
    return {row["code"]: (row["path"], row["value"]) for row in found}


def test_every_source_type_has_a_reading() -> None:
    found = readings("iptc-dst")
    assert set(found) == set(load_system("iptc-dst").codes)
    assert found["trainedAlgorithmicMedia"] == ("generation.ai_involvement", "generated")
    unknown = [code for code, (_, value) in found.items() if value == "unknown"]
    assert unknown == ["softwareImage", "composite", "screenCapture", "virtualRecording"]


@pytest.mark.parametrize("ref", [info.ref for info in systems()])
def test_readings_use_known_codes(ref: str) -> None:
    for code, (path, value) in readings(ref).items():
        assert code in load_system(ref).codes
        assert value in codelist(LISTS[path]).codes


PROPOSALS = rows("proposals", "platform-policies--garm@2022-06.csv")
"""Where policies of platforms might stand in GARM: proposals, not published mappings."""


def test_every_row_is_marked_a_proposal() -> None:
    assert {row["status"] for row in PROPOSALS} == {"proposal"}
    assert len(PROPOSALS) == 163


def test_categories_exist_or_are_said_to_be_missing() -> None:
    known = load_system("garm@2022-06").codes
    for row in PROPOSALS:
        named = row["garm_category"]
        assert named in known if named else row["relation"] == "none"


def test_the_first_candidate_of_each_policy_is_there() -> None:
    ranks: dict[tuple[str, ...], list[str]] = {}
    for row in PROPOSALS:
        policy = tuple(row[name] for name in ("platform", "policy", "era"))
        ranks.setdefault(policy, []).append(row["rank"])
    assert all(found == [str(n + 1) for n in range(len(found))] for found in ranks.values())
