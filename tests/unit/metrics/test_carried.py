"""Where a harm leads in the categories of New York's law."""

import ibis

from harmscope.metrics.carried import (
    AS_IN_NEW_YORK,
    BETWEEN,
    NY,
    OUTSIDE,
    carried,
    categories,
    codes_by_harm,
    near_harms,
    open_codes,
)
from harmscope.taxonomy import codelist, harm, load_system


def test_each_harm_leads_to_one_of_the_five_categories_or_says_why_not() -> None:
    found = codes_by_harm(NY)
    assert found.keys() == harm().categories.keys()
    assert set(categories(NY)) == set(found.values()) - {OUTSIDE, BETWEEN}
    assert categories(NY)[0] == "hate"
    assert found["hate.attack"] == "hate"
    assert found["terrorism.recruitment"] == "extremism"
    assert found["misinformation.foreign-interference"] == "foreign-interference"
    assert found["fraud.scam"] == OUTSIDE


def test_misinformation_alone_splits_between_two_categories() -> None:
    assert codes_by_harm(NY)["misinformation"] == BETWEEN
    assert open_codes(NY) == {"disinformation", "foreign-interference"}


def test_no_definition_is_the_statutes_own() -> None:
    assert set(near_harms(NY)) == {
        "hate",
        "terrorism",
        "harassment",
        "misinformation.foreign-interference",
    }


def test_a_column_of_harms_becomes_one_of_codes() -> None:
    harms = [{"harm": one} for one in ("hate.attack", "other", None)]
    rows = ibis.memtable(harms, schema={"harm": "string"})
    found = ibis.duckdb.connect().to_pyarrow(rows.select(code=carried(rows.harm, NY)))
    assert found["code"].to_pylist() == ["hate", OUTSIDE, None]


def test_every_action_on_an_item_has_a_name_in_the_statute() -> None:
    on_items = [
        code for code in codelist("action-kind").codes if code.startswith(("visib", "monet"))
    ]
    assert [code for code, _ in AS_IN_NEW_YORK if code not in on_items] == []
    assert len(dict(AS_IN_NEW_YORK)) == len(on_items)
    actions = {one.key for one in load_system(NY).of_kind("action")}
    assert {name for _, name in AS_IN_NEW_YORK} == actions
