"""Workbooks as text, opened in a child process: a small hostile file can abort any parser."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from harmscope.errors import UserError
from harmscope.readers.workbook_child import NO_WORKBOOK

MEMORY = 2 * 2**30
PATIENCE = 60.0


def read_workbook(
    name: str, data: bytes, memory: int = MEMORY, patience: float = PATIENCE
) -> list[tuple[str, list[list[str]]]]:
    """Sheets of a workbook as (name, rows of text cells), in the order of the workbook.

    Days are written ``YYYY-MM-DD``, whole numbers without a decimal point. ``memory`` (bytes) and
    ``patience`` (seconds) bound the child process. Raises UserError where the workbook cannot be
    read within them.
    """
    with TemporaryDirectory(prefix="harmscope-") as folder:
        path = Path(folder) / "workbook"
        path.write_bytes(data)
        command = [
            sys.executable,
            "-I",
            "-m",
            "harmscope.readers.workbook_child",
            str(path),
            str(memory),
        ]
        try:
            done = subprocess.run(  # noqa: S603 our own interpreter and module
                command, capture_output=True, timeout=patience
            )
        except subprocess.TimeoutExpired:
            done = None
    if done is not None and done.returncode == NO_WORKBOOK:
        raise UserError(name, "this is no workbook, or a damaged one", "fetch it again")
    if done is None or done.returncode != 0:
        fix = "save the workbook again without cells far outside its tables"
        raise UserError(name, "the workbook cannot be read within the limits", fix)
    sheets: list[tuple[str, list[list[str]]]] = [
        (sheet, rows) for sheet, rows in json.loads(done.stdout)
    ]
    return sheets
