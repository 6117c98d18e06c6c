import json

import pytest

from harmscope.importers import IMPORTERS
from harmscope.importers.columns import Book
from harmscope.importers.contract import Task
from harmscope.importers.row_caps import caps, note_cuts
from harmscope.taxonomy import codelist


def book(table, **sizes):
    found = Book()
    for file, rows in sizes.items():
        found.columns(file, table).rows = rows
    return found


def test_caps_name_importers_tables_and_parts_that_exist():
    for cap in caps():
        assert cap.importer in IMPORTERS
        assert set(cap.lacks) <= set(codelist("record-part").codes)
        system = getattr(IMPORTERS[cap.importer], "system", None)
        assert system is None or cap.table in system.translate or cap.table in system.columns


@pytest.mark.parametrize(("rows", "cut"), [(10_000, 1), (9_999, 0), (10_001, 0)])
def test_a_table_with_as_many_rows_as_its_system_lets_out_was_cut(rows, cut):
    task = Task()
    note_cuts("coop", book("recent", a=rows, b=20), task)
    assert task.tally.counts["IM009"] == cut
    assert bool(task.gaps) is bool(cut)
    if cut:
        assert task.gaps["decisions"]["partly"] is True
        assert "10,000" in task.gaps["decisions"]["reason"]


@pytest.mark.parametrize(
    ("sizes", "cut"), [({"a": 200}, 1), ({"a": 200, "b": 200}, 2), ({"a": 200, "b": 31}, 0)]
)
def test_pages_were_cut_where_the_last_one_is_full(sizes, cut):
    task = Task()
    note_cuts("mastodon", book("reports", **sizes), task)
    assert task.tally.counts["IM009"] == cut


def test_reasons_for_one_hole_are_put_together():
    task = Task()
    for reason in ("One reason", "Another one", "One reason"):
        task.hole("decisions", reason)
    assert json.dumps(task.gaps["decisions"]["reason"]) == '"One reason; another one"'
