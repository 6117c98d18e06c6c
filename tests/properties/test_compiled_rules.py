"""For each kind of demand: what is compiled misses no record in which the demand finds a fault.

Records are drawn for demands that look at the members below, first with the right shape and then
with anything at all in some places.
"""

import functools
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harmscope import demands as d
from harmscope.validation.targets import Candidates, doubtful
from harmscope.validation.typed_records import Typed, typed

CONTEXT = d.Context(date(2026, 6, 1))
DAY = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
CATEGORIES = [
    *("STATEMENT_CATEGORY_ANIMAL_WELFARE", "STATEMENT_CATEGORY_CYBER_VIOLENCE"),
    *("STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE", "spam"),
]
KEYWORDS = ["KEYWORD_ANIMAL_HARM", "KEYWORD_DISINFORMATION", "KEYWORD_OTHER", "none"]
TEXT, COUNT = {"type": "string"}, {"type": "integer"}
TIME = {"type": "string", "pattern": f"^{DAY}(?:T.*)?$"}


def closed(**members: object) -> dict[str, object]:
    return {"type": "object", "properties": members, "additionalProperties": False}


def one_of(*texts: str) -> dict[str, object]:
    return {"type": "string", "enum": list(texts)}


def listed(items: object) -> dict[str, object]:
    return {"type": "array", "items": items}


SCHEMA = closed(
    **dict.fromkeys(("s", "u"), TEXT),
    category=one_of("csea.csam", *CATEGORIES),
    **dict.fromkeys(("x", "y", "created_at"), TIME),
    **dict.fromkeys(("n", "m"), COUNT),
    b={"type": "boolean"},
    o=closed(s=TEXT, x=TIME, n=COUNT),
    l=listed(closed(s=TEXT, u=TEXT, x=TIME, y=TIME, n=COUNT, i=listed(closed(y=TIME)))),
    w=listed(TEXT),
    t=listed(TIME),
    codes=listed(
        closed(
            scheme=one_of("dsa@v1", "dsa@v2", "own@1"),
            code=one_of(*KEYWORDS),
            parent=one_of(*CATEGORIES),
        )
    ),
    depicted=closed(minor=one_of("yes", "no", "unknown"), real_person=one_of("yes", "no")),
    generation=closed(ai_involvement=one_of("synthetic", "none")),
    category_addition=listed(one_of(*CATEGORIES)),
    category_specification=listed(one_of(*KEYWORDS)),
)
WHEN = d.Equals("s", ("x", "y"))
DEMANDS: list[d.Demand] = [
    d.AtLeastOne(("s", "o")),
    d.AtLeastOne(("s", "o"), exactly=True),
    d.AtMost("n", "o.n"),
    d.CheckDigit(("s", "w.*")),
    d.CodeIn(("s", "l.*.u", "w.*"), lambda: frozenset({"x", "y"})),
    d.CodeIn(("s", "w.*"), lambda: frozenset({"x"}), never=True),
    d.Listed(("s", "l.*.u", "w.*"), lambda text: text in ("x", "y")),
    d.CurrentCode("codes.*", ("x", "l.*.y")),
    d.DayRange(("x", "t.*"), "2000-01-01", "2026-01-31"),
    d.Differ("w.*", "s"),
    d.Differ("s", "o.s"),
    d.Every((d.RequiredIf(WHEN, "o.s"), d.Unique("w.*"), d.Within("o", d.AtLeastOne(("s",))))),
    d.FacetContradicted("category"),
    d.FacetMissing("category"),
    d.ForbiddenIf("o.s", WHEN),
    d.ForbiddenIf("o.s", unless=WHEN),
    d.ForbiddenIf("u", when=d.Present("o"), unless=d.Contains("w", "x")),
    d.InRange("l.*.n", 1, 2),
    d.InSequence("t.*"),
    d.InSequence("l.*.x"),
    d.KeywordOfCategory(),
    d.KnownCode("codes.*"),
    d.KnownScheme("codes.*"),
    d.MakeWhole("l.*.n"),
    d.NeverIf(d.Equals("b", (False,)), "l.*.s", ("x", "n/a")),
    d.NotAfterClock(("x", "t.*", "l.*.i.*.y")),
    d.NotLonger("x", "l.*.i.*.y", 400),
    d.NotLonger("t.*", "l.*.y", 400),
    d.NotPersonal(("s", "w.*")),
    d.NotPlaceholder(("s", "w.*", "l.*.s")),
    d.NotSentinel(("x", "t.*"), ("1970-01-01",)),
    d.Ordered("x", "l.*.y"),
    d.Ordered("l.*.x", "y"),
    d.Ordered("t.*", "l.*.y"),
    d.ParentOf("codes.*"),
    d.RealDate(("x", "t.*")),
    d.Refers("w.*", "l.*.s"),
    d.Refers("l.*.u", "l.*.s", itself=False),
    d.RequiredIf(d.AllOf((WHEN, d.StartsWith("u", ("x", "y")))), "o.n"),
    d.SumOf("n", ("m", "l.*.n")),
    d.Unique("l.*.s"),
    d.Unique("w.*"),
    d.ValueIf(d.Present("u"), "b", (True,)),
    d.VersionOfDay(),
    d.VersionOfDay(newer=True),
    d.When(WHEN, d.Every((d.AtMost("m", "n"), d.RequiredIf(d.Present("b"), "u")))),
    d.Within("l.*", d.Ordered("x", "i.*.y")),
    d.Within("l.*", d.Every((d.NotLonger("x", "i.*.y", 400), d.ForbiddenIf("n", WHEN)))),
]
TEXTS = [
    *("x", "y", "n/a", " N/A ", "jo@example.org", "4006381333931", "4006381333932"),
]
TIMES = [
    *("2026-01-01", "2026-01-02", "2026-01-01T10:00:00Z", "2026-01-01T10:00:00.5Z"),
    *("2026-01-02T00:30:00+14:00", "2025-02-29", "1970-01-01T00:00:00Z", "2026-06-02"),
    *("1999-12-31", "2028-01-02T00:00:00Z", "2026-06-01T23:59:59-12:00", "2025-06-30"),
]
ANYTHING: list[Any] = [
    *(
        None,
        True,
        False,
        0,
        1,
        0.5,
        "",
        "2026-01-05T10+01:00",
        "2026-13-01",
        "T10:00:00Z",
        "x" * 200,
    ),
    *(
        [],
        {},
        [None],
        [[]],
        [{}],
        ["x", "x", 1],
        {"s": None},
        [{"s": "x"}, "y"],
        {"x": "2026-01-01"},
    ),
]


