"""Figures out of the rows of the EU template: categories (sheets 3 to 6), and indicators (sheets 1
and 7 to 11).
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from harmscope.findings import Finding
from harmscope.model.dsa_template import Sheet, TemplateRow, dsa_template
from harmscope.model.figure import Figure
from harmscope.readers.dsa_figures import (
    Meaning,
    Spot,
    number_figure,
    read_spot_period,
    text_figures,
)
from harmscope.readers.dsa_layout import Layout, plain
from harmscope.readers.dsa_terms import OTHER, Category, Scope, read_category, read_scope
from harmscope.readers.result import Table, place, remark, shown

# Reads sheets 3 to 6 of the EU template: rows are categories, columns are metrics.

WHOLE_SERVICE = "whole service"
PLACEHOLDER = 'Text to detail the "Other" keyword.'


@dataclass(slots=True)
class _CategoryWalk:
    """One pass over a table. The rows above decide category, block of surfaces and keys seen."""

    table: Table
    layout: Layout
    findings: list[Finding]
    above: str | None = None
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
    walk = _CategoryWalk(table, layout, findings)
    for line, row in enumerate(table.rows[layout.first_line - 1 :], start=layout.first_line):
        if layout.text(row, "category_code"):
            yield from _category_row(walk, line, row)
        elif _holds_figures(walk, row):
            findings.append(remark("RD014", table, f"row {line}", "no category"))
        elif any(cell.strip() for cell in row):
            findings.append(remark("RD008", table, f"row {line}"))


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
    scope = read_scope(text or "TOTAL", "territory")
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
    category = read_category(text, walk.above)
    if category.remark:
        walk.note(category.remark, "category_code", line, shown(text))
    if category.level == "category":
        walk.above = category.key
    elif category.level == "total" or category.parent != walk.above:
        walk.above = None
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
        if described and described != PLACEHOLDER:
            dimensions["description"] = described
        else:
            walk.note("RD034", "category_code", line)
    key = (str(walk.block), *dimensions.values())
    walk.keys[key] += 1
    if walk.keys[key] > 1 and category.level != "total":
        walk.note("RD033", "category_code", line, f"number {walk.keys[key]}")
        dimensions["row"] = str(walk.keys[key])
    return dimensions


# Reads the sheets of the EU template whose rows are indicators: 1 and 7 to 11.

TEXTS = 11
ASKED = {8: "language", 9: "language", 10: "territory"}
FIXED_SCOPES = ("own-initiative", "nam total", "nam trusted flagger")


@dataclass(frozen=True, slots=True)
class _IndicatorWalk:
    table: Table
    layout: Layout
    findings: list[Finding]

    def note(self, code: str, column: str, line: int, read: str = "") -> None:
        """Add a remark about the cell of ``column`` on ``line``."""
        at = place(self.layout.columns.get(column, 0), line)
        self.findings.append(remark(code, self.table, at, read))


def indicator_figures(table: Table, layout: Layout, findings: list[Finding]) -> Iterator[Figure]:
    """Figures of every row; rows are known by their labels in any language, else by position."""
    walk = _IndicatorWalk(table, layout, findings)
    known_rows = _known_rows(layout.sheet.number)
    rows = table.rows[layout.first_line - 1 :]
    data = [(line, row) for line, row in enumerate(rows, start=layout.first_line) if any(row)]
    indicators = _indicators(layout.sheet.number)
    foreign = bool(data) and not any(_key(layout, row)[0] in indicators for _, row in data)
    by_position = foreign and len(data) == len(layout.sheet.rows)
    if by_position:
        findings.append(remark("RD045", table, f"rows {data[0][0]} to {data[-1][0]}"))
    for number, (line, row) in enumerate(data):
        if not layout.text(row, "indicator") and not layout.text(row, "value"):
            findings.append(remark("RD008", table, f"row {line}"))
            continue
        found = layout.sheet.rows[number] if by_position else _find(layout, row, known_rows)
        if found is None:
            walk.note("RD044", "indicator", line)
        yield from _indicator_row(walk, line, row, found)


def identification(table: Table, layout: Layout) -> dict[str, str]:
    """The members of sheet 1 by metric, such as ``report.published``; texts as written."""
    rows = [row for row in table.rows[layout.first_line - 1 :] if any(row)]
    members = {}
    for number, row in enumerate(rows):
        found = _find(layout, row, _known_rows(1))
        if found is None and len(rows) == len(layout.sheet.rows):
            found = layout.sheet.rows[number]
        if found is not None and (text := layout.text(row, "value")):
            members[found.metric] = text
    return members


def _indicator_row(
    walk: _IndicatorWalk, line: int, row: list[str], found: TemplateRow | None
) -> Iterator[Figure]:
    layout = walk.layout
    period_at = place(layout.columns.get("period", 0), line)
    spot = Spot(
        table=walk.table,
        service=layout.text(row, "service") or None,
        period=read_spot_period(walk.table, layout.text(row, "period"), period_at, walk.findings),
        surface=layout.surface or WHOLE_SERVICE,
        findings=walk.findings,
    )
    at, text = place(layout.columns["value"], line), layout.text(row, "value")
    named = {} if found else {"indicator": layout.text(row, "indicator")}
    if layout.sheet.number == TEXTS:
        metric = found.metric if found else "qualitative.other"
        yield from text_figures(spot, text, at, metric, named)
        return
    dimensions = _indicator_dimensions(walk, line, row, found)
    if dimensions is not None:
        metric, unit = (found.metric, found.unit) if found else ("dsa.other", "items")
        meaning = Meaning(metric, unit, {**dimensions, **named})
        yield number_figure(spot, text, at, meaning, layout.text(row, "context"))


def _indicator_dimensions(
    walk: _IndicatorWalk, line: int, row: list[str], found: TemplateRow | None
) -> dict[str, str] | None:
    """The dimensions of a row, or None for a placeholder row without a value."""
    asked = ASKED.get(walk.layout.sheet.number)
    fixed = dict(found.dimensions) if found else {}
    text = walk.layout.text(row, "scope")
    if asked is None or _english(text) in FIXED_SCOPES:
        return fixed
    scope = read_scope(text, asked)
    if scope.placeholder and not walk.layout.text(row, "value"):
        walk.note("RD043", "scope", line)
        return None
    if scope.remark:
        walk.note(scope.remark, "scope", line, f"{shown(text)}: {scope.read}")
    return {**fixed, scope.dimension: scope.code} if scope.dimension else fixed


@cache
def _known_rows(number: int) -> dict[tuple[str, str], TemplateRow]:
    """Rows by (indicator, scope) in English; the first row of an indicator also without scope."""
    rows: dict[tuple[str, str], TemplateRow] = {}
    for row in dsa_template().sheets[number].rows:
        rows.setdefault((plain(row.indicator), plain(row.scope)), row)
        rows.setdefault((plain(row.indicator), ""), row)
    return rows


@cache
def _indicators(number: int) -> frozenset[str]:
    return frozenset(plain(row.indicator) for row in dsa_template().sheets[number].rows)


@cache
def _translations() -> dict[str, str]:
    """Every label in every language, plainly written, to the English one."""
    words: dict[str, str] = {}
    for english, others in dsa_template().labels.items():
        for text in (english, *others.values()):
            words.setdefault(plain(text), plain(english))
    return words


def _english(text: str) -> str:
    return _translations().get(plain(text), plain(text))


def _key(layout: Layout, row: list[str]) -> tuple[str, str]:
    return _english(layout.text(row, "indicator")), _english(layout.text(row, "scope"))


def _find(
    layout: Layout, row: list[str], rows: dict[tuple[str, str], TemplateRow]
) -> TemplateRow | None:
    indicator, scope = _key(layout, row)
    exact = rows.get((indicator, scope))
    if exact is not None or _needs_scope(layout.sheet):
        return exact
    found = rows.get((indicator, ""))
    if found is None or scope in FIXED_SCOPES:
        return found
    return TemplateRow(
        found.applicability, found.section, found.indicator, scope, found.metric, found.unit, {}
    )


def _needs_scope(sheet: Sheet) -> bool:
    # On sheet 7 the scope is part of the metric; elsewhere it is a dimension.
    return sheet.number == 7
