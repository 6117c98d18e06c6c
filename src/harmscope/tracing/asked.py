"""Which figure is asked for: the figures of a report with their places and ids, and the notation
``metric[dimension=code,…]``.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from harmscope.canonical import canonical
from harmscope.errors import UserError, offer
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.model.report import Report

QUALITY: Final = "quality"
"""The section of figures about the data itself."""

_ID: Final = re.compile(r"[0-9a-f]{12}")
_HEAD: Final = re.compile(r"\s*([a-z][a-z0-9_-]*(?:\.[a-z0-9_-]+)+)\s*(.*)", re.DOTALL)
_PAIR: Final = re.compile(r"([a-z][a-z0-9_]*)\s*=\s*")


@dataclass(frozen=True, slots=True)
class Placed:
    """A figure with its place in a report; ``number`` tells apart figures of one panel that are
    split in the same way. ``instead`` says that it stands in place of figures by code."""

    section: str
    panel: str
    figure: Figure
    number: int = 0
    instead: bool = False

    @property
    def key(self) -> tuple[object, ...]:
        """What makes it the same figure in another report."""
        figure = self.figure
        return self.section, self.panel, figure.metric, figure.place, figure.period, self.number

    @property
    def id(self) -> str:
        """Twelve hexadecimal digits that stand for the place: the same in every edition."""
        figure = self.figure
        place = [self.section, self.panel, figure.metric, dict(figure.place), figure.period or ""]
        return sha256(canonical([*place, self.number])).hexdigest()[:12]

    @property
    def name(self) -> str:
        """The figure in the notation that commands take."""
        return notation(self.figure.metric, self.figure.dimensions or {})

    @property
    def where(self) -> str:
        """Where it stands, in words: a panel, or what a figure that was read is about."""
        return f"on panel {self.panel}" if self.section != "read" else f"of {self.panel}"


def notation(metric: str, dimensions: dict[str, str]) -> str:
    """``metric[dimension=code,…]``, the dimensions in the order of their names."""
    pairs = ",".join(f"{name}={code}" for name, code in sorted(dimensions.items()))
    return f"{metric}[{pairs}]" if pairs else metric


def placed(report: Report) -> Iterator[Placed]:
    """Every figure of a report, those on the quality of its data last."""
    parts = [
        (section.id, panel.id, panel.figures, bool(panel.split))
        for section in report.sections
        for panel in section.panels
    ]
    parts += [
        (QUALITY, "mapping", report.mapping, False),
        (QUALITY, "completeness", report.completeness, False),
    ]
    for section, panel, figures, split in parts:
        seen: Counter[object] = Counter()
        for figure in figures:
            same = (figure.metric, figure.place, figure.period)
            instead = split and not figure.dimensions
            yield Placed(section, panel, figure, seen[same], instead)
            seen[same] += 1


def find(figures: Sequence[Placed], cell: str) -> Placed:
    """The figure that ``cell`` means: its id, or ``metric[dimension=code,…]``. Commas, semicolons
    or blanks may stand between the pairs, and the brackets may be left out; dimensions that every
    fitting figure shares may be left out as well.

    Raises UserError where none fits or several do.
    """
    if _ID.fullmatch(cell):
        return _one([one for one in figures if one.id == cell])
    metric, wanted = named(cell, sorted({one.figure.metric for one in figures}), _SEE)
    own = [one for one in figures if one.figure.metric == metric]
    exact = [one for one in own if dict(one.figure.place) == wanted]
    exact = [one for one in exact if not one.instead] or exact
    fitting = exact or [one for one in own if wanted.items() <= dict(one.figure.place).items()]
    if not fitting:
        names = [one.name for one in own]
        raise UserError("CELL", "the metric is not split so", offer(cell, names, _SEE))
    return _one(fitting)


def named(cell: str, metrics: Sequence[str], see: str = "") -> tuple[str, dict[str, str]]:
    """The metric and the codes by dimension that ``metric[dimension=code,…]`` names.

    Raises UserError where none of ``metrics`` is meant, or the pairs cannot be read.
    """
    read = _HEAD.fullmatch(cell)
    if read is None or read[1] not in metrics:
        fix = offer(cell.partition("[")[0].partition(" ")[0], metrics, see)
        raise UserError("CELL", "the report has no figure of that name", fix)
    return read[1], _pairs(read[2])


ABOUT: Final = ("service", "period", "edition", "surface")
"""What a figure that was read is about, beside its split."""


def narrowed(
    figures: Sequence[Placed], cell: str, service: str | None = None
) -> tuple[list[Placed], str]:
    """The figures that are about what ``cell`` names beside a split, ``service=…`` or
    ``period=2025-H2``, and the cell without it. ``service`` is whose figures they are where they
    name nobody.

    Raises UserError where no figure is about it.
    """
    read = _HEAD.fullmatch(cell)
    if read is None:
        return list(figures), cell
    pairs, left = _pairs(read[2]), list(figures)
    for name in [each for each in ABOUT if each in pairs]:
        wanted = pairs.pop(name)
        wanted = str(parse_period(wanted)) if name == "period" else wanted
        known = {_about(one.figure, name) or service or "" for one in left}
        left = [one for one in left if (_about(one.figure, name) or service) == wanted]
        if not left:
            fault = f"no figure is of that {name}"
            raise UserError("CELL", fault, offer(wanted, sorted(each for each in known if each)))
    return left, notation(read[1], pairs)


def _about(figure: Figure, name: str) -> str | None:
    found = getattr(figure.scope if name in ("service", "surface") else figure, name, None)
    return None if found is None else str(found)


_SEE: Final = "or take a name from figures.csv"


def _one(fitting: Sequence[Placed]) -> Placed:
    """The one figure that is meant; one that stands on several panels in the same way is one."""
    if not fitting:
        raise UserError("CELL", "the report has no figure with that id", _SEE)
    if len({one.figure.model_dump_json() for one in fitting}) == 1:
        return fitting[0]
    names = [f"{one.name} {one.where}: {one.id}" for one in fitting[:_MOST]]
    more = f"; {len(fitting) - _MOST:,} more" if len(fitting) > _MOST else ""
    fix = f"give one dimension more, or an id: {'; '.join(names)}{more}"
    raise UserError("CELL", f"{len(fitting):,} figures fit", fix)


_MOST: Final = 6


def _pairs(text: str) -> dict[str, str]:
    """``dimension=code`` pairs; a code may hold blanks and commas, and ends where the next pair
    begins."""
    inner = text.strip().lstrip(",; ")
    if inner.startswith("[") and inner.endswith("]"):
        inner = inner[1:-1]
    starts = [
        one for one in _PAIR.finditer(inner) if one.start() == 0 or inner[one.start() - 1] in ",; "
    ]
    if (inner.strip() and not starts) or (starts and inner[: starts[0].start()].strip()):
        raise UserError("CELL", "it cannot be read", "write metric[dimension=code,dimension=code]")
    ends = [one.start() for one in starts[1:]] + [len(inner)] * bool(starts)
    return {
        one[1]: inner[one.end() : end].strip().rstrip(",;").strip()
        for one, end in zip(starts, ends, strict=True)
    }


def by_key(figures: Iterable[Placed]) -> dict[tuple[object, ...], Placed]:
    """The figures by what makes them the same in another report."""
    return {one.key: one for one in figures}
