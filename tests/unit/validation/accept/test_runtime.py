from hypothesis import given
from hypothesis import strategies as st

from harmscope.demands.ordered import NotLonger, Ordered
from harmscope.validation.fast_path import runtime

TIMES = st.one_of(
    st.dates().map(str),
    st.datetimes().map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")),
    st.sampled_from(["2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00+14:00", "2026-02-30"]),
)


@given(first=TIMES, last=TIMES)
def test_fine_never_passes_what_is_out_of_order(first: str, last: str) -> None:
    wrong = any(Ordered("a", "b").faults({"a": first, "b": last}))
    assert not (runtime.fine(first, last) and wrong)


@given(first=TIMES, last=TIMES, days=st.integers(1, 5000))
def test_far_never_misses_what_is_too_long(first: str, last: str, days: int) -> None:
    wrong = any(NotLonger("a", "b", days).faults({"a": first, "b": last}))
    assert runtime.far(first, last, days) or not wrong


def test_what_is_no_time_is_doubted() -> None:
    assert runtime.far("03/01/2026", "2026-01-01", 3653)
    assert runtime.far("2026-01-01", "x", 3653)


def test_native_codes() -> None:
    assert runtime.native_fine("dsa@v2", "KEYWORD_ANIMAL_HARM", None)
    assert not runtime.native_fine("dsa@v2", "KEYWORD_NONE", None)
    assert not runtime.native_fine("own@1", "A", None)
    assert runtime.may_be_retired("dsa@v1", "KEYWORD_ANIMAL_HARM")
    assert not runtime.may_be_retired("dsa@v2", "KEYWORD_ANIMAL_HARM")


def test_marks() -> None:
    assert runtime.personal("ask jo@example.org")
    assert not runtime.personal("section 4")


def test_codes_of_statements() -> None:
    category = "STATEMENT_CATEGORY_ANIMAL_WELFARE"
    assert runtime.codes_fine(None, category, None, ("KEYWORD_ANIMAL_HARM",))
    assert not runtime.codes_fine(None, category, (), ("KEYWORD_HATE_SPEECH",))
    assert not runtime.codes_fine("2025-06-30", "STATEMENT_CATEGORY_CYBER_VIOLENCE", None, None)
