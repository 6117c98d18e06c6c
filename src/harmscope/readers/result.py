"""What a reader gives: figures, remarks, and figures that contradict each other."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.formats.text_tables import BROKEN, TextFile, TextTable, text_files
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.rules import CATALOGUE

# What every reader hands back: figures, sources, and findings about cells that were read
# leniently.


def place(column: int, line: int) -> str:
    """The name of a cell such as ``C12``; ``column`` counts from 0, ``line`` from 1."""
    return f"{column_letters(column)}{line}"


def column_letters(column: int) -> str:
    """``A`` for column 0, ``Z`` for 25, ``AA`` for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet or CSV file as rows of text cells; ``name`` is the sheet's or the file's."""

    name: str
    file: str
    sha256: str
    rows: list[list[str]]
    findings: tuple[Finding, ...] = ()
    is_sheet: bool = False


# How a finding is made of what reading a published report meets.


def remark(code: str, table: Table, place: str, read: str = "") -> Finding:
    """A finding of kind ``code`` at a cell or row of ``table``.

    ``read`` says what stood there and how it was read. It may hold published numbers, codes and
    days, and never free text.
    """
    return remark_at(code, table.file, place, read, table.name if table.is_sheet else "")


def remark_at(code: str, file: str, place: str, read: str = "", sheet: str = "") -> Finding:
    """A finding of kind ``code`` at a place in a file; ``sheet`` names the sheet of a workbook."""
    kind = CATALOGUE[code]
    where = f"{sheet}: " if sheet else ""
    return kind.finding(file, pointer=place, detail=read, message=f"{where}{kind.clause}")


def shown(text: str, limit: int = 60) -> str:
    """A published code, number or day for a message: short, without control characters."""
    clean = "".join(char if char.isprintable() else " " for char in text).strip()
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read."""

    name: str
    sha256: str
    bytes: int


def read_tables(path: Path) -> tuple[list[Table], list[Source]]:
    """Every table in a file, a folder or an archive, in the order of names.

    Files that are neither CSV nor workbook are said in the findings of the first table. Raises
    UserError where a file is missing, empty, damaged or grows beyond the limits when unpacked.
    """
    found, aside = text_files(path)
    tables = [_table(file, each) for file in found for each in file.tables]
    if not tables:
        fix = "name the report's files"
        raise UserError(path.name, "there is no CSV file or workbook in it", fix)
    unread = tuple(remark_at("RD009", name, "") for name in aside)
    tables[0] = replace(tables[0], findings=(*unread, *tables[0].findings))
    return tables, [Source(file.name, file.sha256, file.size) for file in found]


def _table(file: TextFile, table: TextTable) -> Table:
    codes: tuple[str, ...] = ("RD001",) if table.encoding != "utf-8" else ()
    codes += ("RD022",) if table.delimiter == ";" else ()
    said = tuple(remark_at(code, file.name, "") for code in codes)
    said += tuple(remark_at("RD023", file.name, f"row {row}") for row in table.strays)
    said += tuple(remark_at(code, file.name, "") for code in file.said)
    lost = [at for at, row in enumerate(table.rows) if any(map(BROKEN.search, row))]
    code, sheet = ("RD025", table.name) if table.is_sheet else ("RD024", "")
    said += tuple(remark_at(code, file.name, f"row {at + 1}", sheet=sheet) for at in lost)
    rows = [[""] * len(row) if at in lost else row for at, row in enumerate(table.rows)]
    return Table(table.name, file.name, file.sha256, rows, said, table.is_sheet)


@dataclass(slots=True)
class Reading:
    """Figures of one published report, and what was met on the way.

    ``service`` is None where a file holds several. ``edition`` tells one publication from the next.
    """

    format: str
    service: str | None = None
    edition: str | None = None
    sources: list[Source] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def figure(**members: object) -> Figure:
    """A figure of the members that are known: those that are None or empty are left out."""
    known = {key: value for key, value in members.items() if value is not None and value != {}}
    return Figure.model_validate(known)


def known(**members: object) -> dict[str, object]:
    """The members that are known, for a part of a figure such as its scope or source."""
    return {key: value for key, value in members.items() if value is not None}


TWICE = "elsewhere"
"""The word by which a figure that was marked is known again."""

# The same figure twice in one report: equal ones are fine, unequal ones contest each other.


def mark_conflicts(
    figures: list[Figure], sources: list[Source]
) -> tuple[list[Figure], list[Finding]]:
    """The figures, and findings. Those of unequal values are marked ``contested`` and keep the
    lowest and the highest as bounds."""
    names = {source.sha256: source.name for source in sources}
    groups: dict[tuple[object, ...], list[int]] = {}
    for index, figure in enumerate(figures):
        if figure.value is not None:
            groups.setdefault((*figure.identity, figure.edition), []).append(index)
    changed, findings = list(figures), []
    for indices in groups.values():
        values = [each for index in indices if (each := figures[index].value) is not None]
        low, high, first = min(values), max(values), values[0]
        told = all(_is_told(figures[index]) for index in indices)
        if low == high or told:
            continue
        other = next(value for value in values if value != first)
        for index, value in zip(indices, values, strict=True):
            words = f"{value:,} here, {other if value == first else first:,} {TWICE}"
            changed[index] = _contested(figures[index], low, high, words)
            findings.append(_finding(figures[index], names, words))
    return changed, findings


def _is_told(figure: Figure) -> bool:
    return any(TWICE in note for note in figure.notes or ())


def _contested(figure: Figure, low: Number, high: Number, words: str) -> Figure:
    notes = [*(figure.notes or []), f"Contested: {words}."]
    update = {"status": "contested", "bounds": Bounds(low=low, high=high), "notes": notes}
    return figure.model_copy(update=update)


def _finding(figure: Figure, names: dict[str, str], words: str) -> Finding:
    source = figure.source
    if source is None:
        return remark_at("RD054", "report", "", words)
    name = names.get(source.sha256 or "", "report")
    return remark_at("RD054", name, source.cell or "", words, source.sheet or "")
