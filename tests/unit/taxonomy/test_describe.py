""""""

import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.describe import (
    NO_EQUIVALENT,
    describe,
    describe_category,
    describe_code,
    describe_system,
    describe_systems,
    find_everywhere,
    links_of,
    names_in,
)
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import load_system


def test_every_system_has_a_row_with_number_origin_and_date():
    rows = {row["system"]: row for row in describe_systems()}
    assert rows["harm@1.0.0"]["codes"] == 99
    assert rows["garm@2022-06"]["kinds"] == {"category": 12, "tier": 4}
    assert {row["origin"] for row in rows.values()} == {"official", "minted", "mixed"}
    assert all(row["issued"] for row in rows.values())


def test_a_system_has_head_and_codes():
    found = describe_system("wef")
    assert found["levels"] == ["heading"]
    assert len(found["codes"]) == 6


def test_a_category_says_what_it_is_called_elsewhere():
    elsewhere = describe_category("ncii.synthetic")["elsewhere"]
    assert elsewhere["ncmec@2026"][0]["label"] == NO_EQUIVALENT
    assert "reasonSexualDeepfake" in [one["object"] for one in elsewhere["ozone@2026"]]


def test_an_unknown_category():
    with pytest.raises(UserError, match="no such category"):
        describe_category("nothing")


def test_a_native_code_leads_to_harm():
    system = load_system("dsa@v2")
    found = describe_code(system, system.codes["KEYWORD_PHISHING"])
    assert found["in_harm"][0]["object"] == "fraud.phishing"
    assert describe(system, system.codes["KEYWORD_PHISHING"]) == found


def test_codes_that_are_not_about_harm_have_no_links():
    system = load_system("garm")
    assert links_of(system, system.codes["floor"]) == []
    tools = load_system("c2pa")
    assert links_of(tools, tools.codes["valid"]) == []


def test_names_in_a_system():
    links = names_in(harm().categories["terrorism"], load_system("garm"))
    assert [link.object for link in links] == ["terrorism"]


def test_a_code_is_found_in_harm_first_then_everywhere():
    assert [system.info.name for system, _ in find_everywhere("terrorism")] == ["harm"]
    refs = [system.info.ref for system, _ in find_everywhere("KEYWORD_SUICIDE")]
    assert refs == ["dsa@v1", "dsa@v2"]
    assert len(find_everywhere("dsa@v2:KEYWORD_OTHER")) == 15
    with pytest.raises(UserError, match="no system has that code"):
        find_everywhere("nothing at all")
