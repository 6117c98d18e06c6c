"""What a row says for each field, with constants, splits, codes and times applied."""

from dataclasses import dataclass

from harmscope.importers.entry import BadRow, Entry
from harmscope.importers.mapping.clock import Ambiguous
from harmscope.importers.mapping.file import Mapping
from harmscope.importers.scribe import Scribe
from harmscope.importers.times import BadTime
from harmscope.rules.import_ import CLOCK_CHANGE, UNMAPPED_CODE


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table under a mapping."""

    entry: Entry
    mapping: Mapping
    scribe: Scribe

    def text(self, field: str) -> str:
        """The text of a field; its constant where no column fills it."""
        column = self.mapping.columns.get(field)
        found = self.entry.text(column).strip() if column is not None else ""
        return found or self.mapping.constants.get(field, "")

    def time(self, field: str) -> str:
        """The time of a field, or empty. Raises BadRow, with a finding where the clocks change."""
        text = self.text(field)
        if not text:
            return ""
        try:
            return self.mapping.clock.read(text)
        except Ambiguous:
            self.scribe.found(CLOCK_CHANGE, self.entry, self.mapping.columns.get(field, field))
            raise BadRow(self.mapping.columns.get(field, field), told=True) from None
        except BadTime:
            raise BadRow(self.mapping.columns.get(field, field)) from None

    def codes(self, field: str) -> tuple[list[str], bool]:
        """The codes of a field, and whether every value of it is mapped; a finding where not."""
        column = self.mapping.columns.get(field, "")
        written = self.entry.text(column).strip() if column else ""
        if not written:
            constant = self.mapping.constants.get(field)
            return ([constant] if constant else []), True
        mark = self.mapping.splits.get(column)
        words = [one.strip() for one in written.split(mark)] if mark else [written]
        table = self.mapping.values.get(field, {})
        found: list[str] = []
        for word in filter(None, words):
            codes = table.get(word, (word,) if not table else None)
            if codes is None:
                self.scribe.found(UNMAPPED_CODE, self.entry, column)
                return found, False
            found += [code for code in codes if code not in found]
        return found, True

    def code(self, field: str) -> str:
        """The one code of a field, or empty."""
        found, _ = self.codes(field)
        return found[0] if found else ""

    def member(self, name: str, field: str) -> dict[str, object]:
        """A member with the code of a field; empty where there is none."""
        found = self.code(field)
        return {name: found} if found else {}
