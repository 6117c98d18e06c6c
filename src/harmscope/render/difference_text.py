"""A difference of two editions as text, as JSON and as CSV."""

from typing import Any

from harmscope.comparison.categories import NAMES
from harmscope.comparison.difference import Change, Difference
from harmscope.errors import many
from harmscope.model.figure import Figure
from harmscope.reading.ranges import range_of
from harmscope.render.figure_text import amount, limits_text, period_text, range_text, status_words
from harmscope.render.table import Cell, Column, Table

_NUMBERS = frozenset({"old", "old_low", "old_high", "new", "new_low", "new_high",
    "difference_low", "difference_high", "relative_low", "relative_high"})  # fmt: skip
COLUMNS = tuple(
    Column(name, "number" if name in _NUMBERS else "text")
    for name in (
        "kind", "service", "metric", "category", "dimensions", "period",
        "old", "old_low", "old_high", "old_status", "new", "new_low", "new_high", "new_status",
        "difference_low", "difference_high", "relative_low", "relative_high",
        "within_rounding", "earlier_period", "old_cell", "new_cell",
    )
)  # fmt: skip


def difference_text(difference: Difference) -> str:
    """One line a change, the weightiest first, then how many figures are equal."""
    lines = [change_line(change) for change in difference.changes]
    counts = [
        sum(c.kind == kind for c in difference.changes) for kind in ("changed", "dropped", "added")
    ]
    lines.append(
        f"{counts[0]:,} changed, {counts[1]:,} dropped, {counts[2]:,} added; "
        f"{many(difference.equal, 'figure')} {'is' if difference.equal == 1 else 'are'} equal"
    )
    lines += assumed(difference)
    if difference.new_periods:
        periods = ", ".join(period_text(period) for period in difference.new_periods)
        lines.append(f"new periods: {periods}")
    return "\n".join(lines)


def assumed(difference: Difference) -> list[str]:
    """What is to be known of the two sides: that their publishers or periods differ, and which
    service is taken to have a new name."""
    publishers, renamed = _publishers(difference), difference.renamed
    lines = [_publishers_words(publishers)] if publishers else []
    old, new = difference.old, difference.new
    if old.format == new.format == "publication" and old.period != new.period:
        periods = f"{period_text(old.period)} and {period_text(new.period)}"
        fix = "harmscope compare shows what changed over time"
        lines.append(f"the periods differ, {periods}: these are no two editions of one; {fix}")
    return [*lines, *([_renamed_words(renamed)] if renamed else [])]


def _publishers(difference: Difference) -> tuple[str, str] | None:
    """The authorities behind two publications, where they are not the same one."""
    old, new = difference.old, difference.new
    if not old.format == new.format == "publication" or old.service == new.service:
        return None
    return old.service or "not given", new.service or "not given"


def _publishers_words(names: tuple[str, str]) -> str:
    """That two publications are no editions of one, as their publishers differ."""
    return f"the publishers differ, {names[0]} and {names[1]}: these are no two editions of one"


def _renamed_words(names: tuple[str, str]) -> str:
    """That one service is taken to be another under a new name, and why."""
    return f"assumed renamed: {names[0]} is now {names[1]}; their figures count the same things"


def change_line(change: Change) -> str:
    """One change in one line."""
    figure = change.figure
    words = [change.service, change.title]
    words += [change.category] if change.category else []
    kept = {n: code for n, code in (figure.dimensions or {}).items() if n not in NAMES}
    words += [f"{name}={code}" for name, code in kept.items()]
    words.append(period_text(figure.period))
    old, new = side_words(change.old), side_words(change.new)
    tail = f" ({change_size(change)})" if change.kind == "changed" else ""
    return f"{change.kind:8}{', '.join(words)}: {old} → {new}{tail}"


def change_size(change: Change) -> str:
    """How large a change is: absolute and relative limits, and whether rounding may explain it."""
    if change.absolute is None:
        return "no number on one side"
    low, high = change.absolute
    unit, after = change.figure.unit, ""
    if unit == "share":
        # The difference of two shares is in percentage points, and a share is a share of 1.
        low, high, unit, after = round(low * 100, 9), round(high * 100, 9), "text", " points"
    sizes = [amount(_neat(low), unit)]
    sizes += [amount(_neat(high), unit)] if high != low else []
    words = f"by {' to '.join(sizes)}{after}"
    if change.relative is not None:
        shares = tuple(None if each is None else each * 100 for each in change.relative)
        words += f"; {limits_text((shares[0], shares[1]))} %"
    return f"{words}; within rounding" if change.within_rounding else words


def side_words(figure: Figure | None) -> str:
    """A figure of one edition in words."""
    if figure is None:
        return "absent"
    if figure.unit == "text":
        return "a text"
    limits = range_of(figure)
    return range_text(limits, figure) if limits else status_words(figure)


def difference_document(difference: Difference) -> dict[str, Any]:
    """The record ``difference``: ``changes`` with old and new figures whole, ``equal``, sources."""
    renamed = difference.renamed
    names = {"renamed": {"old": renamed[0], "new": renamed[1]}} if renamed else {}
    return {
        "record": "difference",
        "version": "1.0",
        "old": _edition(difference.old.file, difference.old.sha256, difference.old.edition),
        "new": _edition(difference.new.file, difference.new.sha256, difference.new.edition),
        "changes": [_change(change) for change in difference.changes],
        "equal": difference.equal,
        "new_periods": list(difference.new_periods),
        "restates": difference.restates,
        **names,
    }


def difference_table(difference: Difference) -> Table:
    """One row a change, the weightiest first."""
    return Table(COLUMNS, [_row(change) for change in difference.changes], section="Changes")


def _row(change: Change) -> list[Cell]:
    figure = change.figure
    dimensions = "; ".join(f"{name}={code}" for name, code in (figure.dimensions or {}).items())
    low, high = change.absolute or (None, None)
    relative = change.relative or (None, None)
    return [
        change.kind, change.service, figure.metric, change.category, dimensions,
        figure.period,
        *_cells(change.old), *_cells(change.new), low, high,
        *relative,
        str(change.within_rounding).lower(), str(change.earlier).lower(),
        _cell(change.old), _cell(change.new),
    ]  # fmt: skip


def _cells(figure: Figure | None) -> list[Cell]:
    if figure is None:
        return [None, None, None, "absent"]
    limits = range_of(figure)
    low, high = (limits.low, limits.high) if limits else (None, None)
    return [figure.value, low, high, figure.status]


def _cell(figure: Figure | None) -> str | None:
    return figure.source.cell if figure and figure.source else None


def _change(change: Change) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": change.kind,
        "service": change.service,
        "title": change.title,
        "category": change.category or None,
        "old": change.old.as_dict() if change.old else None,
        "new": change.new.as_dict() if change.new else None,
        "absolute": list(change.absolute) if change.absolute else None,
        "relative": list(change.relative) if change.relative else None,
        "within_rounding": change.within_rounding,
        "earlier": change.earlier,
    }
    return {name: value for name, value in found.items() if value is not None}


def _edition(file: str, sha256: str, edition: str | None) -> dict[str, str]:
    named = {"edition": edition} if edition else {}
    return {"file": file, "sha256": sha256, **named}


def _neat(number: float) -> float | int:
    return int(number) if number.is_integer() else number
