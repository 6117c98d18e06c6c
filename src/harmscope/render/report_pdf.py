"""A report as a PDF of tables, for authorities that take one file of a limited size.

It needs the extra ``pdf``. Equal reports give equal bytes: the document's date is the report's.
"""

from typing import Final

from fpdf import FPDF
from fpdf.fonts import FontFace

from harmscope.errors import UserError
from harmscope.model.period import parse_period
from harmscope.model.report import Report
from harmscope.render.figure_text import period
from harmscope.render.panel_table import meanings_table, quality_table, report_tables
from harmscope.render.safe_text import clean
from harmscope.render.table import Table, grouped
from harmscope.times import day_of, start_of_day

_FONT: Final = "Helvetica"
_ROOM: Final = 35
"""Millimetres that a heading needs below it, so that no heading stands alone at a page's end."""
_CODES: Final = "cp1252"
_HEAD: Final = FontFace(emphasis="BOLD", fill_color=(238, 238, 234))
_ESCAPED: Final = (
    "Letters that are not in the font of this document are written as their numbers, such as "
    "\\u4e2d; report.json has them as they are."
)


def report_pdf(report: Report, limit: int) -> bytes:
    """The report as PDF. Raises UserError where it would have more bytes than ``limit``."""
    page = _Pages(report)
    page.cover()
    section = ""
    for question, table in report_tables(report):
        if table.section != section:
            section = table.section
            page.heading(section, 15)
            page.words(question)
        page.table(table)
    page.about()
    data = bytes(page.pdf.output())
    if len(data) > limit:
        fix = "report a shorter period, or use your own profile with fewer panels"
        raise UserError("report.pdf", f"it would be larger than {limit:,} bytes", fix)
    return data


class _Pages:
    """The document as it grows."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.escaped = False
        pdf = self.pdf = FPDF(format="letter")
        pdf.set_creation_date(start_of_day(day_of(report.clock)))
        pdf.set_title(self._plain(report.profile.title))
        pdf.set_lang("en")
        pdf.set_producer(f"{report.made_by.name} {report.made_by.version}")
        pdf.add_page()
        pdf.set_font(_FONT, size=10)

    def cover(self) -> None:
        """Whose report it is, on which period, and how it was made."""
        report = self.report
        self.heading("All services" if report.service == "all" else report.service, 22)
        self.words(f"{report.profile.title}, {period(parse_period(report.period))}")
        self.words(f"Made on {report.clock}; days counted in {report.time_zone}.")
        if report.replaces:
            self.words(f"Corrected edition: {report.replaces.because}")
        for one in report.breaks or ():
            self.words(one.text)

    def about(self) -> None:
        """What was read and left out, what is not recorded, and what the numbers mean."""
        quality = self.report.quality
        self.heading("About the data", 15)
        self._grid(quality_table(self.report))
        for finding in quality.findings or ():
            self.words(f"{finding.code}, {grouped(finding.count)}: {finding.what}")
        self.heading("Definitions", 15)
        self._grid(meanings_table(self.report))
        if self.escaped:
            self.words(_ESCAPED)

    def heading(self, text: str, size: int) -> None:
        """A heading of some size, with room above it."""
        if self.pdf.will_page_break(_ROOM):
            self.pdf.add_page()
        self.pdf.ln(4)
        self.pdf.set_font(_FONT, style="B", size=size)
        self._write(text, size * 0.5)
        self.pdf.set_font(_FONT, size=10)

    def words(self, text: str) -> None:
        """A paragraph; nothing for an empty one."""
        if text:
            self._write(text, 5)

    def table(self, table: Table) -> None:
        """One panel: its title, its rows, its notes."""
        self.heading(table.title, 11)
        if table.rows:
            self._grid(table)
        for note in table.notes:
            self.words(note)

    def _grid(self, table: Table) -> None:
        widths = (3, *([2] * (len(table.columns) - 1)))
        with self.pdf.table(
            borders_layout="HORIZONTAL_LINES",
            col_widths=widths,
            headings_style=_HEAD,
            line_height=5.5,
            text_align="LEFT",
        ) as grid:
            for cells in (table.head, *table.shown()):
                row = grid.row()
                for cell in cells:
                    row.cell(self._plain(cell))
        self.pdf.ln(2)

    def _write(self, text: str, height: float) -> None:
        self.pdf.multi_cell(0, height, self._plain(text), new_x="LMARGIN", new_y="NEXT", align="L")

    def _plain(self, text: str) -> str:
        """The text in the letters that the font has; others as their numbers."""
        seen = clean(text, lines=True)
        plain = seen.encode(_CODES, "backslashreplace")
        self.escaped = self.escaped or plain.decode(_CODES) != seen
        return plain.decode(_CODES)
