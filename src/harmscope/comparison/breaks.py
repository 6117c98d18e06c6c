"""Known breaks in published series, as data."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def known_breaks() -> tuple[dict[str, Any], ...]:
    """Every known break: services, categories or metrics, first day of the new kind, reason."""
    text = files("harmscope.comparison").joinpath("breaks.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["break"])


def breaks_between(
    service: str, metric: str, categories: tuple[str, ...], one: str, two: str
) -> str | None:
    """Why figures of the periods ``one`` and ``two`` are not of one kind, or None.

    Periods are ``YYYY-MM-DD/YYYY-MM-DD``. ``categories`` are the publisher's own names.
    """
    earlier, later = sorted((one, two))
    for each in known_breaks():
        if service not in each["services"]:
            continue
        if "metrics" in each and metric not in each["metrics"]:
            continue
        if "categories" in each and not set(categories) & set(each["categories"]):
            continue
        if earlier[:10] < each["from"] <= later[:10]:
            return str(each["reason"])
    return None
