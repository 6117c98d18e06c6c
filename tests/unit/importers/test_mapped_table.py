import json

import pytest

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.log.entry import BadRow
from harmscope.importers.mapped_joins import Joins
from harmscope.importers.mapped_table import MAPPING, Reader
from harmscope.importers.mapping_file import read_mapping
from harmscope.importers.run import Request, run

BASE = """\
mapping = "1.0"
from = "table"
[columns]
Nr = "id"
Art = "category"
Was = "decision.action"
Wann = "decision.decided_at"
Notiz = ""
"""
ROW = {"Nr": "1", "Art": "hate", "Was": "visibility.removed", "Wann": "2026-01-02", "Notiz": ""}


@pytest.fixture
def reader(mapping_file):
    """``reader(more)``: a reader under a mapping file with ``more`` text."""

    def make(more=""):
        path = mapping_file(more)
        mapping = read_mapping(path)
        made.append(Joins(mapping))
        return Reader(path, mapping, made[-1])

    made = []
    yield make
    for one in made:
        one.__exit__()


def test_a_row_may_leave_members_out(reader, entry, writer):
    one = reader()
    one.row(entry(**ROW), writer)
    one.row(entry(Nr="2", Wann="2026-01-03", Was="no-action"), writer)
    one.finish(writer)
    assert writer.written == 2
    assert not writer.task.skipped


def test_filters_leave_rows_out(reader, entry, writer):
    one = reader('[[filters]]\ncolumn = "Notiz"\nkeep = ["x"]\n')
    one.row(entry(**ROW), writer)
    assert not writer.written
    assert writer.task.skipped.total() == 1


def test_a_row_without_a_time_is_refused(reader, entry, writer):
    with pytest.raises(BadRow):
        reader().row(entry(Nr="1", Was="no-action"), writer)


def test_a_row_with_none_of_the_columns_is_foreign(reader, entry, writer):
    one = reader()
    one.row(entry(other="x"), writer)
    one.finish(writer)
    assert writer.task.skipped == {FOREIGN: 1}


def test_a_column_that_no_row_has_is_reported_with_its_line(reader, entry, writer):
    one = reader()
    one.row(entry(Nr="1", Wann="2026-01-02", Was="visibility.removed"), writer)
    with pytest.raises(UserError, match=r"mapping.toml:5 \(columns.Art\)"):
        one.finish(writer)


def test_a_filter_on_a_column_that_no_row_has_is_reported(reader, entry, writer):
    one = reader('[[filters]]\ncolumn = "Stand"\nkeep = ["zu"]\n')
    one.row(entry(**ROW), writer)
    with pytest.raises(UserError, match=r"mapping.toml:9 \(filters\)"):
        one.finish(writer)


def table(*rows):
    lines = enumerate(rows, start=2)
    return iter([Table("t.csv", iter([Row(line, 0, row) for line, row in lines]))])


def test_without_a_file_it_says_how_to_get_one():
    with pytest.raises(UserError, match="init-mapping"):
        list(MAPPING.records(iter([]), Task()))


def test_rows_become_records(mapping_file):
    path = mapping_file('[values.category]\nHass = "hate"\n')
    task = Task(mapping=path, read=1)
    row = {"Nr": "1", "Art": "Hass", "Was": "visibility.removed", "Wann": "2026-01-02", "Notiz": ""}
    (record,) = MAPPING.records(table(row), task)
    assert record["harm"] == {"primary": "hate"}
    assert task.written == 1


def test_rows_without_the_columns_are_reported(mapping_file):
    task = Task(mapping=mapping_file(), read=1)
    assert list(MAPPING.records(table({"other": "x"}), task)) == []
    assert task.skipped.total() == 1


def imported(tmp_path, mapping_file, name, text, more="", base=None):
    source = tmp_path / name
    source.write_text(text, encoding="utf-8")
    path = mapping_file(more, **({"base": base} if base else {}))
    target = tmp_path / "out.jsonl"
    task = run(MAPPING, Request((str(source),), str(target), mapping=path))
    return task, [json.loads(line) for line in target.read_text().splitlines()[1:]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", "Nr,Was,Wann,Spät,Rang\n1,weg,2026-01-02,,\n2,weg,2026-01-02,x,3\n"),
        (
            "a.jsonl",
            '{"Nr": 1, "Was": "weg", "Wann": "2026-01-02"}\n'
            '{"Nr": 2, "Was": "weg", "Wann": "2026-01-02", "Spät": "x", "Rang": 3}\n',
        ),
    ],
)
def test_columns_that_are_not_mapped_are_named_whichever_row_has_them(
    tmp_path, mapping_file, name, text
):
    base = BASE.replace('Art = "category"\n', "").replace('Notiz = ""\n', "")
    task, _ = imported(tmp_path, mapping_file, name, text, base=base)
    assert f"{name} (rows): columns that the mapping does not name (2): Rang, Spät" in task.notes


