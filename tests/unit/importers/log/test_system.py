import json

import pytest

from harmscope.importers import IMPORTERS, LOGS
from harmscope.importers.log.entry import Entry
from harmscope.importers.log.system import JOIN_CHOICES, LogSystem
from harmscope.importers.run import Request, run
from harmscope.taxonomy import load_system


def system(**more):
    given = {
        "name": "test",
        "title": "Test",
        "schemes": (),
        "reads": (),
        "columns": {"a": frozenset({"id", "x"}), "b": frozenset({"id"})},
        "pages": {"items": "a"},
        "translate": {},
        "capabilities": (),
        "not_recorded": (),
        "choices": (),
    }
    return LogSystem(**(given | more))


def test_the_first_table_that_fits_is_taken():
    assert system().entries({"id": 1, "x": 2}, "f", 3, 4)[0].table == "a"
    assert system().entries({"id": 1}, "f", 3, 4)[0].table == "b"


def test_a_page_gives_its_rows_with_their_place():
    (row,) = system().entries({"items": [{"id": 1}]}, "f", 3, 4)
    assert (row.table, row.pointer, row.line) == ("a", "/items/0", 3)


def test_an_empty_page_has_no_rows():
    assert system().entries({"items": []}, "f", 3, 4) == []


def test_rows_can_stand_for_others():
    inner = Entry("b", {"id": 9}, "f", 1, 0)
    taken = system(explode={"a": lambda row: [row, inner]})
    assert [row.table for row in taken.entries({"id": 1, "x": 2}, "f", 1, 0)] == ["a", "b"]


EXAMPLES = [importer.name for importer in LOGS]


def imported(root, tmp_path, name, **more):
    target = tmp_path / f"{name}.jsonl"
    raw = root / "examples" / "importers" / name / "raw"
    mapping = root / "examples" / "importers" / name / "mapping.toml"
    more.setdefault("mapping", mapping if mapping.exists() else None)
    task = run(IMPORTERS[name], Request((str(raw),), str(target), **more))
    return task, [json.loads(line) for line in target.read_text().splitlines()]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_record_keeps_id_and_digest_of_its_source(root, tmp_path, name):
    _, (_, *records) = imported(root, tmp_path, name)
    assert records
    assert all({"id", "digest", "importer"} <= record["source"].keys() for record in records)


@pytest.mark.parametrize("name", EXAMPLES)
def test_rows_read_are_rows_written_and_skipped(root, tmp_path, name):
    task, (header, *records) = imported(root, tmp_path, name)
    assert task.read == task.written + task.skipped.total()
    assert task.records == len(records)
    assert header["counts"]["read"] == task.read


@pytest.mark.parametrize("name", EXAMPLES)
def test_one_key_gives_the_same_bytes_again(root, tmp_path, name):
    key = tmp_path / "key"
    _, first = imported(root, tmp_path, name, key_file=key)
    assert imported(root, tmp_path, name, key_file=key)[1] == first


@pytest.mark.parametrize("name", EXAMPLES)
def test_another_key_changes_pseudonyms_alone(root, tmp_path, name):
    import re

    _, first = imported(root, tmp_path, name)
    _, second = imported(root, tmp_path, name)
    hashes = re.compile(r"\b[0-9a-f]{32}\b")
    bare = [sorted(hashes.sub("*", json.dumps(one)) for one in run) for run in (first, second)]
    assert bare[0] == bare[1]
    assert first != second


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_header_says_what_was_chosen_and_what_is_not_known(root, tmp_path, name):
    _, (header, *_) = imported(root, tmp_path, name)
    questions = {choice["question"] for choice in header["choices"]}
    assert questions >= JOIN_CHOICES.keys()
    assert len(questions) > len(JOIN_CHOICES)
    assert header["not_recorded"]


@pytest.mark.parametrize("importer", LOGS, ids=EXAMPLES)
def test_its_code_list_exists(importer):
    for scheme in importer.schemes:
        assert load_system(scheme).codes


def test_rows_of_an_unknown_list_of_a_page_are_rows_of_no_table():
    data = {"items": [{"id": 1, "x": 2}, "text", None], "others": [{"id": 3}], "next": "x"}
    found = [(one.table, one.pointer) for one in system().entries(data, "f", 1, 0)]
    assert found == [("a", "/items/0"), ("", "/others/0"), ("", "/items/1")]


def test_a_table_can_be_told_in_several_ways():
    columns = {"a": (frozenset({"x"}), frozenset({"y"}))}
    tables = [system(columns=columns).entries({name: 1}, "f", 1, 0)[0].table for name in "xyz"]
    assert tables == ["a", "a", ""]


def test_pages_are_known_by_their_lists(root):
    named = {one.name: one.pages for one in LOGS}
    assert {"removed_posts", "modlog"} <= named["lemmy"]
    assert {"reviewables", "reviewable_scores"} <= named["discourse"]
    assert "events" not in named["ozone"]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        (
            "id reviewable_id status payload created_at",
            "like reviewable_scores, but without reviewable_score_type, user_id",
        ),
        ("a b", ""),
    ],
)
def test_a_row_of_no_table_says_what_it_is_like(columns, words):
    (discourse,) = [one.system for one in LOGS if one.name == "discourse"]
    assert discourse.likeness(dict.fromkeys(columns.split(), "x")) == words
