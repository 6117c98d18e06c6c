"""Short answers of commands as lines of text."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from harmscope.errors import many
from harmscope.formats.door import shown
from harmscope.importers.contract import Task

if TYPE_CHECKING:
    # Each command has its own answer here: importing what the others need takes a second.
    from harmscope.aggregation.samples import Plan
    from harmscope.exporters.public import Published
    from harmscope.exporters.run import Exporter, Outcome
    from harmscope.exporters.sql.databased import Databased
    from harmscope.validation.fix import Fixed


def import_dict(task: Task, choices: Mapping[str, str] | None = None) -> dict[str, object]:
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


def import_text(task: Task, target: str, choices: Mapping[str, str] | None = None) -> str:
    """Counts, choices, notes and findings, one a line; findings with the first place of each."""
    lines = [f"{many(task.read, 'row')} read, {many(task.records, 'record')} written to {target}"]
    if task.joins:
        lines.append(
            f"  {many(task.written, 'row')} {'is' if task.written == 1 else 'are'} part of a record"
        )
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
    count = task.tally.counts[rule]
    times = "once" if count == 1 else f"{count:,} times"
    head = f"  {first.severity} {rule} {first.slug}, {times}: "
    return [head + first.message, f"    first at {place}{column}; {first.fix}"]


def export_dict(outcome: "Outcome", exporter: "Exporter") -> dict[str, object]:
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


def export_text(outcome: "Outcome", exporter: "Exporter", target: Path) -> str:
    """Counts, choices, and how many items lack which member, one a line."""
    files = "1 file" if outcome.files == 1 else f"{outcome.files:,} files"
    lines = [f"{outcome.written:,} {exporter.wrapper} written in {files}"]
    if not outcome.written:
        lines.append(f"nothing to submit: no record gave one of the {exporter.wrapper}")
    if outcome.incomplete:
        name = f"{target.stem}-missing.csv"
        lines.append(f"{outcome.incomplete:,} are incomplete and were not written: see {name}")
    lines += [f"  missing {name}: {n:,}" for name, n in sorted(outcome.lacking.items())]
    lines += [f"  left out {n:,}: {reason}" for reason, n in sorted(outcome.skipped.items())]
    lines += [f"  choice: {question} {answer}" for question, answer in exporter.choices.items()]
    return "\n".join(lines)


def public_text(done: "Published") -> str:
    """What became of records that were to be published, one a line."""
    lines = [f"{many(done.read, 'record')} read, {done.written:,} written"]
    if not done.written:
        lines.append("nothing to publish: the file has only the header")
    lines += [f"{done.withheld} withheld: fewer than {done.least} are alike"]
    lines += [f"{count} skipped: {why}" for why, count in sorted(done.skipped.items())]
    lines += [f"{count} gave up: {step}" for step, count in done.coarsened.items()]
    return "\n".join(lines)


def database_text(done: "Databased", target: Path) -> str:
    """What stands in a database that was written, and what does not, one a line."""
    kinds = [many(count, kind) for kind, count in sorted(done.records.items())]
    lines = [f"{shown(target.name)}: {len(done.tables)} tables, {len(done.views)} views"]
    if done.records or done.left_out:
        lines.append(f"  records: {', '.join(kinds) or 'none'}")
    if not done.written:
        lines.append("  no record and no figure is in it, only the lists that explain codes")
    if done.left_out:
        lines.append(f"  left out: {many(done.left_out, 'row')} with errors, see the table finding")
    if done.not_counted:
        lines.append(f"  in no flat table: {done.not_counted:,}, see the table not_counted")
    if done.texts:
        lines.append("  free text of records left out: --keep-text writes it")
    if done.reports:
        lines.append(f"  {many(done.reports, 'report')}, {many(done.figures, 'figure')}")
    lines.append("  the table README says what is what")
    return "\n".join(lines)


def fixed_text(done: "Fixed") -> str:
    """What was mended in a file, in a line."""
    name = shown(done.path.name)
    if done.changes is None:
        return f"{name}: nothing can be fixed"
    return (
        f"{name}: {many(done.count, 'change')} in {many(done.records, 'record')}, "
        f"{many(done.dropped, 'repeat')} dropped; all listed in {shown(done.changes.name)}"
    )


def plan_text(plan: "Plan") -> str:
    """A table of the strata, and what the estimate may be expected to do."""
    width = max(len("stratum"), *(len(one.stratum) for one in plan.strata))
    lines = [f"{'stratum':<{width}}  {'weight':>8}  {'rate':>9}  {'draw':>8}"]
    lines += [
        f"{one.stratum:<{width}}  {one.weight:>8.2%}  {one.rate:>9.3%}  {one.size:>8,}"
        for one in plan.strata
    ]
    lines += [
        "",
        f"{plan.size:,} units in all; share expected {plan.expected:.4%}",
        f"standard deviation expected {plan.deviation:.4%}, "
        f"in proportion to the weights {plan.proportional:.4%}",
    ]
    return "\n".join(lines)
