from collections.abc import Callable

from harmscope.importers.dsa_sor.cells import Cells
from harmscope.importers.dsa_sor.decision import WITHHELD, decision


def test_the_decision_in_the_order_of_the_model(statement: Callable) -> None:
    assert decision(Cells(statement()), "i", keep_text=False) == {
        "id": "i:1",
        "applied_at": "2025-07-02",
        "ground": "terms",
        "policy_ref": "House rules, section 3",
        "actions": [{"kind": "visibility.removed"}],
        "automation": "partial",
        "territory": ["AT", "DE"],
    }


def test_each_dimension_has_its_own_end(statement: Callable) -> None:
    cells = Cells(
        statement(
            decision_account="DECISION_ACCOUNT_SUSPENDED",
            end_date_account_restriction="2025-08-01 00:00:00",
            decision_provision="DECISION_PROVISION_TOTAL_SUSPENSION",
        )
    )
    assert decision(cells, "i", keep_text=False)["actions"] == [
        {"kind": "visibility.removed"},
        {"kind": "service.suspended"},
        {"kind": "account.suspended", "ends_at": "2025-08-01"},
    ]


def test_free_text_stays_out_unless_it_is_asked_for(statement: Callable) -> None:
    row = statement(
        decision_visibility='["DECISION_VISIBILITY_OTHER"]',
        decision_visibility_other="Not shown in search",
        decision_ground_reference_url="https://example.org/rules",
    )
    dropped = decision(Cells(row), "i", keep_text=False)
    assert dropped["actions"] == [{"kind": "visibility.other", "other": WITHHELD}]
    assert not {"facts", "policy_url", "keyword_other"} & set(dropped)
    kept = decision(Cells(row), "i", keep_text=True)
    assert kept["actions"] == [{"kind": "visibility.other", "other": "Not shown in search"}]
    assert kept["facts"] == row["decision_facts"]
    assert kept["policy_url"] == "https://example.org/rules"


def test_the_law_and_content_held_illegal_as_well(statement: Callable) -> None:
    law = statement(
        decision_ground="DECISION_GROUND_ILLEGAL_CONTENT",
        illegal_content_legal_ground="Example Act, section 4",
        incompatible_content_illegal="Yes",
    )
    found = decision(Cells(law), "i", keep_text=False)
    assert (found["ground"], found["legal_basis"]) == ("law", "Example Act, section 4")
    assert "also_illegal" not in found
    terms = decision(Cells(statement(incompatible_content_illegal="Yes")), "i", keep_text=False)
    assert terms["also_illegal"] is True


def test_an_unknown_restriction_is_other_where_there_is_one(statement: Callable) -> None:
    cells = Cells(statement(decision_visibility='["X"]', decision_account="Y"))
    assert decision(cells, "i", keep_text=False)["actions"] == [{"kind": "visibility.other"}]
    assert len(cells.faults) == 2
