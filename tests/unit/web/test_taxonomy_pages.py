"""Categories and code systems: one address a code, open to all."""

from collections.abc import Callable
from html import unescape
from urllib.parse import quote

import pytest

import harmscope as hs


def shown(visitor, address: str, status: int = 200) -> str:
    answer = visitor.get(address)
    assert answer.status_code == status, address
    return unescape(answer.text)


def test_all_categories_are_on_one_page(visitor):
    text = shown(visitor, "/taxonomy")
    for category in hs.taxonomy.harm().categories.values():
        assert f'href="/taxonomy/{category.id}"' in text


def test_a_category_is_found_by_what_people_call_it(visitor):
    text = shown(visitor, "/taxonomy?q=hate+speach")
    assert text.index('href="/taxonomy/hate"') < text.index("/systems/")
    assert "No match. Try" in shown(visitor, "/taxonomy?q=zzzzqqq")


def test_every_category_has_its_page(visitor):
    for category in hs.taxonomy.harm().categories.values():
        text = shown(visitor, f"/taxonomy/{category.id}")
        assert category.definition in text
        for line in (*category.includes, *category.boundary):
            assert line in text


def test_a_category_shows_names_elsewhere_clocks_and_rules(visitor):
    text = shown(visitor, "/taxonomy/ncii.synthetic")
    assert 'href="/rules/HS140"' in text
    assert "Ministry of Electronics" in text
    assert text.index(">GB ·") < text.index(">IN ·") < text.index(">US ·")
    hate = shown(visitor, "/taxonomy/hate")
    assert 'href="/systems/dsa@v2/KEYWORD_HATE_SPEECH"' in hate
    assert '<span class="chip not_comparable" title="which share' in hate
    assert "No equivalent in" in hate
    assert "osa-children@2023" in hate.partition("Only through its narrower categories")[2]


def test_an_unknown_code_offers_the_nearest(visitor):
    text = shown(visitor, "/taxonomy/hate-speech", 404)
    assert 'href="/taxonomy/hate"' in text
    assert "There is no such code" in text
    assert 'href="/systems/dsa@v2/KEYWORD_HATE_SPEECH"' in shown(
        visitor, "/systems/dsa@v2/KEYWORD_HATE_SPEEHC", 404
    )
    shown(visitor, "/systems/nothing-of-the-kind", 404)
    shown(visitor, "/systems/nothing/of-the-kind", 404)


@pytest.mark.parametrize("info", hs.taxonomy.systems()[1:], ids=lambda info: info.ref)
def test_every_system_has_a_page_with_all_its_codes(visitor, info):
    text = shown(visitor, f"/systems/{info.ref}")
    codes = hs.taxonomy.load_system(info.ref).codes
    for key, code in codes.items():
        assert f'href="/systems/{info.ref}/{quote(key)}"' in text
        assert code.label in text
    key = next(reversed(codes))
    assert codes[key].label in shown(visitor, f"/systems/{info.ref}/{quote(key)}")


def test_systems_are_listed_and_a_name_leads_to_the_newest_version(visitor):
    text = shown(visitor, "/systems")
    for info in hs.taxonomy.systems()[1:]:
        assert f'href="/systems/{info.ref}"' in text
    answer = visitor.get("/systems/dsa", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/systems/dsa@v2")
    for address, place in (("harm", "/taxonomy"), ("harm/hate", "/taxonomy/hate")):
        answer = visitor.get(f"/systems/{address}")
        assert answer.url.path == place


def test_a_code_names_its_parent_its_successor_and_its_category(visitor):
    text = shown(visitor, "/systems/dsa@v2/KEYWORD_HATE_SPEECH")
    assert 'href="/systems/dsa@v2/STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"' in text
    assert 'href="/taxonomy/hate' in text
    assert "says nothing about a harm" in shown(visitor, "/systems/c2pa@2.2/c2pa.opened")


def test_anybody_may_look_things_up_on_a_server(opened: Callable):
    visitor = opened(server=True)
    for address in ("/taxonomy", "/taxonomy/hate", "/systems", "/systems/dsa@v2", "/rules"):
        shown(visitor, address)
    shown(visitor, "/rules/HS102")


def test_every_link_of_a_code_says_how_a_count_travels(visitor):
    text = shown(visitor, "/systems/dsa@v2")
    row = text.partition("STATEMENT_CATEGORY_ANIMAL_WELFARE</code>")[2].partition("</tr>")[0]
    rules = [link.count_rule for link in hs.taxonomy.links_of(*animal_welfare())]
    assert row.count('class="chip') == len(rules) > 1
    assert row.count("Narrower there") == rules.count("split")


def animal_welfare():
    system = hs.taxonomy.load_system("dsa@v2")
    return system, system.codes["STATEMENT_CATEGORY_ANIMAL_WELFARE"]
