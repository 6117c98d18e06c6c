import pytest

from harmscope.exporters.dsa_sor.category import category
from harmscope.exporters.dsa_sor.parts import Part

FRAUD = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"


def test_native_codes_go_as_they_are():
    natives = [
        {"scheme": "dsa@v2", "code": FRAUD, "role": "category"},
        {"scheme": "dsa@v2", "code": "KEYWORD_PHISHING", "role": "keyword"},
    ]
    assert category(Part({"native": natives, "harm": {"primary": "hate"}})) == {
        "category": FRAUD,
        "category_specification": ["KEYWORD_PHISHING"],
    }


def test_codes_that_the_newest_list_does_not_have_go_by_harm():
    native = {"scheme": "dsa@v1", "code": "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT"}
    record = {"native": [native | {"role": "category"}], "harm": {"primary": "fraud"}}
    assert category(Part(record)) == {"category": FRAUD}


@pytest.mark.parametrize("harm", ["", "nothing"])
def test_without_either_there_is_none(harm):
    assert category(Part({"harm": {"primary": harm}})) == {}


def test_other_is_no_keyword():
    found = category(Part({"harm": {"primary": "platform-abuse.spam"}}))
    assert found == {"category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"}
