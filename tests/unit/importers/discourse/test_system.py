import pytest

from harmscope.importers.discourse.system import SYSTEM


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id type status target_id target_type", "reviewables"),
        ("id reviewable_id status created_at user_id", "reviewable_scores"),
        ("id action acting_user_id created_at", "user_histories"),
        ("staff_user action subject created_at details context", "staff_actions"),
    ],
)
def test_tables_are_told_by_their_columns(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]
