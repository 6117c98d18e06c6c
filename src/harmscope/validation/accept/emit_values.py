"""Demands on times, texts and codes as lines of Python. Importing this registers them."""

from functools import partial

from harmscope import demands as d
from harmscope.demands.free_text import NotPersonal, NotPlaceholder
from harmscope.demands.harm_facets import NOT_KNOWN, FacetContradicted, FacetMissing, facets
from harmscope.demands.ordered import InSequence, NotLonger, Ordered
from harmscope.validation.accept.emit import (
    ROUGH,
    Emitter,
    Lines,
    doubt,
    each_of,
    emit,
    guarded,
    indented,
    one_of,
    several,
)
from harmscope.validation.accept.good import Between, Check, Impersonal, Meaningful, NoneOf, Real

NATIVE = ("scheme", "code", "parent")
"""Members of a native code."""

CODES = ("created_at", "category", "category_addition", "category_specification")
"""Members of a statement that tell whether its codes go together."""

DAY = "[:10]"
"""What of a time or day is looked at where only the day counts."""


def out_of_order(first: str, last: str) -> Lines:
    """Plain times, the common case, are compared where they stand (see ``good.PLAIN``)."""
    return doubt(f"({ROUGH} or {first} > {last}) and not fine({first}, {last})")


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
            f"not native_fine({', '.join(out.value(each, item) for each in NATIVE)})"
        ),
    )


@emit.register
def _(demand: d.CurrentCode, out: Emitter, at: str) -> Lines:
    ask = emit.dispatch(object)(demand, out, at)
    return each_of(
        (demand.path,),
        out,
        at,
        lambda item: [
            f"if may_be_retired({', '.join(out.value(each, item) for each in NATIVE[:2])}):",
            *indented(ask),
        ],
    )


@emit.register
def _(demand: FacetMissing, out: Emitter, at: str) -> Lines:
    harm = out.value(demand.path, at)
    lines: Lines = []
    for facet, categories in _asking(required=True).items():
        missing = one_of(out.value(facet[0], at), NOT_KNOWN)
        lines += doubt(f"{harm} in {out.bind(frozenset(categories))} and {missing}")
    return [f"if {harm} is not None:", *indented(lines)]


@emit.register
def _(demand: FacetContradicted, out: Emitter, at: str) -> Lines:
    harm = out.value(demand.path, at)
    lines: Lines = []
    for required in (True, False):
        for (path, values), categories in _asking(required=required).items():
            inner = out.each(path, at, partial(_contradicted, values, required))
            group = out.bind(frozenset(categories))
            lines += [f"if {harm} in {group}:", *indented(inner)] if inner else []
    return [f"if {harm} is not None:", *indented(lines)]


def _contradicted(values: tuple[str, ...], required: bool, value: str) -> Lines:
    if required:
        return doubt(f"not ({one_of(value, (*NOT_KNOWN, *values))})")
    return doubt(one_of(value, tuple(each for each in values if each not in NOT_KNOWN)))


def _asking(*, required: bool) -> dict[tuple[str, tuple[str, ...]], list[str]]:
    """Categories by what they ask of a facet: its path and the values named."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for category, asked in facets().items():
        for path, values, is_required in asked:
            if is_required is required:
                found.setdefault((path, values), []).append(category)
    return found


@emit.register(d.KeywordOfCategory)
@emit.register(d.VersionOfDay)
def _(demand: d.KeywordOfCategory | d.VersionOfDay, out: Emitter, at: str) -> Lines:
    """Both of them as one test, remembered for each combination of codes."""
    values = ", ".join(out.value(member, at) for member in CODES)
    return doubt(f"not codes_fine({values})")


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
