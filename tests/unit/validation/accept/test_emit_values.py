"""Demands on times, texts and numbers: what the lines let pass, the demand lets pass."""

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harmscope import demands as d
from harmscope.demands import Context
from harmscope.validation.accept.program import compiled
from harmscope.validation.accept.shapes import typed

TEXT, COUNT = {"type": "string"}, {"type": "integer"}
TIME = {
    "type": "string",
    "pattern": "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T.*)?$",
}
MEMBERS = {"a": TIME, "t": TEXT, "n": COUNT, "m": COUNT, "e": TEXT}
MEMBERS["l"] = {"type": "array", "items": TIME}  # type: ignore[dict-item]
TYPES = typed("small", {"properties": MEMBERS, "additionalProperties": False})
CONTEXT = Context(date(2026, 6, 1))
DEMANDS: list[d.Demand] = [
    d.Ordered("a", "l.*"),
    d.NotLonger("a", "l.*", 3653),
    d.InSequence("l.*"),
    d.RealDate(("a", "l.*")),
    d.NotSentinel(("a", "l.*"), ("1970-01-01",)),
    d.NotAfterClock(("a", "l.*")),
    d.DayRange(("a",), "2000-01-01", "2038-01-01"),
    d.NotPlaceholder(("t",)),
    d.NotPersonal(("t",)),
    d.AtMost("n", "m"),
    d.SumOf("n", ("m",)),
    d.CheckDigit("e"),
]
TIMES = st.sampled_from(
    [
        *("2026-01-01", "2026-01-02", "2026-01-01T10:00:00Z", "2026-01-01T10:00:00.5Z"),
        *("2026-01-02T00:30:00+14:00", "2025-02-29", "1970-01-01T00:00:00Z", "2026-06-02"),
        *("1999-12-31", "2038-01-02", "2036-01-03", "2026-06-01T23:59:59-12:00"),
    ]
)
TEXTS = st.sampled_from(["n/a", "  N/A ", "fine", "jo@example.org", "+49 30 1234567", "4.2", ""])


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    record: dict[str, Any] = {
        "a": draw(TIMES),
        "l": draw(st.lists(TIMES, max_size=3)),
        "t": draw(TEXTS),
        "n": draw(st.integers(0, 3)),
        "m": draw(st.integers(0, 3)),
        "e": draw(st.sampled_from(["4006381333931", "4006381333932"])),
    }
    for name in draw(st.sets(st.sampled_from(sorted(record)))):
        del record[name]
    return record


@pytest.mark.parametrize("demand", DEMANDS, ids=map(str, range(len(DEMANDS))))
@given(record=records())
def test_nothing_wrong_passes(demand: d.Demand, record: dict[str, Any]) -> None:
    doubtful = compiled([demand], CONTEXT, TYPES)
    struct = msgspec.convert(record, TYPES.type)
    assert doubtful(struct) or not list(demand.faults(record, CONTEXT))
