"""What changed between two editions of a publication, for machines: from what to what, and why."""

from typing import Any

from harmscope.registry.state import State

Document = dict[str, Any]
_PLACE = ("metric", "period", "harm", "service", "territory", "order_state")
_TOLD = ("value", "low", "high")


def corrections(old: Document | None, new: list[dict[str, Any]], state: State) -> list[Document]:
    """The corrections so far, and those of this edition behind them; none is ever taken out."""
    if old is None:
        return []
    before = {_key(row): row for row in old["figures"]}
    after = {_key(row): row for row in new}
    changed = [
        {
            **{name: row[name] for name in _PLACE if row.get(name) is not None},
            "from": _told(before.get(key)),
            "to": _told(after.get(key)),
        }
        for key, row in sorted({**before, **after}.items(), key=lambda pair: str(pair[0]))
        if _told(before.get(key)) != _told(after.get(key))
    ]
    if not changed:
        return list(old["corrections"])
    made = {
        "edition": old["edition"] + 1,
        "replaces": old["edition"],
        "since_entry": old["as_of"],
        "because": _causes(state, old["as_of"]),
        "figures": changed,
    }
    return [*old["corrections"], made]


def _causes(state: State, since: int) -> list[dict[str, Any]]:
    """What came into the ledger after the entry ``since`` that moves figures."""
    found: list[dict[str, Any]] = [
        {
            "entry": one.seq,
            "service": one.service,
            "kind": "correction" if one.replaces else "submission",
            "because": one.because,
        }
        for one in state.submissions
        if one.seq > since and one.taken_as in ("accepted", "partly")
    ]
    found += [
        {
            "entry": decision["entry"],
            "service": one.service,
            "kind": decision["outcome"],
            "because": decision.get("reason"),
        }
        for one in state.submissions
        for decision in one.decisions
        if decision["entry"] > since
    ]
    return found


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in _PLACE)


def _told(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    told = {name: row[name] for name in _TOLD if row.get(name) is not None}
    return told or {"status": row["obs_status"]}
