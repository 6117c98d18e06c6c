import pytest

from harmscope.exporters.dsa_sor.codes import codes
from harmscope.taxonomy import codelist

LEFT_OUT = {"account.warned"}
COLUMNS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")


def test_every_action_has_a_place_or_is_left_out_on_purpose():
    held = {kind for column in COLUMNS for kind in codes(column)}
    assert set(codelist("action-kind").codes) - held == LEFT_OUT


@pytest.mark.parametrize(
    ("column", "name", "left_out"),
    [
        ("source_type", "detection-source", {"unknown"}),
        ("automated_decision", "automation", set()),
        ("decision_ground", "decision-ground", set()),
        ("content_type", "medium", set()),
        ("account_type", "account-type", set()),
    ],
)
def test_every_code_of_a_record_has_one_of_a_statement(column, name, left_out):
    assert set(codelist(name).codes) - set(codes(column)) == left_out
