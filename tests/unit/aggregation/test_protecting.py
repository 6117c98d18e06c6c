"""A report under a disclosure level."""

from typing import Any

import pytest

from harmscope.aggregation.protecting import WITHHELD, protected_sections, protection
from harmscope.errors import UserError
from harmscope.model.figure import Figure
from harmscope.model.report import Panel, Section


def count(value: int, metric: str = "accounts.actioned", **members: Any) -> Figure:
    given = {"metric": metric, "value": value, "unit": "accounts", "status": "exact"}
    return Figure.model_validate(given | members)


def shown(*figures: Figure, level: str = "public") -> list[Figure]:
    found = protection(level, figures)
    return [found.figure(one) for one in figures]


def test_small_counts_are_withheld_and_others_rounded() -> None:
    small, large, none = shown(
        count(3, dimensions={"service": "a"}),
        count(23, dimensions={"service": "b"}),
        count(0, dimensions={"service": "c"}),
    )
    assert (small.value, small.status, small.notes) == (None, "suppressed", [WITHHELD])
    assert (large.value, large.rounding) == (25, 5)
    assert none.value == 0


def test_nothing_that_tells_exact_counts_stays() -> None:
    noted = count(40, notes=["17 of them do not say it."], bounds={"low": 40, "high": 43})
    figure = shown(noted)[0]
    assert (figure.value, figure.notes, figure.bounds) == (40, None, None)


def test_intimate_imagery_is_withheld_whatever_the_unit() -> None:
    dimensions = {"harm": "ncii.synthetic"}
    figure = shown(count(15, "items.actioned", unit="items", dimensions=dimensions))[0]
    assert figure.status == "suppressed"


def test_a_share_is_made_of_what_is_shown() -> None:
    share = Figure(
        metric="appeals.granted_share", unit="share", status="exact", value=0.4286,
        numerator=12, denominator=28,
    )  # fmt: skip
    figure = shown(share)[0]
    assert (figure.numerator, figure.denominator, figure.value) == (10, 30, 0.3333)
    tiny = share.model_copy(update={"numerator": 3, "denominator": 28})
    assert shown(tiny)[0].status == "suppressed"


def test_times_of_few_and_of_one_are_withheld() -> None:
    def time(metric: str, cases: int) -> Figure:
        given = {"metric": metric, "unit": "hours", "status": "exact", "value": 9}
        return shown(Figure.model_validate(given | {"denominator": cases}))[0]

    assert time("requests.time_to_remove.median", 9).status == "suppressed"
    assert time("requests.time_to_remove.median", 43).denominator == 45
    assert time("requests.time_to_remove.max", 43).status == "suppressed"


def test_what_is_not_recorded_declared_or_sampled_is_left_alone() -> None:
    figures = [
        Figure(metric="a.b", unit="accounts", status="not_recorded", notes=["None kept."]),
        count(3, estimand="declared"),
        Figure(
            metric="a.b", unit="share", status="estimate", value=0.001, estimand="sampled_exposure"
        ),
    ]
    assert shown(*figures) == figures


def test_bands_give_limits() -> None:
    figure = shown(count(23), level="bands")[0]
    assert figure.value is None
    assert figure.bounds is not None


def test_the_only_hidden_part_of_a_sum_is_not_left_alone() -> None:
    parts = {"law": 3, "terms": 40, "other": 60}
    figures = [count(103), *(count(n, dimensions={"ground": code}) for code, n in parts.items())]
    found = {str(one.dimensions): one for one in shown(*figures, level="public-exact")}
    hidden = [one for one in found.values() if one.status == "suppressed"]
    assert len(hidden) >= 2


def test_an_unknown_level_is_the_users_error() -> None:
    with pytest.raises(UserError, match="--disclosure"):
        protection("loose", [])


def test_sections_keep_their_shape() -> None:
    panel = Panel(
        id="p", title="P", chart="bars", metrics=["accounts.actioned"], figures=[count(3)]
    )
    section = Section(id="s", title="S", panels=[panel])
    made = protected_sections([section], protection("public", [count(3)]))
    assert made[0].panels[0].figures[0].status == "suppressed"
    assert made[0].title == "S"


def test_of_a_table_that_counts_the_same_cases_again_not_even_the_codes_are_shown() -> None:
    figures = [count(3, "notices.acted", dimensions={"hours_to_act": code}) for code in ("1", "28")]
    panel = Panel(id="p", title="P", chart="curve", metrics=["notices.acted"], figures=figures)
    section = Section(id="s", title="S", panels=[panel])
    (made,) = protected_sections([section], protection("public", figures))[0].panels
    assert [(one.status, one.value, one.dimensions) for one in made.figures] == [
        ("suppressed", None, None)
    ]
