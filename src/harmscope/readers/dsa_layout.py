"""Which sheet of the EU template a table is, and which of its columns is which."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.dsa_template import Column, Sheet, dsa_template
from harmscope.readers.result import Table, place, remark

_NUMBERED = re.compile(r"(?:^|[^0-9])(1[01]|[1-9])_")
HEADER_ROWS = 15
"""How far down a header row is looked for."""
HEADERS_AGAIN = 4
"""So many headers in a row further down make it a second header row."""
SURELY = 3
"""So many headers of the template make a table one of its sheets, at least."""
LIKELY = 0.8
"""The part of a sheet's headers that tells the sheet where its name does not."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A table understood: its sheet, where each column stands, on which line the data starts.

    ``surface`` names the part of the service that the table is about, where a report has several.
    """

    sheet: Sheet
    columns: dict[str, int]
    first_line: int
    surface: str | None

    def text(self, row: list[str], key: str) -> str:
        """The cell of column ``key`` in ``row``, trimmed; empty where there is no such column."""
        at = self.columns.get(key)
        return row[at].strip() if at is not None and at < len(row) else ""

    def figures(self) -> Iterator[tuple[Column, int]]:
        """Columns that hold figures, with their position."""
        for column in self.sheet.columns:
            if column.metric and column.key in self.columns:
                yield column, self.columns[column.key]


def lay_out(table: Table, findings: list[Finding]) -> Layout | None:
    """How ``table`` is to be read, or None where it is no sheet of the template.

    Every leniency is added to ``findings``.
    """
    sheet = _by_name(table.name)
    line, matches = _header(table, sheet)
    if sheet is None or matches * 2 < len(_base_columns(sheet)):
        # A number in a name may be the publisher's own: headers that fit elsewhere outweigh it.
        likely_line, likely_matches = _header(table, None)
        likely = _by_headers(table, likely_line)
        if likely is not None:
            sheet, line, matches = likely, likely_line, likely_matches
    if sheet is None:
        findings.append(remark("RD002", table, table.name))
        return None
    if not _is_named(table.name, sheet):
        findings.append(remark("RD007", table, table.name, f"read as sheet {sheet.number}"))
    if matches * 2 < len(_base_columns(sheet)):
        if not table.rows or len(table.rows[0]) < len(_base_columns(sheet)):
            findings.append(remark("RD002", table, table.name))
            return None
        findings.append(remark("RD004", table, place(0, 1)))
        columns = {column.key: at for at, column in enumerate(sheet.columns)}
        return Layout(sheet, columns, 2, None)
    _refuse_second_header(table, line)
    if line > 1:
        findings.append(remark("RD006", table, f"rows 1 to {line - 1}"))
    columns = _columns(table, sheet, line, findings)
    return Layout(sheet, columns, line + 1, None)


def _refuse_second_header(table: Table, line: int) -> None:
    """Several sheets in one table would be read as one: nobody could tell their rows apart."""
    for row in table.rows[line:]:
        if len({cell.strip() for cell in row} & _every_header()) >= HEADERS_AGAIN:
            fix = "give one file or sheet for each table of the template"
            raise UserError(table.file, "it has several tables below each other", fix)


@cache
def _every_header() -> frozenset[str]:
    sheets = dsa_template().sheets.values()
    return frozenset(
        header.strip()
        for sheet in sheets
        for column in sheet.columns
        for header in column.headers.values()
    )


def plain(text: str) -> str:
    """Text for matching: no case, one kind of blank, apostrophe and hyphen, nothing at the ends."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = folded.translate({0x2019: "'", 0x2018: "'", 0x2011: "-", 0x2013: "-", 0x201C: '"'})
    return re.sub(r"\s+", " ", folded).strip().strip('"')


def _by_name(name: str) -> Sheet | None:
    sheets = dsa_template().sheets
    for sheet in sheets.values():
        if any(plain(name) == plain(each) for each in sheet.names.values()):
            return sheet
    for start in (0, 1):
        # First with the sheet's number, then without it, for publishers that number otherwise.
        for number, sheet in sorted(sheets.items(), reverse=True):
            words = [plain(each).split("_", start)[-1] for each in sheet.names.values()]
            if any(each in plain(name) for each in words):
                return sheets[number]
    found = _NUMBERED.search(name)
    return sheets[int(found[1])] if found else None


