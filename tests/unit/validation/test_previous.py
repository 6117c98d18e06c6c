import json
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.rules.ruleset import load_ruleset
from harmscope.validation.previous import against, figures_of

LIMITS = load_ruleset().thresholds
H2, H1 = "2025-07-01/2025-12-31", "2026-01-01/2026-06-30"


def figure(metric: str, value: int, period: str, unit: str = "actions") -> Figure:
    return Figure.model_validate(
        {"metric": metric, "value": value, "unit": unit, "status": "exact", "period": period}
    )


def pair(solely: int, other: int, period: str) -> list[Figure]:
    return [
        figure("automation.measures_solely", solely, period),
        figure("automation.measures_not", other, period),
    ]


def codes(now: list[Figure], then: list[Figure]) -> list[str]:
    return [clash.code for clash in against(now, then, LIMITS)]


def test_a_share_that_turns_into_its_complement() -> None:
    assert codes(pair(90, 10, H1), pair(10, 90, H2)) == ["HS231"]
    assert codes(pair(60, 40, H1), pair(40, 60, H2)) == []
    assert codes(pair(90, 10, H1), pair(85, 15, H2)) == []


def test_another_number_for_the_same_period() -> None:
    (clash,) = against([figure("a.b", 7, H2)], [figure("a.b", 5, H2)], LIMITS)
    assert (clash.code, clash.detail) == ("HS232", "5 before, 7 now")


def test_a_gap_between_periods() -> None:
    assert codes([figure("a.b", 7, "2026-02-01/2026-06-30")], [figure("a.b", 5, H2)]) == ["HS233"]
    assert codes([figure("a.b", 7, H1)], [figure("a.b", 5, H2)]) == []


def test_ten_times_as_much() -> None:
    assert codes([figure("a.b", 500, H1)], [figure("a.b", 50, H2)]) == ["HS234"]
    assert codes([figure("a.b", 50, H1)], [figure("a.b", 5, H2)]) == []


def test_a_report_of_ours_is_read(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    one = figure("a.b", 7, H1)
    path.write_text(json.dumps({"figures": [one.model_dump(exclude_none=True)]}), encoding="utf-8")
    assert figures_of(path) == [one]


@pytest.mark.parametrize("text", ["", "[]", '{"figures": [{"metric": 5}]}'])
def test_what_is_no_report_is_the_users_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError):
        figures_of(path)
