from collections.abc import Callable

import pytest

from harmscope.comparison.categories import (
    Lens,
    carry,
    is_top,
    label_of,
    lens_for,
    native_code,
    same_system,
)
from harmscope.errors import UserError
from harmscope.model.figure import Figure

HATE = "KEYWORD_HATE_SPEECH"
SPEECH = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"


@pytest.fixture
def notice(make: Callable[..., Figure]) -> Callable[[str], Figure]:
    def build(code: str) -> Figure:
        return make(
            metric="notices.received", unit="notices", value=5, interval=None, rounding=None,
            dimensions={"category": code}, scheme="dsa@v2", denominator_name=None,
        )  # fmt: skip

    return build


def test_one_scheme_needs_no_crosswalk(notice: Callable[[str], Figure]) -> None:
    lens = lens_for([notice(HATE)], None)
    assert lens.system is None
    assert lens.category(notice(HATE)).rule == "same"


def test_two_schemes_meet_in_the_harm_taxonomy(
    notice: Callable[[str], Figure], make: Callable[..., Figure]
) -> None:
    other = make(dimensions={"harm": "hate"}, scheme="harm@1.0.0")
    lens = lens_for([notice(HATE), other], None)
    assert lens.system == "harm@1.0.0"
    assert lens.category(other).rule == "same"


def test_a_code_is_carried_as_far_as_a_count_rule_goes(notice: Callable[[str], Figure]) -> None:
    lens = lens_for([], "harm")
    carried = lens.category(notice(HATE))
    assert (carried.code, carried.rule) == ("hate", "rollup")
    assert carried.native == (HATE,)
    assert lens.category(notice(SPEECH)).rule == "none"


def test_a_code_that_splits_names_where_its_parts_may_be(notice: Callable[[str], Figure]) -> None:
    assert "hate" in lens_for([], "harm").splits(notice(SPEECH))


def test_an_unknown_system_is_said() -> None:
    with pytest.raises(UserError, match="--in"):
        lens_for([], "nosuch")


def test_labels_and_levels(notice: Callable[[str], Figure]) -> None:
    assert label_of("dsa@v2", f"{SPEECH}/KEYWORD_OTHER").startswith("Illegal or harmful speech: ")
    assert label_of("nosuch@1", "x") == "x"
    assert is_top("dsa@v2", SPEECH)
    assert not is_top("dsa@v2", HATE)
    assert native_code(notice(HATE)) == HATE
    assert not same_system("dsa@v1", "dsa@v2")


CONSUMER = "STATEMENT_CATEGORY_CONSUMER_INFORMATION"
TRADERS = "KEYWORD_INSUFFICIENT_INFORMATION_ON_TRADERS"
GOODS = "KEYWORD_MISLEADING_INFO_GOODS_SERVICES"
LENS = Lens("harm@1.0.0")


@pytest.fixture
def count(make: Callable[..., Figure]) -> Callable[..., Figure]:
    def build(code: str, value: int, **changes: object) -> Figure:
        members = {
            "metric": "notices.received", "unit": "notices", "value": value, "interval": None,
            "rounding": None, "status": "exact", "dimensions": {"category": code},
            "scheme": "dsa@v2", "denominator_name": None, **changes,
        }  # fmt: skip
        return make(**members)

    return build


def carried(*figures: Figure) -> dict[str, tuple[object, object, object]]:
    return {
        category.code: (figure.value, figure.bounds.high if figure.bounds else None, category.rule)
        for figure, category, _ in carry(figures, LENS)
    }


def test_counts_that_arrive_at_one_code_are_added(count: Callable[..., Figure]) -> None:
    found = carried(count(TRADERS, 4), count(GOODS, 5))
    assert found["consumer.information"] == (9, None, "rollup")


def test_a_broader_count_raises_the_upper_bound_and_is_never_spread(
    count: Callable[..., Figure],
) -> None:
    found = carried(count(TRADERS, 4), count(GOODS, 5), count(CONSUMER, 30))
    assert found["consumer.information"] == (9, 30, "rollup")
    assert found["consumer"] == (30, None, "equal")


def test_shares_and_medians_are_never_added(count: Callable[..., Figure]) -> None:
    hours = {"unit": "hours", "metric": "notices.action_median"}
    figures = carry([count(TRADERS, 4, **hours), count(GOODS, 5, **hours)], LENS)
    assert [figure.value for figure, _, _ in figures] == [4, 5]


def test_a_sum_knows_its_parts(count: Callable[..., Figure]) -> None:
    parts = (count(TRADERS, 4), count(GOODS, 5))
    figure, _, kept = carry(parts, LENS)[0]
    assert kept == parts
    assert figure.status == "approx"


def test_other_splits_are_not_mixed(count: Callable[..., Figure]) -> None:
    one = count(TRADERS, 4)
    other = count(GOODS, 5, dimensions={"category": GOODS, "notifier": "trusted_flagger"})
    assert sorted(str(f.value) for f, _, _ in carry([one, other], LENS)) == ["4", "5"]
