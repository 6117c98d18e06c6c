"""Published reports on the EU's template: what the reader meets, and sheet against sheet."""

from collections import Counter
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding
from harmscope.model.figure import Figure
from harmscope.readers.dsa_report import read_dsa_report
from harmscope.readers.result import Reading
from harmscope.rules import CATALOGUE
from harmscope.validation.options import REPORT, Options
from harmscope.validation.previous import against, figures_of
from harmscope.validation.report_checks import clashes, sheets_missing
from harmscope.validation.verdict import FileCount, Verdict


def validate_report(path: str | Path, verdict: Verdict, options: Options) -> None:
    """Add one report (workbook, folder or zip archive) to a verdict. A row is a figure.

    Raises UserError where the path is missing or is standard input.
    """
    if str(path) == "-":
        raise UserError("-", "a report has several sheets", "name a workbook, folder or archive")
    reading = read_dsa_report(Path(path))
    found = _findings(reading, Path(path).name, options)
    findings = [finding for finding in found if options.keeps(finding.rule)]
    verdict.tally.extend(findings)
    refused = Counter(finding.file for finding in findings if finding.rule in ("RD010", "RD014"))
    by_digest = Counter(_digest(figure) for figure in reading.figures)
    for source in reading.sources:
        count = FileCount(source.name, by_digest[source.sha256], refused[source.name])
        verdict.files.append(count)
    verdict.kinds[REPORT] += 1


def _findings(reading: Reading, name: str, options: Options) -> list[Finding]:
    names = {source.sha256: source.name for source in reading.sources}
    found = list(reading.findings)
    earlier = figures_of(options.previous) if options.previous else []
    if earlier and not _same_service(reading.figures, earlier):
        fix = "give the report of the same service for the period before"
        raise UserError("--previous", "it is about another service", fix)
    both = against(reading.figures, earlier, options.ruleset.thresholds) if earlier else ()
    for code, figure, detail in (*clashes(reading.figures), *both):
        source = figure.source
        place = (source.cell if source else None) or ""
        found.append(_finding(code, names.get(_digest(figure), name), place, detail))
    missing = [f"sheet {sheet}" for sheet in sheets_missing(reading.figures)]
    found += [_finding("HS608", name, "", sheet) for sheet in missing]
    return [each._replace(severity=options.severity(each.rule)) for each in found]


def _same_service(figures: list[Figure], earlier: list[Figure]) -> bool:
    """Whether the two name a service in common, or one of them names none."""
    ours, theirs = (
        {figure.scope.service for figure in each if figure.scope and figure.scope.service}
        for each in (figures, earlier)
    )
    return not ours or not theirs or bool(ours & theirs)


def _finding(code: str, file: str, place: str, detail: str) -> Finding:
    rule = CATALOGUE[code]
    message = f"{rule.what} ({detail})" if detail else rule.what
    return Finding(code, rule.slug, rule.severity, file, message, rule.fix, pointer=place)


def _digest(figure: Figure) -> str:
    return (figure.source.sha256 or "") if figure.source else ""
