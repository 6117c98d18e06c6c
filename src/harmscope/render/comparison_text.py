"""A comparison as text, as Markdown and as rows: verdicts before numbers."""

from collections import Counter
from collections.abc import Sequence

from harmscope.comparison import Comparison
from harmscope.comparison.axes import AXES
from harmscope.comparison.compare import EARLIER, TWICE
from harmscope.comparison.groups import Group, main_groups
from harmscope.comparison.side import Side
from harmscope.comparison.verdicts import VERDICTS, Pair
from harmscope.errors import many
from harmscope.reading import LoadedReport
from harmscope.render.figure_text import limits_text, period_text, side_text
from harmscope.render.safe_text import markdown
from harmscope.render.table import Cell, Column, Table, Type

_SIDE: tuple[tuple[str, Type], ...] = (
    ("service", "text"), ("metric", "text"), ("period", "text"), ("value", "number"),
    ("low", "number"), ("high", "number"), ("unit", "text"), ("status", "text"),
    ("edition", "text"), ("source", "text"),
)  # fmt: skip
COLUMNS = (
    *(Column(name) for name in (
        "group", "concept", "category", "splits", "verdict", "failed_axes",
        "axes_asking_for_care", "reasons",
    )),
    *(Column(f"{name}_a", type_) for name, type_ in _SIDE),
    *(Column(f"{name}_b", type_) for name, type_ in _SIDE),
    Column("rate_low_a", "number"), Column("rate_high_a", "number"),
    Column("rate_low_b", "number"), Column("rate_high_b", "number"),
    Column("ratio_low", "number"), Column("ratio_high", "number"),
    Column("ratio_numerator"), Column("ratio_denominator"), Column("ratio_unit"),
    Column("ranking"),
)  # fmt: skip


def comparison_table(comparison: Comparison) -> Table:
    """One flat table: a row for each pair, the verdict in every row."""
    rows = [_row(comparison, group, pair) for group in comparison.groups for pair in group.pairs]
    return Table(COLUMNS, rows, section="Verdicts")


def sides_table(comparison: Comparison, group: Group) -> Table:
    """The figures of one group, a row each."""
    columns = [Column(name.capitalize(), type_) for name, type_ in _SIDE]
    return Table(columns, [_side(comparison, side) for side in group.sides], title=group.title)


def source_text(reports: Sequence[LoadedReport], side: Side) -> str:
    """Where a figure stands: file, sheet, cell or address."""
    report = reports[side.report]
    names = {digest: name for name, digest in report.sources.items()}
    spots = []
    for figure in side.parts or (side.figure,):
        source = figure.source
        if source is None:
            spots.append(report.file)
            continue
        file = names.get(source.sha256 or "", report.file)
        sheet = source.sheet if source.sheet and not file.startswith(source.sheet) else None
        spots.append(" ".join(each for each in (file, sheet, source.cell, source.address) if each))
    return "; ".join(spots)


def publisher_of(reports: Sequence[LoadedReport], side: Side) -> str | None:
    """The authority that published a figure about a service; None where a service reports itself,
    and where the figure is about all services of the authority."""
    report = reports[side.report]
    about_itself = report.format != "publication" or report.service == side.service
    return None if about_itself else report.service


def _row(comparison: Comparison, group: Group, pair: Pair) -> list[Cell]:
    unclear = pair.open()
    reasons = [f"{axis}: {pair.axes[axis].reason}" for axis in (*pair.failed(), *unclear)]
    rates, measure = pair.rates, pair.measure
    limits = (*rates.a, *rates.b) if rates else (None, None, None, None)
    return [
        group.id,
        group.concept.title,
        group.category_label if group.category else "",
        "; ".join(f"{name}={code}" for name, code in group.splits),
        VERDICTS[pair.verdict],
        ", ".join(pair.failed()),
        ", ".join(unclear),
        "; ".join(reasons),
        *_side(comparison, pair.a),
        *_side(comparison, pair.b),
        *limits,
        *(pair.ratio or (None, None)),
        measure.numerator if measure else None,
        measure.denominator if measure else None,
        measure.unit if measure else None,
        " > ".join(group.ranking.order) or f"refused: {'; '.join(group.ranking.refused)}",
    ]


def _side(comparison: Comparison, side: Side) -> list[Cell]:
    limits = side.range
    return [
        side.service,
        side.metric,
        side.figure.period,
        side.figure.value,
        limits.low if limits else None,
        limits.high if limits else None,
        side.figure.unit,
        side.figure.status,
        side.edition,
        source_text(comparison.reports, side),
    ]


# A comparison in words, for the terminal: verdicts first, then what may be said.

CONTRADICTIONS = ("RD050", "RD051", "RD052", "RD054", "HS601", "HS602", "HS603", "HS610")
"""Remarks of reading that say where a report contradicts itself."""

SHOWN = 12
"""Groups shown in full; the files hold all."""


_NO_PAIRS = "no figure of one report stands beside the same one of another"


def _no_pairs(comparison: Comparison) -> str:
    """That nothing stands beside anything, and why."""
    if len(comparison.services) > 1:
        return f"0 pairs: {_NO_PAIRS}"
    if comparison.trends:
        series = f"{len(comparison.trends):,} series over time"
        return f"0 pairs: there is one service; write its {series} with -o FILE.html or FILE.json"
    why = next((reason for reason in (TWICE, EARLIER) if reason in comparison.left_out), _NO_PAIRS)
    return f"0 pairs: {why}"


