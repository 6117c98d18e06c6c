"""How sure a figure is: the gaps of its source, and the labels that follow."""

import calendar
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from harmscope.aggregation.clocking import STATES
from harmscope.aggregation.observed import Days, Evidence
from harmscope.errors import UserError
from harmscope.metrics.carried import BETWEEN, NY, OUTSIDE
from harmscope.metrics.flat_tables import (
    BANDS,
    DOES_NOT_APPLY,
    GARM,
    GARM_GAPS,
    HOURS,
    NOT_LISTED,
    SPLITS,
    Split,
)
from harmscope.metrics.metric import Metric
from harmscope.model.base import given
from harmscope.model.figure import Figure
from harmscope.model.report import Definition, Dimension
from harmscope.model.typed import Dataset
from harmscope.taxonomy import codelist, harm, load_system
from harmscope.taxonomy.clocks import clocks

# What the sources do not keep, and what a service does not offer: neither is zero.

COMPLETE: Final = "complete"
SAMPLE: Final = "sample"
SELECTION: Final = "selection"
_WORST_FIRST: Final = (SELECTION, SAMPLE)
_ROWS_OF: Final = {
    "notices": "notice",
    "orders": "notice",
    "appeals": "appeal",
    "decisions": "decision",
    "content_decisions": "decision",
    "generation": "incident",
}
"""Parts of the record → the table whose rows show that the data holds some all the same."""


@dataclass(slots=True)
class Gaps:
    """Parts that no header keeps (``never``) and parts that only some keep, or that a source keeps
    with a hole (``partly``), each with the reason given; ``offers`` holds the capabilities named,
    or None where no header names any. ``extent`` says how much of all records the least complete
    data set holds, ``days`` of which days they speak, ``evidence`` what their rows show."""

    never: dict[str, str] = field(default_factory=dict)
    partly: dict[str, str] = field(default_factory=dict)
    offers: set[str] | None = None
    extent: str = COMPLETE
    days: Days | None = None
    evidence: Evidence | None = None

    def missing(self, metric: Metric, split: Sequence[str] = ()) -> str | None:
        """Why the metric so split is not recorded at all; None where it is."""
        for part in _parts(metric, split):
            if part in self.never and not self._is_shown(part, metric):
                return self.never[part]
        if self.evidence is not None:
            return self.evidence.missing(metric, self.offers)
        if self.offers is not None and metric.offers and not self.offers & set(metric.offers):
            return "The header of the data lists what the service can do, and this is not among it."
        return None

    def unseen(self, metric: Metric, split: Sequence[str] = ()) -> str | None:
        """Why the metric so split is known only as far as some rows go, though no header keeps the
        part: decisions on accounts, say, of a log that keeps none on content."""
        parts = (part for part in _parts(metric, split) if part in self.never)
        return next((self.never[part] for part in parts if self._is_shown(part, metric)), None)

    def _is_shown(self, part: str, metric: Metric) -> bool:
        shown = self.evidence
        if shown is None or part not in _ROWS_OF:
            return False
        return _ROWS_OF[part] in shown.tables if metric.seen is None else shown.holds(metric)

    def incomplete(self, metric: Metric, split: Sequence[str] = ()) -> str | None:
        """Why the metric so split is recorded in part only; None where it is in full."""
        parts = _parts(metric, split)
        if metric.table == "incident":
            parts += ["decisions", "content_decisions"]  # a case that is missing is missing whole
        return next((self.partly[part] for part in parts if part in self.partly), None)


def gaps_of(headers: Sequence[Dataset]) -> Gaps:
    """The gaps of several data sets together."""
    reasons: dict[str, list[str]] = {}
    holes: dict[str, str] = {}
    offers: set[str] | None = set()
    for header in headers:
        for gap in header.get("not_recorded", ()):
            if gap.get("partly"):
                holes[gap["part"]] = f"Some may be missing: {gap['reason']}"
            else:
                reasons.setdefault(gap["part"], []).append(gap["reason"])
        named = header.get("capabilities")
        offers = None if offers is None or named is None else offers | set(named)
    extents = {header.get("coverage", {}).get("extent", COMPLETE) for header in headers}
    extent = next((one for one in _WORST_FIRST if one in extents), COMPLETE)
    gaps = Gaps(partly=holes, offers=offers if headers else None, extent=extent)
    for part, found in sorted(reasons.items()):
        if len(found) == len(headers):
            gaps.never[part] = min(found)
        else:
            gaps.partly[part] = f"Not in every source: {min(found)}"
    return gaps


def _parts(metric: Metric, split: Sequence[str]) -> list[str]:
    return [*metric.needs, *(part for name in split for part in SPLITS[name].needs)]


# Definitions of metrics and labels of codes, as a report prints them.

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
        codes=_apart(named, name),
    )


def _apart(labels: dict[str, str], name: str) -> dict[str, str]:
    """Labels of codes; one that several codes share says what each stands under: its list, its
    parent, else its code."""
    shared = {words for words, codes in Counter(labels.values()).items() if codes > 1}
    if not shared:
        return labels
    further = {
        code: f"{words} ({_above(code, name)})" if words in shared else words
        for code, words in labels.items()
    }
    known = Counter(further.values())
    return {code: words if known[words] == 1 else code for code, words in further.items()}


def _above(code: str, name: str) -> str:
    if name == "native":
        return code.partition(":")[0]
    parent = code.rpartition("/")[0] or code.rpartition(".")[0]
    split = SPLITS.get(_TEMPLATE.get(name, name))
    return label(split, parent) if split is not None and parent else code


def label(split: Split, code: str) -> str:
    """The label of one code of a dimension; the code itself where no list knows it."""
    if code == split.missing:
        return split.missing_label
    if code == DOES_NOT_APPLY and split.void is not None:
        return "Does not apply"
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


def _new_york(code: str) -> str:
    return _CARRIED.get(code) or _native(f"{NY}:{code}")


_CARRIED: Final = {
    OUTSIDE: "None of these categories",
    BETWEEN: "Unallocated: the harm splits between categories",
}
_AGAINST: Final = {
    "visibility": "A restriction of visibility",
    "monetary": "A monetary restriction",
    "service": "A restriction of the service",
    "account": "A restriction of the account",
    "notice_refused": "No action on a notice under law",
    "trusted_flagger_notice_refused": "No action on a trusted flagger's notice",
    "flag_refused": "No action on a flag",
}

_KNOWN: Final[dict[str, Callable[[str], str]]] = {
    "month": _month,
    "days_taken": lambda code: BANDS[code][0] if code in BANDS else code,
    "harm": _harm,
    "harm_top": _harm,
    "harm_label": _harm,
    **dict.fromkeys(HOURS, _hours),
    "native": _native,
    "garm": lambda code: _GARM.get(code) or _native(f"{GARM}:{code}"),
    "ny_category": _new_york,
    "ny_action": _new_york,
    "against": lambda code: _AGAINST.get(code, code),
    "dsa_category": lambda code: _native(f"dsa@v2:{code}"),
    "dsa_keyword": lambda code: _native(f"dsa@v2:{code}"),
    "clock": lambda code: {one.id: one.title for one in clocks()}.get(code, code),
    "clock_state": lambda code: STATES.get(code, code),
}
