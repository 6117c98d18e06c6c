"""Figures as one table: the same columns wherever figures are written.

The names are those that ``harmscope read --from figures`` takes. Each dimension that occurs has a
column ``dimension.NAME``, each stated basis a column ``basis.NAME``.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from harmscope.model.figure import Figure
from harmscope.render.table import Cell, Column, Table, Type

Get = Callable[[Figure], Cell]
Labels = Mapping[str, Mapping[str, str]]


def _of(part: str, name: str) -> Get:
    def get(figure: Figure) -> Cell:
        found: Cell = getattr(getattr(figure, part), name, None)
        return found

    return get


def _own(name: str) -> Get:
    def get(figure: Figure) -> Cell:
        found: Cell = getattr(figure, name)
        return found

    return get


def _notes(figure: Figure) -> Cell:
    return " ".join(figure.notes) if figure.notes else None


_COLUMNS: Final[tuple[tuple[str, Type, Get, str], ...]] = (
    ("metric", "text", _own("metric"), "Id of the metric"),
    ("value", "number", _own("value"), "The figure, empty where there is none"),
    ("unit", "text", _own("unit"), "What is counted"),
    ("status", "text", _own("status"), "Whether the value is exact, or why there is none"),
    ("text", "text", _own("text"), "The answer, where it is a text"),
    ("service", "text", _of("scope", "service"), "The service it is about"),
    ("surface", "text", _of("scope", "surface"), "The part of the service"),
    ("geography", "text", _of("scope", "geography"), "The area it covers"),
    ("policies", "text", _of("scope", "policies"), "The policies it covers"),
    ("spam", "text", _of("scope", "spam"), "Whether spam is counted"),
    ("period", "text", _own("period"), "First and last day, both inside"),
    ("scheme", "text", _own("scheme"), "The code system of its category"),
    ("low", "number", _of("bounds", "low"), "The least it can be"),
    ("high", "number", _of("bounds", "high"), "The most it can be"),
    ("interval_method", "text", _of("interval", "method"), "How its interval was made"),
    ("interval_level", "number", _of("interval", "level"), "The level of its interval"),
    ("interval_low", "number", _of("interval", "low"), "Lower limit of its interval"),
    ("interval_high", "number", _of("interval", "high"), "Upper limit of its interval"),
    ("rounding", "number", _own("rounding"), "The step to which it was rounded"),
    ("numerator", "integer", _own("numerator"), "The count above the line of a share"),
    ("denominator", "integer", _own("denominator"), "The count below the line of a share"),
    ("denominator_name", "text", _own("denominator_name"), "What it is a share of"),
    ("estimand", "text", _own("estimand"), "What the figure is meant to measure"),
    ("edition", "text", _own("edition"), "The publication that it is from"),
    ("assurance", "text", _own("assurance"), "Who vouches for it"),
    ("note", "text", _notes, "What else must be known"),
    ("address", "text", _of("source", "address"), "The page it was copied from"),
    ("retrieved", "text", _of("source", "retrieved"), "When it was retrieved"),
    ("quoted", "text", _of("source", "quoted"), "The wording of its source"),
    ("sha256", "text", _of("source", "sha256"), "Digest of the file it was read from"),
    ("sheet", "text", _of("source", "sheet"), "The sheet that it is on"),
    ("cell", "text", _of("source", "cell"), "The cell that it is in"),
)
COLUMNS: Final = tuple(name for name, *_ in _COLUMNS)
"""Every column that is always there, in order. Dimensions and bases follow ``text``."""


_LAST_OF_FIGURE: Final = "text"
"""The figure itself comes first, then what it is split by, then what it is about."""


def figures_table(
    figures: Iterable[Figure],
    *,
    columns: Sequence[str] = COLUMNS,
    service: str | None = None,
    titles: Mapping[str, str] | None = None,
    labels: Labels | None = None,
    before: Mapping[str, Sequence[Cell]] | None = None,
    after: Mapping[Column, Sequence[Cell]] | None = None,
) -> Table:
    """One row a figure. ``columns`` chooses among ``COLUMNS``; what is not known is an empty cell.

    ``service`` is that of figures which name none. ``titles`` adds the title of each metric and
    ``labels`` the label of each code. ``before`` and ``after`` hold columns of the caller's own,
    one cell a figure.
    """
    found = list(figures)
    parts: list[tuple[Column, Sequence[Cell]]] = [
        (Column(name), cells) for name, cells in (before or {}).items()
    ]
    for name, type_, get, about in _COLUMNS:
        if name in columns:
            cells = [get(figure) for figure in found]
            if name == "service":
                cells = [service if cell is None else cell for cell in cells]
            parts.append((Column(name, type_, about=about), cells))
        if name == "metric" and titles is not None:
            parts.append((Column("title"), [titles.get(one.metric) for one in found]))
        if name == _LAST_OF_FIGURE:
            parts += _splits(found, labels)
    parts += (after or {}).items()
    return Table(
        [column for column, _ in parts],
        list(zip(*(cells for _, cells in parts), strict=True)),
        section="Figures",
    )


def _splits(figures: Sequence[Figure], labels: Labels | None) -> list[tuple[Column, list[Cell]]]:
    """A column for each dimension and each basis that occurs, in the order of their occurrence."""
    found: list[tuple[Column, list[Cell]]] = []
    for name in _named(one.dimensions for one in figures):
        codes = [(one.dimensions or {}).get(name) for one in figures]
        column = Column(f"dimension.{name}", about=f"Its code in the dimension {name}")
        found.append((column, list(codes)))
        if labels is not None:
            words = labels.get(name, {})
            column = Column(f"label.{name}", about="The label of that code")
            found.append((column, [None if c is None else words.get(c, c) for c in codes]))
    stated = [_basis(one) for one in figures]
    for name in _named(stated):
        column = Column(f"basis.{name}", about=f"What is stated about {name.replace('_', ' ')}")
        found.append((column, [each.get(name) for each in stated]))
    return found


def _basis(figure: Figure) -> dict[str, str]:
    return {str(name): words for name, words in (figure.basis or {}).items()}


def _named(members: Iterable[Mapping[str, str] | None]) -> list[str]:
    return list(dict.fromkeys(name for one in members for name in one or {}))
