"""What a mapping cannot give: parts of a record that no column feeds, and what a finished record
cannot hold beside what it says."""

from harmscope.importers.contract import Task
from harmscope.importers.mapping_fields import FIELDS
from harmscope.importers.mapping_file import MappingFile
from harmscope.importers.platform_codes import NO_ACTION
from harmscope.importers.timestamps import has_hour
from harmscope.model.typed import Incident, Notice
from harmscope.rules.import_ import CONTRADICTION

_FED: dict[str, tuple[str, ...]] = {
    "notices": ("notice.received_at",),
    "appeals": ("appeal.filed_at",),
    "decisions": ("decision.decided_at",),
    "reversals": ("reversal.at", "appeal.outcome"),
    "detection": ("notice.received_at", "detection"),
    "automation": ("decision.automation",),
    "reach": ("reach",),
    "depicted": ("depicted",),
    "consent": ("consent",),
    "generation": ("generation",),
    "provenance": ("provenance",),
    "language": ("content.language", "notice.language"),
    "territory": ("content.territory", "decision.territory", "order.state"),
}
"""The fields, or the groups of fields, of which one at least feeds a part."""


def not_recorded(mapping: MappingFile) -> dict[str, str]:
    """The parts of a record that the table does not hold, each with the reason."""
    found = {
        part: "no column of the table fills it"
        for part, names in _FED.items()
        if not mapping.has(*_fields(names))
    }
    if "decisions" not in found and not _can_be(mapping, "decision.action", NO_ACTION):
        found["no_action_decisions"] = "no value of the table says that nothing was done"
    if not _can_be(mapping, "notice.kind", "authority_order"):
        found["orders"] = "no value of the table says that an authority ordered something"
    forms = mapping.clock.formats
    if forms and not any(has_hour(form) for form in forms):
        found["times_of_day"] = "the table holds days alone"
    found["exposure"] = "a log of decisions holds no sample of what was seen"
    return found


def _fields(names: tuple[str, ...]) -> list[str]:
    return [one for one in FIELDS for name in names if one == name or one.startswith(f"{name}.")]


def _can_be(mapping: MappingFile, field: str, code: str) -> bool:
    """Whether a cell or a constant of a field can say ``code``."""
    layouts = [one for one in (mapping.main, *mapping.more) if one.has(field)]
    if any(one.constants.get(field) == code for one in layouts):
        return True
    if not any(field in one.columns for one in layouts):
        return False
    values = mapping.values.get(field)
    return values is None or any(code in codes for codes in values.values())


_ACTED = ("acted", "partly")


def settled(record: Notice | Incident, task: Task) -> Notice | Incident:
    """The record without what contradicts how its case ended, which no row by itself can know; a
    finding for each thing that is left out."""
    if record["record"] != "notice":
        return record
    if "removed_at" in record and record["outcome"] not in _ACTED:
        del record["removed_at"]
        task.tally.add(CONTRADICTION.finding("", pointer="/removed_at", detail="nothing was done"))
    return record
