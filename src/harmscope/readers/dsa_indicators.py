"""Figures out of the sheets of the EU template whose rows are indicators: 1 and 7 to 11."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from harmscope.findings import Finding
from harmscope.model.dsa_template import TemplateRow, dsa_template
from harmscope.model.figure import Figure
from harmscope.readers.dsa_figures import (
    WHOLE_SERVICE,
    Meaning,
    Spot,
    number_figure,
    read_spot_period,
    text_figures,
)
from harmscope.readers.dsa_layout import Layout, plain
from harmscope.readers.dsa_terms import is_placeholder, kinds_of_scopes, read_scope
from harmscope.readers.result import Table, place, remark, shown

COMPLAINTS = 7
TEXTS = 11
LONGEST = 200
"""Characters of a section or context that tells figures apart."""

ASKED = {8: "language", 9: "language", 10: "territory"}
SCORES = ("automation.accuracy", "automation.precision", "automation.recall")
"""What a report gives once for each of its systems, so that rows of one scope are many figures."""


@dataclass(frozen=True, slots=True)
class _IndicatorWalk:
    table: Table
    layout: Layout
    findings: list[Finding]
    kinds: dict[str, dict[bool, str]]
    sections: bool
    told: Counter[tuple[object, ...]] = field(default_factory=Counter)

    def note(self, code: str, column: str, line: int, read: str = "") -> None:
        """Add a remark about the cell of ``column`` on ``line``."""
        at = place(self.layout.columns.get(column, 0), line)
        self.findings.append(remark(code, self.table, at, read))


@dataclass(frozen=True, slots=True)
class _Row:
    """One row understood: its template row, or None for an indicator of the publisher's own."""

    line: int
    cells: list[str]
    found: TemplateRow | None
    dimensions: dict[str, str]

    def key(self, layout: Layout) -> tuple[object, ...]:
        """What makes it this figure and no other: a second row with the same key is told apart."""
        metric = self.found.metric if self.found else ""
        where = (layout.text(self.cells, "service"), layout.text(self.cells, "period"))
        return metric, tuple(sorted(self.dimensions.items())), *where


def indicator_figures(table: Table, layout: Layout, findings: list[Finding]) -> Iterator[Figure]:
    """Figures of every row; rows are known by their labels in any language, else by position.

    Two rows of one indicator and scope are two figures where section or context differ.
    """
    rows = table.rows[layout.first_line - 1 :]
    data = [(line, row) for line, row in enumerate(rows, start=layout.first_line) if any(row)]
    walk = _IndicatorWalk(
        table, layout, findings, _kinds(layout, data), _has_sections(layout, data)
    )
    by_position = _is_by_position(layout, data)
    if by_position:
        findings.append(remark("RD045", table, f"rows {data[0][0]} to {data[-1][0]}"))
    read = []
    for number, (line, row) in enumerate(data):
        if not layout.text(row, "indicator") and not layout.text(row, "value"):
            findings.append(remark("RD008", table, f"row {line}"))
            continue
        found = layout.sheet.rows[number] if by_position else _find(layout, row)
        if found is not None and by_position and layout.sheet.number not in ASKED:
            dimensions: dict[str, str] | None = dict(found.dimensions)
        else:
            dimensions = _indicator_dimensions(walk, line, row, found)
        if dimensions is not None:
            read.append(_Row(line, row, found, dimensions))
    contexts: dict[tuple[object, ...], set[str]] = defaultdict(set)
    for each in read:
        contexts[each.key(layout)].add(layout.text(each.cells, "context"))
    for each in read:
        yield from _indicator_row(walk, each, apart=len(contexts[each.key(layout)]) > 1)


def _is_by_position(layout: Layout, data: list[tuple[int, list[str]]]) -> bool:
    indicators = _indicators(layout.sheet.number)
    foreign = bool(data) and not any(_key(layout, row)[0] in indicators for _, row in data)
    return foreign and len(data) == len(layout.sheet.rows)


def _kinds(layout: Layout, data: list[tuple[int, list[str]]]) -> dict[str, dict[bool, str]]:
    """For each indicator what its two-letter codes are; the whole column tells for those that do
    not tell themselves."""
    asked = ASKED.get(layout.sheet.number, "territory")
    texts: dict[str, list[str]] = defaultdict(list)
    for _, row in data:
        texts[layout.text(row, "indicator")].append(layout.text(row, "scope"))
    whole = kinds_of_scopes((text for each in texts.values() for text in each), asked)
    found = {}
    for indicator, each in texts.items():
        own = (kinds_of_scopes(each, "language"), kinds_of_scopes(each, "territory"))
        found[indicator] = {
            case: own[0][case] if own[0][case] == own[1][case] else whole[case]
            for case in (True, False)
        }
    return found


def _has_sections(layout: Layout, data: list[tuple[int, list[str]]]) -> bool:
    """Whether the table has sections of its own, such as one for each system."""
    named: dict[str, set[str]] = defaultdict(set)
    for _, row in data:
        named[_english(layout.text(row, "indicator"))].add(plain(layout.text(row, "section")))
    official = len({row.section for row in layout.sheet.rows})
    every = {section for each in named.values() for section in each}
    return len(every) > official or any(len(each) > 1 for each in named.values())


