"""Labels of the codes that figures are split by."""

import calendar
from collections.abc import Iterable

from harmscope.aggregation.members import given
from harmscope.errors import UserError
from harmscope.metrics.dimensions import SPLITS, Split
from harmscope.model.figure import Figure
from harmscope.model.report import Dimension
from harmscope.taxonomy import codelist, harm, load_system


def dimensions_of(figures: Iterable[Figure]) -> list[Dimension]:
    """Every dimension that the figures are split by, with labels for the codes that occur."""
    codes: dict[str, set[str]] = {}
    for figure in figures:
        for name, code in (figure.dimensions or {}).items():
            codes.setdefault(name, set()).add(code)
    return [
        given(
            Dimension,
            id=name,
            title=SPLITS[name].title,
            scheme=SPLITS[name].scheme,
            codes={code: label(SPLITS[name], code) for code in sorted(codes[name])},
        )
        for name in sorted(codes)
        if name in SPLITS
    ]


def label(split: Split, code: str) -> str:
    """The label of one code of a dimension; the code itself where no list knows it."""
    if code == split.missing:
        return split.missing_label
    if split.id == "month":
        return f"{calendar.month_name[int(code[5:])]} {code[:4]}"
    if split.id in ("harm", "harm_top"):
        category = harm().categories.get(code)
        return code if category is None else category.label
    if split.id == "native":
        return _native(code)
    if split.codelist is not None:
        return codelist(split.codelist).codes.get(code, code)
    return code


def _native(key: str) -> str:
    scheme, _, code = key.partition(":")
    try:
        found = load_system(scheme).find(code)
    except UserError:
        return code
    return code if found is None else found.label
