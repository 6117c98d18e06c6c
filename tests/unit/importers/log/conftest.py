"""Events for tests of the join, short to write."""

import pytest

from harmscope.importers.log.events import Event
from harmscope.importers.timestamps import from_iso


def make_event(kind, id_, day, subject="post", **more):
    """An event at noon of a day of January 2026; ``restrict`` is a decision that removes."""
    if kind == "restrict":
        kind = "decision"
        more.setdefault("decision", {"actions": [{"kind": "visibility.removed"}]})
    at = from_iso(f"2026-01-{day:02d}T12:00:00Z")
    more.setdefault("group", "account")
    return Event(kind, ("rows", str(id_)), at, subject, f"{id_:064x}", **more)


@pytest.fixture
def event():
    """Makes an event: ``event(kind, id, day, subject, **more)``."""
    return make_event
