"""Writes a comparison; the ending of the file chooses the form."""

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter

from harmscope.comparison import Comparison
from harmscope.comparison.document import document
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.render.comparison_text import HEADER, comparison_csv, comparison_md, comparison_rows
from harmscope.render.html.comparison_page import comparison_page

# A comparison as a workbook: verdicts, coverage, what cannot be answered, sources.

Cell = str | float | int
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
FIXED = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
         "strings_to_numbers": False}  # fmt: skip


def comparison_xlsx(comparison: Comparison) -> bytes:
    """The workbook. Text cells stay text: none can become a formula or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, FIXED) as book:
        book.set_properties({"created": _EPOCH})
        bold = book.add_format({"bold": True})
        for title, header, rows in _sheets(comparison):
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, len(header) - 1, 18)
            for at, name in enumerate(header):
                sheet.write_string(0, at, name, bold)
            for line, row in enumerate(rows, start=1):
                for at, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(line, at, cell)
                    else:
                        sheet.write_number(line, at, cell)
    return out.getvalue()


def _sheets(comparison: Comparison) -> list[tuple[str, Sequence[str], list[list[Cell]]]]:
    services = list(comparison.services)
    covered: list[list[Cell]] = [
        [row.title, row.metric, *(row.states[service] for service in services)]
        for row in comparison.coverage
    ]
    open_: list[list[Cell]] = [[row.question, row.why, row.needs] for row in comparison.cannot]
    open_ += [[f"{n} figures left out", why, ""] for why, n in comparison.left_out.items()]
    sources: list[list[Cell]] = [
        [report.file, report.edition or "not named", name, digest]
        for report in comparison.reports
        for name, digest in report.sources.items()
    ]
    return [
        ("Verdicts", HEADER, comparison_rows(comparison)),
        ("Who reports what", ["Figure", "Metric", *services], covered),
        ("Cannot answer", ["Question", "Why", "What it would need"], open_),
        ("Sources", ["Report", "Edition", "File", "SHA-256"], sources),
    ]


# Writes a comparison; the ending of the file chooses the form.

FORMS = (".html", ".json", ".csv", ".md", ".xlsx")


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Write ``.html``, ``.json``, ``.csv``, ``.md`` or ``.xlsx``. Raises UserError for others."""
    if path.suffix not in FORMS:
        raise UserError("--output", "no such output form", f"end the name in {', '.join(FORMS)}")
    data = comparison_bytes(comparison, path.suffix)
    with whole(path) as file:
        file.write(data)


def comparison_bytes(comparison: Comparison, form: str) -> bytes:
    """The comparison in one of ``FORMS``."""
    if form == ".xlsx":
        return comparison_xlsx(comparison)
    if form == ".json":
        text = json.dumps(document(comparison), ensure_ascii=False, sort_keys=True, indent=1)
        return (text + "\n").encode()
    makers = {".html": comparison_page, ".csv": comparison_csv, ".md": comparison_md}
    text = makers[form](comparison)
    return text.encode()
