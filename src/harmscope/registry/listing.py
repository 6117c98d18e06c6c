"""Submissions as lists and pages show them."""

from harmscope.registry.state import Received, State


def row(one: Received) -> dict[str, object]:
    """One submission in a list."""
    return {
        "seq": one.seq,
        "received_at": one.at,
        "submission": one.id,
        "sender": one.sender,
        "service": one.service,
        "period": f"{one.start}/{one.end}" if one.start else None,
        "kind": one.kind or None,
        "status": one.status,
        "rows": one.rows,
        "problems": [problem["code"] for problem in one.problems],
    }


def rows(state: State) -> list[dict[str, object]]:
    """Every submission in the order of arrival."""
    return [row(one) for one in state.submissions]


def full(one: Received) -> dict[str, object]:
    """Everything on record about one submission."""
    return {
        **row(one),
        "package": one.package,
        "problems": one.problems,
        "rules": one.rules,
        "remarks": one.remarks,
        "versions": one.versions,
        "replaces": one.replaces,
        "because": one.because,
        "superseded_by": one.superseded_by,
        "objects": one.objects,
        "decisions": one.decisions,
    }


def line(one: dict[str, object]) -> str:
    """A row of :func:`rows` as one line of text."""
    name = str(one["submission"] or "-")[:12]
    about = f"{one['service'] or '-'}  {one['period'] or '-'}"
    if one["kind"] == "figures":
        about += "  figures"
    problems = one["problems"]
    why = f"  ({', '.join(problems)})" if isinstance(problems, list) and problems else ""
    return f"{one['seq']:>5}  {name:12}  {one['status']:10}  {about}{why}"
