from datetime import date

import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.clocks import bases_named, clock, clocks, clocks_of
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import codelist


def test_the_limits():
    hours = {one.id: one.limit.hours for one in clocks()}
    assert hours == {
        "eu-terrorist-content": 1,
        "in-grievance": 168,
        "in-intimate-imagery": 2,
        "in-order": 3,
        "uk-intimate-images": 48,
        "us-take-it-down": 48,
    }


def test_in_force_holds_the_first_day():
    one = clock("us-take-it-down")
    assert not one.in_force(date(2026, 5, 18))
    assert one.in_force(date(2026, 5, 19))


@pytest.mark.parametrize("one", clocks(), ids=lambda one: one.id)
def test_codes_of_a_clock_are_known(one):
    assert set(one.notice_kinds) <= set(codelist("notice-kind").codes)
    assert set(one.order_kinds) <= set(codelist("order-kind").codes)
    assert set(one.relations) <= set(codelist("requester-relation").codes)
    assert set(one.request_elements) <= set(codelist("request-element").codes)
    assert set(one.harms) <= set(harm().categories)
    assert one.source
    assert one.certainty in ("seen", "secondary", "unverified")


def test_a_legal_basis_names_the_laws_of_clocks():
    assert bases_named("Verordnung (EU) 2021/784, Artikel 3") == {"2021/784"}
    assert bases_named("Article 184 StGB") == bases_named("") == bases_named(None) == frozenset()


def test_an_unknown_clock_is_refused():
    with pytest.raises(UserError, match="us-take-it-down"):
        clock("nowhere")


def test_a_category_has_the_clocks_of_every_harm_of_its_own_and_of_its_parts():
    every = {"eu-terrorist-content", "in-grievance", "in-order"}
    intimate = {"in-intimate-imagery", "uk-intimate-images", "us-take-it-down"}
    named = {one: {each.id for each in clocks_of(one)} for one in ("hate", "ncii", "csea.csam")}
    assert named["hate"] == every
    assert named["ncii"] == every | intimate
    assert named["csea.csam"] == every | {"us-take-it-down"}
    assert {each.id for each in clocks_of("csea.csam-synthetic.x")} >= {"us-take-it-down"}
    assert clocks_of("nciix") == clocks_of("hate")
