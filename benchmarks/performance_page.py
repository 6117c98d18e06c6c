"""docs/performance.md and its chart, made from the figures in docs/performance.json."""

from html import escape
from itertools import groupby
from math import ceil
from statistics import median

from benchmarks.profile import Profile, read_profiles
from benchmarks.results import ROOT, Entry, Measured, read

PAGE = ROOT / "docs" / "performance.md"
SCALE = ROOT / "docs" / "scale.md"
CHART = ROOT / "docs" / "images" / "performance.svg"

HEAD = (ROOT / "benchmarks" / "performance_head.md").read_text(encoding="utf-8")

REPORT = "report core from JSON Lines"
_START, _END = "<!-- sizes -->", "<!-- /sizes -->"

WIDTH, BAR, GAP, LEFT = 900, 16, 10, 430


def write() -> None:
    """Write the page, the chart and the table of sizes."""
    entries = read()
    SCALE.write_text(with_sizes(SCALE.read_text(encoding="utf-8"), entries), encoding="utf-8")
    PAGE.write_text(page(entries, read_profiles()), encoding="utf-8")
    CHART.write_text(chart(_figures(entries)), encoding="utf-8")


def page(entries: dict[str, Entry], profiles: list[Profile]) -> str:
    """The page as Markdown."""
    parts = [HEAD, "\n![Figures as a share of their aims](images/performance.svg)\n"]
    figures = _figures(entries)
    aims = [one for one in figures if one.reached is not None]
    reached = sum(one.reached is True for one in aims)
    parts.append(f"\n{reached} of {len(aims)} aims are reached.\n")
    parts.append(
        "\n## Figures\n\n| what | against | rows | figure | aim | |\n|---|---|---:|---:|---:|---|\n"
    )
    parts.extend(_row(one) for one in figures)
    parts.append("\n## Where the time goes\n")
    parts.append(
        "\nMicroseconds of processor time a row, by the module that was running; one process, "
        "start included.\n"
    )
    parts.extend(_profile(one) for one in profiles)
    parts.append("\n## Machines\n")
    parts.extend(_machines(entries))
    return "".join(parts)


def _figures(entries: dict[str, Entry]) -> list[Measured]:
    found = [one for entry in entries.values() for one in entry.figures]
    return sorted(found, key=lambda one: (one.what, one.against, one.rows))


def _row(one: Measured) -> str:
    said = {True: "reached", False: "not reached", None: ""}[one.reached]
    bound = "" if one.aim is None else f"{'at least' if one.at_least else 'at most'} {one.aim:g}"
    rows = f"{one.rows:,}" if one.rows else ""
    return (
        f"| {one.what} | {one.against} | {rows} | {one.value:g} {one.unit} | {bound} | {said} |\n"
    )


def _profile(one: Profile) -> str:
    lines = [f"\n### {one.what}, {one.rows:,} rows: {one.total:g} µs a row\n\n"]
    lines.append("| module | µs a row |\n|---|---:|\n")
    lines += [f"| {place} | {taken:g} |\n" for place, taken in one.places]
    if one.processes:
        (one_wall, one_cpu), (two_wall, two_cpu) = one.processes["1"], one.processes["2"]
        lines.append(
            f"\nWhole command, one process: {one_wall:g} µs a row of the clock, {one_cpu:g} of "
            f"processor time; two processes: {two_wall:g} and {two_cpu:g}. The second process "
            f"makes it {one_wall / two_wall:.2f} times as fast.\n"
        )
    return "".join(lines)


def _machines(entries: dict[str, Entry]) -> list[str]:
    def key(item: tuple[str, Entry]) -> str:
        return str(sorted(item[1].machine.items()))

    lines = []
    for _, group in groupby(sorted(entries.items(), key=key), key):
        items = list(group)
        machine = items[0][1].machine
        days = sorted({entry.day for _, entry in items})
        codes = sorted({entry.code for _, entry in items})
        said = ", ".join(f"{name} {value}" for name, value in machine.items() if value)
        lines.append(
            f"\n- {said}. Measured {days[0]} to {days[-1]}, on code with the digest "
            f"{', '.join(codes)}: {len(items)} pieces.\n"
        )
    return lines


def with_sizes(text: str, entries: dict[str, Entry]) -> str:
    """docs/scale.md with the table of how long a report takes, derived from what was measured."""
    head, _, rest = text.partition(_START)
    _, _, tail = rest.partition(_END)
    return f"{head}{_START}\n{_sizes(_figures(entries))}{_END}{tail}"


def _sizes(figures: list[Measured]) -> str:
    found = [one for one in figures if one.what == REPORT and one.pairs]
    if not found:
        return ""
    one = max(found, key=lambda each: each.rows)
    taken = median(ours for ours, _ in one.pairs)
    lines = [
        f"An estimate: {one.rows:,} incidents took {taken:.0f} s on two cores "
        "([performance](performance.md)), and time grows with the rows.\n\n"
        "| records | on two cores | cores for eight hours |\n|---:|---:|---:|\n"
    ]
    for rows in (10**6, 10**7, 10**8, 10**9):
        hours = taken * rows / one.rows / 3600
        said = f"{hours * 60:.0f} min" if hours < 1 else f"{hours:.0f} h"
        lines.append(f"| {rows:,} | {said} | {max(2, ceil(hours / 8 * 2)):,} |\n")
    return "".join(lines)


def chart(figures: list[Measured]) -> str:
    """Bars: how far each figure came towards its aim; the line is the aim."""
    shown = [one for one in figures if one.aim and one.value]
    height = len(shown) * (BAR + GAP) + 40
    scale = (WIDTH - LEFT - 60) / 2
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>Figures as a share of their aims</title>'
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>'
    ]
    for number, one in enumerate(shown):
        share = _share(one)
        top = 30 + number * (BAR + GAP)
        colour = "#1f7a4d" if one.reached else "#b3541e"
        name = escape(f"{one.what}, {one.against}" if one.against else one.what)
        rows = f" ({one.rows:,})" if one.rows else ""
        parts.append(
            f'<text x="{LEFT - 8}" y="{top + 12}" text-anchor="end" fill="#222">{name}{rows}</text>'
            f'<rect x="{LEFT}" y="{top}" width="{min(share, 2) * scale:.1f}" height="{BAR}" '
            f'fill="{colour}"/>'
            f'<text x="{LEFT + min(share, 2) * scale + 6:.1f}" y="{top + 12}" fill="#222">'
            f"{share:.0%}</text>"
        )
    parts.append(
        f'<line x1="{LEFT + scale:.1f}" x2="{LEFT + scale:.1f}" y1="22" y2="{height}" '
        f'stroke="#222" stroke-dasharray="4 3"/>'
        f'<text x="{LEFT + scale:.1f}" y="16" text-anchor="middle" fill="#222">aim</text></svg>\n'
    )
    return "\n".join(parts)


def _share(one: Measured) -> float:
    assert one.aim is not None
    return one.value / one.aim if one.at_least else one.aim / one.value
