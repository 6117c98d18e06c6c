"""What an engine must do. Expressions are unbound: they name tables, not files or connections."""

from pathlib import Path
from typing import Any, Protocol

Cells = dict[str, Any]


class Engine(Protocol):
    """Runs unbound Ibis expressions over the Parquet tables of one folder."""

    @property
    def name(self) -> str:
        """Name of the engine, such as ``duckdb``."""
        ...

    @property
    def version(self) -> str:
        """Version of the engine."""
        ...

    def rows(self, expression: Any) -> list[Cells]:
        """The result as dicts. Their order is that of the expression; sort where it matters."""
        ...

    def write(self, expression: Any, path: Path) -> None:
        """The result as a Parquet file inside the engine's folder."""
        ...

    def table(self, name: str, path: Path) -> None:
        """Make the Parquet file at ``path``, which we wrote, the table ``name``."""
        ...

    def close(self) -> None:
        """Give back what the engine holds."""
        ...
