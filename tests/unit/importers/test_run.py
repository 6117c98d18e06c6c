import csv
import gzip
import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from harmscope.errors import UserError
from harmscope.importers import IMPORTERS
from harmscope.importers.contract import Task
from harmscope.importers.dsa_sor import DSA_SOR
from harmscope.importers.run import Repeats, Request, given_header, header, run, tables
from harmscope.model.dataset import Dataset
from harmscope.times import today


def test_faults_are_counted_and_good_rows_come_through(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a;b\n1;2\n1\n3;4\n")
    task = Task()
    found = [row.data for one in tables([str(path)], frozenset(), task) for row in one.rows]
    assert found == [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert (task.read, task.skipped.total()) == (3, 1)
    assert task.tally.counts == {"HS016": 1}
    assert list(task.notes) == ["a.csv: cells are separated by semicolon"]


def test_a_damaged_file_is_found_after_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    path.write_bytes(gzip.compress(b"a\n1\n")[:-1])
    task = Task()
    assert len([row for one in tables([str(path)], frozenset(), task) for row in one.rows]) == 1
    assert task.tally.counts == {"HS015": 1}


def test_an_empty_table_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"a\n")
    task = Task()
    for table in tables([str(path)], frozenset(), task):
        assert not list(table.rows)
    assert list(task.notes) == ["a.csv: it holds no rows"]


def test_an_empty_folder_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="the folder holds no file"):
        list(tables([str(tmp_path)], frozenset(), Task()))


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.json", "[]"), ("a.jsonl", "\n"), ("a.csv", "uuid,category\n"), ("empty.csv", "")],
)
@pytest.mark.parametrize("kind", sorted(IMPORTERS.keys() - {"mapping", "guard-log"}))
def test_sources_that_give_no_record_are_said(
    tmp_path: Path, kind: str, name: str, text: str
) -> None:
    source = tmp_path / name
    source.write_text(text)
    task = run(IMPORTERS[kind], Request((str(source),), str(tmp_path / "out.jsonl")))
    assert (task.records, task.tally.total("error")) == (0, 1)
    (found,) = (one for one in task.tally.samples() if one.severity == "error")
    assert found.rule in ("IM010", "HS205")
    assert found.file.endswith(name)


def test_a_file_of_no_known_kind_is_said_beside_those_that_are_read(tmp_path: Path) -> None:
    for name, content in (("a.jsonl", b'{"a": 1}\n'), ("b.jsonl", b""), ("c.bin", b"\x89PNG\0")):
        (tmp_path / name).write_bytes(content)
    task = Task()
    for table in tables([str(tmp_path)], frozenset(), task):
        list(table.rows)
    assert task.read == 1
    assert task.tally.counts == {"HS018": 1, "HS205": 1}


def test_a_key_that_is_not_needed_is_said(tmp_path: Path) -> None:
    source = tmp_path / "statements.csv"
    source.write_text("uuid,platform_name,decision_visibility\n")
    request = Request((str(source),), str(tmp_path / "out.jsonl"), key_file=tmp_path / "key")
    assert "--key-file was not used: dsa-sor makes no pseudonyms" in run(DSA_SOR, request).notes
    assert not (tmp_path / "key").exists()


def record(id_: str, digest: str) -> dict[str, object]:
    return {"record": "incident", "incident_id": id_, "source": {"digest": digest}}


def test_copies_and_other_content_are_told_apart() -> None:
    repeats, task = Repeats(), Task()
    for one in (record("a", "1"), record("a", "1"), record("a", "1"), record("b", "1")):
        repeats.add(one)
    repeats.add(record("b", "2"))
    repeats.note(task)
    assert sorted(task.notes.values()) == [1, 2]


def test_a_statement_with_its_members_in_another_order_is_a_copy(statement, tmp_path: Path) -> None:
    row = statement()
    lines = [json.dumps(row), json.dumps(dict(reversed(row.items())), indent=None) + " "]
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(lines), encoding="utf-8")
    task = run(DSA_SOR, Request((str(source),), str(tmp_path / "out.jsonl")))
    assert task.notes["records occur again with the same content; all are written"] == 1
    first, second = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[1:]
    assert first == second


def test_nothing_repeated_is_no_note() -> None:
    repeats, task = Repeats(), Task()
    repeats.add(record("a", "1"))
    repeats.add({"record": "notice", "notice_id": "a"})
    repeats.note(task)
    assert not task.notes


