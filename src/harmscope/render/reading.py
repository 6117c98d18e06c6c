"""What reading a report gave, for people and for programs."""

from collections import Counter

from harmscope.findings import Finding, Tally
from harmscope.readers import Reading
from harmscope.render.plain import printable

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
