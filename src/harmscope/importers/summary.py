"""What an import did, in words and as data."""

from harmscope.importers.contract import Task


def as_dict(task: Task) -> dict[str, object]:
    """Counts, notes and findings: ``{"read", "written", "skipped": {reason: count},
    "notes": {note: count}, "findings": {rule: count}, "samples": [finding]}``."""
    return {
        "read": task.read,
        "written": task.written,
        "skipped": dict(sorted(task.skipped.items())),
        "notes": dict(sorted(task.notes.items())),
        "findings": {rule: task.tally.counts[rule] for rule in task.tally.rules()},
        "samples": [finding.as_dict() for finding in task.tally.samples()],
    }


def as_text(task: Task, target: str) -> str:
    """Counts, notes and findings, one a line; findings with the first place each was met."""
    lines = [f"{task.read:,} rows read, {task.written:,} records written to {target}"]
    lines += [f"  skipped {count:,}: {reason}" for reason, count in sorted(task.skipped.items())]
    for note, count in sorted(task.notes.items()):
        lines.append(f"  note: {note}" + (f" ({count:,})" if count > 1 else ""))
    for rule in task.tally.rules():
        lines += _finding(task, rule)
    return "\n".join(lines)


def _finding(task: Task, rule: str) -> list[str]:
    first = next(task.tally.samples(rule))
    place = first.file if first.line is None else f"{first.file}:{first.line}"
    column = f" {first.pointer}" if first.pointer else ""
    head = f"  {first.severity} {rule} {first.slug}, {task.tally.counts[rule]:,} times: "
    return [head + first.message, f"    first at {place}{column}; {first.fix}"]
