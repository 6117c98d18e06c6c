"""Metrics of synthetic media: which cases they count, and which they leave open."""

from typing import Any

import ibis
import pytest

from harmscope.metrics.catalogue import METRICS
from harmscope.metrics.flat_tables import TABLES

FLAGGED: dict[str, Any] = {
    "ai_involvement": "generated", "flagged": True, "reviewed": True, "acted": False
}  # fmt: skip


def answer(metric: str, **members: Any) -> str:
    """ "yes", "no" or "open"."""
    row = dict.fromkeys(TABLES["incident"]) | {"seq": 1} | FLAGGED | members
    rows = ibis.memtable([row], schema=TABLES["incident"])
    one = METRICS[f"synthetic.{metric}"]
    found = rows.select(counts=one.condition(rows), weak=one.weakness(rows))
    counts, weak = ibis.duckdb.connect().to_pyarrow(found).to_pylist()[0].values()
    return "yes" if counts else "open" if weak else "no"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({}, "yes"),
        ({"ai_involvement": "none"}, "no"),
        ({"ai_involvement": None}, "open"),
        ({"ai_involvement": "unknown"}, "open"),
        ({"ai_involvement": None, "harm": "ncii.synthetic"}, "yes"),
    ],
)
def test_what_is_synthetic(members: dict[str, Any], expected: str) -> None:
    assert answer("cases", **members) == expected


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"no_harm": "authorised"}, "yes"),
        ({"no_harm": "protected_use"}, "no"),
        ({"acted": True}, "no"),
        ({}, "open"),  # nothing was done, and nobody says why
        ({"no_harm": "authorised", "flagged": False}, "no"),
        ({"reviewed": False}, "no"),
    ],
)
def test_what_was_found_authorised(members: dict[str, Any], expected: str) -> None:
    assert answer("found_authorised", **members) == expected


def test_whatever_is_no_harm_has_a_reason() -> None:
    assert answer("found_no_harm", no_harm="protected_use") == "yes"
    assert answer("found_no_harm", acted=True) == "no"
    assert answer("reviewed") == "yes"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"consent_distribution": "given"}, "yes"),
        ({"consent_distribution": "refused"}, "no"),
        ({}, "open"),
        ({"real_person": "no"}, "no"),
    ],
)
def test_consent_to_the_sharing(members: dict[str, Any], expected: str) -> None:
    assert answer("consented", **members) == expected


def test_a_licence_is_counted_where_it_is_named() -> None:
    assert answer("licensed", licence="yes") == "yes"
    assert answer("licensed") == "no"
