import pytest

from harmscope.importers.mastodon.system import SYSTEM


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id account_id account_warning_id text created_at", "appeals"),
        ("id account_id target_account_id action text created_at", "account_warnings"),
        ("id category comment created_at target_account_id", "reports"),
        ("id type actor object", "flags"),
        ("id name", ""),
    ],
)
def test_tables_are_told_by_their_columns(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]
