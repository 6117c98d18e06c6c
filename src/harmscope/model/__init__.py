"""Records and figures. The model is the standard: schemas and reference are printed from it."""

from harmscope.model.base import Model
from harmscope.model.dataset import Dataset
from harmscope.model.incident import Incident
from harmscope.model.kinds import CURRENT, RECORDS
from harmscope.model.notice import Notice

__all__ = ["CURRENT", "RECORDS", "Dataset", "Incident", "Model", "Notice"]
