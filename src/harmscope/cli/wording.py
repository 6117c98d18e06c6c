"""What commands share in translating words: days, formats, JSON."""

import json
from datetime import UTC, date, datetime

from harmscope.errors import UserError


def day_of(text: str | None, option: str = "--clock") -> date:
    """The day that ``option`` names, today in UTC without one."""
    if text is None:
        return datetime.now(UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UserError(option, "it is no day", "write YYYY-MM-DD") from None


def moment_of(text: str | None) -> datetime:
    """The UTC time that ``--clock`` names (a day means its start), now without one."""
    if text is None:
        return datetime.now(UTC).replace(tzinfo=None)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UserError("--clock", "it is no day or time", "write YYYY-MM-DD") from None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def check_format(
    value: str, allowed: tuple[str, ...] = ("text", "json"), option: str = "--format"
) -> None:
    """Refuse a value of ``option`` that is not one of ``allowed``."""
    if value not in allowed:
        raise UserError(option, "the value is not known", f"use one of {', '.join(allowed)}")


def as_json(body: object) -> str:
    """``body`` as JSON output shows it."""
    return json.dumps(body, indent=2, ensure_ascii=False)
