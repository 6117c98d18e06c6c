"""The restrictions of one decision, in the form's four columns."""

from harmscope.exporters.dsa_sor.codes import codes
from harmscope.exporters.dsa_sor.parts import Part

_COLUMNS = {
    "decision_visibility": "end_date_visibility_restriction",
    "decision_monetary": "end_date_monetary_restriction",
    "decision_provision": "end_date_service_restriction",
    "decision_account": "end_date_account_restriction",
}
_OTHER = {
    "visibility.other": "decision_visibility_other",
    "monetary.other": "decision_monetary_other",
}


def restrictions(decision: Part) -> tuple[dict[str, object], list[str]]:
    """Members of the form, and the columns of which the record says more than one can hold."""
    found: dict[str, object] = {}
    crowded: list[str] = []
    for column, end in _COLUMNS.items():
        held = [
            (codes(column)[kind], action)
            for action in decision.parts("actions")
            if (kind := action.text("kind")) in codes(column)
        ]
        if not held:
            continue
        names = list(dict.fromkeys(code for code, _ in held))
        if column == "decision_visibility":
            found[column] = sorted(names)
        else:
            found[column] = names[0]
            crowded += [column] if len(names) > 1 else []
        ends = {action.day("ends_at") for _, action in held}
        # One end for all of a column; where one of several has none, none is said.
        if len(ends) == 1 and (day := ends.pop()):
            found[end] = day
    for action in decision.parts("actions"):
        if column := _OTHER.get(action.text("kind"), ""):
            found[column] = action.text("other")[:500]
    return found, crowded
