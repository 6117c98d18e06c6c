"""From harms to GARM's categories."""

from harmscope.aggregation.garm import could_be, garm_of, reasons, upper
from harmscope.taxonomy import harm


def test_every_harm_has_a_category_or_a_reason() -> None:
    found = {one: garm_of(one) for one in harm().categories}
    assert all(rule in ("equal", "approx", "rollup", "none") for _, rule in found.values())
    assert {code for code, rule in found.values() if rule == "none"} <= {"split", "no_term"}


def test_no_harm_is_a_reason_of_its_own() -> None:
    assert garm_of(None) == ("no_harm", "none")


def test_a_harm_that_splits_raises_every_candidate() -> None:
    splitting = [one for one in harm().categories if garm_of(one)[0] == "split"]
    for one in splitting:
        assert upper({one: 4}) == dict.fromkeys(could_be(one), 4)
    assert upper({"hate": 4}) == {}


def test_reasons_name_the_harms_and_their_cases() -> None:
    gap = next(one for one in harm().categories if garm_of(one)[0] == "no_term")
    words = reasons({gap: 3, "hate": 2, "unallocated": 1})
    assert list(words) == ["no_term"]
    assert "(3)" in words["no_term"]
