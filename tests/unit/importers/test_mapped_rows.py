import pytest

from harmscope.importers.log.entry import BadRow
from harmscope.importers.mapped_cells import Cells
from harmscope.importers.mapped_rows import translate
from harmscope.importers.mapping_file import read_mapping

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
def events(mapping_file, writer, entry):
    """``events(**row)``: what a row says under :data:`COLUMNS`, by kind."""

    def run(more="", base=COLUMNS, **row):
        mapping = read_mapping(mapping_file(more, base))
        cells = Cells(entry(**row), mapping, mapping.main, writer)
        translate(cells, cells.text("id"))
        writer.store.deduplicate()
        return {one.kind: one for group in writer.store.groups() for one in group}

    return run


def test_a_row_can_tell_the_whole_story(events):
    found = events(
        nr="1", asked="2026-01-01", who="x@y.example", done="2026-01-02", what="deleted",
        appeal="2026-01-03", answer="2026-01-04", result="granted", back="2026-01-04",
    )  # fmt: skip
    assert set(found) == {"notice", "decision", "appeal", "appeal_end", "reversal"}
    assert found["appeal"].target == found["reversal"].target == ("rows#decision", "1")
    assert found["appeal_end"].appeal == {"outcome": "granted"}


def test_rows_of_one_account_are_folded_together(events):
    found = events(nr="1", item="post 9", user="u", done="2026-01-02", what="deleted")
    assert (found["decision"].subject, found["decision"].group) == ("subject post 9", "account u")


def test_nothing_done_is_a_decision_too(events):
    decision = events(nr="1", done="2026-01-02", what="nothing")["decision"]
    assert decision.opens
    assert not decision.restricts


def test_a_measure_can_end(events):
    decision = events(nr="1", done="2026-01-02", what="deleted", until="2026-02-02")["decision"]
    assert decision.decision["actions"] == [{"kind": "visibility.removed", "ends_at": "2026-02-02"}]


def test_an_action_that_is_not_mapped_counts_as_other(events):
    decision = events(nr="1", done="2026-01-02", what="shredded")["decision"]
    assert decision.decision["actions"][0]["kind"] == "visibility.other"


KINDS = (
    COLUMNS.replace("who =", 'via = "notice.kind"\nart = "order.kind"\nwho =')
    + """\
[values."notice.kind"]
user = "user_flag"
court = "authority_order"
robot = "no-notice"
dunno = ""
[values."order.kind"]
remove = "act"
"""
)


def rules(writer):
    return [one.rule for one in writer.task.tally.samples()]


def test_a_kind_left_empty_is_no_flag_of_a_user(events, writer):
    found = events(
        "", KINDS, nr="1", asked="2026-01-01", done="2026-01-02", what="deleted", via="dunno"
    )
    assert set(found) == {"decision"}
    assert found["decision"].case["detection"] == {"source": "unknown"}
    assert rules(writer) == ["IM033"]


def test_a_row_of_a_machine_is_a_detection(events, writer):
    found = events(
        "", KINDS, nr="1", asked="2026-01-01", done="2026-01-02", what="deleted", via="robot"
    )
    assert set(found) == {"detection", "decision"}
    assert found["detection"].case["detection"] == {"source": "own_initiative"}
    assert not rules(writer)


def test_an_order_says_what_it_orders_or_is_left_out(events, writer):
    row = {
        "nr": "1",
        "asked": "2026-01-01",
        "done": "2026-01-02",
        "what": "deleted",
        "via": "court",
    }
    assert events("", KINDS, **row, art="remove")["notice"].notice["order"] == {"kind": "act"}
    assert not rules(writer)


def test_an_order_of_which_the_kind_is_not_known_is_left_out(events, writer):
    row = {
        "nr": "1",
        "asked": "2026-01-01",
        "done": "2026-01-02",
        "what": "deleted",
        "via": "court",
    }
    found = events("", KINDS, **row)
    assert set(found) == {"decision"}
    assert found["decision"].case["detection"] == {"source": "authority_order"}
    assert rules(writer) == ["IM034"]


def test_an_action_of_which_the_meaning_is_open_is_not_written(events, writer):
    with pytest.raises(BadRow):
        events(nr="1", asked="2026-01-01", done="2026-01-02", what="")
    assert rules(writer) == ["IM033"]
    assert not writer.written


def test_a_decision_before_its_notice_is_refused(events, writer):
    with pytest.raises(BadRow):
        events(nr="1", asked="2026-01-02", done="2026-01-01", what="deleted")
    assert rules(writer) == ["IM036"]


def test_a_decision_of_the_same_day_comes_after_its_notice(events):
    found = events(nr="1", asked="2026-01-02T10:00:00Z", done="2026-01-02", what="deleted")
    assert (
        found["notice"].at < found["decision"].order[0]
        or found["notice"].at == found["decision"].at
    )
    assert found["decision"].decision["decided_at"] == "2026-01-02"


def test_an_appeal_of_the_same_day_comes_after_its_decision(events):
    found = events(nr="1", done="2026-01-02T10:00:00Z", what="deleted", appeal="2026-01-02")
    assert found["appeal"].at == found["decision"].at
    assert found["appeal"].appeal["filed_at"] == "2026-01-02"


