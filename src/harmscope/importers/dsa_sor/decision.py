"""The one decision of a statement."""

import re

from harmscope.importers.dsa_sor.cells import Cells

# Column of the codes, column of the end, column of the free text for "other".
_DIMENSIONS = (
    ("decision_visibility", "end_date_visibility_restriction", "decision_visibility_other"),
    ("decision_monetary", "end_date_monetary_restriction", "decision_monetary_other"),
    ("decision_provision", "end_date_service_restriction", ""),
    ("decision_account", "end_date_account_restriction", ""),
)
_CATCH_ALL = {
    "decision_visibility": "visibility.other",
    "decision_monetary": "monetary.other",
}
_BASIS = {
    "law": ("illegal_content_legal_ground", "legal_basis"),
    "terms": ("incompatible_content_ground", "policy_ref"),
}
_FACTS = 5000
WITHHELD = "described at the source"
"""Stands for a description that is free text and was not kept."""
_COUNTRY = re.compile(r"[A-Z]{2}")


def decision(cells: Cells, incident_id: str, *, keep_text: bool) -> dict[str, object]:
    """The decision as a record has it; members in the order of the model."""
    ground = cells.mapped("decision_ground")
    parts: dict[str, object] = {
        "id": f"{incident_id}:1",
        "applied_at": cells.moment("application_date"),
        "ground": ground,
    }
    if ground in _BASIS:
        column, member = _BASIS[ground]
        parts[member] = cells.label(column)
    if ground == "terms" and (illegal := cells.answer("incompatible_content_illegal")) is not None:
        parts["also_illegal"] = illegal
    if keep_text:
        parts["policy_url"] = cells.label("decision_ground_reference_url")
        parts["keyword_other"] = cells.label("category_specification_other")
    parts["actions"] = _actions(cells, keep_text=keep_text)
    parts["automation"] = cells.mapped("automated_decision")
    parts["territory"] = cells.listed("territorial_scope", _COUNTRY)
    if keep_text:
        parts["facts"] = cells.label("decision_facts", _FACTS)
    return {name: part for name, part in parts.items() if part not in ("", [])}


def described(cells: Cells, column: str, *, keep_text: bool) -> str:
    """What a code "other" stands for: the text where it is kept, else that there was one."""
    text = cells.label(column)
    return text if keep_text or not text else WITHHELD


def _actions(cells: Cells, *, keep_text: bool) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for column, end, other in _DIMENSIONS:
        ends_at = cells.moment(end)
        text = described(cells, other, keep_text=keep_text) if other else ""
        for kind in cells.all_mapped(column, _CATCH_ALL.get(column, "")):
            action: dict[str, object] = {"kind": kind}
            if ends_at:
                action["ends_at"] = ends_at
            if text and kind.endswith(".other"):
                action["other"] = text
            found.append(action)
    return found
