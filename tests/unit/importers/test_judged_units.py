"""Counts of units that somebody judged, as exposure records."""

import pytest

from harmscope.errors import UserError
from harmscope.importers.judged_units import JudgedUnits, SampleTerms, UnitGroup, sample_terms
from harmscope.importers.platform_codes import TomlFile

PROMPTS = UnitGroup("prompts")
CENSUS = SampleTerms(design="census")


def made(units, total=None):
    return list(units.exposures("Lanternfish", "test 1", total))


def test_units_of_two_months_are_two_records():
    units = JudgedUnits(CENSUS)
    units.add(PROMPTS, "2026-01-10", violating=True, stopped=True)
    units.add(PROMPTS, "2026-01-20", violating=False, stopped=False)
    units.add(PROMPTS, "2026-02-03", violating=None)
    first, second = made(units)
    assert first["period"] == {"start": "2026-01-10", "end": "2026-01-31"}
    assert second["period"] == {"start": "2026-02-01", "end": "2026-02-03"}
    assert first["sample"] == {"design": "census", "size": 2, "violating": 1, "stopped": 1}
    assert second["sample"] == {
        "design": "census",
        "size": 0,
        "violating": 0,
        "unjudged": 1,
        "stopped": 0,
    }
    assert (first["total"], second["total"]) == (2, 1)
    assert first["exposure_id"] != second["exposure_id"]
    assert units.groups == 2


def test_two_versions_in_one_month_have_their_own_days():
    units = JudgedUnits(CENSUS)
    for day, version in (("01", "a"), ("09", "a"), ("12", "b"), ("30", "b")):
        group = UnitGroup("outputs", safeguard=f"gate@{version}")
        units.add(group, f"2026-01-{day}", violating=False, stopped=False)
    spans = {one["safeguard"]: one["period"] for one in made(units)}
    assert spans == {
        "gate@a": {"start": "2026-01-01", "end": "2026-01-09"},
        "gate@b": {"start": "2026-01-12", "end": "2026-01-30"},
    }


def test_a_version_that_goes_on_has_no_gap_between_its_months():
    units = JudgedUnits(CENSUS)
    days = ("2025-12-03", "a"), ("2026-01-05", "a"), ("2026-01-12", "a"), ("2026-01-15", "b")
    for day, version in (*days, ("2026-02-02", "b"), ("2026-02-07", "b")):
        units.add(UnitGroup("outputs", safeguard=f"gate@{version}"), day, violating=False)
    spans = [(one["safeguard"], *one["period"].values()) for one in made(units)]
    assert spans == [
        ("gate@a", "2025-12-03", "2025-12-31"),
        ("gate@a", "2026-01-01", "2026-01-12"),
        ("gate@b", "2026-01-15", "2026-01-31"),
        ("gate@b", "2026-02-01", "2026-02-07"),
    ]


def test_where_one_line_is_silent_nothing_is_said_of_stopping():
    units = JudgedUnits(CENSUS)
    units.add(PROMPTS, "2026-01-10", violating=True, stopped=True)
    units.add(PROMPTS, "2026-01-10", violating=True)
    (one,) = made(units)
    assert "stopped" not in one["sample"]


def test_one_record_for_the_log_and_a_sample_without_a_total():
    units = JudgedUnits(SampleTerms(design="simple", monthly=False, assurance="audited"))
    units.add(PROMPTS, "2026-01-10", violating=True, stopped=True)
    units.add(PROMPTS, "2026-03-02", violating=False, stopped=False)
    (one,) = made(units)
    assert one["period"] == {"start": "2026-01-10", "end": "2026-03-02"}
    assert (one["assurance"], "total" in one) == ("audited", False)


def test_tiers_are_records_of_their_own_where_every_violation_has_one():
    units = JudgedUnits(SampleTerms())
    group = UnitGroup("ad_adjacency")
    for tier in ("high", "floor", "high"):
        units.add(group, "2026-01-10", violating=True, tier=tier)
    units.add(group, "2026-01-10", violating=False)
    whole, *tiers = made(units, total=4)
    assert (whole["sample"]["design"], whole["sample"]["violating"]) == ("census", 3)
    found = {one["suitability_tier"]: one["sample"]["violating"] for one in tiers}
    assert found == {"floor": 1, "high": 2}
    units.add(group, "2026-01-10", violating=True)
    (only,) = made(units)
    assert only["sample"]["design"] == "unknown"


def test_a_column_with_too_many_parts_is_refused():
    units = JudgedUnits(CENSUS)
    for number in range(100):
        units.add(UnitGroup("prompts", f"part {number}"), "2026-01-10", violating=False)
    with pytest.raises(UserError, match="more than 100 parts"):
        units.add(UnitGroup("prompts", "one more"), "2026-01-10", violating=False)


def test_terms_without_a_word_are_a_month_each(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text('mapping = "1.0"\n', encoding="utf-8")
    assert sample_terms(TomlFile.read(path, "--mapping")) == SampleTerms()
