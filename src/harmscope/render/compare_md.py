"""A comparison as Markdown, with footnotes to the sources."""

from harmscope.comparison import Comparison
from harmscope.comparison.groups import Group
from harmscope.comparison.verdicts import VERDICTS
from harmscope.render.amounts import limits_text, period_text, side_text
from harmscope.render.compare_table import source_text
from harmscope.render.compare_text import axis_lines, ranking_text
from harmscope.render.plain import markdown


def comparison_md(comparison: Comparison) -> str:
    """Verdicts before numbers, then each group; every number has a footnote to its source."""
    notes: list[str] = []
    lines = [f"# {markdown(' · '.join(comparison.services))}", ""]
    lines += ["## What these reports cannot answer", ""]
    lines += [
        f"- **{row.question}** {row.why} It would take: {row.needs}" for row in comparison.cannot
    ]
    lines += ["", "## Verdicts and figures", ""]
    for group in comparison.groups:
        lines += _group(comparison, group, notes)
    lines += ["## Left out", ""]
    lines += [f"- {count:,} figures: {why}" for why, count in comparison.left_out.items()] or [
        "- Nothing."
    ]
    lines += [
        f"- {count:,} figures of {markdown(service)}: no count rule carries them into "
        f"{comparison.lens.system}"
        for service, count in comparison.unmapped.items()
    ]
    lines += ["", "## Sources", ""]
    lines += [f"[^{number}]: {markdown(note)}" for number, note in enumerate(notes, start=1)]
    return "\n".join(lines) + "\n"


def _group(comparison: Comparison, group: Group, notes: list[str]) -> list[str]:
    lines = [f"### {markdown(group.title)}", ""]
    for pair in group.pairs:
        names = f"{markdown(pair.a.service)} and {markdown(pair.b.service)}"
        lines.append(f"- {names}: **{VERDICTS[pair.verdict]}**")
        lines += [f"  - {markdown(line)}" for line in axis_lines(pair)]
        if pair.ratio:
            lines.append(f"  - Ratio: {limits_text(pair.ratio)}")
    lines += ["", "| Service | Figure | What | Period | Edition |", "|---|---|---|---|---|"]
    for side in group.sides:
        notes.append(source_text(comparison, side))
        cells = [
            side.service, side_text(side), side.title, period_text(side.figure.period),
            side.edition or "not named",
        ]  # fmt: skip
        cells = [markdown(cell) for cell in cells]
        cells[1] += f"[^{len(notes)}]"
        lines.append(f"| {' | '.join(cells)} |")
    ranking = markdown(ranking_text(group))
    return [*lines, "", f"{ranking[:1].upper()}{ranking[1:]}.", ""]
