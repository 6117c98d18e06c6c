import pytest

from harmscope.importers.lemmy import SYSTEM
from harmscope.importers.lemmy.reports import as_listed

ROW = {
    "id": 1,
    "creator_id": 81,
    "post_id": 12,
    "reason": "words",
    "resolved": False,
    "published": "2026-05-02T08:00:00Z",
    "updated": None,
}
DONE = {"resolved": True, "updated": "2026-05-02T10:00:00Z"}
LOG = {
    "removed_posts": [
        {
            "mod_remove_post": {
                "id": 1,
                "post_id": 99,
                "removed": True,
                "when_": "2026-05-01T10:00:00Z",
            }
        }
    ]
}


def view(row):
    return {"post_reports": [{"post_report": row, "post": {"id": 12}}]}


def test_a_report_is_a_notice_on_its_post(tell):
    event = tell(SYSTEM, view(ROW)).only
    assert (event.kind, event.subject, event.ref) == ("notice", "post 12", ("post_reports", "1"))


def test_a_resolved_report_is_closed_where_the_log_is_known(tell):
    close = tell(SYSTEM, view(ROW | DONE), LOG).events[-1]
    assert close.answers == (("post_reports", "1"),)


def test_it_is_left_open_where_there_is_no_log(tell):
    told = tell(SYSTEM, view(ROW | DONE))
    assert told.only.kind == "notice"
    assert told.task.tally.total("warning") == 1


def test_rows_of_1_0_and_of_other_kinds(tell):
    row = {
        "id": 3,
        "creator_id": 81,
        "comment_id": 5,
        "resolved": "f",
        "published_at": "2026-05-02T08:00:00Z",
    }
    assert tell(SYSTEM, row).only.ref == ("comment_reports", "3")


def test_words_are_kept_where_they_are_asked_for(tell):
    assert "text" not in tell(SYSTEM, view(ROW)).only.members
    assert tell(SYSTEM, view(ROW), keep_text=True).only.members["text"] == "words"


@pytest.mark.parametrize("name", ["items", "reports"])
def test_a_page_of_1_0_holds_reports_of_every_kind(tell, name):
    post = {"type_": "post", "post_report": ROW, "post": {"id": 12}}
    comment = {"type_": "comment", "comment_report": ROW | {"comment_id": 5}}
    told = tell(SYSTEM, {name: [post, comment], "next_page": "x"})
    assert [event.subject for event in told.events] == ["comment 5", "post 12"]


def test_a_row_that_holds_nothing_known_stays_where_it_was(entry):
    assert as_listed(entry(type_="new"))[0].table == entry(type_="new").table
