"""Records and figures. The model is the standard: schemas and reference are printed from it."""

from harmscope.model.base import Model
from harmscope.model.dataset import Dataset
from harmscope.model.incident import Incident
from harmscope.model.notice import Notice

RECORDS: dict[str, type[Model]] = {
    "dataset": Dataset,
    "notice": Notice,
    "incident": Incident,
}
"""Every record kind by its name in the member ``record``."""

__all__ = ["RECORDS", "Dataset", "Incident", "Model", "Notice"]
