import pytest

from harmscope.importers.dsa_sor.codes import table
from harmscope.taxonomy import codelist


@pytest.mark.parametrize(
    ("name", "list_"),
    [
        ("decision_visibility", "action-kind"),
        ("decision_monetary", "action-kind"),
        ("decision_provision", "action-kind"),
        ("decision_account", "action-kind"),
        ("account_type", "account-type"),
        ("decision_ground", "decision-ground"),
        ("content_type", "medium"),
        ("synthetic", "ai-involvement"),
        ("source_type", "detection-source"),
        ("automated_decision", "automation"),
    ],
)
def test_targets_are_codes_of_the_model(name: str, list_: str) -> None:
    assert set(table(name).values()) - {""} <= set(codelist(list_).codes)


def test_what_is_not_recorded_is_named_as_the_model_names_it() -> None:
    assert set(table("not_recorded")) <= set(codelist("record-part").codes)
