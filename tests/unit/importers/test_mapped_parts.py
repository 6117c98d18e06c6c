import pytest

from harmscope.importers.contract import Task
from harmscope.importers.mapped_parts import Settler, not_recorded
from harmscope.importers.mapping_file import read_mapping


@pytest.fixture
def lacking(mapping_file):
    return lambda more="", base=None: set(
        not_recorded(read_mapping(mapping_file(more, base) if base else mapping_file(more)))
    )


def test_what_no_column_feeds_is_not_recorded(lacking):
    assert lacking('[values."decision.action"]\nweg = "visibility.removed"\n') == {
        "notices", "appeals", "reversals", "detection", "automation", "reach", "depicted",
        "consent", "generation", "provenance", "language", "territory", "no_action_decisions",
        "orders", "exposure",
    }  # fmt: skip


def test_what_a_value_or_constant_can_say_is_recorded(lacking):
    more = '[values."decision.action"]\nweg = "no-action"\n'
    more += '[constants]\n"notice.kind" = "authority_order"\n'
    assert not {"no_action_decisions", "orders"} & lacking(more)


def test_what_a_further_table_feeds_is_recorded(lacking):
    more = '[[more]]\nfile = "a"\nkey = "k"\n[more.columns]\nw = "appeal.filed_at"\n'
    assert "appeals" not in lacking(more)


def test_days_alone_are_no_times_of_day(lacking):
    assert "times_of_day" in lacking('[times]\nformats = ["%d.%m.%Y"]\n')
    assert "times_of_day" not in lacking('[times]\nformats = ["%d.%m.%Y %H:%M"]\n')


FED = """\
mapping = "1.0"
from = "table"
[columns]
a = "notice.received_at"
b = "notice.removed_at"
c = "content.created_at"
d = "decision.notified_at"
"""


@pytest.fixture
def settle(mapping_file):
    def run(record, base=FED):
        task = Task()
        found = Settler(read_mapping(mapping_file(base=base)), task).settled(record)
        return found, [one.pointer for one in task.tally.samples()]

    return run


def test_a_removal_without_an_action_is_no_removal(settle):
    record = {"record": "notice", "outcome": "no_action", "removed_at": "2026-01-02"}
    assert settle(record) == ({"record": "notice", "outcome": "no_action"}, ["/removed_at"])
    acted = {"record": "notice", "outcome": "acted", "removed_at": "2026-01-02"}
    assert settle(dict(acted)) == (acted, [])


def test_content_is_not_made_after_its_decision(settle):
    decision = {"id": "1", "decided_at": "2026-01-02", "notified_at": "2026-01-03"}
    record = {
        "record": "incident",
        "content": {"created_at": "2026-02-01"},
        "decisions": [decision],
    }
    assert settle(record) == (
        {"record": "incident", "decisions": [decision]},
        ["/content/created_at"],
    )


def test_nobody_is_told_before_a_decision(settle):
    decision = {"id": "1", "decided_at": "2026-01-02", "notified_at": "2026-01-01"}
    found, places = settle({"record": "incident", "decisions": [decision]})
    assert found["decisions"] == [{"id": "1", "decided_at": "2026-01-02"}]
    assert places == ["/decisions/0/notified_at"]


def test_what_no_column_feeds_is_not_asked(settle):
    base = FED.replace('b = "notice.removed_at"\n', "")
    record = {"record": "notice", "outcome": "no_action", "removed_at": "2026-01-02"}
    assert settle(dict(record), base) == (record, [])


def test_what_was_found_to_be_no_harm_has_none(settle):
    record = {"record": "incident", "no_harm": "authorised", "harm": {"primary": "ncii"}}
    assert settle(record) == ({"record": "incident", "no_harm": "authorised"}, [])
