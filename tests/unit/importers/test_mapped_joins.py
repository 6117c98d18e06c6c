import pytest

from harmscope.importers.columns import Book
from harmscope.importers.mapped_joins import Anchor, Joins
from harmscope.importers.mapping_file import read_mapping

MORE = (
    '[[more]]\nname = "appeals"\nfile = "*.csv"\nkey = "k"\n[more.columns]\nw = "appeal.filed_at"\n'
)


@pytest.fixture
def joins(mapping_file):
    with Joins(read_mapping(mapping_file(MORE))) as made:
        yield made


def test_rows_are_kept_with_their_place(joins, entry):
    joins.keep("appeals", entry(k="1"))
    (kept,) = joins.kept("appeals", Book())
    assert (kept.table, kept.data, kept.file, kept.line) == ("appeals", {"k": "1"}, "file", 1)


def test_a_row_is_found_by_its_id(joins):
    one = Anchor("s", "g", {"subject_kind": "content"}, ("rows", "1"), None, "2026-01-01", "")
    joins.anchor("rows", "1", one)
    assert joins.found("rows", "1") == one
    assert joins.found("rows", "2") is None
    assert joins.expects("rows")
    assert not joins.expects("appeals")
