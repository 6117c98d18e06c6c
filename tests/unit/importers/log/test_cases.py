import pytest
from msgspec.structs import replace

from harmscope.importers.log.cases import Case, CaseNotice, fold, instant


def test_a_day_starts_at_midnight_utc_for_differences():
    assert instant("2026-01-05").isoformat() == "2026-01-05T00:00:00+00:00"


def test_a_case_with_an_unanswered_notice_is_open(event):
    first = event("notice", 1, 1)
    case = Case("post", first, notices=[CaseNotice(first)])
    assert case.is_open()
    assert case.continues(event("restrict", 2, 28))


def test_a_detection_waits_for_a_decision(event):
    first = event("detection", 1, 1)
    case = Case("post", first, detections=[first])
    assert case.is_open()
    case.decisions.append(event("restrict", 2, 2))
    assert not case.is_open()


def test_events_are_in_the_order_of_time(event):
    notice, decision = event("notice", 1, 1), event("restrict", 2, 2)
    case = Case("post", notice, notices=[CaseNotice(notice)], decisions=[decision])
    assert case.events() == [notice, decision]


def test_a_decision_before_the_notice_does_not_answer_it(event):
    decision, notice = event("restrict", 1, 1), event("notice", 2, 2)
    case = Case("post", decision, notices=[CaseNotice(notice)], decisions=[decision])
    assert case.notices[0].answer(case) == ("pending", "")


def test_what_was_done_for_a_named_notice_was_done_for_the_others(event):
    first = event("notice", 1, 1)
    case = Case("post", first, notices=[CaseNotice(first, "2026-01-03T12:00:00Z", agreed=True)])
    assert case.notices[0].lacks_decision(case)
    case.decisions.append(event("restrict", 9, 2, names=("rows", "8")))
    assert case.notices[0].answer(case) == ("acted", "2026-01-03T12:00:00Z")
    assert not case.notices[0].lacks_decision(case)


def test_a_detection_that_was_agreed_to_lacks_a_decision(event):
    detection, close = event("detection", 1, 1), event("decision", 2, 2, agreed=True)
    case = Case("post", detection, detections=[detection], decisions=[close])
    assert case.lacks_decision()
    case.decisions.append(event("restrict", 3, 2))
    assert not case.lacks_decision()


def test_where_somebody_asked_the_notice_tells_what_is_lacking(event):
    notice, close = event("notice", 1, 1), event("decision", 2, 2, agreed=True)
    case = Case("post", notice, [CaseNotice(notice)], [event("detection", 3, 1)], [close])
    assert not case.lacks_decision()


def outcomes(state):
    return {
        notice.event.ref[1]: notice.answer(case)[0]
        for case in state.cases
        for notice in case.notices
    }


def test_notices_before_a_decision_are_one_case(event):
    state = fold([event("notice", 1, 1), event("notice", 2, 2), event("restrict", 3, 3)])
    assert len(state.cases) == 1
    assert outcomes(state) == {"1": "acted", "2": "acted"}


def test_a_notice_after_the_decision_opens_another_case(event):
    state = fold([event("notice", 1, 1), event("restrict", 2, 2), event("notice", 3, 3)])
    assert len(state.cases) == 2
    assert outcomes(state) == {"1": "acted", "3": "pending"}


def notices_and(event, *decisions):
    """Outcomes where two reports and a flag stand on one subject."""
    flag = replace(event("notice", 3, 1), ref=("flags", "3"))
    return outcomes(fold([event("notice", 1, 1), event("notice", 2, 1), flag, *decisions]))


@pytest.mark.parametrize(("kind", "outcome"), [("restrict", "acted"), ("decision", "no_action")])
def test_of_the_notices_of_a_table_the_named_one_is_answered(event, kind, outcome):
    named = event(kind, 9, 2, names=("rows", "1"))
    assert notices_and(event, named) == {"1": outcome, "2": "pending", "3": outcome}


def test_each_notice_is_answered_by_the_decision_that_names_it(event):
    both = [event("restrict", n, n, names=("rows", str(n - 7))) for n in (8, 9)]
    assert notices_and(event, *both) == {"1": "acted", "2": "acted", "3": "acted"}


def test_beside_a_name_a_decision_without_one_leaves_the_others_open(event):
    decisions = [event("restrict", 8, 2), event("restrict", 9, 2, names=("rows", "1"))]
    assert notices_and(event, *decisions) == {"1": "acted", "2": "pending", "3": "acted"}


def test_a_named_notice_of_an_earlier_case_takes_the_decision(event):
    closed = event("decision", 5, 2, answers=(("rows", "1"),), agreed=True)
    state = fold([event("notice", 1, 1), closed, event("restrict", 9, 9, names=("rows", "1"))])
    assert len(state.cases) == 1
    assert outcomes(state) == {"1": "acted"}


