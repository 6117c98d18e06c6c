"""Records and figures. The model is the standard: schemas and reference are printed from it."""

from harmscope.model.base import Model
from harmscope.model.dataset import Dataset
from harmscope.model.exposure import Exposure
from harmscope.model.incident import Incident
from harmscope.model.measure import Measure
from harmscope.model.notice import Notice
from harmscope.model.published import Published
from harmscope.model.report import Report
from harmscope.model.submission import PublicKey, Submission

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

__all__ = [
    "RECORDS",
    "Dataset",
    "Exposure",
    "Incident",
    "Measure",
    "Model",
    "Notice",
    "PublicKey",
    "Published",
    "Report",
    "Submission",
]
