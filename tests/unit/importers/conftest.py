"""Rows for tests of importers, invented: statements in the shape of the EU dump, and events."""

from collections.abc import Callable

import pytest

from harmscope.importers.columns import EqualRows
from harmscope.importers.contract import Task
from harmscope.importers.log.entry import Entry
from harmscope.importers.log.event_store import EventStore
from harmscope.importers.log.event_writer import EventWriter
from harmscope.importers.platform_codes import OwnCodes
from harmscope.importers.pseudonyms import Pseudonyms

BASE = {
    "uuid": "00000000-0000-4000-8000-000000000001",
    "decision_visibility": '["DECISION_VISIBILITY_CONTENT_REMOVED"]',
    "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
    "incompatible_content_ground": "House rules, section 3",
    "category": "STATEMENT_CATEGORY_SCAMS_AND_FRAUD",
    "category_specification": '["KEYWORD_PHISHING"]',
    "content_type": '["CONTENT_TYPE_TEXT"]',
    "content_language": "DE",
    "content_date": "2025-07-01 00:00:00",
    "territorial_scope": '["DE","AT"]',
    "application_date": "2025-07-02 00:00:00",
    "decision_facts": "The item was found by a routine check.",
    "source_type": "SOURCE_VOLUNTARY",
    "automated_detection": "Yes",
    "automated_decision": "AUTOMATED_DECISION_PARTIALLY",
    "platform_name": "Plazza",
    "platform_uid": "plz-1",
    "created_at": "2025-07-02 10:11:12",
}


@pytest.fixture
def statement() -> Callable[..., dict[str, object]]:
    """A good statement, with cells changed."""

    def make(**cells: object) -> dict[str, object]:
        return BASE | cells

    return make


KEY = bytes(32)


class Translated:
    """What translating rows gave: events in order, and the task that counted."""

    def __init__(self, events, task):
        self.events = events
        self.task = task

    @property
    def only(self):
        """The one event."""
        (event,) = self.events
        return event

    def of(self, kind):
        """The one event of a kind."""
        (event,) = [one for one in self.events if one.kind == kind]
        return event


def translated(system, *rows, own=None, keep_text=False, finish=True):
    """Translate parsed lines of a system; raises BadRow like the translators."""
    task = Task(keep_text=keep_text)
    with EventStore() as store, EqualRows() as equal:
        writer = EventWriter(store, Pseudonyms(KEY), task, own or OwnCodes(), equal=equal)
        for row in rows:
            for entry in system.entries(row, "file", 1, 0):
                system.translate[entry.table](entry, writer)
        if finish and system.finish:
            system.finish(writer)
        store.deduplicate()
        events = [event for group in store.groups() for event in group]
    return Translated(sorted(events, key=lambda event: event.order), task)


@pytest.fixture
def read():
    """``read(system, *rows, own=…)`` gives what the rows say."""
    return translated


@pytest.fixture
def entry():
    """``entry(member=value, …)`` is a row of no table."""
    return lambda **data: Entry("rows", data, "file", 1, 0)


@pytest.fixture
def writer():
    """A writer on an empty store."""
    with EventStore() as store, EqualRows() as equal:
        yield EventWriter(store, Pseudonyms(KEY), Task(), equal=equal)


MAPPING = """\
mapping = "1.0"
from = "table"
[columns]
Nr = "id"
Art = "category"
Was = "decision.action"
Wann = "decision.decided_at"
Notiz = ""
"""


@pytest.fixture
def mapping_file(tmp_path):
    """Writes a mapping file: a base of five columns, and more text behind it."""

    def write(more="", base=MAPPING):
        path = tmp_path / "mapping.toml"
        path.write_text(base + more, encoding="utf-8")
        return path

    return write
