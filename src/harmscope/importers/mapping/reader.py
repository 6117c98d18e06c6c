"""Rows of a table under a mapping file. JSON rows may leave members out; a table may not lack one.

A column that no row has is a slip of the pen in the mapping file, so the import stops there.
"""

from pathlib import Path

from harmscope.importers.contract import FOREIGN
from harmscope.importers.entry import Entry
from harmscope.importers.mapping.file import Mapping
from harmscope.importers.mapping.translate import translate
from harmscope.importers.scribe import Scribe
from harmscope.importers.toml_file import TomlFile
from harmscope.rules.import_ import UNKNOWN_ROW


class Reader:
    """Translates rows, and remembers which columns none of them has had."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self._path = path
        self._mapping = mapping
        self._columns = frozenset(mapping.columns.values())
        self._unseen = set(self._columns) | {one.column for one in mapping.filters}
        self._read = False

    def row(self, entry: Entry, scribe: Scribe) -> None:
        """One row. Raises BadRow."""
        if self._columns.isdisjoint(entry.data):
            scribe.found(UNKNOWN_ROW, entry)
            scribe.skip(FOREIGN)
            return
        self._read = True
        if self._unseen:
            self._unseen -= entry.data.keys()
        translate(entry, scribe, self._mapping)

    def finish(self, scribe: Scribe) -> None:
        """Raises UserError for a column that no row has; it names the line."""
        if not self._read or not self._unseen:
            return
        column = min(self._unseen)
        place = ("columns", column) if column in self._columns else ("filters",)
        fix = "write the name as the table has it, or remove it"
        raise TomlFile.read(self._path, "--mapping").fault(place, "no row has the column", fix)
