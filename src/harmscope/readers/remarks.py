"""The catalogue of what reading a published report can meet, and how a finding is made of it."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Protocol, cast

from harmscope.findings import Finding, Severity


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


@dataclass(frozen=True, slots=True)
class RemarkKind:
    """One entry of the catalogue."""

    code: str
    slug: str
    severity: Severity
    message: str
    fix: str


@cache
def remark_kinds() -> dict[str, RemarkKind]:
    """Every kind of remark by its code, from ``rules/remarks.toml``."""
    text = files("harmscope.rules").joinpath("remarks.toml").read_text(encoding="utf-8")
    return {
        code: RemarkKind(
            code, entry["slug"], cast(Severity, entry["severity"]), entry["message"], entry["fix"]
        )
        for code, entry in tomllib.loads(text).items()
    }


def remark(code: str, table: Tabular, place: str, read: str = "") -> Finding:
    """A finding of kind ``code`` at a cell or row of ``table``.

    ``read`` says what stood there and how it was read. It may hold published numbers, codes and
    days, and never free text.
    """
    return remark_at(code, table.file, place, read, table.name if table.is_sheet else "")


def remark_at(code: str, file: str, place: str, read: str = "", sheet: str = "") -> Finding:
    """A finding of kind ``code`` at a place in a file; ``sheet`` names the sheet of a workbook."""
    kind = remark_kinds()[code]
    where = f"{sheet}: " if sheet else ""
    message = f"{where}{kind.message}{f' ({read})' if read else ''}"
    return Finding(code, kind.slug, kind.severity, file, message, kind.fix, pointer=place)


def shown(text: str, limit: int = 60) -> str:
    """A published code, number or day for a message: short, without control characters."""
    clean = "".join(char if char.isprintable() else " " for char in text).strip()
    return clean if len(clean) <= limit else f"{clean[: limit - 1]}…"
