"""What an appeal is against, read from the decision that it names in its case."""

from typing import Any

Record = dict[str, Any]

_DIMENSIONS = ("visibility", "service", "account", "monetary")


def against(appeal: Record, record: Record) -> str | None:
    """``visibility``, ``service``, ``account`` or ``monetary`` by the first restriction of the
    decision; ``notice_refused`` or ``trusted_flagger_notice_refused`` where it led to no action;
    None where the decision is not known."""
    named = appeal["against"]
    if "decision" not in named:
        return _refused(record) if "no_action_on" in named else None
    decision = _find(record, named["decision"])
    if decision is None:
        return None
    actions = decision.get("actions", ())
    if not actions:
        return _refused(record)
    kind = str(actions[0]["kind"].partition(".")[0])
    return kind if kind in _DIMENSIONS else None


def restricts_anew(appeal: Record, record: Record) -> bool:
    """Whether the appeal led to a decision that restricts."""
    resulting = _find(record, appeal.get("resulting_decision"))
    return resulting is not None and bool(resulting.get("actions"))


def _refused(record: Record) -> str:
    flagged = record.get("detection", {}).get("source") == "trusted_flagger"
    return "trusted_flagger_notice_refused" if flagged else "notice_refused"


def _find(record: Record, name: str | None) -> Record | None:
    decisions: tuple[Record, ...] = tuple(record.get("decisions", ()))
    return next((one for one in decisions if one["id"] == name), None)
