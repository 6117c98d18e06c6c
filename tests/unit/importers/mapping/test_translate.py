import pytest

from harmscope.importers.entry import BadRow
from harmscope.importers.mapping.file import read_mapping
from harmscope.importers.mapping.translate import translate

COLUMNS = """\
mapping = "1.0"
from = "table"
[columns]
nr = "id"
item = "subject"
user = "account"
asked = "notice.received_at"
who = "notice.reporter"
done = "decision.decided_at"
what = "decision.action"
until = "decision.ends_at"
back = "reversal.at"
appeal = "appeal.filed_at"
answer = "appeal.decided_at"
result = "appeal.outcome"
[values."decision.action"]
deleted = "visibility.removed"
nothing = "no-action"
"""


@pytest.fixture
def events(mapping_file, scribe, entry):
    """``events(**row)``: what a row says under :data:`COLUMNS`, by kind."""

    def run(more="", **row):
        translate(entry(**row), scribe, read_mapping(mapping_file(more, COLUMNS)))
        scribe.journal.settle()
        return {one.kind: one for group in scribe.journal.groups() for one in group}

    return run


def test_a_row_can_tell_the_whole_story(events):
    found = events(
        nr="1", asked="2026-01-01", who="x@y.example", done="2026-01-02", what="deleted",
        appeal="2026-01-03", answer="2026-01-04", result="granted", back="2026-01-04",
    )  # fmt: skip
    assert set(found) == {"notice", "decision", "appeal", "appeal_end", "reversal"}
    assert found["appeal"].target == found["reversal"].target == ("rows#decision", "1")
    assert found["appeal_end"].members == {"outcome": "granted"}


def test_rows_of_one_account_are_folded_together(events):
    found = events(nr="1", item="post 9", user="u", done="2026-01-02", what="deleted")
    assert (found["decision"].subject, found["decision"].group) == ("subject post 9", "account u")


def test_nothing_done_is_a_decision_too(events):
    decision = events(nr="1", done="2026-01-02", what="nothing")["decision"]
    assert decision.opens
    assert not decision.restricts


def test_a_measure_can_end(events):
    decision = events(nr="1", done="2026-01-02", what="deleted", until="2026-02-02")["decision"]
    assert decision.members["actions"] == [{"kind": "visibility.removed", "ends_at": "2026-02-02"}]


def test_an_action_that_is_not_mapped_counts_as_other(events):
    decision = events(nr="1", done="2026-01-02", what="shredded")["decision"]
    assert decision.members["actions"][0]["kind"] == "visibility.other"


def test_a_row_without_a_time_is_refused(events):
    with pytest.raises(BadRow):
        events(nr="1", what="deleted")


def test_filters_leave_rows_out(events, scribe):
    more = '[[filters]]\ncolumn = "what"\nkeep = ["nothing"]\n'
    assert events(more, nr="1", done="2026-01-02", what="deleted") == {}
    assert scribe.task.skipped.total() == 1


def test_columns_that_are_not_mapped_are_noted(events, scribe):
    events(nr="1", done="2026-01-02", what="deleted", extra="x", others="y")
    assert scribe.task.notes.total() == 2
