"""Statements of reasons out of records that are valid."""

import json
from dataclasses import replace
from datetime import date

import pytest

from harmscope.errors import UserError
from harmscope.exporters.dsa_sor import DSA_SOR, category, codes, puid, restrictions, statement
from harmscope.exporters.run import Outcome, export
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


FRAUD = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"


def test_native_codes_go_as_they_are():
    natives = [
        {"scheme": "dsa@v2", "code": FRAUD, "role": "category"},
        {"scheme": "dsa@v2", "code": "KEYWORD_PHISHING", "role": "keyword"},
    ]
    assert category({"native": natives, "harm": {"primary": "hate"}}) == {
        "category": FRAUD,
        "category_specification": ["KEYWORD_PHISHING"],
    }


def test_codes_that_the_newest_list_does_not_have_go_by_harm():
    native = {"scheme": "dsa@v1", "code": "STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT"}
    record = {"native": [native | {"role": "category"}], "harm": {"primary": "fraud"}}
    assert category(record) == {"category": FRAUD}


@pytest.mark.parametrize("harm", ["", "nothing"])
def test_without_either_there_is_none(harm):
    assert category({"harm": {"primary": harm}}) == {}


def test_other_is_no_keyword():
    found = category({"harm": {"primary": "platform-abuse.spam"}})
    assert found == {"category": "STATEMENT_CATEGORY_OTHER_VIOLATION_TC"}


def held(*actions):
    return restrictions({"actions": [dict(action) for action in actions]})


def test_each_dimension_has_its_column_and_end():
    found, crowded = held(
        {"kind": "visibility.removed"},
        {"kind": "account.suspended", "ends_at": "2026-04-01T10:00:00Z"},
    )
    assert found == {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED"],
        "decision_account": "DECISION_ACCOUNT_SUSPENDED",
        "end_date_account_restriction": "2026-04-01",
    }
    assert crowded == []


def test_an_end_that_only_one_of_two_has_is_not_said():
    found, _ = held(
        {"kind": "visibility.removed"}, {"kind": "visibility.labelled", "ends_at": "2026-04-01"}
    )
    assert "end_date_visibility_restriction" not in found


def test_two_measures_in_a_column_for_one_are_told():
    _, crowded = held({"kind": "account.suspended"}, {"kind": "account.terminated"})
    assert crowded == ["decision_account"]


def test_what_other_means_goes_along():
    found, _ = held({"kind": "visibility.other", "other": "hidden from guests"})
    assert found["decision_visibility_other"] == "hidden from guests"


def test_a_warning_is_no_restriction():
    assert held({"kind": "account.warned"}) == ({}, [])


DECISION = {"id": "1", "decided_at": "2026-03-02T10:00:00Z"}


def made(record=None, **decision):
    whole = {"incident_id": "case-1", "decisions": [DECISION]} | (record or {})
    return statement(whole, DECISION | decision)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({"incident_id": "case-1"}, "case-1_1"),
        (
            {"incident_id": "case-1", "source": {"reference": "own-7"}, "decisions": [DECISION]},
            "own-7",
        ),
        ({"incident_id": "case-1", "source": {"reference": "own 7"}}, "case-1_1"),
    ],
)
def test_the_platform_s_own_id(record, expected):
    assert puid(record, DECISION) == expected


def test_an_id_that_the_form_does_not_allow_is_replaced():
    found = puid({"incident_id": "case:1.2"}, DECISION)
    assert found.startswith("sor-")
    assert len(found) == 44


def test_the_ground_brings_its_own_members():
    law = made(ground="law", legal_basis="Law", policy_ref="Rule")
    assert law["illegal_content_legal_ground"] == "Law"
    assert "incompatible_content_ground" not in law
    terms = made(ground="terms", policy_ref="Rule", also_illegal=True)
    assert terms["incompatible_content_ground"] == "Rule"
    assert terms["incompatible_content_illegal"] == "Yes"
    assert made(ground="terms", also_illegal=False)["incompatible_content_illegal"] == "No"
    assert "incompatible_content_illegal" not in made(ground="terms")


