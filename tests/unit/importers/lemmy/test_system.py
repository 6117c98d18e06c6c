from harmscope.importers.lemmy.system import SYSTEM


def test_both_shapes_of_the_log_are_told_apart():
    old = {"removed_posts": [{"mod_remove_post": {}}], "banned": []}
    new = {"items": [{"modlog": {}}], "next_page": "x"}
    assert [row.table for row in SYSTEM.entries(old, "f", 1, 0)] == ["removed_posts"]
    assert [row.table for row in SYSTEM.entries(new, "f", 1, 0)] == ["modlog"]


def test_no_appeals_are_said_to_be_not_recorded():
    assert "appeals" in dict(SYSTEM.not_recorded)
