"""A comparison in words, for the terminal: verdicts first, then what may be said."""

from collections import Counter

from harmscope.comparison import Comparison
from harmscope.comparison.axes import AXES
from harmscope.comparison.groups import Group, main_groups
from harmscope.comparison.verdicts import VERDICTS, Pair
from harmscope.render.amounts import period_text, side_text
from harmscope.render.plain import printable

SHOWN = 12
"""Groups shown in full; the files hold all."""


def comparison_text(comparison: Comparison) -> str:
    """Contradictions, verdicts by count, the main groups, and what cannot be answered."""
    lines = [f"{' · '.join(comparison.services)}"]
    for report in comparison.reports:
        lines += _clashes(report.file, report.remarks)
    counts = Counter(pair.verdict for group in comparison.groups for pair in group.pairs)
    verdicts = ", ".join(f"{counts[key]:,} {words.lower()}" for key, words in VERDICTS.items())
    lines.append(f"{sum(counts.values()):,} pairs: {verdicts}")
    main = main_groups(comparison.groups)
    for group in main[:SHOWN]:
        lines += ["", *_group(group)]
    hidden = len(comparison.groups) - len(main[:SHOWN])
    lines.append(f"\n{hidden:,} more groups (categories and splits): write them with -o")
    lines += _rest(comparison)
    return printable("\n".join(lines))


def ranking_text(group: Group) -> str:
    """The ranking, or why there is none."""
    if group.ranking.order:
        return f"ranking, least first: {', '.join(group.ranking.order)}"
    return f"no ranking: {'; '.join(group.ranking.refused)}"


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


def _clashes(file: str, remarks: list[dict[str, str]]) -> list[str]:
    clashes = [each for each in remarks if each["rule"] in ("RD050", "RD051", "RD052", "RD054")]
    lines = [f"{file}: {len(clashes)} places where it contradicts itself"] if clashes else []
    lines += [
        f"  {each['file']} {each.get('place', '')}: {each['message']}" for each in clashes[:5]
    ]
    return lines


def _rest(comparison: Comparison) -> list[str]:
    lines = ["", "These reports cannot answer:"]
    lines += [f"  {row.question} {row.why}" for row in comparison.cannot]
    for service, count in comparison.unmapped.items():
        system = comparison.lens.system
        lines.append(f"{count:,} figures of {service} are not carried into {system}")
    lines += [f"{count:,} figures left out: {why}" for why, count in comparison.left_out.items()]
    return lines
