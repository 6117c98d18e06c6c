from collections.abc import Callable

import pytest

from harmscope.importers.dsa_sor.cells import Cells
from harmscope.importers.dsa_sor.statement import identifier, incident, is_statement
from harmscope.model.incident import Incident

DIGEST = "0" * 64


def record(cells: dict[str, object], *, keep_text: bool = False) -> dict:
    return incident(Cells(cells), "Given", DIGEST, keep_text=keep_text)


def test_a_record_is_what_the_model_asks_for(statement: Callable) -> None:
    found = record(statement())
    assert Incident.model_validate(found).as_dict() == found
    assert found["service"] == "Plazza"
    assert found["source"] == {
        "id": statement()["uuid"],
        "digest": DIGEST,
        "importer": "dsa-sor",
        "reference": "plz-1",
        "filed_at": "2025-07-02T10:11:12Z",
    }


def test_the_parts_of_a_record(statement: Callable) -> None:
    found = record(statement())
    assert found["harm"] == {"primary": "fraud.phishing"}
    assert found["facets"] == {"legality": "policy"}
    assert found["content"] == {
        "medium": ["text"],
        "languages": ["de"],
        "created_at": "2025-07-01",
    }
    assert found["detection"] == {"source": "own_initiative", "automated": True}
    assert found["subject_kind"] == "content"


@pytest.mark.parametrize(
    ("cells", "scheme"),
    [
        ({"created_at": "2025-06-30 23:59:59"}, "dsa@v1"),
        ({"created_at": "2025-07-01 00:00:00"}, "dsa@v2"),
        ({"created_at": "", "content_id_ean": ""}, "dsa@v2"),
        ({"created_at": "", "application_date": "2025-06-30"}, "dsa@v1"),
        ({"created_at": "", "application_date": "2025-07-01"}, "dsa@v2"),
        ({"created_at": "", "category_specification": '["KEYWORD_DANGEROUS_TOYS"]'}, "dsa@v1"),
        ({"created_at": "", "category": "STATEMENT_CATEGORY_CYBER_VIOLENCE"}, "dsa@v2"),
    ],
)
def test_versions_are_told_by_content(statement: Callable, cells: dict, scheme: str) -> None:
    assert record(statement(**cells))["native"][0]["scheme"] == scheme


def test_synthetic_media_is_how_it_was_made_and_no_medium(statement: Callable) -> None:
    found = record(statement(content_type='["CONTENT_TYPE_SYNTHETIC_MEDIA"]'))
    assert found["generation"] == {"ai_involvement": "synthetic"}
    assert "medium" not in found["content"]


def test_what_follows_from_codes_is_written(statement: Callable) -> None:
    women = "STATEMENT_CATEGORY_CYBER_VIOLENCE_AGAINST_WOMEN"
    keywords = [
        "KEYWORD_CYBER_HARASSMENT_AGAINST_WOMEN",
        "KEYWORD_NON_CONSENSUAL_MATERIAL_DEEPFAKE_AGAINST_WOMEN",
    ]
    found = record(statement(category=women, category_specification=keywords))
    assert found["facets"] == {"legality": "policy", "target": ["women"]}
    assert found["generation"] == {"ai_involvement": "synthetic"}


def test_only_the_account_restricted_makes_it_the_subject(statement: Callable) -> None:
    only = statement(decision_visibility="", decision_account="DECISION_ACCOUNT_TERMINATED")
    assert record(only)["subject_kind"] == "account"
    both = statement(decision_account="DECISION_ACCOUNT_TERMINATED")
    assert record(both)["subject_kind"] == "content"


def test_the_shape_of_the_api(statement: Callable) -> None:
    request = {
        name: value
        for name, value in statement(puid="own-1", content_id={"EAN-13": "4006381333931"}).items()
        if name not in ("uuid", "platform_name", "platform_uid", "created_at")
    }
    found = record(request)
    assert (found["incident_id"], found["service"]) == ("own-1", "Given")
    assert found["content"]["product_id"] == "4006381333931"
    assert "filed_at" not in found["source"]


def test_text_about_people_stays_out(statement: Callable) -> None:
    row = statement(source_identity="Somebody", content_type_other="Their text")
    assert "Somebody" not in str(record(row))
    assert record(row, keep_text=True)["detection"]["notifier"] == "Somebody"


def test_ids_that_can_be_none(statement: Callable) -> None:
    row = statement(uuid="", platform_uid="a b")
    assert identifier(Cells(row)) == ""
    assert record(row)["incident_id"] == "row-" + DIGEST[:32]


def test_what_is_a_statement(statement: Callable) -> None:
    assert is_statement(statement())
    assert not is_statement({"category": "x"})
