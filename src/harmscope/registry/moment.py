"""Times as the ledger writes them: UTC, to the second."""

from datetime import datetime


def written(at: datetime) -> str:
    """``at``, a UTC time, as ``2026-04-20T10:00:00Z``."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