def test_subjects_are_kept_apart(event):
    state = fold([event("notice", 1, 1, "a"), event("restrict", 2, 2, "b")])
    assert outcomes(state) == {"1": "pending"}
    assert len(state.cases) == 2


def test_a_closing_without_action_answers_the_notice(event):
    state = fold([event("notice", 1, 1), event("decision", 2, 2)])
    assert outcomes(state) == {"1": "no_action"}
    assert [one.ref[1] for one in state.cases[0].written_decisions()] == ["2"]


def test_a_closing_beside_a_restriction_is_not_written(event):
    state = fold([event("notice", 1, 1), event("restrict", 2, 2), event("decision", 3, 2)])
    assert [one.ref[1] for one in state.cases[0].written_decisions()] == ["2"]


def test_a_closing_of_nothing_is_adrift(event):
    state = fold([event("restrict", 1, 1), event("decision", 2, 9)])
    assert [reason for reason, _ in state.unmatched] == ["closing_without_case"]


def test_a_decision_within_the_sitting_is_the_same_case(event):
    state = fold([event("restrict", 1, 1), event("restrict", 2, 2), event("restrict", 3, 9)])
    assert [len(case.decisions) for case in state.cases] == [2, 1]


def test_a_restriction_soon_after_the_closing_of_a_row_wins(event):
    closing = event("decision", 2, 2, answers=(event("notice", 1, 1).ref,))
    state = fold([event("notice", 1, 1), closing, event("restrict", 3, 3)])
    assert outcomes(state) == {"1": "acted"}


def test_a_decision_to_do_nothing_ends_a_notice(event):
    state = fold([event("notice", 1, 1), event("decision", 2, 2), event("restrict", 3, 3)])
    assert outcomes(state) == {"1": "no_action"}


def test_a_notice_that_its_row_says_to_be_open_stays_open(event):
    state = fold([event("notice", 1, 1, closing=""), event("restrict", 2, 2)])
    assert outcomes(state) == {"1": "pending"}
    named = event("restrict", 2, 2, names=event("notice", 1, 1).ref)
    assert outcomes(fold([event("notice", 1, 1, closing=""), named])) == {"1": "acted"}


def test_a_notice_that_its_row_says_to_be_closed_is_not_pending(event):
    closed = event("notice", 1, 3).at
    (case,) = fold([event("notice", 1, 1, closing=closed)]).cases
    assert case.notices[0].outcome(case) == ("unknown", closed)
    (case,) = fold([event("notice", 1, 1)]).cases
    assert case.notices[0].outcome(case) == ("pending", "")


def test_an_open_notice_does_not_keep_a_decided_case_open(event):
    rows = [event("notice", 1, 1, closing=""), event("restrict", 2, 2), event("restrict", 3, 9)]
    assert len(fold(rows).cases) == 2


@pytest.mark.parametrize(("kind", "outcome"), [("restrict", "acted"), ("decision", "no_action")])
def test_what_a_closing_cites_says_whether_something_was_done(event, kind, outcome):
    notice, cited = event("notice", 1, 1), event(kind, 2, 2, opens=True)
    closing = event("decision", 3, 3, answers=(notice.ref,), agreed=True, cites=(cited.ref,))
    assert outcomes(fold([notice, cited, closing])) == {"1": outcome}


def test_a_closing_by_rows_that_are_not_in_the_input_says_nothing(event):
    notice = event("notice", 1, 1, closing=event("notice", 1, 3).at)
    closing = event("decision", 3, 3, answers=(notice.ref,), cites=(("rows", "77"),))
    (case,) = fold([notice, closing, event("appeal", 4, 4)]).cases
    assert case.notices[0].outcome(case) == ("unknown", event("notice", 1, 3).at)
    assert case.notices[0].lacks_decision(case)
    assert case.written_decisions() == []
    assert case.appeals[0].agreed


def test_a_restriction_long_after_a_closing_does_not_change_it(event):
    state = fold([event("notice", 1, 1), event("decision", 2, 2), event("restrict", 3, 9)])
    assert outcomes(state) == {"1": "no_action"}
    assert len(state.cases) == 2


def test_a_decision_on_the_account_takes_in_what_waits_on_its_content(event):
    state = fold(
        [
            event("notice", 1, 1, "post"),
            event("restrict", 2, 2, "account", whole_group=True),
        ]
    )
    assert outcomes(state) == {"1": "acted"}
    assert [case.subject for case in state.cases] == ["account"]


def test_a_decision_answers_only_the_notices_that_it_names(event):
    state = fold(
        [
            event("notice", 1, 1),
            event("notice", 2, 1),
            event("decision", 3, 2, answers=(("rows", "2"),)),
        ]
    )
    assert outcomes(state) == {"1": "pending", "2": "no_action"}


