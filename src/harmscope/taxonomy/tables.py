"""Search hits, differences, carried counts and lint findings as text for a terminal."""

from collections.abc import Sequence

from harmscope.taxonomy.counts import Carried
from harmscope.taxonomy.diff import Change, Difference
from harmscope.taxonomy.lint import LintResult
from harmscope.taxonomy.search import Hit
from harmscope.taxonomy.text import table

_WORDS = {
    "added": "new",
    "dropped": "dropped without an official successor",
    "renamed": "renamed",
    "relabelled": "same code, new label",
    "moved": "under another parent",
    "beside": "new outside the code lists compared",
}


def hits_text(hits: Sequence[Hit]) -> str:
    """Search hits, best first."""
    if not hits:
        return "nothing found"
    head = ("system", "code", "label", "matched", "score")
    rows = [(hit.system, hit.key, hit.label, hit.matched, f"{hit.score:.0f}") for hit in hits]
    return table(head, rows)


def difference_text(difference: Difference) -> str:
    """The summary, then every change."""
    counts = difference.summary()
    lines = [f"{difference.before} to {difference.after}"]
    lines += [f"  {counts[name]:>4}  {words}" for name, words in _WORDS.items() if counts[name]]
    for name, words in _WORDS.items():
        changes: tuple[Change, ...] = getattr(difference, name)
        if changes:
            lines += ["", f"{words.capitalize()} ({len(changes)})"]
            lines += [f"  {_change(change)}" for change in changes]
    return "\n".join(lines)


def _change(change: Change) -> str:
    if change.change == "moved":
        return f"{change.code}: {change.label_before} to {change.label_after}"
    if change.change == "relabelled":
        return f'{change.code}: "{change.label_before}" to "{change.label_after}"'
    if change.change in ("dropped", "renamed"):
        successor = f"{change.successor} ({change.basis})" if change.successor else "no successor"
        return f'{change.code} "{change.label_before}": {successor}'
    return f'{change.code} "{change.label_after}"'


def carried_text(levels: Sequence[Carried]) -> str:
    """One table a level of the target, each with its sum."""
    return "\n\n".join(_level(one) for one in levels)


def _level(one: Carried) -> str:
    rows = [
        (cell.code, str(cell.allocated), str(cell.high), " ".join(sorted(cell.marks)), cell.label)
        for cell in one.cells
    ]
    lost = ", ".join(f"{reason} {count}" for reason, count in sorted(one.reasons.items()))
    sums = f"allocated {one.allocated} + unallocated {one.unallocated} = input {one.total}"
    head = ("code", "allocated", "at most", "marks", "label")
    parts = [f"{one.origin} to {one.target}, level {one.level}", table(head, rows), sums]
    return "\n".join([*parts, *([f"unallocated: {lost}"] if lost else [])])


def lint_text(result: LintResult, file: str) -> str:
    """Each finding on two lines, then the sum."""
    lines = []
    for finding in result.findings:
        place = f"{file}:{finding.line}" if finding.line else f"{file}{finding.pointer}"
        lines.append(f"{place}: {finding.rule} {finding.slug}: {finding.message}")
        lines.append(f"  fix: {finding.fix}")
    count = len(result.findings)
    words = "no findings" if not count else f"{count} finding{'s' if count > 1 else ''}"
    lines.append(f"{result.entries} entries read as {result.system}: {words}")
    return "\n".join(lines)
