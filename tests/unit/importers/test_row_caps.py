import json

import pytest

from harmscope.importers import IMPORTERS
from harmscope.importers.columns import ANY, Book
from harmscope.importers.contract import Task
from harmscope.importers.row_caps import caps, note_cuts
from harmscope.importers.run import Request, run
from harmscope.taxonomy import codelist


def book(table, **sizes):
    found = Book()
    for file, rows in sizes.items():
        found.columns(file, table).rows = rows
    return found


def test_caps_name_importers_tables_and_parts_that_exist():
    for cap in caps():
        assert set(cap.lacks) <= set(codelist("record-part").codes)
        if cap.importer == ANY:
            assert cap.table == ANY
            continue
        assert cap.importer in IMPORTERS
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


@pytest.mark.parametrize("importer", ["dsa-sor", "coral", "mapping"])
@pytest.mark.parametrize("rows", [65_535, 1_048_575])
def test_a_table_that_fills_a_sheet_was_cut_whatever_it_is(importer, rows):
    task = Task()
    note_cuts(importer, book("any", a=rows, b=rows - 1), task)
    assert task.tally.counts["IM009"] == 1
    assert task.gaps["decisions"]["partly"] is True


@pytest.mark.parametrize(("rows", "cut"), [(50, 1), (49, 0)])
def test_a_full_page_of_lemmy_may_have_been_the_first_of_several(tmp_path, rows, cut):
    page = {"removed_posts": [removal(n) for n in range(rows)], "banned": []}
    path = tmp_path / "modlog.json"
    path.write_text(json.dumps(page), encoding="utf-8")
    request = Request((str(path),), str(tmp_path / "o.jsonl"), key_file=tmp_path / "k")
    task = run(IMPORTERS["lemmy"], request)
    assert task.tally.counts["IM009"] == cut


def removal(number):
    post = {"id": number, "local": True}
    what = {"id": number, "post_id": number, "removed": True, "when_": "2026-05-01T10:00:00Z"}
    return {"mod_remove_post": what, "post": post}
