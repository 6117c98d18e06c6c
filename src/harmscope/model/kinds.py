"""Every record kind with its model and its newest version."""

from typing import get_args

from harmscope.model.base import Model
from harmscope.model.dataset import Dataset
from harmscope.model.exposure import Exposure
from harmscope.model.incident import Incident
from harmscope.model.measure import Measure
from harmscope.model.notice import Notice
from harmscope.model.report import Published, Report
from harmscope.model.submission import PublicKey, Submission
from harmscope.model.typed import DataRecord

RECORDS: dict[str, type[Model]] = {
    "dataset": Dataset,
    "notice": Notice,
    "incident": Incident,
    "exposure": Exposure,
    "measure": Measure,
    "report": Report,
    "published": Published,
    "submission": Submission,
    "key": PublicKey,
}
"""Every record kind by its name in the member ``record``."""

CURRENT: dict[str, str] = {
    kind: str(get_args(model.model_fields["version"].annotation)[-1])
    for kind, model in RECORDS.items()
}
"""The version of every kind that its model describes; whoever writes a record takes it here."""


def id_of(record: DataRecord) -> str:
    """The id of a record of a data set."""
    if record["record"] == "incident":
        return record["incident_id"]
    if record["record"] == "notice":
        return record["notice_id"]
    return record["exposure_id"] if record["record"] == "exposure" else record["measure_id"]
