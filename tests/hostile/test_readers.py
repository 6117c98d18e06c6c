"""Hostile and damaged files through the readers: good rows are kept, every fault is named."""

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from harmscope.formats import Row, StreamFault, members
from harmscope.formats.records import rows

GROUPS = ("json_cases", "csv_cases", "packed_cases", "table_cases")
SECONDS = 20
Cases = list[dict[str, Any]]


def outcome(path: Path) -> tuple[int, Counter[str]]:
    good, faults = 0, Counter[str]()
    for member in members(path):
        try:
            for row in rows(member):
                if isinstance(row, Row):
                    good += 1
                else:
                    faults[row.code] += 1
        except StreamFault as fault:
            faults[f"!{fault.code}"] += 1
    return good, faults


def test_the_corpus_is_large_and_every_case_has_its_name(cases: Cases) -> None:
    names = [case["file"] for case in cases]
    assert len(names) == len(set(names))
    assert len(names) >= 150


@pytest.mark.parametrize("group", GROUPS)
def test_good_rows_are_kept_and_every_fault_is_named(
    group: str, cases: Cases, written: Path
) -> None:
    wrong = {}
    for case in (one for one in cases if one["group"] == group):
        start = time.monotonic()
        good, faults = outcome(written / case["file"])
        expected = Counter(case["faults"])
        if (case["good"] is not None and good != case["good"]) or faults != expected:
            wrong[case["name"]] = (good, faults, "expected", case["good"], expected)
        assert time.monotonic() - start < SECONDS, case["name"]
    assert not wrong
