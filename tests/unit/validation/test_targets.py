"""What is compiled for dicts and for structs says of each demand what the demand says."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import Any

import msgspec
import pytest

from harmscope import demands as d
from harmscope.demands import expressions as e
from harmscope.demands.base import NO_CONTEXT
from harmscope.demands.expressions import Expr, Place
from harmscope.rules import rules_for
from harmscope.validation.memo import Combinations
from harmscope.validation.schemas import shape, versions
from harmscope.validation.targets import Candidates, candidates_of, doubtful
from harmscope.validation.typed_records import typed

CONTEXT = d.Context(date(2026, 6, 1))
NOON, TEN = "2026-01-01T12:00:00Z", "2026-01-01T10:00:00Z"
NATIVE = {"scheme": "dsa@v2", "code": "KEYWORD_HATE_SPEECH"}
IF = d.Equals("kind", ("a", "b"))
TEXT = {"type": "string"}


def closed(**members: object) -> dict[str, object]:
    return {"type": "object", "properties": members, "additionalProperties": False}


SMALL = typed(
    "small",
    closed(
        a=TEXT,
        b=closed(c=TEXT),
        l={"type": "array", "items": closed(c=TEXT, e=TEXT)},
        t={"type": "array", "items": TEXT},
    ),
)
WHEN = d.Equals("a", ("x",))
EXACT: list[d.Demand] = [
    d.RequiredIf(WHEN, "b.c"),
    d.ForbiddenIf("b.c", WHEN),
    d.ForbiddenIf("b.c", unless=d.StartsWith("a", ("x",))),
    d.ValueIf(WHEN, "b.c", ("y",)),
    d.NeverIf(d.Present("a"), "b.c", ("y",)),
    d.AtLeastOne(("a", "b")),
    d.AtLeastOne(("a", "b"), exactly=True),
    d.Every((d.RequiredIf(WHEN, "b"), d.Differ("b.c", "a"))),
    d.Within("b", d.AtLeastOne(("c",))),
    d.Within("l.*", d.RequiredIf(d.Equals("c", ("x",)), "e")),
    d.Unique("l.*.c"),
    d.Unique("t.*"),
    d.Refers("l.*.e", "l.*.c"),
    d.Refers("l.*.e", "l.*.c", itself=False),
    d.RequiredIf(d.AllOf((d.Present("a"), d.Contains("t", "x"))), "b"),
    d.CodeIn(("a", "b.c"), lambda: frozenset({"x"})),
    d.CodeIn(("t.*",), lambda: frozenset({"x"}), never=True),
    d.When(WHEN, d.Within("b", d.AtLeastOne(("c",)))),
]
LISTS: list[list[dict[str, Any]]] = [
    [],
    [{"c": "x"}],
    [{"c": "x", "e": "x"}],
    [{"c": "x"}, {"c": "y", "e": "x"}],
    [{"c": "x"}, {"c": "x", "e": "z"}],
]
SETS = [None, ["x"], ["y"], ["y", "y"]]
RECORDS = [
    {name: value for name, value in zip("ablt", values, strict=True) if value is not None}
    for values in product(
        [None, "x", "y"], [None, {}, {"c": "x"}, {"c": "y"}], [None, *LISTS], SETS
    )
]


@pytest.mark.parametrize("demand", EXACT, ids=map(str, range(len(EXACT))))
def test_of_well_shaped_records_both_say_what_the_demand_says(demand: d.Demand) -> None:
    suspicious = doubtful([demand], d.Context(), SMALL)
    candidates = Candidates((demand,), d.Context())
    for record in RECORDS:
        fails = any(True for _ in demand.faults(record))
        assert suspicious(msgspec.convert(record, SMALL.type)) is fails, record
        assert candidates.suspects(record) == [0] * fails, record


def suspects(demand: d.Demand, record: dict[str, object]) -> bool:
    found = Candidates((demand,), CONTEXT).suspects(record)
    plain = any(True for _ in demand.faults(record, CONTEXT))
    assert found or not plain
    return bool(found)


@pytest.mark.parametrize(
    ("demand", "good", "bad"),
    [
        (d.RequiredIf(IF, "x"), [{"kind": "c"}, {"kind": "a", "x": 0}], [{"kind": "a"}]),
        (d.RequiredIf(d.Present("p.q"), "x"), [{"p": {}}], [{"p": {"q": 0}}]),
        (d.RequiredIf(d.Contains("l", "z"), "x"), [{"l": ["y"]}, {"l": "z"}], [{"l": ["z"]}]),
        (d.RequiredIf(d.Contains("l", True), "x"), [{"l": [1]}], [{"l": [True]}]),
        (d.RequiredIf(d.StartsWith("k", ("a.",)), "x"), [{"k": "a"}, {"k": 1}], [{"k": "a.b"}]),
        (d.ForbiddenIf("x", when=IF), [{"kind": "a"}, {"x": 1}], [{"kind": "b", "x": None}]),
        (d.ForbiddenIf("x", unless=IF), [{"kind": "a", "x": 1}], [{"x": None}]),
        (d.ForbiddenIf("p.x"), [{"p": {}}, {"p": []}], [{"p": {"x": None}}]),
        (d.ValueIf(IF, "x", (True,)), [{"kind": "a", "x": True}], [{"kind": "a", "x": 1}]),
        (d.NeverIf(IF, "l.*", ("n",)), [{"l": ["n"]}, {"kind": "a"}], [{"kind": "a", "l": ["n"]}]),
        (d.AtLeastOne(("x", "y")), [{"x": None}], [{}]),
        (d.AtLeastOne(("x", "y"), exactly=True), [{"x": 1}], [{}, {"x": 1, "y": 1}]),
        (d.Unique("l.*.id"), [{"l": [{"id": "1"}, {"id": "2"}, 3]}], [{"l": [{"id": "1"}] * 2}]),
        (d.Refers("x", "l.*"), [{"x": "1", "l": ["1"]}, {}], [{"x": "1"}, {"x": "1", "l": [1]}]),
        (d.When(IF, d.AtLeastOne(("x",))), [{"kind": "c"}], [{"kind": "a"}]),
        (d.Within("l.*", d.AtLeastOne(("x",))), [{"l": [{"x": 1}, 1, None]}], [{"l": [{}]}]),
        (d.Ordered("a", "l.*"), [{"a": 5, "l": ["x"]}], [{"a": NOON, "l": [NOON, TEN]}]),
        (d.Ordered("l.*", "a"), [{"a": NOON, "l": [TEN]}], [{"a": TEN, "l": [TEN, NOON]}]),
        (d.Ordered("a", "b"), [{"a": "2026-01-01", "b": TEN}], [{"a": NOON, "b": TEN}]),
        (d.Ordered("l.*", "m.*"), [{"l": [NOON]}], [{"l": [NOON], "m": [TEN]}]),
        (
            d.Ordered("a", "b"),
            [{"a": TEN, "b": "2026-01-01T11:00:00+01:00"}],
            [
                {"a": "2026-01-01T10:00:00+00:00", "b": "2026-01-01T09Z"},
                {"a": TEN, "b": "2026-01-01T10:30:00+01:00"},
            ],
        ),
        (d.NotLonger("a", "b", 5), [{"a": NOON, "b": TEN}], [{"a": NOON, "b": "2027-01-01"}]),
        (d.NotLonger("l.*", "m.*", 5), [{"l": [NOON]}], [{"l": [NOON], "m": ["2027-01-01"]}]),
        (d.InSequence("l.*"), [{"l": [NOON]}, {"l": [TEN, NOON]}], [{"l": [NOON, TEN]}]),
        (d.InSequence("l.*"), [{"l": [TEN, "x", NOON]}], [{"l": [NOON, "x", TEN]}]),
        (d.RealDate(("a",)), [{"a": "2026-02-28"}], [{"a": "2026-02-29"}]),
        (d.NotAfterClock(("l.*",)), [{"l": [1, NOON]}], [{"l": [NOON, "2026-06-02"]}]),
        (d.NotSentinel(("a",), ("1970-01-01",)), [{"a": NOON}], [{"a": "1970-01-01T10:00:00Z"}]),
        (d.DayRange(("a",), "2026-01-01", "2026-02-01"), [{"a": NOON}], [{"a": "2026-02-02"}]),
        (d.CodeIn(("a",), lambda: frozenset({"x"})), [{"a": "x"}, {"a": []}], [{"a": "y"}]),
        (d.NotPlaceholder(("a",)), [{"a": "words"}], [{"a": "n/a"}]),
        (d.NotPersonal(("a",)), [{"a": "words"}], [{"a": "a@example.org"}]),
        (d.CheckDigit(("a",)), [{"a": "4006381333931"}], [{"a": "4006381333932"}]),
        (d.KnownScheme("n.*"), [{"n": [NATIVE, 1]}], [{"n": [{"scheme": "dsa@v9"}]}]),
        (d.KnownCode("n.*"), [{"n": [NATIVE]}], [{"n": [{**NATIVE, "code": "x"}]}]),
        (d.ParentOf("n.*"), [{"n": [NATIVE]}], [{"n": [{**NATIVE, "parent": "x"}]}]),
        (d.KnownCode("n.*"), [{"n": [NATIVE]}], [{"n": [{**NATIVE, "parent": {}}]}]),
        (
            d.CurrentCode("n.*", ("a",)),
            [{"n": [NATIVE], "a": NOON}],
            [{"n": [{"scheme": "dsa@v1", "code": "KEYWORD_ANIMAL_HARM"}], "a": NOON}],
        ),
        (d.Differ("l.*", "a"), [{"l": ["x"], "a": "y"}], [{"l": ["x"], "a": "x"}]),
        (d.AtMost("a", "b"), [{"a": 2}, {"a": 1, "b": 1.5}], [{"a": 2, "b": 1}]),
        (d.SumOf("a", ("b",)), [{"b": 1}], [{"a": 2, "b": 1}]),
        (d.InRange("l.*", 0, 1), [{"l": []}], [{"l": [2]}]),
        (d.MakeWhole("l.*.s"), [{}], [{"l": [{"s": 0.5}]}]),
        (d.FacetMissing("h"), [{"h": 1}, {"h": "spam"}], [{"h": "csea.csam"}]),
        (
            d.FacetContradicted("h"),
            [{"h": "csea.csam", "depicted": {"minor": "yes"}}],
            [{"h": "csea.csam", "depicted": {"minor": "no"}}],
        ),
        (d.VersionOfDay(), [{"category": "x"}], [{"category": {}}]),
        (d.KeywordOfCategory(), [{}], [{"category_specification": [[]]}]),
    ],
)
def test_what_fails_is_suspected_whatever_its_shape(
    demand: d.Demand, good: list[dict[str, object]], bad: list[dict[str, object]]
) -> None:
    assert [suspects(demand, record) for record in good] == [False] * len(good)
    assert [suspects(demand, record) for record in bad] == [True] * len(bad)


class Unsaid(d.Demand):
    """A demand that no test can tell anything of."""

    def faults(self, record: object, context: d.Context = NO_CONTEXT) -> Iterator[str]:
        yield "/x"

    def test(self, at: Place, context: d.Context = NO_CONTEXT) -> Expr:
        return e.Asked(at, self.faults)


def test_what_no_test_can_tell_is_always_asked() -> None:
    assert Candidates((Unsaid(),), d.Context()).suspects({}) == [0]
    assert Candidates((d.Within("l.*", Unsaid()),), d.Context()).suspects({"l": [{}]}) == [0]
    assert doubtful([Unsaid()], d.Context(), SMALL)(msgspec.convert({}, SMALL.type))


def test_suspects_come_in_the_order_of_the_demands() -> None:
    demands = (d.AtLeastOne(("b",)), d.AtLeastOne(("a",)), d.Unique("l.*"), d.AtLeastOne(("c",)))
    assert Candidates(demands, d.Context()).suspects({"a": 1}) == [0, 3]
    assert Candidates((), d.Context()).suspects({"a": 1}) == []


def test_the_same_demands_are_compiled_once() -> None:
    demands = (d.AtLeastOne(("b",)),)
    assert candidates_of(demands, CONTEXT) is candidates_of((d.AtLeastOne(("b",)),), CONTEXT)


def test_the_clock_is_part_of_the_program() -> None:
    ahead = msgspec.convert({"a": "2026-06-02"}, SMALL.type)
    assert doubtful([d.NotAfterClock(("a",))], CONTEXT, SMALL)(ahead)
    assert not doubtful([d.NotAfterClock(("a",))], d.Context(), SMALL)(ahead)


def test_what_types_cannot_say_of_the_shape_is_asked() -> None:
    known = typed("small", closed(a={"type": "string", "pattern": "^[a-z]+$"}))
    suspicious = doubtful([], d.Context(), known)
    assert suspicious(msgspec.convert({"a": "A"}, known.type))
    assert not suspicious(msgspec.convert({"a": "a"}, known.type))


def test_a_loose_record_holds_null_or_an_empty_list_for_nothing() -> None:
    known = typed("small", closed(t={"type": "array", "items": TEXT}), {})
    suspicious = doubtful([d.AtLeastOne(("t",))], d.Context(), known)
    for value, wrong in ((None, True), ([], True), (["x"], False)):
        assert suspicious(msgspec.convert({"t": value}, known.type)) is wrong


@pytest.mark.parametrize("kind", ["notice", "incident", "exposure", "measure", "dsa-sor"])
def test_all_rules_of_a_kind_compile(kind: str) -> None:
    demands = [rule.demand for rule in rules_for(kind) if rule.demand is not None]
    known = typed(kind, shape(kind, versions()[kind][-1]), {} if kind == "dsa-sor" else None)
    assert callable(doubtful(demands, d.Context(), known))


@pytest.mark.parametrize(
    ("first", "last", "wrong"),
    [
        (TEN, NOON, False),
        (NOON, TEN, True),
        ("2026-01-01", TEN, False),
        (TEN, "2026-01-01", False),
        ("2026-01-02", TEN, True),
        (TEN, "2026-01-01T10:30:00+01:00", True),
        ("2026-01-01T10:30:00+01:00", TEN, False),
        ("2026-01-01T10:00:00.5Z", TEN, True),
    ],
)
def test_times_of_structs_that_cannot_be_compared_as_text(
    first: str, last: str, wrong: bool
) -> None:
    day = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    time = {"type": "string", "pattern": f"^{day}(?:T.*)?$"}
    known = typed("small", closed(a=time, l={"type": "array", "items": closed(b=time)}))
    suspicious = doubtful([d.Ordered("a", "l.*.b")], d.Context(), known)
    assert suspicious(msgspec.convert({"a": first, "l": [{"b": last}]}, known.type)) is wrong


def test_tests_of_few_values_are_asked_by_combination_and_say_the_same() -> None:
    code = {"type": "string", "enum": ["x", "y"]}
    few = typed("few", closed(a=code, b=code, c=TEXT))
    demands: list[d.Demand] = [
        d.RequiredIf(WHEN, "c"),
        d.RequiredIf(d.Equals("b", ("x",)), "c"),
        d.ForbiddenIf("b", WHEN),
        d.ForbiddenIf("c", d.Equals("b", ("y",))),
    ]
    suspicious = doubtful(demands, CONTEXT, few)
    known = [each for each in suspicious.__globals__.values() if isinstance(each, Combinations)]
    for _ in range(2):
        for a, b, c in product((None, "x", "y"), (None, "x", "y"), (None, "text", "other")):
            row = {name: value for name, value in zip("abc", (a, b, c), strict=True) if value}
            wrong = any(fault for each in demands for fault in each.faults(row, CONTEXT))
            assert suspicious(msgspec.convert(row, few.type)) == wrong
    # The text itself has no say: whether there is one has.
    assert [len(each) for each in known] == [9]
