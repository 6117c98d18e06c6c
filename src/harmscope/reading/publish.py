"""The canonical form of a report that was read: equal input gives equal bytes."""

import json
from pathlib import Path

import harmscope
from harmscope.findings import Finding
from harmscope.formats.write import whole
from harmscope.model.figure import Figure
from harmscope.model.kinds import CURRENT
from harmscope.model.published import Published
from harmscope.readers import Reading


def published(reading: Reading) -> dict[str, object]:
    """The record ``published``: sources, figures in the order of the source, remarks."""
    record: dict[str, object] = {
        "record": "published",
        "version": CURRENT["published"],
        "format": reading.format,
        "made_by": {"name": "harmscope", "version": harmscope.__version__},
        "sources": [
            {"name": each.name, "sha256": each.sha256, "bytes": each.bytes}
            for each in sorted(reading.sources, key=lambda source: source.name)
        ],
        "figures": [figure.as_dict() for figure in reading.figures],
    }
    span = span_of(reading.figures)
    optional = {
        "service": reading.service,
        "edition": reading.edition,
        "period": span,
        "remarks": [_remark(each) for each in reading.findings],
    }
    record.update({name: value for name, value in optional.items() if value})
    Published.model_validate(record)
    return record


def write_published(reading: Reading, path: Path) -> None:
    """Write the record as canonical JSON: sorted members, indented, ending in a newline."""
    text = json.dumps(published(reading), ensure_ascii=False, sort_keys=True, indent=1)
    with whole(path) as file:
        file.write(text.encode() + b"\n")


def span_of(figures: list[Figure]) -> str | None:
    """From the first to the last day of all figures, or None where none has a period."""
    spans = [figure.period.split("/") for figure in figures if figure.period]
    if not spans:
        return None
    return f"{min(first for first, _ in spans)}/{max(last for _, last in spans)}"


def _remark(finding: Finding) -> dict[str, object]:
    known = {
        "rule": finding.rule,
        "severity": finding.severity,
        "file": finding.file,
        "place": finding.pointer,
        "message": finding.message,
        "fix": finding.fix,
    }
    return {name: value for name, value in known.items() if value}
