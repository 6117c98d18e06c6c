import pytest

from harmscope.importers.coop.system import SYSTEM


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("action_id,action_name,correlation_id,ts", "executions"),
        ("request_id,reported_at,reported_item_id", "reports"),
        ("appeal_id,appealed_at,actioned_item_id", "appeals"),
        ("Decisions,Policies,Reviewer,Queue,Decision Time,Decision Reason,Link", "recent"),
        ("Reviewer,Queue,Decision Time,Link", "skips"),
    ],
)
def test_tables_are_told_by_their_columns(columns, table):
    row = dict.fromkeys(columns.split(","), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]
