import json

import pytest

from harmscope.errors import UserError
from harmscope.formats.rows import Row
from harmscope.importers.contract import FOREIGN, Table, Task
from harmscope.importers.log.entry import BadRow
from harmscope.importers.mapped_table import MAPPING, Cells, Reader, translate
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
VALUES = '[values.category]\nHass = "hate"\nBetrug = "fraud"\n'


@pytest.fixture
def cells(mapping_file, writer, entry):
    """``cells(more, **row)``: a row under a mapping file with ``more`` text."""
    return lambda more="", **row: Cells(entry(**row), read_mapping(mapping_file(more)), writer)


def test_cells_by_field(cells):
    assert cells(Nr=" 7 ").text("id") == "7"
    assert cells(Nr="7").text("subject") == ""


def test_a_constant_fills_what_no_column_has(cells):
    assert cells('[constants]\norigin = "local"\n').code("origin") == "local"


def test_values_become_codes(cells):
    assert cells(VALUES, Art="Hass").codes("category") == (["hate"], True)


def test_several_values_in_one_cell(cells):
    split = VALUES + '[splits]\nArt = ";"\n'
    assert cells(split, Art="Hass; Betrug;Hass").codes("category") == (["hate", "fraud"], True)


def test_a_value_that_is_not_mapped_is_reported(cells, writer):
    assert cells(VALUES, Art="anderes").codes("category") == ([], False)
    assert writer.task.tally.total("warning") == 1


def test_a_broken_time_names_its_column(cells):
    with pytest.raises(BadRow) as caught:
        cells(Wann="bald").time("decision.decided_at")
    assert caught.value.name == "Wann"


@pytest.mark.parametrize("time", ["2025-10-26 02:30", "2025-03-30 02:30"])
def test_the_hour_at_which_clocks_change_is_reported_once(cells, writer, time):
    berlin = '[times]\nzone = "Europe/Berlin"\n'
    with pytest.raises(BadRow) as caught:
        cells(berlin, Wann=time).time("decision.decided_at")
    assert [one.rule for one in writer.task.tally.samples()] == ["IM007"]
    assert caught.value.reported


COLUMNS = """\
mapping = "1.0"
from = "table"
[columns]
nr = "id"
item = "subject"
user = "account"
asked = "notice.received_at"
who = "notice.reporter"
done = "decision.decided_at"
what = "decision.action"
until = "decision.ends_at"
back = "reversal.at"
appeal = "appeal.filed_at"
answer = "appeal.decided_at"
result = "appeal.outcome"
[values."decision.action"]
deleted = "visibility.removed"
nothing = "no-action"
"""


@pytest.fixture
def events(mapping_file, writer, entry):
    """``events(**row)``: what a row says under :data:`COLUMNS`, by kind."""

    def run(more="", **row):
        translate(entry(**row), writer, read_mapping(mapping_file(more, COLUMNS)))
        writer.store.deduplicate()
        return {one.kind: one for group in writer.store.groups() for one in group}

    return run


def test_a_row_can_tell_the_whole_story(events):
    found = events(
        nr="1", asked="2026-01-01", who="x@y.example", done="2026-01-02", what="deleted",
        appeal="2026-01-03", answer="2026-01-04", result="granted", back="2026-01-04",
    )  # fmt: skip
    assert set(found) == {"notice", "decision", "appeal", "appeal_end", "reversal"}
    assert found["appeal"].target == found["reversal"].target == ("rows#decision", "1")
    assert found["appeal_end"].appeal == {"outcome": "granted"}


def test_rows_of_one_account_are_folded_together(events):
    found = events(nr="1", item="post 9", user="u", done="2026-01-02", what="deleted")
    assert (found["decision"].subject, found["decision"].group) == ("subject post 9", "account u")


def test_nothing_done_is_a_decision_too(events):
    decision = events(nr="1", done="2026-01-02", what="nothing")["decision"]
    assert decision.opens
    assert not decision.restricts


def test_a_measure_can_end(events):
    decision = events(nr="1", done="2026-01-02", what="deleted", until="2026-02-02")["decision"]
    assert decision.decision["actions"] == [{"kind": "visibility.removed", "ends_at": "2026-02-02"}]


def test_an_action_that_is_not_mapped_counts_as_other(events):
    decision = events(nr="1", done="2026-01-02", what="shredded")["decision"]
    assert decision.decision["actions"][0]["kind"] == "visibility.other"


def test_a_row_without_a_time_is_refused(events):
    with pytest.raises(BadRow):
        events(nr="1", what="deleted")


def test_filters_leave_rows_out(events, writer):
    more = '[[filters]]\ncolumn = "what"\nkeep = ["nothing"]\n'
    assert events(more, nr="1", done="2026-01-02", what="deleted") == {}
    assert writer.task.skipped.total() == 1


ROW = {"Nr": "1", "Art": "hate", "Was": "visibility.removed", "Wann": "2026-01-02", "Notiz": ""}


@pytest.fixture
def reader(mapping_file):
    """``reader(more)``: a reader under a mapping file with ``more`` text."""

    def make(more=""):
        path = mapping_file(more)
        return Reader(path, read_mapping(path))

    return make


def test_a_row_may_leave_members_out(reader, entry, writer):
    one = reader()
    one.row(entry(**ROW), writer)
    one.row(entry(Nr="2", Wann="2026-01-03"), writer)
    one.finish(writer)
    assert writer.written == 2
    assert not writer.task.skipped


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
