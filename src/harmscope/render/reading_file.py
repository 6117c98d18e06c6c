"""Writes what was read: ``.json`` as the canonical report, ``.csv`` as a table."""

from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.write import whole
from harmscope.readers import Reading
from harmscope.reading import write_published
from harmscope.render.figures_csv import figures_table


def write_reading(reading: Reading, path: Path) -> None:
    """Write the reading to ``path``; its ending chooses the form. Raises UserError for others."""
    if path.suffix == ".json":
        write_published(reading, path)
    elif path.suffix == ".csv":
        with whole(path) as file:
            file.write(figures_table(reading.figures, reading.format).encode())
    else:
        raise UserError("--output", "no such output form", "name a .json or a .csv file")
