"""Rows of the category sheets."""

from harmscope.aggregation.dsa_cells import Key
from harmscope.aggregation.dsa_rows import UNDESCRIBED, UNSPLIT, rows_of
from harmscope.model.dsa_template import dsa_template

TEMPLATE = dsa_template()
SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"


def rows(number: int, *keys: Key):
    return rows_of(TEMPLATE.sheets[number], TEMPLATE.scheme, keys)


def test_without_cases_the_rows_are_those_of_the_template() -> None:
    assert [row.code for row in rows(4)] == list(TEMPLATE.sheets[4].categories)


def test_a_row_adds_up_what_lies_in_it() -> None:
    key = Key(SCAMS, "KEYWORD_PHISHING", "")
    fitting = [row.code for row in rows(4, key) if row.fits(key)]
    assert fitting == ["TOTAL", SCAMS, "KEYWORD_PHISHING"]


def test_other_stands_once_for_every_description() -> None:
    other = f"{SCAMS}/KEYWORD_OTHER"
    keys = [Key(SCAMS, other, "Ghost shops"), Key(SCAMS, other, ""), Key(SCAMS, "", "")]
    found = [row for row in rows(4, *keys) if row.key == other]
    assert [row.description for row in found] == ["Ghost shops", UNDESCRIBED, UNSPLIT]
    for key in keys:
        assert sum(row.fits(key) for row in found) == 1


def test_states_have_a_block_each_and_only_where_orders_came() -> None:
    key = Key(SCAMS, "KEYWORD_PHISHING", "", "DE")
    found = rows(3, key)
    assert {row.state for row in found} == {"", "DE"}
    block = [row for row in found if row.state == "DE"]
    assert [row.code for row in block] == list(TEMPLATE.sheets[3].member_state_categories)
    assert next(row for row in block if row.code == SCAMS).dimensions() == {
        "category": SCAMS,
        "territory": "DE",
    }
