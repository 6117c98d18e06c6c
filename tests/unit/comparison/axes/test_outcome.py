from harmscope.comparison.axes.outcome import care, fails, same, stated, unknown


def test_what_is_not_stated_is_unknown_and_never_the_same() -> None:
    assert stated("the thing", None, None).state == "unknown"
    assert stated("the thing", "a", None).state == "unknown"
    assert stated("the thing", "a", "a").state == "same"
    assert stated("the thing", "a", "b").reason == "a against b"


def test_each_state_has_its_maker() -> None:
    assert [same("x").state, care("x").state, unknown("x").state, fails("x").state] == [
        "same",
        "care",
        "unknown",
        "fails",
    ]
