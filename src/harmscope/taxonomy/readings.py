"""What a code of another system says about a facet of a record, as data."""

import csv
from functools import cache

from harmscope.resources import data_path
from harmscope.taxonomy.systems import resolve


@cache
def readings(ref: str) -> dict[str, tuple[str, str]]:
    """Code to facet path and value, such as ``trainedAlgorithmicMedia`` to
    ``("generation.ai_involvement", "generated")``; empty for systems without readings.

    A value of ``unknown`` is a reading too: it must not be turned into yes or no.
    """
    path = data_path("taxonomy", "systems", resolve(ref).ref, "readings.csv")
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["path"], row["value"]) for row in csv.DictReader(file)}
