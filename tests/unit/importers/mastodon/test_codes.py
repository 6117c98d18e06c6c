import pytest

from harmscope.importers.entry import BadRow
from harmscope.importers.mastodon.codes import action, category


@pytest.mark.parametrize(
    ("written", "code"), [("spam", "spam"), (1500, "legal"), ("2000", "violation"), (None, "other")]
)
def test_categories_as_names_and_numbers(entry, scribe, written, code):
    assert category(entry(category=written), scribe)["code"] == code
    assert scribe.task.tally.total() == 0


def test_an_unknown_category_is_other_with_a_finding(entry, scribe):
    assert category(entry(category="invented"), scribe)["code"] == "other"
    assert scribe.task.tally.total("warning") == 1


@pytest.mark.parametrize(
    ("written", "name"), [(1250, "mark_statuses_as_sensitive"), ("none", "none")]
)
def test_actions_as_names_and_numbers(entry, written, name):
    assert action(entry(action=written)) == name


def test_an_unknown_action_is_refused(entry):
    with pytest.raises(BadRow):
        action(entry(action=9999))
