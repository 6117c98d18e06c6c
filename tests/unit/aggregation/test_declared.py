"""Declarations, and what is said of wrong ones."""

from pathlib import Path

import pytest

from harmscope.aggregation.declared import (
    declared_figures,
    read_declared,
    stated_definitions,
    stated_section,
)
from harmscope.errors import UserError
from harmscope.model.period import parse_period

PERIOD = parse_period("2025-H2")
GOOD = """
profile = "core"
service = "Lanternfish"
period = "2025-H2"
[provider]
published = 2026-02-20
[[figures]]
metric = "moderators.internal"
title = "Moderators"
value = 12.5
unit = "fte"
source = "Staff register"
assurance = "self_reported"
[[texts]]
metric = "qualitative.governance"
text = "A board decides."
"""


def read(tmp_path: Path, text: str = GOOD, profile: str = "core", service: str = "Lanternfish"):
    path = tmp_path / "declared.toml"
    path.write_text(text, encoding="utf-8")
    return read_declared(path, profile, service, PERIOD)


def test_numbers_and_texts_are_marked_as_declared(tmp_path: Path) -> None:
    number, text = declared_figures(read(tmp_path), PERIOD)
    assert (number.value, number.estimand, number.assurance) == (12.5, "declared", "self_reported")
    assert number.source is not None
    assert number.source.quoted == "Staff register"
    assert (text.text, text.unit) == ("A board decides.", "text")


def test_they_stand_in_a_section_of_their_own_and_are_defined(tmp_path: Path) -> None:
    declared = read(tmp_path)
    section = stated_section(declared, PERIOD)
    assert section.panels[0].metrics == ["moderators.internal", "qualitative.governance"]
    titles = [one.title for one in stated_definitions(declared, [])]
    assert titles == ["Moderators", "qualitative.governance"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('profile = "core"', 'profile = "garm-amr"', "another profile"),
        ('service = "Lanternfish"', 'service = "Other"', "another service"),
        ('period = "2025-H2"', 'period = "2025"', "another period"),
        ("value = 12.5", 'value = "secret-value"', "figures.0.value"),
        ('unit = "fte"', "", "figures.0.unit: it is missing"),
        ("[provider]", "[provider]\nsecret = 1", "no such member"),
        ("[provider]", "[provider", "not TOML"),
    ],
)
def test_wrong_ones_are_named_without_their_values(
    tmp_path: Path, old: str, new: str, fault: str
) -> None:
    with pytest.raises(UserError, match=fault) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))
    assert "secret-value" not in str(caught.value)


@pytest.mark.parametrize(
    ("dimensions", "fault"),
    [
        ('territory = "EL"', "figures.0.dimensions.territory: there is no such country"),
        ('territory = "ZZ"', "no such country"),
        ('language = "xx"', "no such language"),
    ],
)
def test_countries_and_languages_exist(tmp_path: Path, dimensions: str, fault: str) -> None:
    text = GOOD.replace("value = 12.5", f"value = 12.5\ndimensions = {{ {dimensions} }}")
    with pytest.raises(UserError, match=fault):
        read(tmp_path, text)
    good = text.replace("EL", "GR").replace("ZZ", "EU").replace("xx", "el")
    assert read(tmp_path, good).figures is not None


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="there is no such file"):
        read_declared(tmp_path / "none.toml", "core", "x", PERIOD)