def test_an_account_is_content_of_type_other():
    found = made({"subject_kind": "account"})
    assert (found["content_type"], found["content_type_other"]) == (
        ["CONTENT_TYPE_OTHER"],
        "Account",
    )


def test_two_languages_are_none():
    assert "content_language" not in made({"content": {"languages": ["de", "en"]}})
    assert made({"content": {"languages": ["de-AT"]}})["content_language"] == "DE"


def test_the_day_of_application_goes_before_that_of_the_decision():
    assert made(applied_at="2026-03-05")["application_date"] == "2026-03-05"
    assert made()["application_date"] == "2026-03-02"


def test_nobody_is_named_for_the_service_s_own_initiative():
    found = made({"detection": {"source": "own_initiative", "notifier": "x", "automated": True}})
    assert found["source_type"] == "SOURCE_VOLUNTARY"
    assert "source_identity" not in found
    assert found["automated_detection"] == "Yes"


def test_nothing_empty_is_given():
    assert set(made()) == {"puid", "application_date"}


RECORD = {
    "record": "incident",
    "incident_id": "case-1",
    "decisions": [
        {
            "id": "1",
            "decided_at": "2026-03-02",
            "ground": "law",
            "actions": [{"kind": "visibility.removed"}],
        }
    ],
}


def item(**fill):
    (made,) = DSA_SOR.items(RECORD, fill, Outcome())
    return made


def test_what_is_missing_is_named():
    missing = item().missing
    assert {"category", "content_date", "illegal_content_explanation"} <= set(missing)
    assert list(missing) == sorted(missing)


def test_fillings_count_where_the_record_says_nothing():
    filled = item(content_date="2026-03-01", application_date="2020-01-01")
    assert "content_date" not in filled.missing
    assert filled.data["application_date"] == "2026-03-02"


def test_a_filling_for_the_other_ground_is_left_out():
    assert "incompatible_content_explanation" not in item(incompatible_content_explanation="x").data


def test_a_filling_of_the_wrong_form_is_named():
    assert "content_date" in item(content_date="1 March").missing


def test_members_of_the_server_cannot_be_filled():
    assert not {"created_at", "platform_name", "content_id_ean"} & DSA_SOR.members
    assert "puid" in DSA_SOR.members


def test_pairs_of_ids_that_give_one_puid_are_told_apart(tmp_path):
    assert puid({"incident_id": "a_b"}, {"id": "c"}) == puid({"incident_id": "a"}, {"id": "b_c"})

    class Ids:
        name, batch, wrapper, bare, members, choices = "ids", 9, "ids", False, frozenset(), {}

        def items(self, record, fill, outcome):
            for item in DSA_SOR.items(record, fill, outcome):
                yield replace(item, missing=())

    def run(*pairs):
        rows = [
            RECORD
            | {"incident_id": case, "version": "1.0", "service": "forum"}
            | {"subject_kind": "content", "decisions": [RECORD["decisions"][0] | {"id": id_}]}
            for case, id_ in pairs
        ]
        path = tmp_path / "records.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows))
        return export(Ids(), [str(path)], tmp_path / "out.json", None, date(2026, 12, 1))

    assert run(("a_b", "c"), ("a", "c")).written == 2
    (tmp_path / "out-0001.json").unlink()
    (tmp_path / "out-missing.csv").unlink()
    with pytest.raises(UserError, match=r"1 item has the id of another case or decision; change"):
        run(("a_b", "c"), ("a", "b_c"))
    with pytest.raises(UserError, match="another case or decision"):
        run(("a:b_c", "d"), ("a:b", "c_d"))
    assert [path.name for path in tmp_path.iterdir()] == ["records.jsonl"]


def test_a_reference_that_two_cases_cite_is_no_collision(tmp_path):
    cited = RECORD | {"source": {"reference": "r-1"}}
    (one,), (other,) = (
        DSA_SOR.items(cited | {"incident_id": case}, {}, Outcome()) for case in ("a", "b")
    )
    assert (one.id, one.origin) == (other.id, other.origin) == ("r-1", "r-1")
    (joined,) = DSA_SOR.items(RECORD | {"source": {"reference": "case-1_1"}}, {}, Outcome())
    assert joined.origin == item().origin
