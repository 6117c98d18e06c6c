"""The official EU report, read and checked against itself."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.dsa_template import CATEGORY_SHEETS
from harmscope.model.figure import Bounds, Figure, Number
from harmscope.model.period import parse_period
from harmscope.readers.dsa_layout import lay_out
from harmscope.readers.dsa_sheets import category_figures, identification, indicator_figures
from harmscope.readers.dsa_terms import read_category
from harmscope.readers.numbers import read_day
from harmscope.readers.result import Reading, Table, read_tables, remark

# Where an EU report contradicts itself: parts above wholes, medians too long, sums that differ.

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


# Reads the EU's harmonised transparency report: a workbook, a folder or a zip of CSV files.

NAMES_SHEET = 2


def read_dsa_report(path: Path) -> Reading:
    """Every figure and text of the report; each leniency and each contradiction is a finding.

    Several workbooks, or several folders in an archive, are surfaces of the service.

    Sheets are known by name or headers in any language seen, else by position. Raises UserError
    where no table is a sheet of the template.
    """
    tables, sources = read_tables(path)
    reading = Reading("dsa-report", sources=sources)
    several = len({_container(table) for table in tables}) > 1
    for table in tables:
        reading.findings += table.findings
        _read_table(table, reading, _container(table) if several else None)
    if not reading.figures:
        fix = "give the report's workbook, folder or zip archive"
        raise UserError(path.name, "no table of the EU template was found", fix)
    reading.figures = contest(reading.figures, tables, reading.findings)
    reading.findings += implausible(reading.figures, tables)
    services = Counter(
        figure.scope.service for figure in reading.figures if figure.scope and figure.scope.service
    )
    reading.service = services.most_common(1)[0][0] if services else None
    return reading


def _container(table: Table) -> str:
    """What holds a whole report: the workbook, or the folder of CSV files."""
    path = PurePosixPath(table.file)
    return path.stem if table.is_sheet else path.parent.name


def _read_table(table: Table, reading: Reading, container: str | None) -> None:
    layout = lay_out(table, reading.findings)
    if layout is None or layout.sheet.number == NAMES_SHEET:
        return
    if container is not None:
        # Several reports in one archive are surfaces, so that none contradicts another.
        named = " ".join(part for part in (container, layout.surface) if part)
        layout = replace(layout, surface=named or layout.surface)
    if layout.sheet.number == 1:
        published = identification(table, layout).get("report.published", "")
        day = read_day(published)
        reading.edition = day[0].isoformat() if day else reading.edition
    elif layout.sheet.number in CATEGORY_SHEETS:
        reading.figures += category_figures(table, layout, reading.findings)
    else:
        reading.figures += indicator_figures(table, layout, reading.findings)
