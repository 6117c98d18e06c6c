"""Which counts are sensitive in themselves, and why."""

from typing import Literal

from harmscope.disclosure.cells import Cell, Tables
from harmscope.disclosure.level import Level, Rules

Reason = Literal["small", "zero", "few_senders", "dominance", "residual"]


def sensitive(tables: Tables, level: Level) -> dict[int, Reason]:
    """Numbers of the cells that must not be shown as they are, with the reason."""
    found: dict[int, Reason] = {}
    for number, cell in enumerate(tables.cells):
        reason = reason_for(cell, level)
        if reason is not None:
            found[number] = reason
    return found


def reason_for(cell: Cell, level: Level) -> Reason | None:
    """Why this cell is sensitive under ``level``, or None."""
    rules = level.rules(cell.unit, cell.traits)
    if not rules.applies:
        return None
    if cell.value == 0:
        return "zero" if rules.zeros == "hidden" else None
    if cell.value < rules.threshold:
        return "small"
    if not cell.shares or cell.open_sender:
        return None
    return _by_senders(cell, level, rules)


def _by_senders(cell: Cell, level: Level, rules: Rules) -> Reason | None:
    parts = sorted((part for part in cell.shares.values() if part), reverse=True)
    if len(parts) < level.contributors:
        return "few_senders"
    # The p-percent rule: the second largest must not come within p % of the largest.
    rest = cell.value - sum(parts[:2])
    if level.dominance_percent and rest * 100 < level.dominance_percent * parts[0]:
        return "dominance"
    if level.residual and any(0 < cell.value - part < rules.threshold for part in parts):
        return "residual"
    return None
