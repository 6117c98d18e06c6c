import pytest

from harmscope.importers.discourse.codes import flag, state
from harmscope.importers.entry import BadRow


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"reviewable_score_type": 8}, "spam"),
        ({"reviewable_score_type": "10"}, "illegal"),
        ({"score_type_id": 3}, "off_topic"),
        ({"score_type": {"id": 4}}, "inappropriate"),
    ],
)
def test_flags_in_the_table_and_in_the_api(entry, scribe, cells, code):
    assert flag(entry(**cells), scribe)["code"] == code
    assert scribe.task.tally.total() == 0


def test_a_flag_that_the_site_added_is_something_else(entry, scribe):
    assert flag(entry(reviewable_score_type=1001), scribe)["code"] == "notify_moderators"
    assert scribe.task.tally.total("warning") == 1


@pytest.mark.parametrize(
    ("written", "state_"), [(0, "pending"), ("2", "disagreed"), ("ignored", "ignored")]
)
def test_states_as_numbers_and_names(entry, written, state_):
    assert state(entry(status=written)) == state_


def test_an_unknown_state_is_refused(entry):
    with pytest.raises(BadRow):
        state(entry(status=9))
