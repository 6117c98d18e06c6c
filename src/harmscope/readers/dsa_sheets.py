"""Figures out of sheets 3 to 6 of the EU template: rows are categories, columns are metrics."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from harmscope.findings import Finding
from harmscope.model.dsa_template import dsa_template
from harmscope.model.figure import Figure
from harmscope.readers.amounts import FRACTIONS
from harmscope.readers.dsa_categories import CategoryRow, settled
from harmscope.readers.dsa_figures import (
    WHOLE_SERVICE,
    Meaning,
    Spot,
    number_figure,
    read_spot_period,
)
from harmscope.readers.dsa_layout import Layout
from harmscope.readers.dsa_terms import (
    OTHER,
    Category,
    Scope,
    is_placeholder,
    kinds_of_scopes,
    read_scope,
)
from harmscope.readers.numbers import read_amount
from harmscope.readers.result import Table, place, remark, shown


@dataclass(slots=True)
class _CategoryWalk:
    """One pass over a table. The rows above decide category, block of surfaces and keys seen."""

    table: Table
    layout: Layout
    findings: list[Finding]
    categories: dict[int, Category]
    kinds: dict[bool, str]
    block: int = 1
    totals: Counter[str] = field(default_factory=Counter)
    keys: Counter[tuple[str, ...]] = field(default_factory=Counter)

    def note(self, code: str, column: str, line: int, read: str = "") -> None:
        """Add a remark about the cell of ``column`` on ``line``."""
        at = place(self.layout.columns[column], line)
        self.findings.append(remark(code, self.table, at, read))


def category_figures(table: Table, layout: Layout, findings: list[Finding]) -> Iterator[Figure]:
    """Figures of every row. ``category`` names the row, ``territory`` the state of an order.

    Rows that would be the same figure are told apart by the dimension ``row``.
    """
    data = list(enumerate(table.rows[layout.first_line - 1 :], start=layout.first_line))
    kinds = kinds_of_scopes((layout.text(row, "scope") for _, row in data), "territory")
    rows = [
        _counted(layout, kinds, line, row)
        for line, row in data
        if layout.text(row, "category_code")
    ]
    walk = _CategoryWalk(table, layout, findings, settled(rows), kinds)
    for line, row in data:
        if layout.text(row, "category_code"):
            yield from _category_row(walk, line, row)
        elif _holds_figures(walk, row):
            findings.append(remark("RD014", table, f"row {line}", "no category"))
        elif any(cell.strip() for cell in row):
            findings.append(remark("RD008", table, f"row {line}"))


def _counted(layout: Layout, kinds: dict[bool, str], line: int, row: list[str]) -> CategoryRow:
    """The row as its category is settled by: only counts are added up, never medians."""
    amounts = (
        read_amount(row[at]) if at < len(row) else None
        for column, at in layout.figures()
        if column.unit not in FRACTIONS
    )
    return CategoryRow(
        line,
        layout.text(row, "category_code"),
        read_scope(layout.text(row, "scope") or "TOTAL", "territory", kinds).code,
        tuple(amount.value if amount else None for amount in amounts),
    )


def _category_row(walk: _CategoryWalk, line: int, row: list[str]) -> Iterator[Figure]:
    table, layout = walk.table, walk.layout
    scope = _category_scope(walk, line, row)
    if scope is None:
        return
    category = _category(walk, line, row)
    if category.level == "total":
        _next_block(walk, line, scope)
    period_at = place(layout.columns["period"], line)
    spot = Spot(
        table=table,
        service=layout.text(row, "service") or None,
        period=read_spot_period(table, layout.text(row, "period"), period_at, walk.findings),
        surface=_surface(walk),
        findings=walk.findings,
    )
    dimensions = _category_dimensions(walk, line, row, category, scope)
    scheme = dsa_template().scheme if category.key else None
    for column, position in layout.figures():
        counted = {**column.dimensions, **dimensions}
        yield number_figure(
            spot,
            row[position] if position < len(row) else "",
            place(position, line),
            Meaning(column.metric or "", column.unit or "", counted, scheme),
            layout.text(row, f"ctx_{column.key}"),
        )


def _category_scope(walk: _CategoryWalk, line: int, row: list[str]) -> Scope | None:
    """The scope of a row, or None for a placeholder row without any figure."""
    text = walk.layout.text(row, "scope")
    scope = read_scope(text or "TOTAL", "territory", walk.kinds)
    if scope.placeholder and not _holds_figures(walk, row):
        walk.note("RD043", "scope", line)
        return None
    if scope.remark:
        walk.note(scope.remark, "scope", line, f"{shown(text)}: {scope.read}")
    return scope


def _holds_figures(walk: _CategoryWalk, row: list[str]) -> bool:
    return any(row[at].strip() for _, at in walk.layout.figures() if at < len(row))


def _category(walk: _CategoryWalk, line: int, row: list[str]) -> Category:
    text = walk.layout.text(row, "category_code")
    category = walk.categories[line]
    if category.remark:
        walk.note(category.remark, "category_code", line, shown(text))
    return category


def _next_block(walk: _CategoryWalk, line: int, scope: Scope) -> None:
    walk.totals[scope.code] += 1
    if walk.totals[scope.code] > walk.block:
        walk.block = walk.totals[scope.code]
        walk.note("RD046", "category_code", line, f"block {walk.block}")


def _surface(walk: _CategoryWalk) -> str:
    named = walk.layout.surface or WHOLE_SERVICE
    return named if walk.block == 1 else f"{named}, block {walk.block}"


def _category_dimensions(
    walk: _CategoryWalk, line: int, row: list[str], category: Category, scope: Scope
) -> dict[str, str]:
    dimensions = {"category": category.key} if category.key else {}
    if scope.dimension:
        dimensions[scope.dimension] = scope.code
    described = walk.layout.text(row, "other_description")
    if category.key.endswith(OTHER):
        if described and not is_placeholder(described):
            dimensions["description"] = described
        else:
            walk.note("RD034", "category_code", line)
    key = (str(walk.block), *dimensions.values())
    walk.keys[key] += 1
    if walk.keys[key] > 1 and category.level != "total":
        walk.note("RD033", "category_code", line, f"number {walk.keys[key]}")
        dimensions["row"] = str(walk.keys[key])
    return dimensions
