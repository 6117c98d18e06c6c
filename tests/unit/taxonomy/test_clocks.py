from datetime import date

import pytest

from harmscope.errors import UserError
from harmscope.taxonomy.clocks import clock, clocks
from harmscope.taxonomy.harm import harm
from harmscope.taxonomy.systems import codelist


def test_the_limits():
    hours = {one.id: one.hours for one in clocks()}
    assert hours == {
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


def test_an_unknown_clock_is_refused():
    with pytest.raises(UserError, match="us-take-it-down"):
        clock("nowhere")
