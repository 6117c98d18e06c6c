import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.formats import Row
from harmscope.importers.contract import FOREIGN, Importer, Table, Task
from harmscope.importers.dsa_sor import (
    DSA_SOR,
    WITHHELD,
    decision,
    identifier,
    incident,
    is_statement,
)
from harmscope.importers.dsa_sor_cells import Cells
from harmscope.importers.run import Request
from harmscope.importers.run import run as run_import
from harmscope.model.incident import Incident


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
    assert decision(cells, "i", keep_text=False)["actions"] == [
        {"kind": "visibility.other", "other": "not described at the source"},
        {"kind": "account.restricted"},
    ]
    assert len(cells.faults) == 2


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
def test_versions_are_known_by_content(statement: Callable, cells: dict, scheme: str) -> None:
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


def run(task: Task, *rows: dict[str, object]) -> list[dict[str, object]]:
    table = Table("t", iter([Row(2, 10, row) for row in rows]))
    return list(DSA_SOR.records(iter([table]), task))


def test_it_is_an_importer() -> None:
    importer: Importer = DSA_SOR
    assert importer.name == "dsa-sor"
    assert "appeals" in importer.not_recorded


def test_good_and_foreign_rows(statement: Callable) -> None:
    task = Task()
    assert len(run(task, statement(), {"x": 1})) == 1
    assert task.skipped == {FOREIGN: 1}
    assert task.tally.counts == {"IM021": 1}


def test_faults_stand_at_their_row_and_column(statement: Callable) -> None:
    task = Task()
    run(task, statement(application_date="2025-13-01", uuid="", platform_uid=""))
    (finding,) = task.tally.samples("IM023")
    assert (finding.file, finding.line, finding.pointer) == ("t", 2, "application_date")
    assert task.tally.counts["IM025"] == 1


def test_the_digest_is_that_of_the_row(statement: Callable) -> None:
    (first,), (second,) = run(Task(), statement()), run(Task(), statement(content_language="FR"))
    assert first["source"] != second["source"]
    assert run(Task(), statement()) == [first]


def test_a_service_must_be_known(statement: Callable) -> None:
    with pytest.raises(UserError, match="--dataset"):
        run(Task(), statement(platform_name=""))
    assert run(Task(service="Own"), statement(platform_name=""))[0]["service"] == "Own"


def test_a_mapping_is_refused(statement: Callable) -> None:
    with pytest.raises(UserError, match="mapping"):
        run(Task(mapping=Path("m.toml")), statement())


def imported(tmp_path, rows, name="a.csv"):
    source, target = tmp_path / name, tmp_path / "out.jsonl"
    with source.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    task = run_import(DSA_SOR, Request((str(source),), str(target)))
    return task, [json.loads(line) for line in target.read_text().splitlines()[1:]]


def test_aggregates_are_refused_by_the_name_of_their_column(tmp_path, statement: Callable) -> None:
    row = {k: v for k, v in statement(count="1000").items() if k not in ("uuid", "platform_uid")}
    task, found = imported(tmp_path, [row, row])
    assert found == []
    assert task.tally.counts["IM026"] == 2
    assert next(task.tally.samples("IM026")).pointer == "count"


@pytest.mark.parametrize(
    "name", ["nb_statements", "sor_count", "Total statements", "number of rows", "0", "sum(count)"]
)
def test_aggregates_are_known_by_any_name_of_a_number(tmp_path, statement: Callable, name) -> None:
    row = {k: v for k, v in statement().items() if k not in ("uuid", "platform_uid")}
    task, found = imported(tmp_path, [row | {name: "1000"}])
    assert found == []
    assert next(task.tally.samples("IM026")).pointer == name


@pytest.mark.parametrize("name", ["file_size", "rows_hidden", "number_of_users", "country"])
def test_other_columns_without_ids_make_no_aggregate(tmp_path, statement: Callable, name) -> None:
    row = {k: v for k, v in statement().items() if k not in ("uuid", "platform_uid")}
    task, found = imported(tmp_path, [row | {name: "1000"}])
    assert len(found) == 1
    assert task.notes[f"a.csv: not read (1): {name}"] == 1


def test_a_statement_with_an_id_is_no_aggregate(tmp_path, statement: Callable) -> None:
    task, found = imported(tmp_path, [statement(count="1000")])
    assert len(found) == 1
    assert task.notes["a.csv: not read (1): count"] == 1


def test_equal_statements_without_ids_are_different_ones(tmp_path, statement: Callable) -> None:
    row = {k: v for k, v in statement().items() if k not in ("uuid", "platform_uid")}
    task, found = imported(tmp_path, [row, row, row])
    assert len({one["incident_id"] for one in found}) == 3
    assert task.tally.counts["IM008"] == 2


@pytest.mark.parametrize("word", ["nan", "None", "NULL", "NaT", "NA", "\\N"])
def test_words_for_no_value_are_missing_values(tmp_path, statement: Callable, word: str) -> None:
    row = statement(decision_monetary=word, content_language=word, content_date=word)
    task, (found,) = imported(tmp_path, [row])
    assert found["decisions"][0]["actions"] == [{"kind": "visibility.removed"}]
    assert "languages" not in found["content"]
    assert task.tally.total() == 0
    assert task.notes[f"a.csv: {word} in content_language is read as no value"] == 1


@pytest.mark.parametrize(("word", "value"), [("True", True), ("false", False), ("Yes", True)])
def test_truth_values_stand_for_yes_and_no(
    tmp_path, statement: Callable, word: str, value: bool
) -> None:
    task, (found,) = imported(tmp_path, [statement(automated_detection=word)])
    assert found["detection"]["automated"] is value
    assert task.tally.total() == 0


def test_a_language_of_three_letters_is_not_one_of_the_database(statement: Callable) -> None:
    cells = Cells(statement(content_language="deu"))
    found = incident(cells, "s", DIGEST, keep_text=False)
    assert "languages" not in found["content"]
    assert [(rule.code, column) for rule, column in cells.faults] == [("IM024", "content_language")]


def test_dates_that_contradict_the_decision_are_left_out(statement: Callable) -> None:
    cells = Cells(
        statement(
            end_date_visibility_restriction="2025-01-01",
            content_date="2026-01-01",
            created_at="2025-01-01 10:00:00",
        )
    )
    found = incident(cells, "s", DIGEST, keep_text=False)
    assert found["decisions"][0]["actions"] == [{"kind": "visibility.removed"}]
    assert "created_at" not in found["content"]
    assert "filed_at" not in found["source"]
    assert [rule.code for rule, _ in cells.faults].count("IM038") == 3


def test_a_code_that_no_list_has_is_kept_as_one_of_its_own(statement: Callable) -> None:
    found = incident(Cells(statement(category="INVENTED")), "s", DIGEST, keep_text=False)
    assert found["native"][0] == {"scheme": "own@1", "code": "INVENTED", "role": "category"}
