from collections.abc import Callable

import pytest

from harmscope.comparison.categories import Lens
from harmscope.comparison.mapped import carry
from harmscope.model.figure import Figure

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
