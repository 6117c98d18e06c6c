"""Sample plans from a table."""

from pathlib import Path

import pytest

from harmscope.aggregation.sampling import plan
from harmscope.errors import UserError

GOOD = "stratum,weight,rate\na,0.8,0.0005\nb,0.2,0.02\n"


@pytest.fixture
def table(tmp_path: Path):
    def write(text: str) -> Path:
        path = tmp_path / "strata.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_plan_adds_up_and_beats_the_proportional_one(table) -> None:
    found = plan(table(GOOD), 1000)
    assert sum(one.size for one in found.strata) == 1000
    assert found.deviation < found.proportional
    assert found.expected == pytest.approx(0.8 * 0.0005 + 0.2 * 0.02)
    assert found.as_dict()["size"] == 1000


def test_populations_become_weights(table) -> None:
    found = plan(table("stratum,population,rate\na,800,0.1\nb,200,0.1\n"), 100)
    assert [one.weight for one in found.strata] == [0.8, 0.2]
    assert [one.size for one in found.strata] == [80, 20]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "no strata"),
        ("a,b\n1,2\n", "column is missing"),
        (GOOD.replace("0.02", "2"), "no shares"),
        (GOOD.replace("0.2,", "0.3,"), "no shares"),
        (GOOD.replace("0.02", "much"), "line 3 has no number"),
        (GOOD.replace("0.02", "nan"), "line 3 has no number"),
    ],
)
def test_what_is_wrong_with_a_table(table, text: str, fault: str) -> None:
    with pytest.raises(UserError, match=fault):
        plan(table(text), 100)


def test_a_size_must_do(table, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="--size"):
        plan(table(GOOD), 3)
    with pytest.raises(UserError, match="cannot be read"):
        plan(tmp_path / "none.csv", 100)
