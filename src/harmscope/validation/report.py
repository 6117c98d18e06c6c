"""Published reports on the EU's template: what the reader meets, and sheet against sheet."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers.dsa_report import read_dsa_report
from harmscope.readers.result import Reading
from harmscope.rules import CATALOGUE
from harmscope.validation.report_checks import clashes, sheets_missing
from harmscope.validation.verdict import FileCount, Verdict

REPORT = "dsa-report"


def validate_report(path: str | Path, verdict: Verdict, keeps: Callable[[str], bool]) -> None:
    """Add one report (workbook, folder or zip archive) to a verdict. A row is a figure.

    Raises UserError where the path is missing or is standard input.
    """
    if str(path) == "-":
        raise UserError("-", "a report has several sheets", "name a workbook, folder or archive")
    reading = read_dsa_report(Path(path))
    findings = [finding for finding in _findings(reading, Path(path).name) if keeps(finding.rule)]
    verdict.tally.extend(findings)
    refused = Counter(finding.file for finding in findings if finding.rule in ("RD010", "RD014"))
    by_digest = Counter(_digest(figure) for figure in reading.figures)
    for source in reading.sources:
        count = FileCount(source.name, by_digest[source.sha256], refused[source.name])
        verdict.files.append(count)
    verdict.kinds[REPORT] += 1


def _findings(reading: Reading, name: str) -> list[Finding]:
    names = {source.sha256: source.name for source in reading.sources}
    found = list(reading.findings)
    for code, figure, detail in clashes(reading.figures):
        source = figure.source
        place = (source.cell if source else None) or ""
        found.append(_finding(code, names.get(_digest(figure), name), place, detail))
    missing = [f"sheet {sheet}" for sheet in sheets_missing(reading.figures)]
    return [*found, *(_finding("HS608", name, "", sheet) for sheet in missing)]


def _finding(code: str, file: str, place: str, detail: str) -> Finding:
    rule = CATALOGUE[code]
    message = f"{rule.what} ({detail})" if detail else rule.what
    return Finding(code, rule.slug, rule.severity, file, message, rule.fix, pointer=place)


def _digest(figure: Figure) -> str:
    return (figure.source.sha256 or "") if figure.source else ""
