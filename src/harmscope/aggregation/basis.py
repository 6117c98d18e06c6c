"""What flat tables depend on besides the records: this program with its rules, schemas and lists
of codes, and the rules of a time zone."""

import zoneinfo
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final

from harmscope import __version__
from harmscope.aggregation.clocking import clock_of
from harmscope.demands.times import NotAfterClock
from harmscope.formats.sources import digest
from harmscope.resources import data_path
from harmscope.rules import RULES

_PROGRAM: Final = Path(__file__).resolve().parents[1]

DATED: Final = frozenset(
    code for code, rule in RULES.items() if isinstance(rule.demand, NotAfterClock)
)
"""Rules of which the answer depends on the day of the run."""


@cache
def basis() -> dict[str, str]:
    """The version of this program, and digests of its rules, schemas, lists of codes and code."""
    return {
        "harmscope": __version__,
        "rules": _digest(_PROGRAM / "rules", _PROGRAM / "demands"),
        "schemas": _digest(data_path("schemas")),
        "taxonomy": _digest(data_path("taxonomy")),
        "program": _digest(_PROGRAM),
    }


def _digest(*roots: Path) -> str:
    found = sha256()
    for root in roots:
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(sha256(path.relative_to(root).as_posix().encode()).digest())
                found.update(digest(path)[0].encode())
    return found.hexdigest()


def zone_digest(zone: str) -> str:
    """A digest of the rules of a time zone of the IANA database, as this machine has them. Raises
    UserError where the zone is not in it."""
    clock_of(zone)
    named = [Path(folder, zone) for folder in zoneinfo.TZPATH]
    own = next((path for path in named if path.is_file()), None)
    if own is None:
        own = files("tzdata").joinpath("zoneinfo", *zone.split("/"))  # type: ignore[assignment]
    return sha256(own.read_bytes()).hexdigest()  # type: ignore[union-attr]
