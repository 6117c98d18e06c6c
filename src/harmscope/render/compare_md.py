"""A comparison as Markdown, with footnotes to the sources."""

from harmscope.comparison import Comparison
from harmscope.comparison.groups import Group
from harmscope.comparison.verdicts import VERDICTS
from harmscope.render.amounts import limits_text, period_text, side_text
from harmscope.render.compare_table import source_text
from harmscope.render.compare_text import axis_lines, ranking_text


def comparison_md(comparison: Comparison) -> str:
    """Verdicts before numbers, then each group; every number has a footnote to its source."""
    notes: list[str] = []
    lines = [f"# {_plain(' · '.join(comparison.services))}", ""]
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
        f"- {count:,} figures of {_plain(service)}: no count rule carries them into "
        f"{comparison.lens.system}"
        for service, count in comparison.unmapped.items()
    ]
    lines += ["", "## Sources", ""]
    lines += [f"[^{number}]: {_plain(note)}" for number, note in enumerate(notes, start=1)]
    return "\n".join(lines) + "\n"


def _group(comparison: Comparison, group: Group, notes: list[str]) -> list[str]:
    lines = [f"### {_plain(group.title)}", ""]
    for pair in group.pairs:
        names = f"{_plain(pair.a.service)} and {_plain(pair.b.service)}"
        lines.append(f"- {names}: **{VERDICTS[pair.verdict]}**")
        lines += [f"  - {_plain(line)}" for line in axis_lines(pair)]
        if pair.ratio:
            lines.append(f"  - Ratio: {limits_text(pair.ratio)}")
    lines += ["", "| Service | Figure | What | Period | Edition |", "|---|---|---|---|---|"]
    for side in group.sides:
        notes.append(source_text(comparison, side))
        cells = [
            side.service, f"{side_text(side)}[^{len(notes)}]", side.title,
            period_text(side.figure.period), side.edition or "not named",
        ]  # fmt: skip
        lines.append(f"| {' | '.join(_plain(cell) for cell in cells)} |")
    return [*lines, "", f"{ranking_text(group).capitalize()}.", ""]


def _plain(text: str) -> str:
    """Text that means nothing to Markdown or HTML."""
    kept = text.replace("[^", "\x00").replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*")
    return kept.replace("\n", " ").replace("\x00", "[^")
