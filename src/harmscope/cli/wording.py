"""What commands share in translating words: days, formats, JSON."""

import json
from datetime import UTC, date, datetime

from harmscope.errors import UserError


def day_of(text: str | None) -> date:
    """The day that ``--clock`` names, today in UTC without one."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError("--clock", "it is no day", "write YYYY-MM-DD") from None


def check_format(value: str, allowed: tuple[str, ...] = ("text", "json")) -> None:
    """Refuse a ``--format`` that is not one of ``allowed``."""
    if value not in allowed:
        raise UserError("--format", "the value is not known", f"use one of {', '.join(allowed)}")


def as_json(body: object) -> str:
    """``body`` as JSON output shows it."""
    return json.dumps(body, indent=2, ensure_ascii=False)
