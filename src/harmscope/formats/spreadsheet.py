"""Workbooks (XLSX, ODS) as tables, read in a child process: the file is not trusted."""

from collections.abc import Iterator

from harmscope.formats import child
from harmscope.formats.member import Member
from harmscope.formats.rows import Row, RowFault


def read(member: Member) -> Iterator[Row | RowFault]:
    """Rows of the first sheet that holds any, below its header; ``line`` is the sheet's row.

    Text stays text, whole numbers are integers, days and times text after ISO 8601. An empty cell
    is an absent member, an empty row no row. Sheets that were not read are said in
    ``member.notes``. Raises StreamFault: ``bad_spreadsheet``, ``sparse_spreadsheet``,
    ``empty_file``, ``nameless_column``, ``duplicate_columns``, ``too_many_columns``,
    ``reader_stopped``, and what archives raise.
    """
    return child.read(member, "harmscope.formats.spreadsheet_child")