def identification(table: Table, layout: Layout, findings: list[Finding]) -> dict[str, str]:
    """The members of sheet 1 by metric, such as ``report.published``; texts as written. What the
    template itself says there is a finding and no member."""
    data = list(enumerate(table.rows[layout.first_line - 1 :], start=layout.first_line))
    rows = [(line, row) for line, row in data if any(row)]
    members = {}
    for number, (line, row) in enumerate(rows):
        found = _find(layout, row)
        if found is None and len(rows) == len(layout.sheet.rows):
            found = layout.sheet.rows[number]
        text = layout.text(row, "value")
        if is_placeholder(text):
            findings.append(remark("RD043", table, place(layout.columns["value"], line)))
        elif found is not None and text:
            members[found.metric] = text
    return members


def _indicator_row(walk: _IndicatorWalk, each: _Row, *, apart: bool) -> Iterator[Figure]:
    layout, line, row = walk.layout, each.line, each.cells
    if each.found is None:
        walk.note("RD044", "indicator", line)
    period_at = place(layout.columns.get("period", 0), line)
    spot = Spot(
        table=walk.table,
        service=layout.text(row, "service") or None,
        period=read_spot_period(walk.table, layout.text(row, "period"), period_at, walk.findings),
        surface=layout.surface or WHOLE_SERVICE,
        findings=walk.findings,
    )
    at, text = place(layout.columns["value"], line), layout.text(row, "value")
    if layout.sheet.number == TEXTS:
        metric = each.found.metric if each.found else "qualitative.other"
        yield from text_figures(spot, text, at, metric, each.dimensions)
        return
    dimensions = _told_apart(walk, each, apart=apart)
    metric, unit = (each.found.metric, each.found.unit) if each.found else ("dsa.other", "items")
    meaning = Meaning(metric, unit, dimensions)
    yield number_figure(spot, text, at, meaning, layout.text(row, "context"))


def _told_apart(walk: _IndicatorWalk, each: _Row, *, apart: bool) -> dict[str, str]:
    """The dimensions of a row; what stands several times with different contexts, and measures of
    quality that stand several times anyhow, are several figures."""
    dimensions = dict(each.dimensions)
    context = walk.layout.text(each.cells, "context") if apart else ""
    if context:
        dimensions["context"] = context[:LONGEST]
    key = (*each.key(walk.layout), context)
    walk.told[key] += 1
    if walk.told[key] > 1 and each.found is not None and each.found.metric in SCORES:
        if walk.layout.text(each.cells, "value"):
            walk.note("RD033", "indicator", each.line, f"number {walk.told[key]}")
        dimensions["row"] = str(walk.told[key])
    return dimensions


def _indicator_dimensions(
    walk: _IndicatorWalk, line: int, row: list[str], found: TemplateRow | None
) -> dict[str, str] | None:
    """The dimensions of a row, or None for a placeholder row without a value."""
    layout = walk.layout
    own = {} if found else {"indicator": layout.text(row, "indicator")}
    dimensions = {**(found.dimensions if found else {}), **own}
    section = layout.text(row, "section")
    if walk.sections and section and _english(section) not in _sections(layout.sheet.number):
        dimensions["section"] = section[:LONGEST]
    text = layout.text(row, "scope")
    if not text or _is_fixed(layout, row):
        return dimensions
    if origin := _origins().get(_english(text)):
        return {**dimensions, **origin}
    asked = ASKED.get(layout.sheet.number, "territory")
    scope = read_scope(text, asked, walk.kinds[layout.text(row, "indicator")])
    if scope.placeholder and not layout.text(row, "value"):
        walk.note("RD043", "scope", line)
        return None
    if scope.remark:
        walk.note(scope.remark, "scope", line, f"{shown(text)}: {scope.read}")
    return {**dimensions, scope.dimension: scope.code} if scope.dimension else dimensions


def _is_fixed(layout: Layout, row: list[str]) -> bool:
    """Whether indicator and scope stand together in the template, and are no example of a code."""
    indicator, scope = _key(layout, row)
    codes = layout.sheet.number in ASKED and _codelike(scope)
    return (indicator, scope) in _known_rows(layout.sheet.number) and not codes


def _codelike(scope: str) -> bool:
    return read_scope(scope, "language").dimension is not None and not _origins().get(scope)


@cache
def _origins() -> dict[str, dict[str, str]]:
    """What the scopes of sheet 8 say that are neither a total nor a language, whatever the row."""
    rows = dsa_template().sheets[8].rows
    return {plain(row.scope): dict(row.dimensions) for row in rows if row.dimensions}


@cache
def _sections(number: int) -> frozenset[str]:
    return frozenset(plain(row.section) for row in dsa_template().sheets[number].rows)


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


def _find(layout: Layout, row: list[str]) -> TemplateRow | None:
    """The row of the template with this indicator and scope, else the one for all of the indicator.

    On sheet 7 the scope is part of the metric: there only a code of a state or language narrows a
    row that is known.
    """
    rows = _known_rows(layout.sheet.number)
    indicator, scope = _key(layout, row)
    exact = rows.get((indicator, scope))
    if exact is not None:
        return exact
    if layout.sheet.number == COMPLAINTS and scope:
        code = read_scope(layout.text(row, "scope"), "territory").dimension
        if code == "scope":
            return None
    found = rows.get((indicator, ""))
    return None if found is None else replace(found, scope="", dimensions=_without_origin(found))


def _without_origin(row: TemplateRow) -> dict[str, str]:
    return {name: code for name, code in row.dimensions.items() if name != "origin"}
