from datetime import date

import pytest

from harmscope import demands as d
from harmscope.validation.sieve import Sieve

CONTEXT = d.Context(date(2026, 6, 1))
NOON, TEN = "2026-01-01T12:00:00Z", "2026-01-01T10:00:00Z"
NATIVE = {"scheme": "dsa@v2", "code": "KEYWORD_HATE_SPEECH"}


def suspects(demand: d.Demand, record: dict[str, object]) -> bool:
    found = Sieve((demand,), CONTEXT).suspects(record)
    plain = any(True for _ in demand.faults(record, CONTEXT))
    assert found or not plain
    return bool(found)


def test_times_in_order() -> None:
    for demand in (d.Ordered("a", "l.*"), d.Ordered("l.*", "a"), d.Ordered("a", "b")):
        for value in (TEN, 5, None, "x"):
            assert not suspects(demand, {"a": value, "b": value, "l": [value]})
    assert suspects(d.Ordered("a", "l.*"), {"a": NOON, "l": [NOON, TEN]})
    assert suspects(d.Ordered("l.*", "a"), {"a": TEN, "l": [TEN, NOON]})
    assert not suspects(d.Ordered("a", "b"), {"a": "2026-01-01", "b": TEN})
    assert suspects(d.Ordered("a", "b"), {"a": "2026-01-01T10:00:00+00:00", "b": "2026-01-01T09Z"})
    assert suspects(d.Ordered("a", "b"), {"a": TEN, "b": "2026-01-01T10:00:00+01:00"})
    assert suspects(d.Ordered("l.*", "m.*"), {"l": [NOON], "m": [TEN]})


@pytest.mark.parametrize(
    ("demand", "good", "bad"),
    [
        (
            d.NotLonger("a", "b", 5),
            {"a": "2026-01-01", "b": "2026-01-03"},
            {"a": NOON, "b": "2027-01-01"},
        ),
        (d.NotLonger("l.*", "b", 5), {"l": [NOON]}, {"l": [NOON], "b": "2027-01-01"}),
        (d.InSequence("l.*"), {"l": [NOON]}, {"l": [NOON, TEN]}),
        (d.RealDate(("a",)), {"a": "2026-02-28"}, {"a": "2026-02-29"}),
        (d.NotAfterClock(("l.*",)), {"l": [1, NOON]}, {"l": [NOON, "2026-06-02"]}),
        (d.NotSentinel(("a",), ("1970-01-01",)), {"a": NOON}, {"a": "1970-01-01"}),
        (d.DayRange(("a",), "2026-01-01", "2026-02-01"), {"a": NOON}, {"a": "2026-02-02"}),
        (d.CodeIn(("a",), lambda: frozenset({"x"})), {"a": "x"}, {"a": "y"}),
        (d.NotPlaceholder(("a",)), {"a": "words"}, {"a": "n/a"}),
        (d.NotPersonal(("a",)), {"a": "words"}, {"a": "a@example.org"}),
        (d.NotValue(("a",), ("x",)), {"a": "y"}, {"a": "x"}),
        (d.CheckDigit("a"), {"a": "4006381333931"}, {"a": "4006381333932"}),
        (d.KnownScheme("n.*"), {"n": [NATIVE, 1]}, {"n": [{"scheme": "dsa@v9"}]}),
        (d.KnownCode("n.*"), {"n": [NATIVE]}, {"n": [{**NATIVE, "code": "x"}]}),
        (d.ParentOf("n.*"), {"n": [NATIVE]}, {"n": [{**NATIVE, "parent": "x"}]}),
        (d.KnownCode("n.*"), {"n": [NATIVE]}, {"n": [{**NATIVE, "parent": []}]}),
        (
            d.CurrentCode("n.*", ("a",)),
            {"n": [NATIVE], "a": NOON},
            {"n": [{"scheme": "dsa@v1", "code": "KEYWORD_ANIMAL_HARM"}], "a": NOON},
        ),
        (d.Differ("l.*", "a"), {"l": ["x"], "a": "y"}, {"l": ["x"], "a": "x"}),
        (d.AtMost("a", "b"), {"a": 2}, {"a": 2, "b": 1}),
        (d.SumOf("a", ("b",)), {"b": 1}, {"a": 2, "b": 1}),
        (d.InRange("l.*", 0, 1), {"l": []}, {"l": [2]}),
        (d.MakeWhole("l.*.s"), {}, {"l": [{"s": 0.5}]}),
        (d.FacetMissing("h"), {"h": 1}, {"h": "csea.csam"}),
        (d.VersionOfDay(), {"category": "x"}, {"category": {}}),
        (d.KeywordOfCategory(), {}, {"category_specification": [[]]}),
    ],
)
def test_what_fails_is_suspected(
    demand: d.Demand, good: dict[str, object], bad: dict[str, object]
) -> None:
    assert not suspects(demand, good)
    assert suspects(demand, bad)
