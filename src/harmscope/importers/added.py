"""Importers that other packages add, through an entry point."""

from importlib.metadata import EntryPoint

from harmscope.errors import UserError
from harmscope.importers.contract import Importer

GROUP = "harmscope.importers"

_PARTS = (
    "name",
    "reads",
    "schemes",
    "lists",
    "not_recorded",
    "choices",
    "capabilities",
    "records",
)


def added(point: EntryPoint) -> Importer:
    """The importer behind an entry point. Raises UserError where it cannot be loaded or lacks a
    part of :class:`harmscope.importers.contract.Importer`."""
    place = f"importer {point.name}"
    try:
        found = point.load()
    except Exception as error:  # noqa: BLE001 - a foreign package may fail in any way
        fault = f"it cannot be loaded ({type(error).__name__})"
        raise UserError(place, fault, "reinstall the package that adds it") from None
    lacking = [part for part in _PARTS if not hasattr(found, part)]
    if lacking:
        raise UserError(place, f"it has no {lacking[0]}", "see examples/importer-plugin")
    importer: Importer = found
    return importer
