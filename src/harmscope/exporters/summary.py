"""What an export did, in words and as data."""

from pathlib import Path

from harmscope.exporters.run import Exporter, Outcome


def as_dict(outcome: Outcome, exporter: Exporter) -> dict[str, object]:
    """``{"written", "files", "incomplete", "missing": {member: items}, "skipped": {reason:
    count}, "choices": {question: answer}}``."""
    return {
        "written": outcome.written,
        "files": outcome.files,
        "incomplete": outcome.incomplete,
        "missing": dict(sorted(outcome.lacking.items())),
        "skipped": dict(sorted(outcome.skipped.items())),
        "choices": dict(exporter.choices),
    }


def as_text(outcome: Outcome, exporter: Exporter, target: Path) -> str:
    """Counts, choices, and how many items lack which member, one a line."""
    lines = [f"{outcome.written:,} {exporter.wrapper} written in {outcome.files:,} files"]
    if outcome.incomplete:
        name = f"{target.stem}-missing.csv"
        lines.append(f"{outcome.incomplete:,} lack something and were not written: see {name}")
    lines += [f"  missing {name}: {n:,}" for name, n in sorted(outcome.lacking.items())]
    lines += [f"  left out {n:,}: {reason}" for reason, n in sorted(outcome.skipped.items())]
    lines += [f"  choice: {question} {answer}" for question, answer in exporter.choices.items()]
    return "\n".join(lines)
