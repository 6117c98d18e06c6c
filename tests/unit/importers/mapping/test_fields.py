from harmscope.importers.mapping.fields import CODED, FIELDS, MANY, TIMES, codes_of


def test_every_coded_field_has_codes():
    assert all(codes_of(field) for field in CODED)
    assert set(CODED) <= set(FIELDS)
    assert set(MANY) <= set(CODED)


def test_times_are_known_by_their_names():
    assert "decision.decided_at" in TIMES
    assert "reversal.at" in TIMES
    assert "category" not in TIMES


def test_an_action_may_be_none():
    assert "no-action" in codes_of("decision.action")
