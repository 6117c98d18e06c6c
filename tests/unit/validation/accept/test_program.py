from datetime import date

import msgspec
import pytest

from harmscope import demands as d
from harmscope.demands import Context
from harmscope.rules import rules_for
from harmscope.validation.accept.emit import Emitter
from harmscope.validation.accept.program import compiled, source
from harmscope.validation.accept.shapes import TextTest, Typed, typed
from harmscope.validation.schemas import shape, versions

TEXT = {"type": "string"}
CODE = {
    "type": "object",
    "properties": {"scheme": TEXT, "code": TEXT, "parent": TEXT},
    "additionalProperties": False,
}


def types(**members: object) -> Typed:
    return typed("small", {"properties": members, "additionalProperties": False})


def test_the_source_is_python_that_can_be_read() -> None:
    text = source([d.RequiredIf(d.Present("a"), "b")], (), Emitter(types(a=TEXT, b=TEXT).shape))
    assert text.startswith("def doubtful(record):\n")
    assert "m1 = record.a\n" in text
    assert "if m1 is not None and m0 is None:" in text


def test_native_codes_are_tested_once() -> None:
    three: list[d.Demand] = [d.KnownScheme("n.*"), d.KnownCode("n.*"), d.ParentOf("n.*")]
    known = types(n={"type": "array", "items": CODE})
    assert source(three, (), Emitter(known.shape)).count("native_fine") == 1


def test_codes_of_statements_are_tested_once() -> None:
    both: list[d.Demand] = [d.KeywordOfCategory(), d.VersionOfDay(), d.VersionOfDay(newer=True)]
    assert source(both, (), Emitter(types(category=TEXT).shape)).count("codes_fine") == 1


def test_the_clock_is_part_of_the_program() -> None:
    known = types(a=TEXT)
    predicate = compiled([d.NotAfterClock(("a",))], Context(date(2026, 6, 1)), known)
    assert predicate(msgspec.convert({"a": "2026-06-02"}, known.type))
    assert not predicate(msgspec.convert({"a": "2026-06-01"}, known.type))


def test_what_types_cannot_say_of_the_shape_is_asked() -> None:
    known = types(a={"type": "string", "pattern": "^[a-z]+$"})
    predicate = compiled([], Context(), known)
    assert [isinstance(test, TextTest) for test in known.tests] == [True]
    assert predicate(msgspec.convert({"a": "A"}, known.type))
    assert not predicate(msgspec.convert({"a": "a"}, known.type))


@pytest.mark.parametrize("kind", ["notice", "incident", "exposure", "measure", "dsa-sor"])
def test_all_rules_of_a_kind_compile(kind: str) -> None:
    demands = [rule.demand for rule in rules_for(kind) if rule.demand is not None]
    known = typed(kind, shape(kind, versions()[kind][-1]), {} if kind == "dsa-sor" else None)
    assert callable(compiled(demands, Context(), known))
