from harmscope.importers.join.case import Case, Notified, moment


def test_a_day_starts_at_midnight_utc_for_differences():
    assert moment("2026-01-05").isoformat() == "2026-01-05T00:00:00+00:00"


def test_a_case_with_an_unanswered_notice_is_open(event):
    first = event("notice", 1, 1)
    case = Case("post", first, notices=[Notified(first)])
    assert case.is_open()
    assert case.continues("2026-12-31T00:00:00.000000Z")


def test_a_detection_waits_for_a_decision(event):
    first = event("detection", 1, 1)
    case = Case("post", first, detections=[first])
    assert case.is_open()
    case.decisions.append(event("restrict", 2, 2))
    assert not case.is_open()


def test_events_are_in_the_order_of_time(event):
    notice, decision = event("notice", 1, 1), event("restrict", 2, 2)
    case = Case("post", notice, notices=[Notified(notice)], decisions=[decision])
    assert case.events() == [notice, decision]


def test_a_decision_before_the_notice_does_not_answer_it(event):
    decision, notice = event("restrict", 1, 1), event("notice", 2, 2)
    case = Case("post", decision, notices=[Notified(notice)], decisions=[decision])
    assert case.notices[0].answer(case) == ("pending", "")


def test_what_was_done_for_a_named_notice_was_done_for_the_others(event):
    first = event("notice", 1, 1)
    case = Case("post", first, notices=[Notified(first, "2026-01-03T12:00:00Z", agreed=True)])
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
    case = Case("post", notice, [Notified(notice)], [event("detection", 3, 1)], [close])
    assert not case.lacks_decision()
