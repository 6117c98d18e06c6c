"""Demands on times, texts, numbers and codes, as tests that are true wherever one may find a fault.

Importing this registers them.
"""

from dataclasses import replace

from harmscope import demands as d
from harmscope.validation.sieve.doubts import Writer, doubt, suspect
from harmscope.validation.sieve.memory import PLAIN
from harmscope.validation.sieve.scope import Scope


def _late(first: str, last: str) -> str:
    plain = f"{first} <= {last} and {first}[10::3] in {PLAIN!r} and {last}[10::3] in {PLAIN!r}"
    return f"not ({plain}) and late({first}, {last})"


def _both(first: str, last: str) -> str:
    return f"isinstance({first}, str) and isinstance({last}, str)"


@doubt.register
def _(demand: d.Ordered, number: int, here: Scope, out: Writer) -> None:
    first, last = here.at(demand.earlier), here.at(demand.later)
    if "*" in demand.earlier and "*" in demand.later:
        earlier, later = (out.gathered(path, here) for path in (demand.earlier, demand.later))
        here.after += suspect(number, f"{earlier} and {later}")
        return
    test = f"{_both(first.var, last.var)} and {_late(first.var, last.var)}"
    (first if "*" in demand.earlier else last).tests += suspect(number, test)


@doubt.register
def _(demand: d.NotLonger, number: int, here: Scope, out: Writer) -> None:
    first, last = here.at(demand.earlier), here.at(demand.later)
    if "*" in demand.earlier:
        last.tests += suspect(number, f"{last.var} is not None")
        return
    test = f"far({first.var}, {last.var}, {demand.days})"
    last.tests += suspect(number, f"{_both(first.var, last.var)} and {test}")


@doubt.register
def _(demand: d.InSequence, number: int, here: Scope, out: Writer) -> None:
    here.after += suspect(number, f"len({out.gathered(demand.path, here)}) > 1")


@doubt.register(d.RealDate)
@doubt.register(d.NotSentinel)
@doubt.register(d.NotAfterClock)
@doubt.register(d.DayRange)
def _(
    demand: d.RealDate | d.NotSentinel | d.NotAfterClock | d.DayRange,
    number: int,
    here: Scope,
    out: Writer,
) -> None:
    for path in demand.paths:
        out.asked(here.at(path)).days.append((number, replace(demand, paths=("t",))))


@doubt.register(d.CodeIn)
@doubt.register(d.NotValue)
@doubt.register(d.NotPlaceholder)
@doubt.register(d.NotPersonal)
def _(
    demand: d.CodeIn | d.NotValue | d.NotPlaceholder | d.NotPersonal,
    number: int,
    here: Scope,
    out: Writer,
) -> None:
    for path in demand.paths:
        out.asked(here.at(path)).texts.append((number, replace(demand, paths=("t",))))


@doubt.register
def _(demand: d.CheckDigit, number: int, here: Scope, out: Writer) -> None:
    out.asked(here.at(demand.path)).texts.append((number, replace(demand, path="t")))


@doubt.register(d.KnownScheme)
@doubt.register(d.KnownCode)
@doubt.register(d.ParentOf)
def _(
    demand: d.KnownScheme | d.KnownCode | d.ParentOf, number: int, here: Scope, out: Writer
) -> None:
    out.asked(here.at(demand.path)).natives.append((number, replace(demand, path="n.*")))


@doubt.register
def _(demand: d.CurrentCode, number: int, here: Scope, out: Writer) -> None:
    item = here.at(demand.path)
    item.inside += suspect(number, f"retired({item.value('scheme')}, {item.value('code')})")


@doubt.register(d.FacetMissing)
@doubt.register(d.FacetContradicted)
def _(demand: d.FacetMissing | d.FacetContradicted, number: int, here: Scope, out: Writer) -> None:
    place = here.at(demand.path)
    place.tests += suspect(number, f"faceted({place.var})")


@doubt.register(d.KeywordOfCategory)
@doubt.register(d.VersionOfDay)
def _(demand: d.KeywordOfCategory | d.VersionOfDay, number: int, here: Scope, out: Writer) -> None:
    out.asked(here).codes.append((number, demand))


@doubt.register
def _(demand: d.Differ, number: int, here: Scope, out: Writer) -> None:
    place, other = here.at(demand.path), here.value(demand.other)
    place.tests += suspect(number, f"isinstance({other}, str) and {place.var} == {other}")


@doubt.register
def _(demand: d.AtMost, number: int, here: Scope, out: Writer) -> None:
    part, whole = here.value(demand.part), here.value(demand.whole)
    here.inside += suspect(number, f"{part} is not None and {whole} is not None")


@doubt.register
def _(demand: d.SumOf, number: int, here: Scope, out: Writer) -> None:
    here.inside += suspect(number, f"{here.value(demand.total)} is not None")


@doubt.register
def _(demand: d.InRange, number: int, here: Scope, out: Writer) -> None:
    place = here.at(demand.path)
    place.tests += suspect(number, f"{place.var} is not None")


@doubt.register
def _(demand: d.MakeWhole, number: int, here: Scope, out: Writer) -> None:
    place = here.at(demand.path.rpartition(".*.")[0])
    place.tests += suspect(number, f"{place.var} is not None")
