import pytest

from harmscope.importers.coral.system import SYSTEM


@pytest.mark.parametrize(
    ("columns", "table"),
    [
        ("id submissionID commentID status createdAt", "dsaReports"),
        ("id actionType commentID createdAt", "commentActions"),
        ("id commentID status createdAt moderatorID", "commentModerationActions"),
    ],
)
def test_collections_are_told_by_their_members(columns, table):
    row = dict.fromkeys(columns.split(), "")
    assert [one.table for one in SYSTEM.entries(row, "f", 1, 0)] == [table]
