"""The parts of a publication's page that say what several authorities say together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup

from harmscope.errors import many
from harmscope.model.period import parse_period
from harmscope.render.figure_text import day, period
from harmscope.render.html.charts.dots import Dot, dots
from harmscope.times import day_of

Row = Mapping[str, Any]
Named = Callable[[str, str], str]
"""A code of a dimension in words."""

HEADLINES: Final = 4
"""So many totals stand at the top of the page."""


def glance(
    document: Mapping[str, Any], shown: Callable[[Any], str], named: Named
) -> dict[str, Any]:
    """What stands at the top: the first totals, and the first metric by harm and by month."""
    totals = [row for row in document["figures"] if _is_total(row, document["period"])]
    numbered = [row for row in totals if row["value"] is not None or row["low"] is not None]
    known = [row for row in numbered if row["value"] != 0] or numbered
    first = known[0]["metric"] if known else ""
    rows = [row for row in document["figures"] if row["metric"] == first and not row["service"]]
    by_harm = [row for row in rows if row["harm"] and row["period"] == document["period"]]
    by_month = [row for row in rows if row["period"] != document["period"] and not row["harm"]]
    title = document["definitions"][first]["title"] if known else ""
    return {
        "sentence": _sentence(document, known[0], shown) if known else "",
        "tiles": [
            {
                "number": shown(row),
                "title": document["definitions"][row["metric"]]["title"],
                "behind": f"{_authorities(row['authorities'])}, {many(row['senders'], 'service')}",
            }
            for row in known[:HEADLINES]
        ],
        "charts": [
            {"title": f"{title} {words}", "chart": _chart(found, shown, named, by)}
            for words, by, found in (
                ("by harm", "harm", sorted(by_harm, key=_most, reverse=True)),
                ("by month", "period", by_month),
            )
            if found
        ],
    }


def _sentence(document: Mapping[str, Any], row: Row, shown: Callable[[Any], str]) -> str:
    """The first total in one sentence that can be read out."""
    title = document["definitions"][row["metric"]]["title"]
    number = shown(row).replace(" to ", " and ")
    lead = "between " if row["high"] is not None and row["value"] is None else ""
    where = f"{many(row['senders'], 'service')} under {_authorities(row['authorities'])}"
    span = period(parse_period(document["period"]))
    return f"{title}, {span}: {lead}{number}, at {where}."


def _authorities(count: int) -> str:
    return many(count, "authority", "authorities")


def _is_total(row: Row, whole: str) -> bool:
    split = (row["harm"], row["service"], row["territory"], row["order_state"])
    return row["period"] == whole and not any(split)


def _most(row: Row) -> float:
    return float(next((row[n] for n in ("value", "high", "low") if row[n] is not None), 0))


def _chart(rows: Sequence[Row], shown: Callable[[Any], str], named: Named, by: str) -> Markup:
    return dots(
        [
            Dot(
                named(by, row[by]),
                shown(row),
                row["low"] if row["high"] is not None else None,
                row["value"],
                row["high"],
                drawn=row["value"] is not None or row["high"] is not None,
            )
            for row in rows
        ]
    )


def sources(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The publications that were taken in, one a row."""
    return [
        {
            "authority": one["authority"],
            "services": f"{one['services']['behind']} of {one['services']['registered']}",
            "edition": one["edition"],
            "published": day(day_of(one["published_on"])) if one["published_on"] else "not stated",
            "period": period(parse_period(one["period"])),
            "level": one["level"],
            "withheld": one["withheld"],
            "digest": one["sha256"][:12],
        }
        for one in document["taken_in"]
    ]


def authorities(document: Mapping[str, Any]) -> int:
    """How many authorities hold the services behind a publication."""
    own = document["registry"]
    return len({one["authority"] or own for one in document["behind"]["holders"]})