def _is_named(name: str, sheet: Sheet) -> bool:
    """Whether a name holds the sheet's own name or number."""
    number = _NUMBERED.search(name)
    own = any(plain(each) in plain(name) for each in sheet.names.values())
    return own or (number is not None and int(number[1]) == sheet.number)


def is_sheet(name: str, rows: list[list[str]]) -> bool:
    """Whether a table with this name and these first rows is surely a sheet of the template."""
    table = Table(name, name, "", rows)
    sheet = _by_name(name)
    line, matches = _header(table, sheet)
    if sheet is not None and matches >= max(SURELY, len(_base_columns(sheet)) / 2):
        return True
    line, matches = _header(table, None)
    return matches >= SURELY and _by_headers(table, line) is not None


def is_named_as_sheet(name: str) -> bool:
    """Whether a sheet of a workbook has the name of one of the template."""
    sheet = _by_name(name)
    return sheet is not None and _is_named(name, sheet)


@cache
def _headers(number: int) -> dict[str, str]:
    """Every header of a sheet in every language, plainly written, and the column's key."""
    sheet = dsa_template().sheets[number]
    return {
        plain(header): column.key for column in sheet.columns for header in column.headers.values()
    }


def _base_columns(sheet: Sheet) -> list[Column]:
    return [column for column in sheet.columns if column.kind != "context"]


def _header(table: Table, sheet: Sheet | None) -> tuple[int, int]:
    """Line of the row that looks most like a header, and how many headers it holds."""
    numbers = [sheet.number] if sheet else list(dsa_template().sheets)
    best = (1, 0)
    for line, row in enumerate(table.rows[:HEADER_ROWS], start=1):
        found = max(len({plain(cell) for cell in row} & set(_headers(n))) for n in numbers)
        if found > best[1]:
            best = (line, found)
    return best


def _by_headers(table: Table, line: int) -> Sheet | None:
    if not table.rows:
        return None
    cells = {plain(cell) for cell in table.rows[line - 1]}
    scores = {
        number: len(cells & set(_headers(number))) / len(_base_columns(sheet))
        for number, sheet in dsa_template().sheets.items()
    }
    best = max(scores.values())
    likely = [number for number, score in scores.items() if score == best]
    if best < LIKELY:
        return None
    # Sheets 7, 8 and 9 share their headers: there the indicators decide.
    words = {plain(cell) for row in table.rows[line:] for cell in row}
    shared = {number: len(words & _indicators(number)) for number in likely}
    most = max(shared.values())
    likely = [number for number in likely if shared[number] == most]
    return dsa_template().sheets[likely[0]] if len(likely) == 1 else None


@cache
def _indicators(number: int) -> frozenset[str]:
    """Every indicator of a sheet in every language, plainly written."""
    labels = dsa_template().labels
    english = {row.indicator for row in dsa_template().sheets[number].rows}
    texts = {text for each in english for text in (each, *labels.get(each, {}).values())}
    return frozenset(plain(text) for text in texts)


def _columns(table: Table, sheet: Sheet, line: int, findings: list[Finding]) -> dict[str, int]:
    row = table.rows[line - 1]
    headers = _headers(sheet.number)
    found: dict[str, int] = {}
    exact = {header for column in sheet.columns for header in column.headers.values()}
    for at, cell in enumerate(row):
        key = headers.get(plain(cell))
        if key is not None and key not in found:
            found[key] = at
            if cell not in exact:
                findings.append(remark("RD005", table, place(at, line)))
    for at, column in enumerate(sheet.columns):
        # An official column whose header was blanked or reworded keeps its position.
        if column.key not in found and at < len(row) and at not in found.values():
            found[column.key] = at
            findings.append(remark("RD004", table, place(at, line)))
    findings += _misplaced(table, sheet, line, found)
    findings += [
        remark("RD003", table, place(at, line))
        for at in range(len(row))
        if at not in found.values() and any(len(r) > at and r[at].strip() for r in table.rows)
    ]
    return found


def _misplaced(table: Table, sheet: Sheet, line: int, found: dict[str, int]) -> list[Finding]:
    """Columns that stand in another order than in the template, and figures without a column."""
    order = [found[column.key] for column in sheet.columns if column.key in found]
    findings = []
    if order != sorted(order) or order[:1] != [0]:
        findings.append(remark("RD019", table, f"row {line}"))
    return findings + [
        remark("RD018", table, f"row {line}", f"column {place(at, 1)[:-1]} of the template")
        for at, column in enumerate(sheet.columns)
        if column.metric and column.key not in found
    ]