def test_the_header_is_what_the_model_asks_for(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(b"a\n1\n2\n")
    task = Task(read=2, written=1, services={"Plazza"})
    task.skip("why")
    found = header(DSA_SOR, [str(path)], task, {})
    assert Dataset.model_validate(found).as_dict() == found
    assert found["service"] == "Plazza"
    assert found["counts"] == {
        "read": 2,
        "written": 1,
        "skipped": [{"reason": "why", "count": 1}],
    }


def test_several_services_have_no_common_name() -> None:
    assert "service" not in header(DSA_SOR, [], Task(services={"a", "b"}), {})


def test_what_is_given_wins(tmp_path: Path) -> None:
    path = tmp_path / "d.toml"
    path.write_text('operator = "O"\ncapabilities = ["labelling"]\n')
    found = header(DSA_SOR, [], Task(), given_header(path))
    assert (found["operator"], found["capabilities"]) == ("O", ["labelling"])
    assert given_header(None) == {}


def test_what_is_not_recorded_is_the_importers_the_inputs_and_ones_own() -> None:
    task = Task()
    task.hole("decisions", "The table is cut.")
    task.hole("appeals", "A hole in nothing.")
    own = [{"part": "reach", "reason": "Kept elsewhere."}, {"part": "exposure", "reason": "None."}]
    found = header(DSA_SOR, [], task, {"not_recorded": own})
    gaps = {gap["part"]: gap for gap in found["not_recorded"]}  # type: ignore[attr-defined]
    assert gaps["decisions"] == {
        "part": "decisions",
        "reason": "The table is cut.",
        "partly": True,
    }
    assert "partly" not in gaps["appeals"]
    assert gaps["reach"]["reason"] == "Kept elsewhere."
    assert gaps["exposure"] == own[1]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('not_recorded = "x"', "--dataset: not_recorded is not a list of tables"),
        ("a = ", "d.toml: this is not TOML"),
        ("counts = 1", "--dataset: counts is set by the import"),
        ('servce = "A"', "--dataset: it has a member that a header does not have"),
        ("\udcff", "d.toml: it is not UTF-8 text"),
    ],
)
def test_files_that_are_no_header(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "d.toml"
    path.write_text(text, errors="surrogateescape")
    with pytest.raises(UserError, match=re.escape(fault)):
        given_header(path)


def write(path: Path, *rows: dict[str, object]) -> str:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return str(path)


def test_the_header_comes_first_and_counts_add_up(tmp_path: Path, statement: Callable) -> None:
    source = write(tmp_path / "in.csv", statement(), statement(uuid="u2"))
    task = run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl")))
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    kinds = [json.loads(line)["record"] for line in lines]
    assert kinds == ["dataset", "incident", "incident"]
    assert json.loads(lines[0])["counts"] == {"read": 2, "written": 2}
    assert (task.read, task.written) == (2, 2)


def test_files_of_another_kind_write_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "in.csv", {"a": 1})
    with pytest.raises(UserError, match="check --from"):
        run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl")))
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(("name", "count"), [("v2_first25.csv", 25), ("v1_12rows.csv", 12)])
def test_real_rows(real_data: Path, tmp_path: Path, name: str, count: int) -> None:
    source = str(real_data / "dsa-sor" / name)
    task = run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl.zst")))
    assert (task.read, task.written, task.tally.total()) == (count, count, 0)


def test_the_demonstration_data(root: Path, tmp_path: Path) -> None:
    source = str(root / "examples" / "demo" / "statements")
    task = run(DSA_SOR, Request((source,), str(tmp_path / "out.jsonl")))
    assert (task.read, task.written, len(task.services)) == (300, 300, 4)
    assert task.tally.counts == {"IM022": 1}
    assert task.notes.total() == 1


def test_the_files_of_the_import_itself_are_no_sources(tmp_path):
    (tmp_path / "account_warnings.csv").write_text(
        "id,account_id,target_account_id,action,created_at\n51,1,201,1500,2026-02-02 20:00:00\n"
    )
    request = Request((str(tmp_path),), str(tmp_path / "out.jsonl"), key_file=tmp_path / "key")
    for _ in range(2):
        task = run(IMPORTERS["mastodon"], request)
        head, *found = (tmp_path / "out.jsonl").read_text().splitlines()
        assert (task.read, len(found), len(json.loads(head)["sources"])) == (1, 1, 1)
        assert task.tally.total() == 0


def test_what_happens_after_today_is_a_finding_and_no_record(tmp_path: Path) -> None:
    late = str(today() + timedelta(days=2))
    source, out = tmp_path / "sor.csv", tmp_path / "out.jsonl"
    columns = "uuid,platform_name,decision_ground,category,decision_account,application_date"
    columns += ",content_date,end_date_account_restriction"
    row = "a-1,Alpha,DECISION_GROUND_INCOMPATIBLE_CONTENT,STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    row += f",DECISION_ACCOUNT_SUSPENDED,2026-03-01,{late},{late}"
    source.write_text(f"{columns}\n{row}\n")
    task = run(DSA_SOR, Request((str(source),), str(out)))
    (found,) = task.tally.samples("IM039")
    assert (found.line, found.pointer) == (2, "content_date")
    record = json.loads(out.read_text().splitlines()[1])
    assert "content" not in record
    assert record["decisions"][0]["actions"] == [{"kind": "account.suspended", "ends_at": late}]


@pytest.mark.parametrize(
    ("column", "kind"),
    [("decision_account", "account.restricted"), ("decision_provision", "visibility.other")],
)
def test_a_restriction_of_a_code_that_is_not_known_stays_one(
    tmp_path: Path, column: str, kind: str
) -> None:
    source, out = tmp_path / "sor.csv", tmp_path / "out.jsonl"
    columns = f"uuid,platform_name,decision_ground,category,{column},application_date"
    row = "a-1,Alpha,DECISION_GROUND_INCOMPATIBLE_CONTENT,STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
    source.write_text(f"{columns}\n{row},FROZEN,2026-03-01\n")
    task = run(DSA_SOR, Request((str(source),), str(out)))
    assert task.tally.counts["IM002"] == 1
    record = json.loads(out.read_text().splitlines()[1])
    assert [one["kind"] for one in record["decisions"][0]["actions"]] == [kind]


def test_a_row_of_a_log_after_today_is_left_out(tmp_path: Path) -> None:
    late = f"{today() + timedelta(days=2)}T00:00:00Z"
    rows = [
        {"id": 1, "created_at": "2026-03-01T10:00:00Z", "target_account": {"id": "7"}},
        {"id": 2, "created_at": late, "target_account": {"id": "7"}},
    ]
    source = tmp_path / "reports.json"
    source.write_text(
        json.dumps(
            [
                {**row, "category": "spam", "account": {"id": 5}, "action_taken": False}
                for row in rows
            ]
        )
    )
    task = run(IMPORTERS["mastodon"], Request((str(source),), str(tmp_path / "out.jsonl")))
    assert (task.records, task.tally.counts["IM039"]) == (1, 1)
    assert any("no time limit of a law is counted" in note for note in task.notes)
