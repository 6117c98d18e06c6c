"""What one row says for each field, with constants, splits, codes and times applied."""

import re
from dataclasses import dataclass
from typing import Any

from harmscope.importers.columns import is_no_value
from harmscope.importers.log.entry import BadRow, Entry
from harmscope.importers.log.event_writer import LABEL_LIMIT, EventWriter
from harmscope.importers.mapping_fields import CODED, EVERY_FIELD, TIMES, Field, takes
from harmscope.importers.mapping_file import Layout, MappingFile
from harmscope.importers.timestamps import Ambiguous, BadTime, TwoReadings, is_ahead, record_time
from harmscope.rules.import_ import (
    BAD_TIME,
    BAD_VALUE,
    CLOCK_CHANGE,
    IN_FUTURE,
    TWO_READINGS,
    UNMAPPED_CODE,
    VALUE_OPEN,
)

_NO_WORD = frozenset(("-", "--", "n/a"))
"""What people write for no value in a column of codes or times, beside what programs write."""

_YES = frozenset(("yes", "y", "true", "t", "1", "ja", "j", "wahr", "oui", "vrai", "si", "sí"))
_NO = frozenset(("no", "n", "false", "f", "0", "nein", "falsch", "non", "faux"))
_MARKS = _YES | {"x", "✓", "✔", "☒", "☑"}
"""What stands in a column that says yes."""
MARKS_AND_NOS = _MARKS | _NO | {"-"}
"""What the cells of a column of marks hold."""
_COUNT = re.compile(r"([0-9]{1,15})(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a field. ``known`` is false where a word is not mapped, ``open_`` true where
    the mapping file says that its meaning is not known or where the cell is empty."""

    found: tuple[str, ...] = ()
    known: bool = True
    open_: bool = False

    @property
    def one(self) -> str:
        """The one code, or empty."""
        return self.found[0] if self.found else ""


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table under a mapping."""

    entry: Entry
    mapping: MappingFile
    layout: Layout
    writer: EventWriter

    def at(self, field: str) -> str:
        """Where a finding about a field points: the column that fills it."""
        return self.layout.columns.get(field, field)

    def text(self, field: str) -> str:
        """The text of a field; its constant where no column fills it or the cell is empty."""
        found = self._words(field)
        return (found[0] if found else "") or self.layout.constants.get(field, "")

    def time(self, field: str, *, needed: bool = False) -> str:
        """The time of a field, or empty, with a finding where the cell is no time. Raises BadRow
        for a cell that is no time where the row cannot do without it. A time after today is none,
        unless it is a planned end."""
        text = self.text(field)
        if not text:
            return ""
        try:
            at = self.mapping.clock.read(text)
        except Ambiguous:
            self.writer.finding(CLOCK_CHANGE, self.entry, self.at(field))
        except TwoReadings:
            self.writer.finding(TWO_READINGS, self.entry, self.at(field), f"like {shape(text)}")
        except BadTime:
            self.writer.finding(BAD_TIME, self.entry, self.at(field), fault_of(text))
        else:
            if field == "decision.ends_at" or not is_ahead(at):
                return at
            self.writer.finding(IN_FUTURE, self.entry, self.at(field))
        if needed:
            raise BadRow(self.at(field), reported=True)
        return ""

    def codes(self, field: str) -> Codes:
        """The codes of a field, of its column and of columns with marks; a finding for each word
        that is not mapped."""
        marked = self._marked(field)
        found = self._codes(field)
        if not marked:
            return found
        return Codes(tuple(dict.fromkeys((*found.found, *marked))), found.known)

    def _marked(self, field: str) -> list[str]:
        """The codes of a field's columns that hold a mark."""
        found = []
        flags = self.mapping.flags.get(field, {}) if self.layout is self.mapping.main else {}
        for column, code in flags.items():
            text = as_text(cell(self.entry.data, column)).strip().casefold()
            if text in _MARKS:
                found.append(code)
            elif text not in _NO and text not in _NO_WORD and not is_no_value(text):
                self.writer.finding(UNMAPPED_CODE, self.entry, column, "no mark, and no no")
        return found

    def _codes(self, field: str) -> Codes:
        words = [word for word in self._words(field) if word]
        if not words:
            empty = self.mapping.values.get(field, {}).get("")
            if empty is not None and (field in self.layout.columns or field in self.mapping.flags):
                return Codes(empty, open_=not empty)
            constant = self.layout.constants.get(field, "")
            return Codes((constant,) if constant else (), open_=not constant)
        found: list[str] = []
        whole, open_ = True, False
        for word in words:
            codes = self._meant(field, word)
            if codes is None:
                self.writer.finding(UNMAPPED_CODE, self.entry, self.at(field))
                whole = False
                continue
            open_ = open_ or not codes
            found += [code for code in codes if code not in found]
        return Codes(tuple(found), whole, open_ and not found)

    def code(self, field: str) -> str:
        """The one code of a field, or empty."""
        return self.codes(field).one

    def left_open(self, field: str) -> None:
        """Add the finding that nobody knows what a value means."""
        self.writer.finding(VALUE_OPEN, self.entry, self.at(field))

    def members(self, part: str, without: frozenset[str] = frozenset()) -> dict[str, Any]:
        """What the row says for a part of the record (``notice``, ``decision`` …), nested."""
        found: dict[str, Any] = {}
        flags = self.mapping.flags if self.layout is self.mapping.main else {}
        for name in dict.fromkeys((*self.layout.columns, *self.layout.constants, *flags)):
            one = EVERY_FIELD[name]
            if one.place[0] != part or name in without:
                continue
            value = self._value(one)
            if value in (None, "", []):
                continue
            inner = found
            for step in one.place[1:-1]:
                inner = inner.setdefault(step, {})
            inner[one.place[-1]] = value
        return found

    def _value(self, one: Field) -> object:
        if one.name in TIMES:
            at = self.time(one.name)
            return record_time(at) if at else None
        if one.form == "text":
            return self.text(one.name)[:LABEL_LIMIT]
        if one.form == "count":
            return self._count(one.name)
        codes = self.codes(one.name).found
        if one.form == "yes":
            return codes[0] == "yes" if codes else None
        return list(codes) if one.many else (codes[0] if codes else None)

    def _count(self, field: str) -> int | None:
        text = self.text(field)
        found = _COUNT.fullmatch(text)
        if text and not found:
            self.writer.finding(BAD_VALUE, self.entry, self.at(field), "no whole number")
        return int(found[1]) if found else None

    def _meant(self, field: str, word: str) -> tuple[str, ...] | None:
        codes = self.mapping.meant(field, word)
        if codes is not None or field in self.mapping.values:
            return codes
        one, plain = EVERY_FIELD[field], word.casefold()
        if one.form == "yes" or one.codes == "answer":
            yes = plain in _YES
            return (("no", "yes")[yes],) if yes or plain in _NO else None
        if one.form == "language":
            first, dash, rest = word.partition("-")
            tag = f"{first.lower()}{dash}{rest}"
            return (tag,) if takes(field, tag) else None
        upper = word.upper()
        return (upper,) if one.form in ("country", "law") and takes(field, upper) else None

    def _words(self, field: str) -> list[str]:
        """The texts of a field's cell, without words for no value."""
        column = self.layout.columns.get(field)
        if column is None:
            return []
        value = cell(self.entry.data, column)
        items = value if isinstance(value, list) else [value]
        found = [as_text(one).strip() for one in items]
        if any(
            one and isinstance(one, dict | list) and not text
            for one, text in zip(items, found, strict=True)
        ):
            self.writer.finding(BAD_VALUE, self.entry, column, "it holds further values")
        mark = self.mapping.splits.get(column)
        if mark:
            found = [part.strip() for text in found for part in text.split(mark)]
        return [text for text in found if not self._says_nothing(field, column, text)]

    def _says_nothing(self, field: str, column: str, text: str) -> bool:
        if field == "notice.text":
            return False
        said = is_no_value(text) or (text in _NO_WORD and (field in CODED or field in TIMES))
        if not said or text in self.mapping.values.get(field, {}):
            return False
        if text:
            self.entry.columns.word(column, text)
        return True


def cell(data: dict[str, object], column: str) -> object:
    """The value of a column; of a JSON row also of an inner member, by its path with dots."""
    if column in data or "." not in column:
        return data.get(column)
    found: object = data
    for name in column.split("."):
        if isinstance(found, list) and name.isdigit():
            found = found[int(name)] if int(name) < len(found) else None
        elif isinstance(found, dict):
            found = found.get(name)
        else:
            return None
    return found


def as_text(value: object) -> str:
    """A value as a table writes it; empty for none and for what holds further values."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float):
        return str(value)
    return value if isinstance(value, str) else Entry("", {"": value}, "", 0, 0).text("")


_DATE = re.compile(r"([0-9]{1,4})[./-]([0-9]{1,2})[./-]([0-9]{1,4})(?:\D.*)?", re.DOTALL)
_DAY_NUMBER = re.compile(r"[2-5][0-9]{4}(?:[.,][0-9]+)?")
"""A day as spreadsheets store it: the days since 1900, for days between 1954 and 2064."""
_MONTHS = 12
_MOST_SHOWN = 30


def shape(text: str) -> str:
    """What a cell looks like, without what it says: 9 for a digit, a for a letter."""
    plain = re.sub(r"[0-9]", "9", re.sub(r"[^\W\d_]", "a", text))
    return re.sub(r"[^9a .,:/+-]", "?", plain)[:_MOST_SHOWN]


def fault_of(text: str) -> str:
    """Why a cell is no time, in words that hold nothing of it."""
    found = _DATE.fullmatch(text.strip())
    if found is None and _DAY_NUMBER.fullmatch(text.strip()):
        return "a day number of a spreadsheet: give the column the form of a date there"
    if found is None:
        form = shape(text)
        return "no date" if "9" not in form else f"no date that is understood, like {form}"
    numbers = [int(one) for one in found.groups()]
    if not any(numbers[place] in range(1, _MONTHS + 1) for place in (0, 1)):
        return f"no day of the calendar, like {shape(text)}"
    from datetime import date

    year = max(numbers)
    orders = [(numbers[1], numbers[2]), (numbers[1], numbers[0]), (numbers[0], numbers[1])]
    for month, day in orders:
        try:
            date(max(year, 1), month, day)
        except ValueError:
            continue
        return f"a form that is not in formats, like {shape(text)}"
    return f"no day of the calendar, like {shape(text)}"
