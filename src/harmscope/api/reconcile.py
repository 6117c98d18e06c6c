"""A published report against records: count the records as the report does, then compare."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from harmscope.api.report import Options, report
from harmscope.errors import UserError
from harmscope.reading.load import LoadedReport, loaded
from harmscope.reconciliation import Reconciliation, reconcile

PROFILES = {"dsa-report": "dsa-harmonised"}
OTHERWISE = "core"


def reconcile_with(
    published: LoadedReport,
    records: Sequence[str | Path],
    service: str | None = None,
    clock: str | None = None,
) -> Reconciliation:
    """The cells of ``published`` beside what ``records`` give in its period.

    ``service`` is the name that the records use; without one it is the report's own. Statements of
    reasons are imported first. Raises UserError where service or period is not known.
    """
    name = service or published.service
    if name is None or published.period is None:
        fix = "read the report with --service, and check its period"
        raise UserError(published.file, "service or period of the report is not known", fix)
    profile = PROFILES.get(published.format, OTHERWISE)
    made = report(records, Options(profile, published.period, name, clock=clock))
    record = made.as_dict()
    digest = sha256(json.dumps(record, sort_keys=True).encode()).hexdigest()
    return reconcile(published, loaded("records", digest, record))
