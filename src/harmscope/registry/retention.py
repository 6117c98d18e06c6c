"""How long contents are kept: rules as data, and what is due to be erased."""

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from harmscope.errors import UserError
from harmscope.formats.names import shown
from harmscope.registry.state import State

NAME = "retention.toml"


@dataclass(frozen=True, slots=True)
class Rule:
    """Contents of submissions of these states and kinds are kept for so many months."""

    status: tuple[str, ...]
    kind: tuple[str, ...]
    months: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A submission with contents, and the first day on which they are to be erased."""

    submission: str
    service: str
    status: str
    erase_from: str


def rules(folder: Path) -> tuple[Rule, ...]:
    """The rules of a registry: those in its folder, or the shipped ones.

    Raises UserError where the file in the folder cannot be read.
    """
    own = folder / NAME
    path = own if own.is_file() else Path(__file__).with_name(NAME)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        return tuple(
            Rule(tuple(one["status"]), tuple(one["kind"]), int(one["months"]))
            for one in data["rule"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        fix = "write [[rule]] tables with status, kind and months"
        raise UserError(shown(str(path)), "the rules cannot be read", fix) from None


def due(state: State, kept: tuple[Rule, ...], today: date) -> list[Kept]:
    """Submissions whose contents are to be erased on ``today``, the longest overdue first."""
    found = []
    for one in state.submissions:
        rule = next((r for r in kept if one.status in r.status and one.kind in r.kind), None)
        if rule is None or not one.objects:
            continue
        day = _later(date.fromisoformat(one.at[:10]), rule.months)
        if day <= today:
            found.append(Kept(str(one.id), str(one.service), one.status, day.isoformat()))
    return sorted(found, key=lambda one: (one.erase_from, one.submission))


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
