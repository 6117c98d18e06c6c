import pytest

from harmscope.errors import UserError
from harmscope.importers.contract import FOREIGN
from harmscope.importers.mapping.file import read_mapping
from harmscope.importers.mapping.reader import Reader

ROW = {"Nr": "1", "Art": "hate", "Was": "visibility.removed", "Wann": "2026-01-02", "Notiz": ""}


@pytest.fixture
def reader(mapping_file):
    """``reader(more)``: a reader under a mapping file with ``more`` text."""

    def make(more=""):
        path = mapping_file(more)
        return Reader(path, read_mapping(path))

    return make


def test_a_row_may_leave_members_out(reader, entry, scribe):
    one = reader()
    one.row(entry(**ROW), scribe)
    one.row(entry(Nr="2", Wann="2026-01-03"), scribe)
    one.finish(scribe)
    assert scribe.written == 2
    assert not scribe.task.skipped


def test_a_row_with_none_of_the_columns_is_foreign(reader, entry, scribe):
    one = reader()
    one.row(entry(other="x"), scribe)
    one.finish(scribe)
    assert scribe.task.skipped == {FOREIGN: 1}


def test_a_column_that_no_row_has_is_told_with_its_line(reader, entry, scribe):
    one = reader()
    one.row(entry(Nr="1", Wann="2026-01-02", Was="visibility.removed"), scribe)
    with pytest.raises(UserError, match=r"mapping.toml:5 \(columns.Art\)"):
        one.finish(scribe)


def test_a_filter_on_a_column_that_no_row_has_is_told(reader, entry, scribe):
    one = reader('[[filters]]\ncolumn = "Stand"\nkeep = ["zu"]\n')
    one.row(entry(**ROW), scribe)
    with pytest.raises(UserError, match=r"mapping.toml:9 \(filters\)"):
        one.finish(scribe)
