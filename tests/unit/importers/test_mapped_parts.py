import pytest

from harmscope.importers.contract import Task
from harmscope.importers.mapped_parts import not_recorded, settled
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


def test_a_removal_without_an_action_is_no_removal():
    task = Task()
    record = {"record": "notice", "outcome": "no_action", "removed_at": "2026-01-02"}
    assert settled(record, task) == {"record": "notice", "outcome": "no_action"}
    assert [one.rule for one in task.tally.samples()] == ["IM038"]
    acted = {"record": "notice", "outcome": "acted", "removed_at": "2026-01-02"}
    assert settled(dict(acted), task) == acted
