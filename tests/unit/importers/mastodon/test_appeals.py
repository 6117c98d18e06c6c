import pytest

from harmscope.importers.mastodon import SYSTEM

ROW = {
    "id": 71,
    "account_id": 201,
    "account_warning_id": 51,
    "created_at": "2026-02-03 10:00:00",
}


def test_an_appeal_is_against_its_strike(tell):
    event = tell(SYSTEM, ROW).only
    assert (event.kind, event.target) == ("appeal", ("account_warnings", "51"))
    assert event.subject == "account 201"


@pytest.mark.parametrize(
    ("column", "outcome"), [("approved_at", "granted"), ("rejected_at", "denied")]
)
def test_what_came_of_it(tell, column, outcome):
    end = tell(SYSTEM, ROW | {column: "2026-02-05 10:00:00"}).of("appeal_end")
    assert end.members == {"outcome": outcome}
    assert end.target == ("appeals", "71")
