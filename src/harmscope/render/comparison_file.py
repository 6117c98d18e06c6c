"""Writes a comparison; the ending of the file chooses the form."""

from pathlib import Path

from harmscope.comparison import Comparison
from harmscope.comparison.document import document
from harmscope.errors import UserError, many
from harmscope.formats.write import whole
from harmscope.render.comparison_text import comparison_md, comparison_table
from harmscope.render.html.comparison_page import comparison_page
from harmscope.render.safe_text import json_text
from harmscope.render.table import Cell, Table, table
from harmscope.render.writers import ENDINGS, written

FORMS = (".html", ".json", *(f".{name}" for name in ENDINGS if name != "html"))


def write_comparison(comparison: Comparison, path: Path) -> None:
    """Write a page, JSON, Markdown or tables. Raises UserError for an ending not in ``FORMS``."""
    if path.suffix not in FORMS:
        raise UserError(
            "--output", "the output format is not known", f"end the name in {', '.join(FORMS)}"
        )
    data = comparison_bytes(comparison, path.suffix)
    with whole(path) as file:
        file.write(data)


def comparison_bytes(comparison: Comparison, form: str) -> bytes:
    """The comparison in one of ``FORMS``."""
    if form == ".html":
        return comparison_page(comparison).encode()
    if form == ".json":
        return f"{json_text(document(comparison), ordered=True)}\n".encode()
    if form == ".md":
        return comparison_md(comparison).encode()
    return written(form[1:], comparison_tables(comparison))


def comparison_tables(comparison: Comparison) -> list[Table]:
    """Verdicts, then coverage, what cannot be answered, and sources; a format that holds one
    table gets the verdicts."""
    services = list(comparison.services)
    covered: list[list[Cell]] = [
        [row.title, row.metric, *(row.states[service] for service in services)]
        for row in comparison.coverage
    ]
    unanswered = [[row.question, row.why, row.needs] for row in comparison.unanswered]
    unanswered += [
        [f"{many(n, 'figure')} left out", why, ""] for why, n in comparison.left_out.items()
    ]
    sources = [
        [report.file, report.edition or "not named", name, digest]
        for report in comparison.reports
        for name, digest in report.sources.items()
    ]
    needs = ["Question", "Why", "What it would need"]
    return [
        comparison_table(comparison),
        table(["Figure", "Metric", *services], covered, section="Who reports what"),
        table(needs, unanswered, section="Cannot answer"),
        table(["Report", "Edition", "File", "SHA-256"], sources, section="Sources"),
    ]
