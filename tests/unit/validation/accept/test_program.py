from datetime import date

from harmscope import demands as d
from harmscope.demands import Context
from harmscope.rules import rules_for
from harmscope.validation.accept.emit import Emitter
from harmscope.validation.accept.program import compiled, source


def test_the_source_is_python_that_can_be_read() -> None:
    text = source([d.RequiredIf(d.Present("a"), "b")], Emitter())
    assert text.startswith("def doubtful(record):\n")
    assert "m1 = record.get('a')" in text
    assert "if m1 is not None and m0 is None:" in text


def test_native_codes_are_tested_once() -> None:
    three: list[d.Demand] = [d.KnownScheme("n.*"), d.KnownCode("n.*"), d.ParentOf("n.*")]
    assert source(three, Emitter()).count("native_fine") == 1


def test_the_clock_is_part_of_the_program() -> None:
    predicate = compiled([d.NotAfterClock(("a",))], Context(date(2026, 6, 1)))
    assert predicate({"a": "2026-06-02"})
    assert not predicate({"a": "2026-06-01"})


def test_all_rules_of_a_kind_compile() -> None:
    for kind in ("dataset", "notice", "incident", "dsa-sor"):
        demands = [rule.demand for rule in rules_for(kind) if rule.demand is not None]
        assert compiled(demands, Context())({}) in (True, False)
