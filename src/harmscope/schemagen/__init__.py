"""Published schemas from the models: JSON Schema 2020-12, generated and never edited."""

from harmscope.schemagen.schemas import (
    KINDS,
    WRITE,
    listed,
    named,
    published,
    released,
    stale,
    write,
)

__all__ = ["KINDS", "WRITE", "listed", "named", "published", "released", "stale", "write"]