def drawn(schema: Any, odd: int) -> st.SearchStrategy[Any]:
    """What fits a schema; with ``odd``, anything else in one place of so many."""
    match schema.get("type"):
        case "object":
            parts = {name: drawn(part, odd) for name, part in schema["properties"].items()}
            fitting: st.SearchStrategy[Any] = st.fixed_dictionaries({}, optional=parts)
        case "array":
            fitting = st.lists(drawn(schema["items"], odd), max_size=3)
        case "integer":
            fitting = st.integers(0, 3)
        case "boolean":
            fitting = st.booleans()
        case _:
            texts = schema.get("enum", TIMES if "pattern" in schema else TEXTS)
            fitting = st.sampled_from(texts)
    if not odd:
        return fitting
    return st.integers(1, odd).flatmap(
        lambda number: st.sampled_from(ANYTHING) if number == 1 else fitting
    )


TYPES: Typed = typed("small", SCHEMA)
SHAPED = drawn(SCHEMA, 0)
SHAPELESS = drawn(SCHEMA, 8).filter(lambda record: isinstance(record, dict))


@functools.cache
def compiled(number: int, clock: bool) -> tuple[Any, Any]:
    context = CONTEXT if clock else d.Context()
    demand = DEMANDS[number]
    return doubtful([demand], context, TYPES), Candidates((demand,), context)


def misses_nothing(record: dict[str, Any], clock: bool) -> None:
    context = CONTEXT if clock else d.Context()
    try:
        struct = msgspec.convert(record, TYPES.type)
    except msgspec.ValidationError:
        struct = None
    for number, demand in enumerate(DEMANDS):
        suspicious, candidates = compiled(number, clock)
        if any(True for _ in demand.faults(record, context)):
            assert candidates.suspects(record), demand
            assert struct is None or suspicious(struct), demand


def test_every_kind_of_demand_is_looked_at() -> None:
    kinds = {kind for kind in vars(d).values() if isinstance(kind, type)}
    of_rules = {kind for kind in kinds if issubclass(kind, d.Demand)} - {d.Demand}
    assert {type(demand) for demand in DEMANDS} == of_rules
    assert len(of_rules) > 30


@settings(max_examples=500)
@given(record=SHAPED, clock=st.booleans())
def test_no_fault_of_a_well_shaped_record_is_missed(record: dict[str, Any], clock: bool) -> None:
    misses_nothing(record, clock)


@settings(max_examples=500)
@given(record=SHAPELESS, clock=st.booleans())
def test_no_fault_of_a_record_of_any_shape_is_missed(record: dict[str, Any], clock: bool) -> None:
    misses_nothing(record, clock)


@pytest.mark.fuzz
@settings(max_examples=50_000)
@given(record=st.one_of(SHAPED, SHAPELESS), clock=st.booleans())
def test_no_fault_is_missed_at_length(record: dict[str, Any], clock: bool) -> None:
    misses_nothing(record, clock)
