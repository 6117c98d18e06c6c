"""What every reader hands back: figures, sources, and findings about cells that were read
leniently.
"""

from dataclasses import dataclass, field
from typing import Protocol

from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.rules import CATALOGUE

# Names of cells as spreadsheets show them.


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


# How a finding is made of what reading a published report meets.


class Tabular(Protocol):
    """What a remark needs to know of a table."""

    @property
    def file(self) -> str:
        """Display name of the file."""

    @property
    def name(self) -> str:
        """Name of the sheet or file."""

    @property
    def is_sheet(self) -> bool:
        """Whether the table is a sheet of a workbook."""


def remark(code: str, table: Tabular, place: str, read: str = "") -> Finding:
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


# What every reader hands back, and how it builds figures.


@dataclass(frozen=True, slots=True)
class Source:
    """One file that was read."""

    name: str
    sha256: str
    bytes: int


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
