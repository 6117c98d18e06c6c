"""How many rows a file of records has, read to its proven end."""

from pathlib import Path

from harmscope.formats import StreamFault, members
from harmscope.formats.tables import rows


def rows_of(path: Path) -> int | None:
    """Rows of any records file, faulty ones included; None where it cannot be read to its end."""
    try:
        return sum(1 for member in members(path) for _ in rows(member))
    except StreamFault:
        return None
