import pytest

from harmscope.demands import expressions as e
from harmscope.demands.expressions import Place, Texts, alternatives, home

AT = Place()
A, B = AT / "a", AT / "l.*.b"


def wrong(value: object) -> bool:
    return value == "x"


def test_places_and_the_items_that_they_lie_in() -> None:
    assert (AT / "a.b" / "c").path == "a.b.c"
    assert (Place("l.*") / "").path == "l.*"
    assert (AT / "l.*.m.*.c").item == "l.*.m.*"
    assert (A.item, AT.item, B.depth, AT.depth) == ("", "", 3, 0)
    assert Texts(AT, "l.*.b").holder == AT / "l"
    assert Texts(AT, "a").holder == A


def test_what_a_test_looks_at_and_needs() -> None:
    test = e.There(A) & ~e.Present(A) & e.OneOf(B, ("x",))
    assert test.places == (A, A, B)
    assert test.needs == (B,)
    assert e.Fails((A, B), wrong).needs == ()
    assert e.Fails((A,), wrong).needs == (A,)


def test_only_what_is_exact_can_be_negated() -> None:
    assert (~(e.Present(A) | e.Text(B))).places == (A, B)
    for test in (e.Later(A, B), e.Fails((A,), wrong), e.Text(A) & e.Greater(A, B)):
        with pytest.raises(TypeError, match="not exact"):
            e.Not(test)


def test_alternatives_that_can_be_told_at_different_places_are_told_apart() -> None:
    test = e.Object(AT / "o") & (e.Text(AT / "o.c") | e.OneOf(B, ("x",)))
    assert [home(parts).path for parts in alternatives(test)] == ["o.c", "l.*.b"]
    together = e.Text(A) & (e.OneOf(A, ("x",)) | ~e.Present(AT / "c"))
    assert list(alternatives(together)) == [(together,)]
    looked_up = e.Text(A) & (e.Fails((A,), wrong) | e.OneOf(A, ("x",)))
    assert len(list(alternatives(looked_up))) == 2
    assert not list(alternatives(e.Or(())))


def test_the_home_is_the_first_of_the_deepest_places() -> None:
    assert home((e.Later(A, AT / "c"),)) == A
    assert home((e.Present(A), e.OneOf(B, ("x",)))) == B
    assert home((~e.Present(A),)) == AT
    assert home((~e.Present(B),)) == Place("l.*")


def test_no_test_can_be_told_of_items_of_two_lists() -> None:
    with pytest.raises(TypeError, match="two lists"):
        home((e.Later(B, AT / "m.*"),))