def test_equal_rows_without_an_id_are_different_cases(tmp_path, mapping_file):
    base = BASE.replace('Nr = "id"\n', "").replace('Notiz = ""\n', "")
    text = "Art,Was,Wann\n" + "x,weg,2026-01-02 10:00\n" * 3 + "x,weg,2026-01-02 11:00\n"
    task, found = imported(tmp_path, mapping_file, "a.csv", text, base=base)
    assert len(found) == len({one["incident_id"] for one in found}) == 4
    assert task.tally.counts["IM008"] == 2


def test_rows_of_one_id_that_differ_are_an_error(tmp_path, mapping_file):
    text = "Nr,Art,Was,Wann,Notiz\n1,x,weg,2026-01-02,\n1,x,weg,2026-01-03,\n2,x,weg,2026-01-02,\n"
    more = '[values."decision.action"]\nweg = "visibility.removed"\n'
    task, found = imported(tmp_path, mapping_file, "a.csv", text, more)
    assert len(found) == 2
    (finding,) = [one for one in task.tally.samples() if one.rule == "IM006"]
    assert finding.severity == "error"
    assert task.tally.total("error") == 1


def test_words_for_no_value_are_missing_unless_the_mapping_has_them(tmp_path, mapping_file):
    text = "Nr,Art,Was,Wann,Notiz\n1,NULL,None,2026-01-02,\n2,\\N,weg,NaT,\n3,NA,weg,2026-01-02,\n"
    more = '[values."decision.action"]\nNone = "no-action"\nweg = "visibility.removed"\n'
    task, found = imported(tmp_path, mapping_file, "a.csv", text, more)
    actions = [one["decisions"][0].get("actions") for one in found]
    assert sorted(actions, key=str) == [None, [{"kind": "visibility.removed"}]]
    assert task.notes["a.csv (rows): NULL in Art is read as no value"] == 1
    assert "a.csv (rows): None in Was is read as no value" not in task.notes
    assert task.tally.counts["IM002"] == 0
    assert task.tally.counts["IM001"] == 1


JOINED = """\
mapping = "1.0"
from = "table"
[columns]
nr = "id"
ein = "notice.received_at"
[[more]]
name = "acts"
file = "acts.csv"
key = "fall"
[more.columns]
nr = "id"
am = "decision.decided_at"
was = "decision.action"
[[more]]
file = "appeals.csv"
key = "akt"
to = "acts"
[more.columns]
am = "appeal.filed_at"
aus = "appeal.decided_at"
wie = "appeal.outcome"
"""


@pytest.mark.parametrize("order", [("log", "acts", "appeals"), ("appeals", "acts", "log")])
def test_tables_join_by_their_keys_in_any_order(tmp_path, mapping_file, order):
    tables = {
        "log": "nr,ein\n1,2026-01-01\n2,2026-01-01\n",
        "acts": "nr,fall,am,was\n7,1,2026-01-02,visibility.removed\n8,2,2026-01-03,no-action\n",
        "appeals": "akt,am,aus,wie\n7,2026-01-05,2026-01-06,granted\n9,2026-01-05,,\n",
    }
    for name, text in tables.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    sources = tuple(str(tmp_path / f"{name}.csv") for name in order)
    target = tmp_path / "out.jsonl"
    task = run(MAPPING, Request(sources, str(target), mapping=mapping_file(base=JOINED)), Task())
    assert (task.read, task.written, task.skipped.total()) == (6, 5, 1)
    (finding,) = task.tally.samples()
    assert (finding.rule, finding.file, finding.line) == ("IM037", "appeals.csv", 3)
    found = [json.loads(line) for line in target.read_text().splitlines()[1:]]
    outcomes = {one["notice_id"]: one["outcome"] for one in found if one["record"] == "notice"}
    assert outcomes == {"rows-1": "acted", "rows-2": "no_action"}
    (appeal,) = next(one["appeals"] for one in found if one.get("appeals"))
    assert (appeal["outcome"], appeal["against"]) == ("granted", {"decision": "acts.decision-7"})


INSIDE = """\
mapping = "1.0"
from = "table"
[columns]
nr = "id"
"melder.wann" = "notice.received_at"
[[more]]
list = "acts"
[more.columns]
am = "decision.decided_at"
was = "decision.action"
[[more]]
[more.columns]
beschwerde = "appeal.filed_at"
"""


def test_lists_and_further_columns_of_a_row_are_read(tmp_path, mapping_file):
    row = {
        "nr": 1,
        "melder": {"wann": "2026-01-01"},
        "acts": [
            {"am": "2026-01-02", "was": "visibility.removed"},
            {"am": "2026-01-03", "was": "account.suspended"},
        ],
        "beschwerde": "2026-01-04",
    }
    task, found = imported(tmp_path, mapping_file, "a.jsonl", json.dumps(row), base=INSIDE)
    assert not task.tally.total()
    incidents = [one for one in found if one["record"] == "incident"]
    kinds = [act["actions"][0]["kind"] for one in incidents for act in one["decisions"]]
    assert sorted(kinds) == ["account.suspended", "visibility.removed"]
    assert sum(len(one.get("appeals", [])) for one in incidents) == 1
    assert not any("does not name" in note for note in task.notes)
