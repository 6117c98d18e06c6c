"""Where an EU report contradicts itself: parts above wholes, medians too long, sums that differ."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from harmscope.findings import Finding
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.model.period import parse_period
from harmscope.readers.dsa_terms import read_category
from harmscope.readers.result import Table, remark

# Numbers of an EU report that cannot be as they stand: parts above wholes, medians too long.

WHOLES = {"measures.detected_automatically": "measures.taken"}
OUTCOMES = ("upheld", "partly_reversed", "reversed", "omitted")
HOURS_A_DAY = 24


def implausible(figures: Iterable[Figure], tables: Iterable[Table]) -> list[Finding]:
    """Findings about parts above their whole, outcomes above cases, medians beyond the period."""
    by_sheet = {(table.sha256, table.name): table for table in tables}
    values = {_key(figure, figure.metric): figure for figure in figures if figure.value is not None}
    findings = []
    for figure in values.values():
        table = by_sheet[_sheet(figure)]
        for code, words in _faults(figure, values):
            cell = (figure.source.cell if figure.source else None) or ""
            findings.append(remark(code, table, cell, words))
    return findings


def _sheet(figure: Figure) -> tuple[str, str]:
    source = figure.source
    return (source.sha256 or "", source.sheet or "") if source else ("", "")


def _key(figure: Figure, metric: str, **changed: str) -> tuple[object, ...]:
    dimensions = {**(figure.dimensions or {}), **changed}
    surface = figure.scope.surface if figure.scope else None
    kept = {name: code for name, code in dimensions.items() if code}
    return metric, surface, figure.period, tuple(sorted(kept.items()))


def _faults(figure: Figure, values: dict[tuple[object, ...], Figure]) -> Iterator[tuple[str, str]]:
    value = figure.value or 0
    whole = values.get(_key(figure, WHOLES.get(figure.metric, "")))
    if whole is None and (figure.dimensions or {}).get("notifier") == "trusted_flagger":
        whole = (
            values.get(_key(figure, figure.metric, notifier="")) if figure.unit != "hours" else None
        )
    if whole is not None and whole.value is not None and value > whole.value:
        yield "RD052", f"{value:,} of {whole.value:,}"
    hours = parse_period(figure.period).days * HOURS_A_DAY if figure.period else None
    if figure.metric.endswith("_median") and hours is not None and value > hours:
        yield "RD055", f"{value:,} hours"
    base, _, last = figure.metric.rpartition(".")
    if base in ("complaints", "disputes") and last == "received":
        outcomes = [values.get(_key(figure, f"{base}.{outcome}")) for outcome in OUTCOMES]
        total = sum(each.value or 0 for each in outcomes if each is not None)
        if total > value:
            yield "RD053", f"{total:,} outcomes of {value:,}"


# Finds where an EU report contradicts itself, and marks those figures as contested.

ADDED = ("orders", "notices", "measures")
Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two numbers for one figure: what stands there, and what its parts add up to."""

    index: int
    code: str
    stated: Number
    parts: Number


def contest(
    figures: list[Figure], tables: Iterable[Table], findings: list[Finding]
) -> list[Figure]:
    """The figures, those that their own parts contradict marked ``contested``.

    Both numbers are kept: the stated one as value, both as bounds.
    """
    by_sheet = {(table.sha256, table.name): table for table in tables}
    contested = list(figures)
    for clash in _sums(figures):
        figure = figures[clash.index]
        source = figure.source
        table = by_sheet[(source.sha256 or "", source.sheet or "")] if source else None
        if source is None or table is None:
            continue
        words = f"{clash.stated:,} stated, parts add up to {clash.parts:,}"
        findings.append(remark(clash.code, table, source.cell or "", words))
        low, high = sorted((clash.stated, clash.parts))
        contested[clash.index] = figure.model_copy(
            update={
                "status": "contested",
                "bounds": Bounds(low=low, high=high),
                "notes": [*(figure.notes or []), f"Contested: {words}."],
            }
        )
    return contested


def _sums(figures: list[Figure]) -> list[Clash]:
    totals: dict[Key, int] = {}
    categories: dict[Key, dict[str, int]] = defaultdict(dict)
    keywords: dict[Key, list[tuple[str | None, Number]]] = defaultdict(list)
    for index, figure in enumerate(figures):
        if figure.metric.split(".")[0] not in ADDED or not isinstance(figure.value, int):
            continue
        if figure.unit == "hours":
            continue
        group = _group(figure)
        code = (figure.dimensions or {}).get("category", "")
        if not code:
            totals[group] = index
        elif code.startswith("STATEMENT_CATEGORY_") and "/" not in code:
            categories[group][code] = index
        else:
            keywords[group].append((_parent(code), figure.value))
    clashes = []
    for group, index in totals.items():
        parts = _parts(figures, categories[group], keywords[group])
        stated = figures[index].value
        if parts is not None and stated is not None and parts != stated:
            clashes.append(Clash(index, "RD050", stated, parts))
    for group, named in categories.items():
        clashes += _category_clashes(figures, named, keywords[group])
    return clashes


def _parts(
    figures: list[Figure], categories: dict[str, int], keywords: list[tuple[str | None, Number]]
) -> Number | None:
    """What the parts of a total add up to: categories, and keywords whose category has no row."""
    if not categories and not keywords:
        return None
    rows = sum(figures[index].value or 0 for index in categories.values())
    return rows + sum(value for parent, value in keywords if parent not in categories)


def _category_clashes(
    figures: list[Figure], categories: dict[str, int], keywords: list[tuple[str | None, Number]]
) -> list[Clash]:
    clashes = []
    for code, index in categories.items():
        parts = [value for parent, value in keywords if parent == code]
        stated = figures[index].value
        if parts and stated is not None and sum(parts) != stated:
            clashes.append(Clash(index, "RD051", stated, sum(parts)))
    return clashes


def _parent(code: str) -> str | None:
    if "/" in code:
        return code.split("/", maxsplit=1)[0]
    return read_category(code, None).parent


def _group(figure: Figure) -> Key:
    kept = {
        name: code
        for name, code in (figure.dimensions or {}).items()
        if name not in ("category", "description", "row")
    }
    surface = figure.scope.surface if figure.scope else None
    return figure.metric, surface, figure.period, tuple(sorted(kept.items()))
