import pytest

from harmscope.taxonomy.foreign import Row
from harmscope.taxonomy.lint_tiers import is_tier, tier_fault, tier_of


@pytest.mark.parametrize(
    ("text", "tier"),
    [("Floor", "floor"), ("High Risk", "high"), ("low", "low"), ("Brand Safety Floor", "floor")],
)
def test_tiers_are_recognised(text, tier):
    assert tier_of(Row(label=text)) == tier
    assert is_tier(Row(id=text))


def test_other_words_are_no_tiers():
    assert not is_tier(Row(label="Floor lamps"))


def rows(names, numbers=None, field="severity"):
    if numbers is None:
        return [Row(label=name) for name in names]
    pairs = zip(names, numbers, strict=True)
    return [Row(label=name, number=number, number_field=field) for name, number in pairs]


RISING = ["low", "medium", "high", "floor"]


@pytest.mark.parametrize(
    "fine",
    [
        [],
        rows(RISING),
        rows(RISING[::-1]),
        rows(RISING, [0, 1, 2, 3]),
        rows(RISING, [4, 3, 2, 1], "rank"),
        rows(["floor", "low", "medium", "high"], [3, 0, 1, 2]),
    ],
)
def test_right_orders(fine):
    assert list(tier_fault(fine)) == []


@pytest.mark.parametrize(
    "wrong",
    [
        rows(["floor", "low", "medium", "high"]),
        rows(RISING, [3, 2, 1, 0]),
        rows(["floor", "low", "medium", "high"], [1, 2, 3, 4], "rank"),
        [Row(label="floor", text="The safest content"), *rows(RISING[:3])],
    ],
)
def test_wrong_orders_give_one_fault(wrong):
    assert len(list(tier_fault(wrong))) == 1
