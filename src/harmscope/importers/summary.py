"""What an import did, in words and as data."""

from collections.abc import Mapping

from harmscope.importers.contract import Task


def as_dict(task: Task, choices: Mapping[str, str] | None = None) -> dict[str, object]:
    """Counts, notes and findings: ``{"read", "written", "records", "skipped": {reason: count},
    "choices": {question: answer}, "notes": {note: count}, "findings": {rule: count},
    "samples": [finding]}``."""
    return {
        "read": task.read,
        "written": task.written,
        "records": task.records,
        "skipped": dict(sorted(task.skipped.items())),
        "choices": dict(choices or {}),
        "notes": dict(sorted(task.notes.items())),
        "findings": {rule: task.tally.counts[rule] for rule in task.tally.rules()},
        "samples": [finding.as_dict() for finding in task.tally.samples()],
    }


def as_text(task: Task, target: str, choices: Mapping[str, str] | None = None) -> str:
    """Counts, choices, notes and findings, one a line; findings with the first place of each."""
    lines = [f"{task.read:,} rows read, {task.records:,} records written to {target}"]
    if task.joins:
        lines.append(f"  {task.written:,} rows are part of a record")
    lines += [f"  skipped {count:,}: {reason}" for reason, count in sorted(task.skipped.items())]
    lines += [f"  choice: {question} {answer}" for question, answer in (choices or {}).items()]
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
