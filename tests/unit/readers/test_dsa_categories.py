"""Which category a row stands for."""

import pytest

from harmscope.readers.dsa_categories import CategoryRow, settled

VIOLENCE = "STATEMENT_CATEGORY_VIOLENCE"


def keys(*rows: tuple[str, int], scope: str = "") -> list[str]:
    made = [CategoryRow(line, text, scope, (n,)) for line, (text, n) in enumerate(rows, 1)]
    return [category.key for category in settled(made).values()]


def test_an_own_code_belongs_to_the_category_above() -> None:
    assert keys((VIOLENCE, 9), ("KEYWORD_OTHER_ROBBERY", 9)) == [
        VIOLENCE,
        f"{VIOLENCE}/KEYWORD_OTHER_ROBBERY",
    ]


@pytest.mark.parametrize(("stated", "inside"), [(10, True), (7, False)])
def test_sums_tell_whether_a_foreign_code_belongs(stated: int, inside: bool) -> None:
    *_, last = keys((VIOLENCE, stated), ("KEYWORD_HUMAN_TRAFFICKING", 7), ("KEYWORD_DEFAMATION", 3))
    assert last == (f"{VIOLENCE}/KEYWORD_DEFAMATION" if inside else "KEYWORD_DEFAMATION")


def test_an_own_category_is_no_part_of_the_one_above() -> None:
    rows = (VIOLENCE, 7), ("KEYWORD_HUMAN_TRAFFICKING", 7), ("S_C_OTHER_ILLEGAL", 3)
    assert keys(*rows)[-1] == "S_C_OTHER_ILLEGAL"


def test_codes_sorted_by_name_keep_their_own_category() -> None:
    rows = (VIOLENCE, 7), ("STATEMENT_CATEGORY_SELF_HARM", 5), ("KEYWORD_HUMAN_TRAFFICKING", 7)
    assert keys(*rows)[-1] == "KEYWORD_HUMAN_TRAFFICKING"
