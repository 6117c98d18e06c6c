"""Any table with a mapping file: columns to fields, values to codes."""

from harmscope.importers.mapping.importer import MAPPING

__all__ = ["MAPPING"]
