"""The exporter ``dsa-sor``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from harmscope.exporters.contract import Fill, Item, Outcome
from harmscope.exporters.dsa_sor.parts import Part
from harmscope.exporters.dsa_sor.restrictions import restrictions
from harmscope.exporters.dsa_sor.statement import statement
from harmscope.model.statement import Statement

_GROUNDS = {
    "DECISION_GROUND_ILLEGAL_CONTENT": (
        "illegal_content_legal_ground",
        "illegal_content_explanation",
    ),
    "DECISION_GROUND_INCOMPATIBLE_CONTENT": (
        "incompatible_content_ground",
        "incompatible_content_explanation",
    ),
}
_TEXTS = {
    "decision_visibility": ("DECISION_VISIBILITY_OTHER", "decision_visibility_other"),
    "decision_monetary": ("DECISION_MONETARY_OTHER", "decision_monetary_other"),
    "content_type": ("CONTENT_TYPE_OTHER", "content_type_other"),
}
_BY_SERVER = {"created_at", "platform_name", "content_id_ean"}


@dataclass(frozen=True, slots=True)
class DsaSor:
    """See :class:`harmscope.exporters.contract.Exporter`. The limits are those of the API."""

    name: str = "dsa-sor"
    batch: int = 100
    wrapper: str = "statements"

    @property
    def members(self) -> frozenset[str]:
        """Members of the request."""
        return frozenset(Statement.model_fields) - _BY_SERVER

    @property
    def choices(self) -> Mapping[str, str]:
        """What the records leave open."""
        return {
            "What is one statement?": "One decision that restricts; reversals are not statements.",
            "What is left out?": "Warnings alone: the form has no code for them.",
            "What is an account that was restricted?": "A partial suspension of the service.",
            "Which day is the application's?": "That of applied_at, else of decided_at.",
            "What is the trigger of a user's flag?": "Another notification.",
        }

    def items(self, record: dict[str, object], fill: Fill, outcome: Outcome) -> Iterator[Item]:
        """One item a restricting decision of the incident."""
        incident = Part(record)
        for decision in incident.parts("decisions"):
            if not decision.parts("actions"):
                outcome.skipped["decision that restricts nothing"] += 1
                continue
            held, crowded = restrictions(decision)
            if not held:
                outcome.skipped["decision without a restriction that the form knows"] += 1
                continue
            own = statement(incident, decision) | held
            data = {name: value for name, value in fill.items() if _fits(name, own)} | own
            yield Item(str(own["puid"]), data, tuple(_missing(data) + crowded))


DSA_SOR = DsaSor()


def _fits(name: str, own: dict[str, object]) -> bool:
    """Whether a filling has a place: texts of the other ground would be dropped by the API."""
    for ground, texts in _GROUNDS.items():
        if name in texts and own.get("decision_ground", ground) != ground:
            return False
    return True


def _missing(data: dict[str, object]) -> list[str]:
    """Members that the form demands and that are absent or not as it wants them, sorted."""
    found = set()
    try:
        Statement.model_validate(data)
    except ValidationError as error:
        found = {str(fault["loc"][0]) for fault in error.errors(include_input=False)}
    found |= {
        name for name in _GROUNDS.get(str(data.get("decision_ground")), ()) if name not in data
    }
    for column, (code, text) in _TEXTS.items():
        value = data.get(column)
        if text not in data and (value == code or (isinstance(value, list) and code in value)):
            found.add(text)
    return sorted(found)
