"""Writes a comparison; the ending of the file chooses the form."""

import json
from pathlib import Path

from harmscope.comparison import Comparison
from harmscope.comparison.document import document
from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.render.compare_md import comparison_md
from harmscope.render.compare_table import comparison_csv
from harmscope.render.compare_xlsx import comparison_xlsx
from harmscope.render.html.compare_page import comparison_page

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
