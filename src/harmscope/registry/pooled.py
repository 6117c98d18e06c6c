"""A pool as an official reads it: exact figures, who stands behind them, and every doubt."""

from typing import Any

from harmscope.model.period import Period, before
from harmscope.registry.checks import doubts, period_gaps
from harmscope.registry.contributions import plan
from harmscope.registry.folder import Registry
from harmscope.registry.pool import pool
from harmscope.registry.state import state_of


def pooled(registry: Registry, period: Period, as_of: int | None = None) -> dict[str, Any]:
    """The pool over ``period`` as of an entry, checked against the period before."""
    made = pool(registry, period, as_of)
    earlier = pool(registry, before(period), made.seq)
    found = doubts(made, plan(), earlier if earlier.parts else None)
    found += period_gaps(state_of(registry.ledger.entries(), made.seq).current())
    return {
        "record": "pool",
        "version": "1.0",
        "period": str(period),
        "as_of": made.seq,
        "head": made.head,
        "submissions": [one.id for one in made.used],
        "left_out": [one.id for one in made.left_out],
        "partly": made.partly,
        "absent": made.absent,
        "figures": [
            {
                **one.as_dict(),
                **({"by_service": one.parts} if one.parts else {}),
                "submissions": made.sources(one),
            }
            for one in made.figures
        ],
        "doubts": [one.as_dict() for one in found],
    }


def lines(body: dict[str, Any]) -> list[str]:
    """The totals and the doubts in lines of text; the rest is in the JSON."""
    found = [
        f"{body['period']} as of entry {body['as_of']}, {len(body['submissions'])} submissions"
    ]
    for figure in body["figures"]:
        if not figure["dimensions"] and figure["value"] is not None:
            behind = f"{figure['senders']} of {figure['of']} services"
            found.append(f"{figure['metric']:34} {figure['value']:>14,}  {behind}")
    for doubt in body["doubts"]:
        about = " ".join(word for word in (doubt["service"], doubt["metric"]) if word)
        found.append(f"doubt {doubt['code']}: {about}: {doubt['words']}")
    return found
