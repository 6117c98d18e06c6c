"""What reading a published report gave: as text, as JSON and as a file."""

from collections import Counter
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.formats.write import whole
from harmscope.readers import Reading
from harmscope.reading import write_published
from harmscope.render.figures_csv import figures_table
from harmscope.render.plain import printable

# What reading a report gave, for people and for programs.

SAMPLES = 5


def reading_text(reading: Reading) -> str:
    """Figures by status, then every kind of remark with its count and first places."""
    statuses = Counter(figure.status for figure in reading.figures)
    by_status = ", ".join(f"{count:,} {status}" for status, count in statuses.most_common())
    lines = [f"{len(reading.figures):,} figures ({by_status})"]
    lines += [f"service {reading.service}"] if reading.service else []
    lines += [f"edition {reading.edition}"] if reading.edition else []
    tally = Tally(samples_per_rule=SAMPLES)
    tally.extend(reading.findings)
    for rule in tally.rules():
        samples = list(tally.samples(rule))
        lines.append(f"{rule} {samples[0].severity} {samples[0].slug}: {tally.counts[rule]:,}")
        lines += [f"    {_line(each)}" for each in samples]
        if tally.counts[rule] > len(samples):
            more = tally.counts[rule] - len(samples)
            lines.append(f"    and {more:,} more; all are in the report")
    return printable("\n".join(lines))


def reading_summary(reading: Reading) -> dict[str, object]:
    """The same as JSON: ``figures``, ``statuses``, ``findings`` (all of them), ``counts``."""
    tally = Tally()
    tally.extend(reading.findings)
    return {
        "figures": len(reading.figures),
        "statuses": dict(sorted(Counter(figure.status for figure in reading.figures).items())),
        "service": reading.service,
        "edition": reading.edition,
        "counts": {rule: tally.counts[rule] for rule in tally.rules()},
        "findings": [finding.as_dict() for finding in reading.findings],
    }


def _line(finding: Finding) -> str:
    return f"{finding.file} {finding.pointer}: {finding.message}"


# Writes what was read: ``.json`` as the canonical report, ``.csv`` as a table.


def write_reading(reading: Reading, path: Path) -> None:
    """Write the reading to ``path``; its ending chooses the form. Raises UserError for others."""
    if path.suffix == ".json":
        write_published(reading, path)
    elif path.suffix == ".csv":
        with whole(path) as file:
            file.write(figures_table(reading.figures, reading.format).encode())
    else:
        raise UserError("--output", "no such output form", "name a .json or a .csv file")