def test_why_a_decision_was_reversed_is_not_known_where_nobody_appealed(event):
    state = fold([event("restrict", 1, 1), event("reversal", 2, 5)])
    assert [one.cause for one in state.cases[0].reversals] == ["unknown"]


def test_a_reversal_after_an_appeal_that_was_denied_is_not_for_the_appeal(event):
    rows = [event("restrict", 1, 1), event("appeal", 2, 2), event("appeal_end", 3, 3)]
    state = fold([*rows, event("reversal", 4, 5)])
    assert [one.cause for one in state.cases[0].reversals] == ["unknown"]


def test_a_reversal_after_an_appeal_is_for_the_appeal(event):
    state = fold([event("restrict", 1, 1), event("appeal", 2, 3), event("reversal", 3, 5)])
    assert [one.cause for one in state.cases[0].reversals] == ["appeal"]


def test_a_planned_end_is_no_appeal(event):
    state = fold([event("restrict", 1, 1), event("reversal", 2, 5, cause="expiry")])
    assert [one.cause for one in state.cases[0].reversals] == ["expiry"]


def test_a_reversal_lifts_what_has_its_mark(event):
    label = {"actions": [{"kind": "visibility.labelled"}]}
    state = fold(
        [
            event("restrict", 1, 1, marks=("takedown",)),
            event("decision", 2, 2, decision=label, marks=("label porn",)),
            event("reversal", 3, 5, marks=("takedown",)),
        ]
    )
    assert [one.decision for one in state.cases[0].reversals] == [("rows", "1")]


def test_labels_are_lifted_one_by_one(event):
    label = {"actions": [{"kind": "visibility.labelled"}]}
    events = [
        event("decision", 1, 1, decision=label, marks=("label a", "label b")),
        event("reversal", 2, 5, marks=("label a",)),
        event("reversal", 3, 6, marks=("label b",)),
    ]
    state = fold(events)
    assert [reason for reason, _ in state.unmatched] == ["part_of_decision_lifted"]
    assert [one.event.ref[1] for one in state.cases[0].reversals] == ["3"]


def test_a_decision_is_reversed_once(event):
    state = fold([event("restrict", 1, 1), event("reversal", 2, 5), event("reversal", 3, 6)])
    assert [reason for reason, _ in state.unmatched] == ["reversal_without_decision"]


def test_a_reversal_goes_to_the_decision_that_it_names(event):
    state = fold(
        [
            event("restrict", 1, 1),
            event("restrict", 2, 9),
            event("reversal", 3, 10, target=("rows", "1")),
        ]
    )
    assert [len(case.reversals) for case in state.cases] == [1, 0]


def test_an_appeal_against_no_action(event):
    state = fold([event("notice", 1, 1), event("decision", 2, 2), event("appeal", 3, 4)])
    assert [one.notice for one in state.cases[0].appeals] == [("rows", "1")]


def test_an_appeal_against_a_named_decision_to_do_nothing(event):
    close = event("decision", 2, 2)
    state = fold([event("notice", 1, 1), close, event("appeal", 3, 4, target=close.ref)])
    assert [one.notice for one in state.cases[0].appeals] == [("rows", "1")]


def test_an_appeal_against_a_decision_that_is_not_there_goes_to_no_other(event):
    appeal = event("appeal", 3, 4, target=("rows", "99"))
    state = fold([event("notice", 1, 1), event("decision", 2, 2), appeal])
    assert state.unmatched == [("appeal_without_decision", appeal)]


def test_closing_the_appeals_of_a_subject_closes_every_one(event):
    appeals = [event("appeal", 2, 2), event("appeal", 3, 3)]
    state = fold([event("restrict", 1, 1), *appeals, event("appeal_end", 4, 4)])
    assert [one.end.ref[1] for one in state.cases[0].appeals] == ["4", "4"]
    assert state.unmatched == []


def test_an_appeal_against_nothing_in_the_input_stands_alone(event):
    state = fold([event("appeal", 1, 1), event("appeal_end", 2, 2), event("restrict", 3, 3)])
    assert [reason for reason, _ in state.unmatched] == ["appeal_without_decision"]
    alone, other = state.cases
    assert (len(alone.appeals), len(alone.decisions), len(other.decisions)) == (1, 0, 1)


def test_what_was_agreed_to_without_a_decision_is_reported(event):
    state = fold([event("notice", 1, 1), event("decision", 2, 2, agreed=True)])
    (case,) = state.cases
    assert outcomes(state) == {"1": "acted"}
    assert case.notices[0].lacks_decision(case)
    assert case.written_decisions() == []
