"""What became of the sources of a database."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

DATABASES: Final = ("sqlite", "duckdb")
"""Forms of databases, as ``--to`` calls them."""


@dataclass(slots=True)
class Databased:
    """What became of the sources: rows of each table; records written by kind, and ``left_out`` of
    them, which the rules on single records refuse; ``not_counted`` are in no flat table.
    ``texts`` names the members that were not asked for."""

    form: str
    tables: dict[str, int] = field(default_factory=dict)
    views: list[str] = field(default_factory=list)
    records: Counter[str] = field(default_factory=Counter)
    reports: int = 0
    figures: int = 0
    left_out: int = 0
    not_counted: int = 0
    restricted: bool = False
    texts: list[str] = field(default_factory=list)

    @property
    def written(self) -> int:
        """Records and figures together."""
        return self.records.total() + self.figures

    def as_dict(self) -> dict[str, object]:
        """The outcome as JSON shows it."""
        return {
            "to": self.form,
            "records": dict(sorted(self.records.items())),
            "reports": self.reports,
            "figures": self.figures,
            "left_out": self.left_out,
            "not_counted": self.not_counted,
            "texts_left_out": self.texts,
            "tables": self.tables,
            "views": self.views,
        }
