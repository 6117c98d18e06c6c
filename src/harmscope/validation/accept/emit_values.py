"""Demands on times, texts and codes as lines of Python. Importing this registers them."""

from harmscope import demands as d
from harmscope.demands.free_text import NotPersonal, NotPlaceholder
from harmscope.demands.harm_facets import FacetContradicted, FacetMissing
from harmscope.demands.ordered import InSequence, NotLonger, Ordered
from harmscope.validation.accept.days import Between, DayTest, NoneOf, Real
from harmscope.validation.accept.emit import (
    Emitter,
    Lines,
    doubt,
    each_of,
    emit,
    guarded,
    indented,
    several,
)
from harmscope.validation.accept.runtime import MARKS


def out_of_order(first: str, last: str) -> Lines:
    """Days and times in UTC without fraction, of 10 and 20 characters and the common case, are
    compared where they stand: a day comes before each time of it as text, and counts as fine."""
    plain = f"{first} <= {last} and len({first}) <= 20 >= len({last})"
    return doubt(f"not ({plain}) and not fine({first}, {last})")


@emit.register
def _(demand: Ordered, out: Emitter, at: str) -> Lines:
    if "*" not in demand.earlier:
        first = out.value(demand.earlier, at)
        return out.later(
            demand.later,
            at,
            lambda last: [f"if {first} is not None:", *indented(out_of_order(first, last))],
        )
    return out.later(
        demand.earlier,
        at,
        lambda first: out.each(demand.later, at, lambda last: out_of_order(first, last)),
    )


@emit.register
def _(demand: NotLonger, out: Emitter, at: str) -> Lines:
    # The later time is rarer: a restriction mostly has no end.
    return out.later(
        demand.later,
        at,
        lambda last: out.each(
            demand.earlier, at, lambda first: doubt(f"far({first}, {last}, {demand.days})")
        ),
    )


@emit.register
def _(demand: InSequence, out: Emitter, at: str) -> Lines:
    last = out.name()
    lines = [
        f"{last} = None",
        *out.each(
            demand.path,
            at,
            lambda now: [
                *doubt(f"{last} is not None and not fine({last}, {now})"),
                f"{last} = {now}",
            ],
        ),
    ]
    return several(demand.path, out, at, lines)


@emit.register
def _(demand: d.RealDate, out: Emitter, at: str) -> Lines:
    return days_of(demand.paths, out, at, Real())


@emit.register
def _(demand: d.NotSentinel, out: Emitter, at: str) -> Lines:
    return days_of(demand.paths, out, at, NoneOf(frozenset(demand.days)))


@emit.register
def _(demand: d.NotAfterClock, out: Emitter, at: str) -> Lines:
    return days_of(demand.paths, out, at, Between("", out.today))


@emit.register
def _(demand: d.DayRange, out: Emitter, at: str) -> Lines:
    return days_of(demand.paths, out, at, Between(demand.first, demand.last))


def days_of(paths: tuple[str, ...], out: Emitter, at: str, test: DayTest) -> Lines:
    """``test`` for the day of everything at each of several paths."""
    return [line for path in paths for line in out.day(path, at, test)]


@emit.register
def _(demand: NotPlaceholder, out: Emitter, at: str) -> Lines:
    words, bare = out.bind(demand.words), out.name()
    longest = max(map(len, demand.words))
    test = f"len({bare} := %s.strip()) <= {longest} and {bare}.lower() in {words}"
    return each_of(demand.paths, out, at, lambda text: doubt(test % text))


@emit.register
def _(demand: NotPersonal, out: Emitter, at: str) -> Lines:
    def ask(text: str) -> Lines:
        marked = " or ".join(f"{mark!r} in {text}" for mark in MARKS)
        return doubt(f"({marked}) and personal({text})")

    return each_of(demand.paths, out, at, ask)


@emit.register(d.KnownScheme)
@emit.register(d.KnownCode)
@emit.register(d.ParentOf)
def _(demand: d.KnownScheme | d.KnownCode | d.ParentOf, out: Emitter, at: str) -> Lines:
    """The three of them as one test, remembered for each code."""
    return each_of(
        (demand.path,),
        out,
        at,
        lambda item: doubt(
            f"not native_fine({item}['scheme'], {item}['code'], {item}.get('parent'))"
        ),
    )


@emit.register
def _(demand: d.CurrentCode, out: Emitter, at: str) -> Lines:
    ask = emit.dispatch(object)(demand, out, at)
    return each_of(
        (demand.path,),
        out,
        at,
        lambda item: [f"if may_be_retired({item}['scheme'], {item}['code']):", *indented(ask)],
    )


@emit.register(FacetMissing)
@emit.register(FacetContradicted)
def _(demand: FacetMissing | FacetContradicted, out: Emitter, at: str) -> Lines:
    ask = emit.dispatch(object)(demand, out, at)
    return out.each(demand.path, at, lambda harm: [f"if asks_for_facets({harm}):", *indented(ask)])


@emit.register
def _(demand: d.AtMost, out: Emitter, at: str) -> Lines:
    return guarded(demand, out, at, (demand.part, demand.whole))


@emit.register
def _(demand: d.SumOf, out: Emitter, at: str) -> Lines:
    return guarded(demand, out, at, (demand.total,))


@emit.register
def _(demand: d.Differ, out: Emitter, at: str) -> Lines:
    other = out.value(demand.other, at)
    return out.each(demand.path, at, lambda value: doubt(f"{value} == {other}"))


@emit.register
def _(demand: d.CheckDigit, out: Emitter, at: str) -> Lines:
    return guarded(demand, out, at, (demand.path,))
