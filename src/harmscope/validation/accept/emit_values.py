"""Demands on times, texts and codes as lines of Python. Importing this registers them."""

from harmscope import demands as d
from harmscope.demands.free_text import NotPersonal, NotPlaceholder
from harmscope.demands.harm_facets import FacetContradicted, FacetMissing
from harmscope.demands.ordered import InSequence, NotLonger, Ordered
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
from harmscope.validation.accept.good import (
    Between,
    Check,
    Impersonal,
    Meaningful,
    NoneOf,
    Real,
)

DAY = "[:10]"
"""What of a time or day is looked at where only the day counts."""


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
    return look_up(demand.paths, out, at, Real(), DAY)


@emit.register
def _(demand: d.NotSentinel, out: Emitter, at: str) -> Lines:
    return look_up(demand.paths, out, at, NoneOf(frozenset(demand.days)), DAY)


@emit.register
def _(demand: d.NotAfterClock, out: Emitter, at: str) -> Lines:
    return look_up(demand.paths, out, at, Between("", out.today), DAY)


@emit.register
def _(demand: d.DayRange, out: Emitter, at: str) -> Lines:
    return look_up(demand.paths, out, at, Between(demand.first, demand.last), DAY)


def look_up(paths: tuple[str, ...], out: Emitter, at: str, test: Check, cut: str = "") -> Lines:
    """``test`` for everything at each of several paths; ``cut`` is what of it is looked at."""
    return [line for path in paths for line in out.remembered(path, at, test, cut)]


@emit.register
def _(demand: NotPlaceholder, out: Emitter, at: str) -> Lines:
    return look_up(demand.paths, out, at, Meaningful(demand.words, max(map(len, demand.words))))


@emit.register
def _(demand: NotPersonal, out: Emitter, at: str) -> Lines:
    return look_up(demand.paths, out, at, Impersonal())


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
