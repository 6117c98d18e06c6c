"""ROOST Coop: the warehouse's tables and the list of recent decisions."""

from harmscope.importers.coop.system import SYSTEM

__all__ = ["SYSTEM"]
