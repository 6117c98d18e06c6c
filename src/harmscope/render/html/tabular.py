"""The table behind a panel: head and rows of text."""

from typing import Final

from harmscope.model.figure import Figure
from harmscope.model.report import Panel
from harmscope.render.figure_text import grouped, percent, shown
from harmscope.render.html.rows import Words

Table = tuple[list[str], list[list[str]]]

_STATUS = {
    "exact": "",
    "approx": "approximate",
    "at_least": "lower limit",
    "estimate": "estimate",
    "suppressed": "withheld",
    "contested": "contested",
    "not_recorded": "not recorded",
    "not_reported": "none",
}

_MOST_OPEN: Final = 40
_PLACES: Final = ("category", "territory", "language", "description")
"""Dimensions of the EU template that name a row; the others name a column."""

_NOTHING: Final = frozenset({"", "0", "none to report", "not recorded"})


def table_of(panel: Panel, words: Words) -> Table:
    """Head and rows of a panel: one row a figure, or where a table has several figures for the
    same codes one row for the codes and a column a figure."""
    split = panel.split or []
    if panel.chart == "curve":
        return _running(panel, split, words)
    if panel.chart == "table" and split and len(panel.metrics) > 1:
        return _pivoted(panel, split, words)
    if not split and any("category" in (figure.dimensions or {}) for figure in panel.figures):
        return _matrix(panel, words)
    return _listed(panel, split, words)


def visible(panel: Panel, rows: list[list[str]]) -> tuple[list[list[str]], int]:
    """The rows that a table shows openly, and how many of nothing but zeros and blanks a long one
    leaves out."""
    if panel.chart != "table":
        return [], 0
    if len(rows) <= _MOST_OPEN:
        return rows, 0
    said = [row for row in rows if any(cell not in _NOTHING for cell in row[1:])]
    return said, len(rows) - len(said)


def _listed(panel: Panel, split: list[str], words: Words) -> Table:
    several = len(panel.metrics) > 1 or not split
    free = not split and any(figure.dimensions for figure in panel.figures)
    titles = [words.dimensions.get(name, name) for name in split]
    head = [
        *(["Figure"] if several else []),
        *titles,
        *(["Of"] if free else []),
        "Number",
        "Status",
    ]
    rows = [
        [
            *([words.metrics.get(figure.metric, figure.metric)] if several else []),
            *(words.code(figure, name) or "all" for name in split),
            *([_codes(figure, words, list(figure.dimensions or {})) or "all"] if free else []),
            shown(figure),
            _STATUS[figure.status],
        ]
        for figure in panel.figures
    ]
    return head, rows


def _running(panel: Panel, split: list[str], words: Words) -> Table:
    """Cases by time, and how many and which share there are up to each time; what has no known
    time is in no share."""
    name = split[0]
    timed = [one for one in panel.figures if (one.dimensions or {}).get(name, "").isdigit()]
    total, done, rows = sum(int(one.value or 0) for one in timed), 0, []
    for figure in panel.figures:
        cells = ["", ""]
        if figure in timed and figure.value is not None:
            done += int(figure.value)
            cells = [grouped(done), percent(done / total) if total else ""]
        title = words.code(figure, name) or "all"
        rows.append([title, shown(figure), *cells])
    return [words.dimensions.get(name, name), "Cases", "Cases so far", "Share so far"], rows


def _pivoted(panel: Panel, split: list[str], words: Words) -> Table:
    cells: dict[tuple[str, ...], dict[str, str]] = {}
    for figure in panel.figures:
        codes = tuple(words.code(figure, name) or "all" for name in split)
        cells.setdefault(codes, {})[figure.metric] = shown(figure)
    titles = [words.dimensions.get(name, name) for name in split]
    head = [*titles, *(words.metrics.get(metric, metric) for metric in panel.metrics)]
    rows = [
        [*codes, *(row.get(metric, "0") for metric in panel.metrics)]
        for codes, row in cells.items()
    ]
    return head, rows


def _matrix(panel: Panel, words: Words) -> Table:
    """Categories down, figures across, both in the order in which they first occur."""
    cells: dict[str, dict[str, str]] = {}
    columns: dict[str, None] = {}
    for figure in panel.figures:
        dimensions = figure.dimensions or {}
        place = _codes(figure, words, [name for name in _PLACES if name in dimensions]) or "Total"
        rest = _codes(figure, words, [name for name in dimensions if name not in _PLACES])
        title = words.metrics.get(figure.metric, figure.metric)
        column = f"{title}: {rest}" if rest else title
        columns[column] = None
        cells.setdefault(place, {})[column] = shown(figure)
    rows = [[place, *(row.get(column, "") for column in columns)] for place, row in cells.items()]
    return ["Category", *columns], rows


def _codes(figure: Figure, words: Words, names: list[str]) -> str:
    return ", ".join(words.code(figure, name) for name in names)
