"""Numbers of an EU report that cannot be as they stand: parts above wholes, medians too long."""

from collections.abc import Iterable, Iterator

from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.model.period import parse_period
from harmscope.readers.remarks import remark
from harmscope.readers.tables import Table

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
