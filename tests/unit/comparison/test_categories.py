from collections.abc import Callable

import pytest

from harmscope.comparison.categories import is_top, label_of, lens_for, native_code, same_system
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
