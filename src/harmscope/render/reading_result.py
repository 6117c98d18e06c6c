"""What reading a published report gave: as text, as JSON and as a file."""

from collections import Counter
from pathlib import Path

from harmscope.errors import UserError
from harmscope.findings import Finding, Tally
from harmscope.formats.write import whole
from harmscope.readers import Reading
from harmscope.readers.meta_cser import COLUMNS as META_COLUMNS
from harmscope.readers.meta_cser import meta_cser_rows
from harmscope.readers.tiktok_cger import tiktok_cger_cells
from harmscope.reading import write_published
from harmscope.render.figures_table import figures_table
from harmscope.render.table import Table, table
from harmscope.render.writers import ENDINGS, write

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
    return "\n".join(lines)


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


def write_reading(reading: Reading, path: Path) -> None:
    """Write the reading to ``path``: ``.json`` as the canonical report, other endings as a table.

    Raises UserError for an ending that nothing is written as.
    """
    ending = path.suffix.removeprefix(".")
    if ending == "json":
        write_published(reading, path)
    elif ending in ENDINGS:
        with whole(path) as file:
            write(ending, [reading_table(reading)], file)
    else:
        known = ", ".join(f".{name}" for name in ("json", *ENDINGS))
        raise UserError("--output", "no such output form", f"end the name in {known}")


def reading_table(reading: Reading) -> Table:
    """The publisher's own layout where it has one, else one row a figure.

    The cells of ``meta-cser`` and ``tiktok-cger`` are formed as their publishers write them.
    """
    if reading.format == "meta-cser":
        return table(META_COLUMNS, meta_cser_rows(reading.figures))
    if reading.format == "tiktok-cger":
        return table(("sheet", "row", "column", "value"), tiktok_cger_cells(reading.figures))
    return figures_table(reading.figures)
