import pytest

from harmscope.importers.entry import BadRow
from harmscope.importers.mastodon.accounts import account_id, origin, subject, target


def test_ids_in_the_api_and_in_the_database(entry):
    assert account_id(entry(account={"id": "7"}), "account") == "7"
    assert account_id(entry(account_id=7), "account") == "7"
    assert account_id(entry(), "account") == ""


def test_both_shapes_are_one_subject(entry):
    assert target(entry(target_account={"id": "7"})) == target(entry(target_account_id="7"))
    assert target(entry(target_account_id="7")) == subject("7")


def test_a_row_without_a_target_is_refused(entry):
    with pytest.raises(BadRow):
        target(entry())


def test_origin_is_said_where_the_api_says_it(entry):
    assert origin(entry(target_account={"domain": None})) == {"origin": "local"}
    assert origin(entry(target_account={"domain": "x.example"})) == {"origin": "remote"}
    assert origin(entry(target_account_id="7")) == {}
