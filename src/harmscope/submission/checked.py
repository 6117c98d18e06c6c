"""What a submission holds beside records: reports and declared facts, checked for being what they
are called, for the service and period that the submission names.
"""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from harmscope.aggregation.declared import read_declared
from harmscope.errors import UserError
from harmscope.formats.door import REPORT, read_bytes, shown
from harmscope.formats.json_ import Refused, parse
from harmscope.model.changes import Step, forward
from harmscope.model.period import Period
from harmscope.model.report import Report
from harmscope.submission.problems import Problem
from harmscope.validation import Options, Verdict, validate

# Reports of older versions, brought forward by the same steps as records.


class Brought(NamedTuple):
    """A report in the newest version; None where it is none, or where ``unclear`` names places
    (RFC 6901) at which going forward would be a guess."""

    report: Report | None
    unclear: tuple[str, ...] = ()


def newest_report(data: bytes, known: tuple[Step, ...] | None = None) -> Brought:
    """The report in ``data`` in the newest version; ``known`` are the steps, else the shipped ones.

    Never raises, whatever ``data`` holds.
    """
    try:
        body = parse(data)
    except Refused:
        return Brought(None)
    if not isinstance(body, dict) or body.get("record") != "report":
        return Brought(None)
    moved = forward(body, known=known)
    if moved.doubts:
        return Brought(None, tuple(doubt.pointer for doubt in moved.doubts))
    text = data if moved.record is body else json.dumps(moved.record).encode()
    try:
        return Brought(Report.model_validate_json(text))
    except ValidationError:
        return Brought(None)


# A report, and declared facts, against what the submission says of itself.


class Checked(NamedTuple):
    """Why a report cannot be taken, of whatever service and period it is; what ``validate`` found
    where it was asked."""

    problems: list[Problem]
    verdict: Verdict | None = None
    is_valid: bool = False


def checked_report(path: Path, service: str, period: tuple[str, str], today: date) -> Checked:
    """Check a report against the service and the period (its first and last day)."""
    try:
        report, unclear = newest_report(read_bytes(path, REPORT))
    except UserError:
        report, unclear = None, ()  # larger than any report
    verdict = validate([path], Options(kind="report", clock=today)) if report else None
    if report is None or verdict is None or verdict.rejected:
        return Checked([Problem("old_report" if unclear else "bad_report")], verdict)
    problems = []
    if report.service != service:
        problems.append(Problem("other_service"))
    if report.period != "/".join(period):
        problems.append(Problem("other_period"))
    return Checked(problems, verdict, is_valid=True)


def check_reports(paths: Sequence[Path], service: str, period: Period, today: date) -> None:
    """Raise UserError for a report that no registry would take in with this service and period."""
    span = (period.start.isoformat(), period.end.isoformat())
    for path in paths:
        read_bytes(path, REPORT)
        for problem in checked_report(path, service, span, today).problems:
            fault, fix = _OF_REPORT.get(problem.code, (problem.kind.clause, problem.kind.fix))
            raise UserError(shown(path.name), fault, fix)


_OF_REPORT = {
    "bad_report": ("the report is not valid", "run harmscope validate on it and fix what it says"),
    "other_service": ("the report is about another service", "give its own report, or --service"),
    "other_period": ("the report is about another period", "give --period as the report has it"),
}


def check_declared(paths: Sequence[Path], service: str, period: Period) -> None:
    """Raise UserError for a file of declared facts that is not valid or is about another service
    or period."""
    for path in paths:
        read_declared(path, None, service, period)