def comparison_text(comparison: Comparison) -> str:
    """Contradictions, verdicts by count, the main groups, and what cannot be answered."""
    lines = [f"{' · '.join(comparison.services)}"]
    for report in comparison.reports:
        lines += _clashes(report)
    counts = Counter(pair.verdict for group in comparison.groups for pair in group.pairs)
    verdicts = ", ".join(f"{counts[key]:,} {words.lower()}" for key, words in VERDICTS.items())
    lines.append(
        f"{many(sum(counts.values()), 'pair')}: {verdicts}" if counts else _no_pairs(comparison)
    )
    main = main_groups(comparison.groups)
    for group in main[:SHOWN]:
        lines += ["", *_group(group)]
    hidden = len(comparison.groups) - len(main[:SHOWN])
    if hidden:
        more = many(hidden, "more group", "more groups")
        lines.append(f"\n{more} (categories and splits): write them all with -o FILE")
    lines += _rest(comparison)
    return "\n".join(lines)


def ranking_text(group: Group) -> str:
    """The ranking, or why there is none."""
    if group.ranking.order:
        return f"ranking, least first: {', '.join(group.ranking.order)}"
    return f"no ranking: {'; '.join(group.ranking.refused)}"


def ratio_words(pair: Pair) -> str:
    """The ratio of a pair in words, with what it is of."""
    if pair.ratio is None or pair.measure is None:
        return ""
    of = pair.measure.denominator
    unit = pair.measure.unit if of is None or pair.rates else f"{pair.measure.unit} of {of}"
    return f"Ratio of {pair.measure.numerator}, {unit}: {limits_text(pair.ratio)}"


def axis_lines(pair: Pair) -> list[str]:
    """The axes that fail or ask for care, each with its reason; or which of both is better."""
    titles = {axis.id: axis.title for axis in AXES}
    lines = [f"{titles[axis]}: {pair.axes[axis].reason}" for axis in (*pair.failed(), *pair.open())]
    if pair.better:
        lines.append(f"{pair.better} is better here: lower, and the intervals do not overlap")
    return lines


def _group(group: Group) -> list[str]:
    lines = [group.title]
    lines += [
        f"  {side.service}: {side_text(side)}, {side.title.lower()}, "
        f"{period_text(side.figure.period)}"
        for side in group.sides
    ]
    for pair in group.pairs:
        lines.append(f"  {pair.a.service} and {pair.b.service}: {VERDICTS[pair.verdict].lower()}")
        lines += [f"      {line}" for line in axis_lines(pair)]
    return [*lines, f"  {ranking_text(group)}"]


def _clashes(report: LoadedReport) -> list[str]:
    clashes = [each for each in report.remarks if each["rule"] in CONTRADICTIONS]
    name = ", ".join(report.services) or report.service or "a report without a service"
    places = "1 place" if len(clashes) == 1 else f"{len(clashes)} places"
    lines = [f"{name}: {places} where it contradicts itself"] if clashes else []
    lines += [f"  {each.get('place', '')}: {each['message']}" for each in clashes[:5]]
    return lines


def _rest(comparison: Comparison) -> list[str]:
    lines = ["", "These reports cannot answer:"]
    lines += [f"  {row.question} {row.why}" for row in comparison.unanswered]
    for service, count in comparison.unmapped.items():
        system = comparison.lens.system
        verb = "is" if count == 1 else "are"
        lines.append(f"{many(count, 'figure')} of {service} {verb} not converted to {system}")
    lines += [
        f"{many(count, 'figure')} left out: {why}" for why, count in comparison.left_out.items()
    ]
    return lines


# A comparison as Markdown, with footnotes to the sources.


def comparison_md(comparison: Comparison) -> str:
    """Verdicts before numbers, then each group; every number has a footnote to its source."""
    notes: list[str] = []
    lines = [f"# {markdown(' · '.join(comparison.services))}", ""]
    lines += ["## What these reports cannot answer", ""]
    lines += [
        f"- **{row.question}** {row.why} Needed for an answer: {row.needs}"
        for row in comparison.unanswered
    ]
    lines += ["", "## Verdicts and figures", ""]
    for group in comparison.groups:
        lines += _group_md(comparison, group, notes)
    lines += ["## Left out", ""]
    lines += [
        f"- {many(count, 'figure')}: {why}" for why, count in comparison.left_out.items()
    ] or ["- Nothing."]
    lines += [
        f"- {many(count, 'figure')} of {markdown(service)}: no count rule converts them to "
        f"{comparison.lens.system}"
        for service, count in comparison.unmapped.items()
    ]
    lines += ["", "## Sources", ""]
    lines += [f"[^{number}]: {markdown(note)}" for number, note in enumerate(notes, start=1)]
    return "\n".join(lines) + "\n"


def _group_md(comparison: Comparison, group: Group, notes: list[str]) -> list[str]:
    lines = [f"### {markdown(group.title)}", ""]
    for pair in group.pairs:
        names = f"{markdown(pair.a.service)} and {markdown(pair.b.service)}"
        lines.append(f"- {names}: **{VERDICTS[pair.verdict]}**")
        lines += [f"  - {markdown(line)}" for line in axis_lines(pair)]
        if pair.ratio:
            lines.append(f"  - {markdown(ratio_words(pair))}")
    lines += ["", "| Service | Figure | What | Period | Edition |", "|---|---|---|---|---|"]
    for side in group.sides:
        notes.append(source_text(comparison.reports, side))
        cells = [
            side.service, side_text(side), side.title, period_text(side.figure.period),
            side.edition or "not named",
        ]  # fmt: skip
        cells = [markdown(cell) for cell in cells]
        cells[1] += f"[^{len(notes)}]"
        lines.append(f"| {' | '.join(cells)} |")
    ranking = markdown(ranking_text(group))
    return [*lines, "", f"{ranking[:1].upper()}{ranking[1:]}.", ""]
