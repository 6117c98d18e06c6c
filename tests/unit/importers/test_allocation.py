import pytest

from harmscope.errors import UserError
from harmscope.importers.allocation import allocate, is_known


def test_a_code_leads_to_a_category_and_says_what_it_implies():
    found = allocate("ozone@2026", ["reasonSexualDeepfake"])
    assert found.harms == ("ncii.synthetic",)
    assert dict(found.implied)["depicted.real_person"] == "yes"


def test_a_code_without_a_counting_link_leads_nowhere():
    assert allocate("mastodon@4", ["other"]).harms == ()


def test_a_list_without_a_crosswalk_leads_nowhere():
    assert allocate("lemmy@1.0", ["admin_ban"]).harms == ()


def test_codes_under_several_parents_are_known_by_both():
    assert is_known("ozone@2026", "reasonOther", "com.atproto.moderation.defs")
    assert not is_known("ozone@2026", "reasonOther", "nowhere")
    assert not is_known("mastodon@4", "invented")


def test_an_unknown_list_is_refused():
    with pytest.raises(UserError):
        is_known("nothing@1", "x")
