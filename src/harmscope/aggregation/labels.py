"""Definitions of metrics and labels of codes, as a report prints them."""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from harmscope.aggregation.clocking import STATES
from harmscope.errors import UserError
from harmscope.metrics.flat_tables import BANDS, GARM, GARM_GAPS, HOURS, NOT_LISTED, SPLITS, Split
from harmscope.metrics.metric import Metric
from harmscope.model.base import given
from harmscope.model.figure import Figure
from harmscope.model.report import Definition, Dimension
from harmscope.taxonomy import codelist, harm, load_system
from harmscope.taxonomy.clocks import clocks

# Definitions of metrics, as a report prints them.


def definition(metric: Metric) -> Definition:
    """The definition of one metric."""
    return given(
        Definition,
        metric=metric.id,
        title=metric.title,
        unit=metric.unit,
        definition=metric.definition,
        source=metric.source,
        regimes=list(metric.regimes),
        direction=metric.direction,
        pooling=metric.pooling,
    )


# Labels of the codes that figures are split by.

_TEMPLATE = {"category": "dsa_category"}
"""Dimensions of the EU template whose codes are those of a dimension of ours."""

_WEEK = 7 * 24

_GARM = dict(
    zip(
        GARM_GAPS,
        (
            "Unallocated: no harm category is known",
            "Unallocated: the harm splits between GARM categories",
            "Unallocated: GARM has no such category",
        ),
        strict=True,
    )
)


def dimensions_of(figures: Iterable[Figure]) -> list[Dimension]:
    """Every dimension that the figures are split by, with labels for the codes that occur."""
    codes: dict[str, set[str]] = {}
    for figure in figures:
        for name, code in (figure.dimensions or {}).items():
            codes.setdefault(name, set()).add(code)
    return [_dimension(name, sorted(codes[name])) for name in sorted(codes)]


def _dimension(name: str, codes: list[str]) -> Dimension:
    split = SPLITS.get(_TEMPLATE.get(name, name))
    named = {code: label(split, code) if split else code for code in codes}
    return given(
        Dimension,
        id=name,
        title=split.title if split else name.replace("_", " ").capitalize(),
        scheme=split.scheme if split else None,
        codes=_apart(named) if name == "native" else named,
    )


def _apart(labels: dict[str, str]) -> dict[str, str]:
    """Labels of native codes; those that several codes share say of which list each is."""
    shared = {words for words, codes in Counter(labels.values()).items() if codes > 1}
    return {
        code: f"{words} ({code.partition(':')[0]})" if words in shared else words
        for code, words in labels.items()
    }


def label(split: Split, code: str) -> str:
    """The label of one code of a dimension; the code itself where no list knows it."""
    if code == split.missing:
        return split.missing_label
    if split.codelist is not None:
        return codelist(split.codelist).codes.get(code, code)
    known = _KNOWN.get(split.id)
    return code if known is None else known(code)


def _month(code: str) -> str:
    return f"{calendar.month_name[int(code[5:])]} {code[:4]}"


def _harm(code: str) -> str:
    category = harm().categories.get(code)
    return code if category is None else category.label


def _hours(code: str) -> str:
    hours = int(code)
    number, unit = (hours // 24, "day") if hours > _WEEK else (hours, "hour")
    return f"{number} {unit}{'' if number == 1 else 's'}"


def _native(key: str) -> str:
    if key == NOT_LISTED:
        return "Code not in the list"
    scheme, _, code = key.partition(":")
    try:
        found = load_system(scheme).find(code)
    except UserError:
        return code
    return code if found is None else found.label


_KNOWN: Final[dict[str, Callable[[str], str]]] = {
    "month": _month,
    "days_taken": lambda code: BANDS[code][0] if code in BANDS else code,
    "harm": _harm,
    "harm_top": _harm,
    "harm_label": _harm,
    **dict.fromkeys(HOURS, _hours),
    "native": _native,
    "garm": lambda code: _GARM.get(code) or _native(f"{GARM}:{code}"),
    "dsa_category": lambda code: _native(f"dsa@v2:{code}"),
    "dsa_keyword": lambda code: _native(f"dsa@v2:{code}"),
    "clock": lambda code: {one.id: one.title for one in clocks()}.get(code, code),
    "clock_state": lambda code: STATES.get(code, code),
}
