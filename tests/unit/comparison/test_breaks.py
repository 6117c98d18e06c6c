from harmscope.comparison.breaks import breaks_between, known_breaks

CHILDREN = ("Child Endangerment: Sexual Exploitation",)
BEFORE, AFTER = "2021-01-01/2021-03-31", "2021-04-01/2021-06-30"


def test_a_break_lies_between_two_periods_in_either_order() -> None:
    for one, two in ((BEFORE, AFTER), (AFTER, BEFORE)):
        assert breaks_between("Facebook", "items.actioned", CHILDREN, one, two)
    assert breaks_between("Facebook", "items.actioned", CHILDREN, AFTER, AFTER) is None


def test_another_service_or_category_has_none() -> None:
    assert breaks_between("Beta", "items.actioned", CHILDREN, BEFORE, AFTER) is None
    assert breaks_between("Facebook", "items.actioned", ("Spam",), BEFORE, AFTER) is None


def test_every_break_says_why() -> None:
    assert all(each["reason"] and each["from"] for each in known_breaks())
