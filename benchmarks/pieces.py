"""All pieces by name. Each ends within ten minutes on two quiet cores."""

from collections.abc import Callable
from functools import partial

from benchmarks import imports, intake, memory, nights, page, profile, report, start_up, validate
from benchmarks.results import Measured

SIZES = (100_000, 1_000_000)
MOST = 10_000_000
FORMS = (
    *(("incident", "jsonl"), ("dsa-sor", "jsonl")),
    *(("dsa-sor", "csv"), ("dsa-sor", "parquet")),
)
PROFILES = ("core", "dsa-harmonised")

Piece = Callable[[], list[Measured]]


def _pieces() -> dict[str, Piece]:
    found: dict[str, Piece] = {"start-up": start_up.run, "profile": partial(profile.run, SIZES[0])}
    for rows in SIZES:
        for kind, form in FORMS:
            for rival in validate.AIMS[form]:
                name = f"validate-{kind}-{form}-{rival.replace('_', '-')}-{rows}"
                found[name] = partial(validate.against, kind, form, rival, rows)
            found[f"faults-{kind}-{form}-{rows}"] = partial(validate.faults, kind, form, rows)
            found[f"memory-{kind}-{form}-{rows}"] = partial(memory.of_validate, kind, form, rows)
        for name in PROFILES:
            found[f"report-{name}-{rows}"] = partial(report.from_lines, name, rows)
        found[f"report-kept-{rows}"] = partial(report.from_kept, rows)
        found[f"memory-report-{rows}"] = partial(memory.of_report, rows)
        found[f"import-dsa-sor-{rows}"] = partial(imports.statements, rows)
    for limit in ("1GB", "4GB"):
        name = f"memory-report-kept-{MOST}-{limit.lower()}"
        found[name] = partial(memory.of_kept, MOST, limit)
    found["import-ozone"] = partial(imports.events, SIZES[0])
    found["growth"] = partial(memory.growth, SIZES[1])
    return {**found, "nights": nights.run, "intake": intake.run, "findings-page": page.run}


PIECES = _pieces()
