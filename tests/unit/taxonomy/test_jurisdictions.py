"""Which law applies where."""

import pytest

from harmscope.taxonomy.clocks import clocks
from harmscope.taxonomy.jurisdictions import holds, lies_under, unions


@pytest.mark.parametrize(
    ("jurisdiction", "law", "answer"),
    [
        ("DE", "DE", True),
        ("DE", "EU", True),
        ("DE-BY", "EU", True),
        ("EU", "EEA", True),
        ("NO", "EEA", True),
        ("NO", "EU", False),
        ("GB", "EU", False),
        ("GB-SCT", "GB", True),
        ("US-CA", "US", True),
        ("US", "US-CA", False),
        ("EU", "DE", False),
        ("IN", "US", False),
    ],
)
def test_what_lies_under_a_law(jurisdiction: str, law: str, answer: bool) -> None:
    assert lies_under(jurisdiction, law) is answer


def test_one_of_several_is_enough() -> None:
    assert holds("EU", ["US", "FR"])
    assert not holds("IN", [])


def test_the_union_lies_in_the_area() -> None:
    assert len(unions()["EU"]) == 27
    assert unions()["EEA"] - unions()["EU"] == {"EU", "IS", "LI", "NO"}


def test_every_limit_names_a_law_that_is_known() -> None:
    for one in clocks():
        assert len(one.jurisdiction.partition("-")[0]) == 2 or one.jurisdiction in unions()
