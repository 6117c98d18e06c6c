"""What a mapping cannot give: parts of a record that no column feeds, and what a finished record
cannot hold beside what it says."""

from typing import Any, cast

from harmscope.importers.contract import Task
from harmscope.importers.mapping_fields import FIELDS
from harmscope.importers.mapping_file import MappingFile
from harmscope.importers.platform_codes import NO_ACTION
from harmscope.importers.timestamps import has_hour
from harmscope.model.typed import Incident, Notice
from harmscope.rules import rules_for
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
_ORDER = "authority_order"


def not_recorded(mapping: MappingFile) -> dict[str, str]:
    """The parts of a record that the table does not hold, each with the reason."""
    found = {
        part: "no column of the table fills it"
        for part, names in _FED.items()
        if not mapping.has(*_fields(names))
    }
    if "decisions" not in found and not _can_be(mapping, "decision.action", NO_ACTION):
        found["no_action_decisions"] = "no value of the table says that nothing was done"
    if not any(_can_be(mapping, one, _ORDER) for one in ("notice.kind", "detection.source")):
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


# What no row by itself can know: whether its cells fit the case that they became part of.

_CONTRADICT: dict[str, tuple[str, str]] = {
    "HS102": ("content.created_at", "/content/created_at"),
    "HS105": ("notified_at", ""),
    "HS106": ("decision.ends_at", ""),
    "HS107": ("decision.ends_at", ""),
    "HS110": ("content.created_at", "/content/created_at"),
    "HS115": ("notice.received_at", ""),
    "HS118": ("appeal.decided_at", ""),
    "HS141": ("facets", ""),
    "HS162": ("depicted.age_band", "/depicted/age_band"),
    "HS167": ("requester.trusted_flagger", "/requester/trusted_flagger"),
    "HS168": ("notice.removed_at", "/removed_at"),
    "HS169": ("reach.copies_removed", "/reach/copies_removed"),
    "HS173": ("decision.also_illegal", ""),
}
"""By rule: the fields without which it holds (or the end of their names), and which member is left
out where it does not; else the one that the rule points at."""


class Settler:
    """Leaves out of finished records what contradicts the rest of their case, with a finding for
    each; so no record is written that ``validate`` refuses."""

    def __init__(self, mapping: MappingFile, task: Task) -> None:
        self._task = task
        fed = [name for name in FIELDS if mapping.has(name)]
        asked = {
            code
            for code, (field, _) in _CONTRADICT.items()
            if any(name == field or name.endswith(f".{field}") or name.startswith(f"{field}.")
                   for name in fed)
        }  # fmt: skip
        self._rules = {
            kind: [rule for rule in rules_for(kind) if rule.code in asked]
            for kind in ("notice", "incident")
        }

    def settled(self, record: Notice | Incident) -> Notice | Incident:
        """The record without what contradicts. Where no harm was found, the category of the table
        is that of the report: its notice keeps it."""
        if record["record"] == "incident" and "no_harm" in record:
            record.pop("harm", None)
        for rule in self._rules[record["record"]]:
            assert rule.demand is not None
            for pointer in list(rule.demand.faults(record)):
                place = _CONTRADICT[rule.code][1] or pointer
                if _drop(cast("dict[str, object]", record), place):
                    detail = f"{rule.clause}; left out: {place}"
                    self._task.tally.add(CONTRADICTION.finding("", pointer=place, detail=detail))
        return record


def _drop(record: dict[str, object], pointer: str) -> bool:
    """Leave out the member at a pointer, and what is empty without it."""
    *outer, last = pointer.strip("/").split("/")
    found: Any = record
    for step in outer:
        found = found[int(step)] if isinstance(found, list) else found.get(step, {})
    if not isinstance(found, dict) or last not in found:
        return False
    del found[last]
    if not found and len(outer) == 1:
        del record[outer[0]]
    return True