def test_an_appeal_without_its_time_is_a_finding(events, writer):
    assert set(events(nr="1", done="2026-01-02", what="deleted", result="granted")) == {"decision"}
    assert rules(writer) == ["IM033"]


@pytest.mark.parametrize(("what", "outcome"), [("deleted", "acted"), ("nothing", "no_action")])
def test_a_decision_without_its_time_is_a_finding(events, writer, what, outcome):
    found = events(nr="1", asked="2026-01-01", what=what)
    assert set(found) == {"notice"}
    assert found["notice"].notice["outcome"] == outcome
    assert rules(writer) == ["IM033"]


@pytest.mark.parametrize(("what", "said"), [("strange", {"outcome": "unknown"}), ("", {})])
def test_a_notice_is_pending_only_where_nothing_is_said_of_what_was_done(events, what, said):
    notice = events(nr="1", asked="2026-01-01", what=what)["notice"].notice
    assert {name: notice[name] for name in notice if name == "outcome"} == said


@pytest.mark.parametrize(("via", "said"), [("user", ["IM033"]), ("robot", [])])
def test_a_notice_without_its_time_is_a_finding(events, writer, via, said):
    found = events("", KINDS, nr="1", done="2026-01-02", what="deleted", via=via)
    assert set(found) == {"decision"}
    assert rules(writer) == said


def test_an_appeal_that_ends_before_it_is_filed_is_a_finding(events, writer):
    found = events(
        nr="1", done="2026-01-02", what="deleted", appeal="2026-01-05", answer="2026-01-04"
    )
    assert set(found) == {"decision"}
    assert rules(writer) == ["IM038"]


def test_a_measure_that_ends_before_it_starts_has_no_end(events, writer):
    found = events(nr="1", done="2026-01-02", what="deleted", until="2026-01-01")
    assert found["decision"].decision["actions"] == [{"kind": "visibility.removed"}]
    assert rules(writer) == ["IM038"]


NO_TIME = COLUMNS.replace('back = "reversal.at"\n', "")


def test_a_granted_appeal_takes_the_decision_back(events):
    row = {"nr": "1", "done": "2026-01-02", "appeal": "2026-01-03", "answer": "2026-01-04"}
    found = events("", NO_TIME, **row, what="deleted", result="granted")
    assert (found["reversal"].at, found["reversal"].cause) == ("2026-01-04", "appeal")
    assert found["reversal"].target == found["decision"].ref


SOURCES = COLUMNS.replace("who =", 'via = "detection.source"\nart = "order.kind"\nwho =')
SOURCES += '[values."order.kind"]\nremove = "act"\n'


@pytest.mark.parametrize(
    ("via", "kinds"),
    [
        ("user_flag", {"notice", "decision"}),
        ("authority_order", {"notice", "decision"}),
        ("own_initiative", {"detection", "decision"}),
        ("unknown", {"decision"}),
        ("", {"decision"}),
    ],
)
def test_without_a_kind_the_source_says_who_asked(events, via, kinds):
    row = {"nr": "1", "asked": "2026-01-01", "done": "2026-01-02", "what": "deleted"}
    found = events("", SOURCES, **row, via=via, art="remove")
    assert set(found) == kinds
    if "notice" in kinds:
        assert found["notice"].notice["kind"] == via


UNDATED = COLUMNS.replace('back = "reversal.at"\n', "").replace(
    'answer = "appeal.decided_at"\n', ""
)


@pytest.mark.parametrize(
    ("result", "outcome", "holes"),
    [
        ("granted", "granted", {"reversals"}),
        ("denied", "denied", set()),
        ("", None, set()),
        ("who knows", "unknown", {"reversals"}),
        ("unbekannt", "unknown", {"reversals"}),
        ("shrug", "unknown", {"reversals"}),
    ],
)
def test_the_outcome_of_an_appeal_needs_no_day(events, writer, result, outcome, holes):
    more = '[values."appeal.outcome"]\ngranted = "granted"\ndenied = "denied"\nshrug = ""\n'
    row = {"nr": "1", "done": "2026-01-02", "what": "deleted", "appeal": "2026-01-03"}
    found = events(more, UNDATED, **row, result=result)
    assert found["appeal"].appeal.get("outcome") == outcome
    assert set(writer.task.gaps) == holes


def test_an_outcome_that_is_not_known_is_no_denial(events, writer):
    row = {"nr": "1", "done": "2026-01-02", "what": "deleted", "appeal": "2026-01-03"}
    found = events(**row, answer="2026-01-04", result="who knows")
    assert "appeal_end" not in found
    assert found["appeal"].appeal == {"outcome": "unknown", "decided_at": "2026-01-04"}
    assert not writer.task.gaps


def test_a_table_that_tells_of_no_outcome_says_so(events, writer):
    base = UNDATED.replace('result = "appeal.outcome"\n', "")
    found = events(base=base, nr="1", done="2026-01-02", what="deleted", appeal="2026-01-03")
    assert found["appeal"].appeal["outcome"] == "unknown"
    assert set(writer.task.gaps) == {"reversals"}
