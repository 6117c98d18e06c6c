from datetime import date

import pytest

from harmscope import demands as d
from harmscope.demands.free_text import NotPersonal, NotPlaceholder
from harmscope.validation.sieve import memory
from harmscope.validation.sieve.memory import Codes, Days, Natives, Texts, any_fault, fails

CONTEXT = d.Context(date(2026, 6, 1))
T = ("t",)


def test_a_good_day_is_remembered_and_no_other() -> None:
    tests: list[tuple[int, d.Demand]] = [
        (3, d.RealDate(T)),
        (5, d.NotSentinel(T, ("1970-01-01",))),
        (7, d.NotAfterClock(T)),
    ]
    days = Days(tests, CONTEXT)
    assert days.ask("2026-01-05T10:00:00Z") == ()
    assert days.ask("2026-02-30") == (3,)
    assert days.ask("1970-01-01T00:00:00Z") == (5,)
    assert days.ask("2026-06-02") == (7,)
    assert days.ask("05/01/2026") == ()
    assert days == {"2026-01-05"}


def test_the_day_after_the_clock_may_be_the_same_day_elsewhere() -> None:
    days = Days([(0, d.NotAfterClock(T))], CONTEXT)
    assert days.ask("2026-06-02T01:00:00+05:00") == ()
    assert days.ask("2026-06-02T10:00:00Z") == (0,)


def test_a_long_text_is_not_remembered_nor_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Texts([(2, NotPlaceholder(T))], CONTEXT)
    assert texts.ask("fine " * 50) == texts.ask("fine") == ()
    assert texts.ask("N/A ") == (2,)
    assert texts == {"fine"}
    monkeypatch.setattr(memory, "MOST", 1)
    assert texts.ask("fine, too") == ()
    assert texts == {"fine"}


@pytest.mark.parametrize("demand", [NotPlaceholder(T), NotPersonal(T)])
@pytest.mark.parametrize(
    "text",
    ["n/a", " Test ", "a@example.org", "a sentence " * 20, "http://a.b/u/x", "", "+4366012345678"],
)
def test_a_quick_test_says_what_the_demand_says(demand: d.Demand, text: str) -> None:
    assert fails(demand, CONTEXT)(text) == any_fault(demand, {"t": text})


def test_native_codes_are_asked_once() -> None:
    path = "n.*"
    natives = Natives([(1, d.KnownScheme(path)), (2, d.KnownCode(path)), (3, d.ParentOf(path))])
    assert natives.ask("dsa@v2", "KEYWORD_HATE_SPEECH", None) == ()
    assert natives.ask("dsa@v2", "NOT_THERE", "x") == (2,)
    assert natives.ask("dsa@v9", "x", None) == (1,)
    assert natives.ask("dsa@v2", "KEYWORD_HATE_SPEECH", "x") == (3,)
    assert natives.ask(7, "x", None) == natives.ask("x", "x", []) == (1, 2, 3)


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        ("2026-01-02", "2026-01-01", True),
        ("2026-01-01", "2026-01-01T00:00:00Z", False),
        ("2026-01-01T10:00:00Z", "2026-01-01T10:00:00+01:00", True),
        ("2026-01-01T10+01:00", "2026-01-01T09:30:00Z", False),
        ("x", "2026-01-01", False),
    ],
)
def test_late(first: str, last: str, wrong: bool) -> None:
    assert memory.late(first, last) is wrong


def test_far_counts_days() -> None:
    assert memory.far("2026-01-01", "2026-01-12", 10)
    assert not memory.far("2026-01-01", "2026-01-11T10:00:00Z", 10)
    assert not memory.far("x", "2026-01-11", 10)


def test_codes_of_statements() -> None:
    codes = Codes([(4, d.KeywordOfCategory()), (6, d.VersionOfDay())])
    category = "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH"
    for _ in range(2):
        assert codes.ask(None, category, None, ["KEYWORD_HATE_SPEECH"]) == ()
        assert codes.ask(None, category, None, ["KEYWORD_PHISHING"]) == (4,)
        assert codes.ask(None, category, "x", None) == ()
    assert codes.ask(None, category, [[]], None) == codes.ask(None, {}, None, None) == (4, 6)


def test_values_that_may_be_the_same() -> None:
    assert not memory.doubled(["a", "b", 1])
    assert memory.doubled(["a", "b", "a"])
    assert memory.doubled([[], {}])
    assert not memory.doubled([[]])


def test_codes_that_are_out_of_use() -> None:
    assert not memory.retired("dsa@v2", "KEYWORD_HATE_SPEECH")
    assert memory.retired("dsa@v1", "KEYWORD_ANIMAL_HARM")
    assert not memory.retired(None, [])


def test_categories_that_ask_for_facets() -> None:
    assert memory.faceted("csea.csam")
    assert not memory.faceted("no.such")
    assert not memory.faceted([])
